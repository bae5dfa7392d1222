// A verification call, or a phone bill handed in. A call rings at somebody's desk and is one of three: it is never sent a
// second time on suspicion. Whether it was made shows in the attempts and the calls of the order.
import { type OrderStatus, orderRoad, type VerificationType } from '../../vocabulary.ts';
import type { SentWrite, WriteKind } from '../write-kind.ts';
import { lookAtOrder, orderSidOf, sendOrderChange } from './order-answers.ts';

export type StartOwnershipVerificationRequest = {
  type: VerificationType;
  /** The phone bill; null: what the order has. */
  documentSid: string | null;
  extension: string | null;
  /** Seconds. */
  callDelay: number | null;
  /** The order just before. */
  before: { attempts: number; callSids: string[] };
};

/** Where an order is once its phone bill has been taken. */
const billStatuses: readonly string[] = orderRoad.slice(
  orderRoad.indexOf('pending-verification' satisfies OrderStatus),
);

export const startOwnershipVerificationKind: WriteKind<StartOwnershipVerificationRequest> = {
  mutation: 'startOwnershipVerification',
  send: (write, credentials, tools) => sendOrderChange(write, parametersOf(write), credentials, tools),
  async look(write, credentials, tools) {
    const { type, documentSid, before } = write.request;
    const order = await lookAtOrder(write, credentials, tools);
    const isCalled =
      order.verificationAttempts > before.attempts ||
      order.verificationCallSids.some((sid) => !before.callSids.includes(sid));
    const isBillIn =
      billStatuses.includes(order.status) &&
      order.verificationType === 'phone-bill' &&
      order.verificationDocumentSid === (documentSid ?? order.verificationDocumentSid);
    const isSo = type === 'phone-call' ? isCalled : isBillIn;
    return isSo ? { is: 'happened', targetSid: orderSidOf(write) } : { is: 'not-seen' };
  },
};

function parametersOf({ request }: SentWrite<StartOwnershipVerificationRequest>) {
  const { type, documentSid, extension, callDelay } = request;
  return {
    status: 'pending-verification',
    verificationType: type,
    verificationDocumentSid: documentSid ?? undefined,
    extension: extension ?? undefined,
    callDelay: callDelay ?? undefined,
  };
}
