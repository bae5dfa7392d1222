// Reads one record from Twilio again and writes down what it finds: for a write that must judge it as it is now, and for a
// read that wants it younger than the mirror has it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import type { MirrorReading } from './companion-reader.ts';
import { ingest, ingestDisappearance, type Observation } from './ingest.ts';
import { askAgainMs } from './order-reader.ts';

export type Resource = 'orders' | 'documents' | 'numbers';

/** What is to be known of a record to read it; `readFrom` of numbers only. */
export type RecordName = { sid: string; accountSid: string; readFrom?: string };

type RecordReading = Omit<MirrorReading, 'log'>;

/** `moved`: the order, if it is one whose status changed. `unreadable`: its account has no token any more. */
export type RecordAnswer = { is: 'read'; moved: HostedNumberOrderFacts[] } | { is: 'gone' } | { is: 'unreadable' };

/**
 * Asks once: one request for an order or a document, two for an active number. That the record is gone is believed when
 * Twilio says it twice, a second apart: a read that lags would be two entries of the log. Throws what the client or the
 * database throws.
 */
export async function readRecordAgain(
  reading: RecordReading,
  resource: Resource,
  name: RecordName,
): Promise<RecordAnswer> {
  const credentials = reading.directory.credentialsOf(name.accountSid);
  if (credentials === null) return { is: 'unreadable' };
  const first = await readOnce(reading, resource, name, credentials);
  if (first.is === 'read') return first;
  await sleep(askAgainMs);
  const second = await readOnce(reading, resource, name, credentials);
  if (second.is === 'read') return second;
  const { database, ownerAccountSid } = reading;
  const { startedAt } = second;
  await ingestDisappearance(database, { ownerAccountSid, source, startedAt, resource, sids: [name.sid] });
  return { is: 'gone' };
}

const source = 'read-through';

async function readOnce(
  reading: RecordReading,
  resource: Resource,
  name: RecordName,
  credentials: Credentials,
): Promise<{ is: 'read'; moved: HostedNumberOrderFacts[] } | { is: 'missing'; startedAt: Date }> {
  const { database, ownerAccountSid, now } = reading;
  const startedAt = now();
  try {
    const facts = await fetchers[resource](reading, credentials, name);
    const { changed } = await ingest(database, { ownerAccountSid, source, startedAt, ...facts });
    return { is: 'read', moved: (facts.orders ?? []).filter((order) => changed.has(order.sid)) };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { is: 'missing', startedAt };
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
