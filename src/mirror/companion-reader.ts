// Reads what moves with an order: its document, which has no callback of its own, and the number that came with it.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { findMissingNumbers } from '../db/order-statements.ts';
import type { TwilioClient } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import { type FactSource, finalOrderStatuses } from '../vocabulary.ts';
import type { AccountDirectory } from './account-directory.ts';
import { ingest } from './ingest.ts';
import { unlessAborted } from './patience.ts';

/** What reading Twilio into the mirror takes. */
export type MirrorReading = {
  database: Database;
  ownerAccountSid: string;
  twilio: TwilioClient;
  directory: Pick<AccountDirectory, 'credentialsOf' | 'numbersReadFrom'>;
  log: Logger;
  now(): Date;
  /** Ends waiting for Twilio: what it answers then is dropped. */
  signal?: AbortSignal;
};

/** A document or a number that an order has taken along. */
export type Companion = { resource: 'documents' | 'numbers'; sid: string; accountSid: string };

/** So many are read at once, half of an account's places at Twilio: the end of a letter may have moved 15,000 numbers. */
export const companionsTogetherMax = 5;

/** Reads what the move of these orders may have moved. What cannot be read is left to the sweep and the sync. */
export async function readCompanions(
  options: MirrorReading,
  moved: readonly HostedNumberOrderFacts[],
  source: FactSource,
): Promise<void> {
  const waiting = (await findCompanions(options, moved)).values();
  const readOn = async () => {
    for (const companion of waiting) {
      if (options.signal?.aborted) return;
      await readCompanion(options, companion, source);
    }
  };
  await Promise.all(Array.from({ length: companionsTogetherMax }, readOn));
}

/** The documents of these orders, and those of their numbers that the mirror lacks or that an order's end may have changed. */
export async function findCompanions(
  options: Pick<MirrorReading, 'database' | 'ownerAccountSid'>,
  moved: readonly HostedNumberOrderFacts[],
): Promise<Companion[]> {
  const documents = new Map(
    moved.flatMap((order) => (order.signingDocumentSid ? [[order.signingDocumentSid, order]] : [])),
  );
  const numbers = moved.flatMap((order) => (order.incomingPhoneNumberSid ? [order.incomingPhoneNumberSid] : []));
  const missingNumbers = await findMissingNumbers(options.database.db, options.ownerAccountSid, numbers);
  const numberOrders = moved.filter(
    (order) =>
      order.incomingPhoneNumberSid !== null && (missingNumbers.has(order.incomingPhoneNumberSid) || isFinal(order)),
  );
  return [
    ...[...documents].map(([sid, { accountSid }]) => ({ resource: 'documents' as const, sid, accountSid })),
    ...numberOrders.map(({ incomingPhoneNumberSid, accountSid }) => ({
      resource: 'numbers' as const,
      sid: incomingPhoneNumberSid ?? '',
      accountSid,
    })),
  ];
}

/** Never throws for Twilio's sake; throws when the database fails. */
export function readCompanion(options: MirrorReading, companion: Companion, source: FactSource): Promise<void> {
  const read = companion.resource === 'documents' ? readDocument : readNumber;
  return read(options, companion.accountSid, companion.sid, source);
}

async function readDocument(
  options: MirrorReading,
  accountSid: string,
  sid: string,
  source: FactSource,
): Promise<void> {
  const startedAt = options.now();
  const credentials = options.directory.credentialsOf(accountSid);
  if (!credentials) return;
  const reading = options.twilio.fetchAuthorizationDocument(credentials, sid);
  const document = await unlessAborted(reading, options.signal).catch((error: unknown) => {
    options.log.warn({ err: error, sid }, 'a document could not be read; the next sync will');
  });
  if (document)
    await ingest(options.database, {
      ownerAccountSid: options.ownerAccountSid,
      source,
      startedAt,
      documents: [document],
    });
}

async function readNumber(options: MirrorReading, accountSid: string, sid: string, source: FactSource): Promise<void> {
  const startedAt = options.now();
  const credentials = options.directory.credentialsOf(accountSid);
  if (!credentials) return;
  const fetchNumber =
    options.directory.numbersReadFrom(accountSid) === 'incoming-phone-numbers'
      ? options.twilio.fetchIncomingPhoneNumber
      : options.twilio.fetchActiveNumber;
  const number = await unlessAborted(fetchNumber(credentials, sid), options.signal).catch((error: unknown) => {
    // A failed order takes its number along: not finding it is no trouble.
    if (!isNotFound(error)) options.log.warn({ err: error, sid }, 'a number could not be read; the next sync will');
  });
  if (number)
    await ingest(options.database, { ownerAccountSid: options.ownerAccountSid, source, startedAt, numbers: [number] });
}

function isFinal(order: HostedNumberOrderFacts): boolean {
  return finalOrderStatuses.some((status) => status === order.status);
}
