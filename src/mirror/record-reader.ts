// Reads one record from Twilio again and writes down what it finds: for a write that must judge it as it is now, and for a
// read that wants it younger than the mirror has it.
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import type { MirrorReading } from './companion-reader.ts';
import { ingest, ingestDisappearance, type Observation } from './ingest.ts';

export type Resource = 'orders' | 'documents' | 'numbers';

/** What is to be known of a record to read it; `readFrom` of numbers only. */
export type RecordName = { sid: string; accountSid: string; readFrom?: string };

type RecordReading = Omit<MirrorReading, 'log'>;

/** `moved`: the order, if it is one whose status changed. `unreadable`: its account has no token any more. */
export type RecordAnswer = { is: 'read'; moved: HostedNumberOrderFacts[] } | { is: 'gone' } | { is: 'unreadable' };

/** Asks once: one request for an order or a document, two for an active number. Throws what the client or the database throws. */
export async function readRecordAgain(
  reading: RecordReading,
  resource: Resource,
  name: RecordName,
): Promise<RecordAnswer> {
  const { database, ownerAccountSid, directory, now } = reading;
  const credentials = directory.credentialsOf(name.accountSid);
  if (credentials === null) return { is: 'unreadable' };
  const seen = { ownerAccountSid, source: 'read-through', startedAt: now() } as const;
  try {
    const facts = await fetchers[resource](reading, credentials, name);
    const { changed } = await ingest(database, { ...seen, ...facts });
    return { is: 'read', moved: (facts.orders ?? []).filter((order) => changed.has(order.sid)) };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await ingestDisappearance(database, { ...seen, resource, sids: [name.sid] });
    return { is: 'gone' };
  }
}

type Facts = Pick<Observation, Resource>;
type Fetch = (reading: RecordReading, credentials: Credentials, name: RecordName) => Promise<Facts>;

const fetchers: Record<Resource, Fetch> = {
  orders: async ({ twilio }, credentials, { sid }) => ({
    orders: [await twilio.fetchHostedNumberOrder(credentials, sid)],
  }),
  documents: async ({ twilio }, credentials, { sid }) => ({
    documents: [await twilio.fetchAuthorizationDocument(credentials, sid)],
  }),
  async numbers({ twilio, directory }, credentials, { sid, accountSid, readFrom }) {
    // An account that has lost the preview is answered 404 there for numbers that it still has.
    const isPublic =
      readFrom === 'incoming-phone-numbers' || directory.numbersReadFrom(accountSid) === 'incoming-phone-numbers';
    const fetchNumber = isPublic ? twilio.fetchIncomingPhoneNumber : twilio.fetchActiveNumber;
    return { numbers: [await fetchNumber(credentials, sid)] };
  },
};
