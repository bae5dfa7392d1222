// Names and addresses of an order. To set them again changes nothing more, so an order that has them is proof enough.
import type { HostedNumberOrderFacts } from '../../twilio/facts.ts';
import type { WriteKind } from '../write-kind.ts';
import { lookAtOrder, orderSidOf, sendOrderChange } from './order-answers.ts';

/** `''` and `[]` clear the field; what is absent stays. */
export type OrderDetails = { friendlyName?: string; uniqueName?: string; email?: string; ccEmails?: string[] };
export type UpdateHostedNumberOrderRequest = { details: OrderDetails };

export const updateHostedNumberOrderKind: WriteKind<UpdateHostedNumberOrderRequest> = {
  mutation: 'updateHostedNumberOrder',
  send: (write, credentials, tools) => sendOrderChange(write, write.request.details, credentials, tools),
  async look(write, credentials, tools) {
    const order = await lookAtOrder(write, credentials, tools);
    const isSo = hasDetails(order, write.request.details);
    return isSo ? { is: 'happened', targetSid: orderSidOf(write) } : { is: 'not-seen' };
  },
};

type Detailed = Pick<HostedNumberOrderFacts, 'friendlyName' | 'uniqueName' | 'email' | 'ccEmails'>;

/** Whether the order is as wanted. */
export function hasDetails(order: Detailed, wanted: OrderDetails): boolean {
  const names = ['friendlyName', 'uniqueName', 'email'] as const;
  const { ccEmails = order.ccEmails } = wanted;
  return (
    names.every((name) => (wanted[name] ?? order[name] ?? '') === (order[name] ?? '')) &&
    ccEmails.length === order.ccEmails.length &&
    ccEmails.every((email, index) => email === order.ccEmails[index])
  );
}
