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

/** What reading Twilio into the mirror takes. */
export type MirrorReading = {
  database: Database;
  ownerAccountSid: string;
  twilio: TwilioClient;
  directory: Pick<AccountDirectory, 'credentialsOf' | 'numbersReadFrom'>;
  log: Logger;
  now(): Date;
};

/** Reads what the move of these orders may have moved. What cannot be read is left to the sweep and the sync. */
export async function readCompanions(
  options: MirrorReading,
  moved: readonly HostedNumberOrderFacts[],
  source: FactSource,
): Promise<void> {
  const documents = new Map(
    moved.flatMap((order) => (order.signingDocumentSid ? [[order.signingDocumentSid, order]] : [])),
  );
  const numbers = moved.flatMap((order) => (order.incomingPhoneNumberSid ? [order.incomingPhoneNumberSid] : []));
  const missingNumbers = await findMissingNumbers(options.database.db, options.ownerAccountSid, numbers);
  const numberOrders = moved.filter(
    (order) =>
      order.incomingPhoneNumberSid !== null && (missingNumbers.has(order.incomingPhoneNumberSid) || isFinal(order)),
  );
  await Promise.all([
    ...[...documents].map(([sid, order]) => readDocument(options, order.accountSid, sid, source)),
    ...numberOrders.map((order) => readNumber(options, order.accountSid, order.incomingPhoneNumberSid ?? '', source)),
  ]);
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
  const document = await options.twilio.fetchAuthorizationDocument(credentials, sid).catch((error: unknown) => {
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
  const number = await fetchNumber(credentials, sid).catch((error: unknown) => {
    // A failed order takes its number along: not finding it is no trouble.
    if (!isNotFound(error)) options.log.warn({ err: error, sid }, 'a number could not be read; the next sync will');
  });
  if (number)
    await ingest(options.database, { ownerAccountSid: options.ownerAccountSid, source, startedAt, numbers: [number] });
}

function isFinal(order: HostedNumberOrderFacts): boolean {
  return finalOrderStatuses.some((status) => status === order.status);
}
