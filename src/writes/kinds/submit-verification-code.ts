// The code that the owner was told. It is a secret: only `send` ever holds it. Whether it was accepted shows in the status
// of the order, which is past the verification then.
import { type OrderStatus, orderRoad } from '../../vocabulary.ts';
import type { WriteKind } from '../write-kind.ts';
import { lookAtOrder, orderSidOf, sendOrderChange } from './order-answers.ts';

const provedStatuses: readonly string[] = orderRoad.slice(orderRoad.indexOf('verified' satisfies OrderStatus));

export const submitVerificationCodeKind: WriteKind<Record<string, never>, { code: string }> = {
  mutation: 'submitVerificationCode',
  send: (write, credentials, tools, { code }) => sendOrderChange(write, { verificationCode: code }, credentials, tools),
  async look(write, credentials, tools) {
    const { status } = await lookAtOrder(write, credentials, tools);
    return provedStatuses.includes(status) ? { is: 'happened', targetSid: orderSidOf(write) } : { is: 'not-seen' };
  },
};
