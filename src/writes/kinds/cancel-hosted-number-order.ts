// An order given up. Twilio deletes it with its number; that it is not there any more is the proof.
import { isNotFound } from '../../twilio/errors.ts';
import type { WriteKind } from '../write-kind.ts';
import { keepDisappearance, lookAtOrder, orderSidOf } from './order-answers.ts';

export type CancelHostedNumberOrderRequest = {
  /** The number that was made for the order. */
  numberSid: string | null;
};

export const cancelHostedNumberOrderKind: WriteKind<CancelHostedNumberOrderRequest> = {
  mutation: 'cancelHostedNumberOrder',
  async send(write, credentials, tools) {
    const sid = orderSidOf(write);
    try {
      await tools.twilio.deleteHostedNumberOrder(credentials, sid);
    } catch (error) {
      // Somebody else was quicker: told as Twilio's refusal, but the mirror need not wait for a sync to know.
      if (isNotFound(error)) await keepDisappearance(sid, write.request.numberSid, tools);
      throw error;
    }
    await keepDisappearance(sid, write.request.numberSid, tools);
    return sid;
  },
  async look(write, credentials, tools) {
    const sid = orderSidOf(write);
    try {
      await lookAtOrder(write, credentials, tools);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await keepDisappearance(sid, write.request.numberSid, tools);
      return { is: 'happened', targetSid: sid };
    }
    return { is: 'not-seen' };
  },
};
