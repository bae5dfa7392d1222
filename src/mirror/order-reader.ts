// Reads orders again, one by one, and with them what their move may have moved: the document, which has no callback of
// its own, and the number that came with the order.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { findMissingNumbers, findOrders } from '../db/order-statements.ts';
import type { TwilioClient } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import { type FactSource, finalOrderStatuses } from '../vocabulary.ts';
import type { AccountDirectory } from './account-directory.ts';
import { ingest, ingestDisappearance } from './ingest.ts';

export type OrderName = { sid: string; accountSid: string };
/** `unknown`: neither Twilio nor the mirror has it. `unavailable`: Twilio could not be asked. */
export type ReadOutcome = 'changed' | 'unchanged' | 'unknown' | 'unavailable';

export interface OrderReader {
  /** Never throws for Twilio's sake; throws when the database fails. Each order is read once, however often it is named. */
  readAgain(names: readonly OrderName[], source: FactSource): Promise<Map<string, ReadOutcome>>;
}

export type OrderReaderOptions = {
  database: Database;
  ownerAccountSid: string;
  twilio: TwilioClient;
  directory: AccountDirectory;
  log: Logger;
  now(): Date;
};

type Answer = { name: OrderName; startedAt: Date } & (
  | { kind: 'found'; order: HostedNumberOrderFacts }
  | { kind: 'missing' | 'unavailable' }
);

/** The reader holds nothing but its options. */
export function createOrderReader(options: OrderReaderOptions): OrderReader {
  return {
    async readAgain(names, source) {
      const distinct = [...new Map(names.map((name) => [name.sid, name])).values()];
      const answers = await Promise.all(distinct.map((name) => fetchOrder(options, name)));
      const changed = await acceptFound(options, answers, source);
      const lost = await acceptMissing(options, answers, source);
      await readWhatMoved(options, answers, changed, source);
      return new Map(answers.map((answer) => [answer.name.sid, outcomeOf(answer, changed, lost)]));
    },
  };
}

async function fetchOrder(options: OrderReaderOptions, name: OrderName): Promise<Answer> {
  const startedAt = options.now();
  const credentials = options.directory.credentialsOf(name.accountSid);
  if (!credentials) return { kind: 'unavailable', name, startedAt };
  try {
    return {
      kind: 'found',
      name,
      startedAt,
      order: await options.twilio.fetchHostedNumberOrder(credentials, name.sid),
    };
  } catch (error) {
    if (isNotFound(error)) return { kind: 'missing', name, startedAt };
    options.log.warn({ err: error, sid: name.sid }, 'an order could not be read');
    return { kind: 'unavailable', name, startedAt };
  }
}

async function acceptFound(
  options: OrderReaderOptions,
  answers: readonly Answer[],
  source: FactSource,
): Promise<Set<string>> {
  const found = answers.filter((answer) => answer.kind === 'found');
  if (found.length === 0) return new Set();
  // The earliest start speaks for all: to call one of them newer than it is would be a lie, the reverse is not.
  const startedAt = found.reduce(
    (first, answer) => (answer.startedAt < first ? answer.startedAt : first),
    options.now(),
  );
  const { changed } = await ingest(options.database, {
    ownerAccountSid: options.ownerAccountSid,
    source,
    startedAt,
    orders: found.map((answer) => answer.order),
  });
  return new Set(changed);
}

/** An order that the mirror has and Twilio has not is gone: cancelled, or deleted behind our back. */
async function acceptMissing(
  options: OrderReaderOptions,
  answers: readonly Answer[],
  source: FactSource,
): Promise<Set<string>> {
  const { database, ownerAccountSid } = options;
  const missing = answers.filter((answer) => answer.kind === 'missing');
  if (missing.length === 0) return new Set();
  const mirrored = await findOrders(
    database.db,
    ownerAccountSid,
    missing.map((answer) => answer.name.sid),
  );
  for (const answer of missing.filter((candidate) => mirrored.has(candidate.name.sid))) {
    await ingestDisappearance(database, {
      ownerAccountSid,
      source,
      startedAt: answer.startedAt,
      resource: 'orders',
      sids: [answer.name.sid],
    });
  }
  return mirrored;
}

async function readWhatMoved(
  options: OrderReaderOptions,
  answers: readonly Answer[],
  changed: ReadonlySet<string>,
  source: FactSource,
): Promise<void> {
  const moved = answers.flatMap((answer) =>
    answer.kind === 'found' && changed.has(answer.order.sid) ? [answer.order] : [],
  );
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
  options: OrderReaderOptions,
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

async function readNumber(
  options: OrderReaderOptions,
  accountSid: string,
  sid: string,
  source: FactSource,
): Promise<void> {
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

function outcomeOf(answer: Answer, changed: ReadonlySet<string>, lost: ReadonlySet<string>): ReadOutcome {
  switch (answer.kind) {
    case 'found':
      return changed.has(answer.name.sid) ? 'changed' : 'unchanged';
    case 'missing':
      return lost.has(answer.name.sid) ? 'changed' : 'unknown';
    case 'unavailable':
      return 'unavailable';
  }
}
