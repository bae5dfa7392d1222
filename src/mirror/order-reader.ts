// Reads orders again: one by one, or by a walk over the orders of a document where many of them are asked for at once.
// A signature moves up to 15,000 orders: a walk is 15 requests then.
import { setTimeout as sleep } from 'node:timers/promises';
import { findOrders } from '../db/order-statements.ts';
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import type { FactSource } from '../vocabulary.ts';
import { type MirrorReading, readCompanions } from './companion-reader.ts';
import { ingest, ingestDisappearance } from './ingest.ts';
import { unlessAborted } from './patience.ts';

/** `documentSid` as the mirror has it; null or absent: the order is read by itself. */
export type OrderName = { sid: string; accountSid: string; documentSid?: string | null };
/** `missing`: Twilio has no such order. `unavailable`: Twilio could not be asked. */
export type ReadOutcome = 'read' | 'missing' | 'unavailable';

export interface OrderReader {
  /**
   * Reads each order once, however often it is named, and writes down what it finds. Never throws for Twilio's sake;
   * throws when the database fails.
   */
  readAgain(names: readonly OrderName[], source: FactSource): Promise<Map<string, ReadOutcome>>;
}

/** From how many orders of one document on its list may be walked. */
const walkFrom = 20;
/** After which Twilio is asked again for a record that it does not know. */
export const askAgainMs = 1_000;

/** How orders are read. */
export type OrderReading = MirrorReading & { source: FactSource };
/** What reading has brought so far: outcomes by sid, and the orders whose status changed. */
export type Found = { outcomes: Map<string, ReadOutcome>; moved: HostedNumberOrderFacts[] };

/** The reader holds nothing but its options. */
export function createOrderReader(options: MirrorReading): OrderReader {
  return {
    async readAgain(names, source) {
      const reading = { ...options, source };
      const found: Found = { outcomes: new Map(), moved: [] };
      const { covered, others } = splitByDocument(names);
      for (const [documentSid, own] of covered) await walkDocument(reading, documentSid, own, found);
      const rest = [...others, ...[...covered.values()].flat()].filter(({ sid }) => !found.outcomes.has(sid));
      await readEach(reading, rest, found);
      await readCompanions(options, found.moved, source);
      return found.outcomes;
    },
  };
}

/** Each order once: by its document, where so many are named that its list may be walked, or among the others. */
export function splitByDocument(names: readonly OrderName[]) {
  const covered = new Map<string, OrderName[]>();
  const distinct = [...new Map(names.map((name) => [name.sid, name])).values()];
  for (const name of distinct) {
    if (name.documentSid) covered.set(name.documentSid, [...(covered.get(name.documentSid) ?? []), name]);
  }
  // Orders of one document are orders of one account.
  for (const [documentSid, own] of covered) if (own.length <= walkFrom) covered.delete(documentSid);
  return { covered, others: distinct.filter(({ documentSid }) => !documentSid || !covered.has(documentSid)) };
}

/**
 * Accepts all that the list shows, named or not: those beside them have moved as well. What it does not show is read by
 * itself.
 */
export async function walkDocument(
  reading: OrderReading,
  documentSid: string,
  names: readonly OrderName[],
  found: Found,
): Promise<void> {
  const credentials = reading.directory.credentialsOf(names[0]?.accountSid);
  if (!credentials) return;
  try {
    for (let after: string | undefined; ; ) {
      const startedAt = reading.now();
      const listing = reading.twilio.listDependentHostedNumberOrders(credentials, documentSid, after);
      const page = await unlessAborted(listing, reading.signal);
      await accept(reading, startedAt, page.items, found);
      if (page.nextPage === null) return;
      after = page.nextPage;
    }
  } catch (error) {
    if (isNotFound(error)) return;
    reading.log.warn({ err: error, sid: documentSid }, 'the orders of a document could not be read');
    for (const { sid } of names) if (!found.outcomes.has(sid)) found.outcomes.set(sid, 'unavailable');
  }
}

type Answer = { name: OrderName; startedAt: Date } & (
  | { kind: 'found'; order: HostedNumberOrderFacts }
  | { kind: 'missing' | 'unavailable' }
);

/** Each by itself; what they answer is written down together. Throws when the database fails. */
export async function readEach(reading: OrderReading, names: readonly OrderName[], found: Found): Promise<void> {
  const answers = await fetchEach(reading, names, found);
  await acceptMissing(reading, answers, found);
}

async function fetchEach(reading: OrderReading, names: readonly OrderName[], found: Found): Promise<Answer[]> {
  const answers = await Promise.all(names.map((name) => fetchOrder(reading, name)));
  const orders = answers.flatMap((answer) => (answer.kind === 'found' ? [answer.order] : []));
  await accept(reading, earliest(answers, reading.now()), orders, found);
  for (const answer of answers) {
    if (answer.kind !== 'found') found.outcomes.set(answer.name.sid, answer.kind);
  }
  return answers;
}

async function fetchOrder(reading: OrderReading, name: OrderName): Promise<Answer> {
  const startedAt = reading.now();
  const credentials: Credentials | null = reading.directory.credentialsOf(name.accountSid);
  if (!credentials) return { kind: 'unavailable', name, startedAt };
  try {
    const order = await unlessAborted(reading.twilio.fetchHostedNumberOrder(credentials, name.sid), reading.signal);
    return { kind: 'found', name, startedAt, order };
  } catch (error) {
    if (isNotFound(error)) return { kind: 'missing', name, startedAt };
    reading.log.warn({ err: error, sid: name.sid }, 'an order could not be read');
    return { kind: 'unavailable', name, startedAt };
  }
}

async function accept(
  { database, ownerAccountSid, source }: OrderReading,
  startedAt: Date,
  orders: readonly HostedNumberOrderFacts[],
  found: Found,
): Promise<void> {
  if (orders.length === 0) return;
  const { changed } = await ingest(database, { ownerAccountSid, source, startedAt, orders });
  for (const order of orders) {
    found.outcomes.set(order.sid, 'read');
    if (changed.has(order.sid)) found.moved.push(order);
  }
}

/**
 * An order that the mirror has and Twilio has not is gone: cancelled, or deleted behind our back. As after a walk that
 * is believed when Twilio says it twice: a read that lags would be two entries of the log, that it went and that it
 * came back.
 */
async function acceptMissing(reading: OrderReading, answers: readonly Answer[], found: Found): Promise<void> {
  const { database, ownerAccountSid, source } = reading;
  const missing = answers.filter((answer) => answer.kind === 'missing').map(({ name }) => name);
  const sids = missing.map(({ sid }) => sid);
  const mirrored = await findOrders(database.db, ownerAccountSid, sids);
  if (mirrored.size === 0) return;
  await sleep(askAgainMs);
  const doubtful = missing.filter(({ sid }) => mirrored.has(sid));
  const gone = (await fetchEach(reading, doubtful, found)).filter(({ kind }) => kind === 'missing');
  await ingestDisappearance(database, {
    ownerAccountSid,
    source,
    startedAt: earliest(gone, reading.now()),
    resource: 'orders',
    sids: gone.map(({ name }) => name.sid),
  });
}

/** The earliest start speaks for all: to call one of them newer than it is would be a lie, the reverse is not. */
function earliest(answers: readonly Answer[], now: Date): Date {
  return answers.reduce((first, { startedAt }) => (startedAt < first ? startedAt : first), now);
}
