// One number of a bulk write goes to another account of the tenant. Found there, it has been transferred.
import { isNotFound } from '../../twilio/errors.ts';
import type { WriteKind } from '../write-kind.ts';
import { keepNumber } from '../written-number.ts';

export type TransferActiveNumberRequest = { sid: string; fromAccountSid: string; toAccountSid: string };

/** Made as the parent account: no other may transfer (Twilio error 21474). */
export const transferActiveNumbersKind: WriteKind<TransferActiveNumberRequest> = {
  mutation: 'transferActiveNumbers',
  async send({ request: { sid, fromAccountSid, toAccountSid } }, parent, tools) {
    const startedAt = tools.now();
    const number = await tools.twilio.transferActiveNumber(parent, sid, toAccountSid, fromAccountSid);
    return keepNumber(number, startedAt, tools);
  },
  async look({ request: { sid, toAccountSid } }, _parent, tools) {
    const target = tools.directory.credentialsOf(toAccountSid);
    if (target === null) return { is: 'undecidable', why: 'the account that it goes to is not known any more' };
    const startedAt = tools.now();
    try {
      const number = await tools.twilio.fetchIncomingPhoneNumber(target, sid);
      return { is: 'happened', targetSid: await keepNumber(number, startedAt, tools) };
    } catch (error) {
      if (isNotFound(error)) return { is: 'not-seen' };
      throw error;
    }
  },
};
