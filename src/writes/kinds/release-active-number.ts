// Giving a number up. What Twilio has no longer has been released.
import { ingestDisappearance } from '../../mirror/ingest.ts';
import { isNotFound } from '../../twilio/errors.ts';
import type { NumberResource } from '../../vocabulary.ts';
import type { WriteKind, WriteTools } from '../write-kind.ts';

export type ReleaseActiveNumberRequest = { sid: string; resource: NumberResource };

export const releaseActiveNumberKind: WriteKind<ReleaseActiveNumberRequest> = {
  mutation: 'releaseActiveNumber',
  async send({ request: { sid, resource } }, credentials, tools) {
    await tools.twilio.releaseActiveNumber(credentials, resource, sid);
    await forget(sid, tools);
    return sid;
  },
  async look({ request: { sid } }, credentials, tools) {
    try {
      await tools.twilio.fetchIncomingPhoneNumber(credentials, sid);
      return { is: 'not-seen' };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await forget(sid, tools);
      return { is: 'happened', targetSid: sid };
    }
  },
};

/** As of now, when Twilio has confirmed it: a read that began before must not keep the row. */
async function forget(sid: string, { database, ownerAccountSid, now }: WriteTools): Promise<void> {
  const gone = { ownerAccountSid, source: 'mutation-response', startedAt: now() } as const;
  await ingestDisappearance(database, { ...gone, resource: 'numbers', sids: [sid] });
}
