// The sweep finds what callbacks missed, and what has none: open orders and documents are read again, often where much
// happens and rarely where a carrier is at work. It also deletes what nobody may come back to any more. One instance at a time sweeps, by a lease in the database.
import { randomUUID } from 'node:crypto';
import PQueue from 'p-queue';
import { deleteOldChanges } from '../db/log.ts';
import { countListed, type DueRecord, findDueDocuments, findDueOrders } from '../db/sweep-statements.ts';
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../twilio/facts.ts';
import { limits, type OrderStatus } from '../vocabulary.ts';
import { type MirrorReading, readCompanions } from './companion-reader.ts';
import { ingest, ingestDisappearance } from './ingest.ts';
import { leaseLifeMs, leaseRetryMs, withLease } from './lease.ts';
import type { OrderReader } from './order-reader.ts';

export type SweepOptions = MirrorReading & {
  orders: OrderReader;
  /** The unit of the paces below: a minute in production. */
  intervalMs: number;
  /** How long changes are kept for those who come back. */
  retentionMs: number;
};

export interface Sweep {
  /** Sweeps now, after the sweep under way if there is one; resolves when it ended, well or not. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** How many intervals may pass before an order in this status is read again; callbacks make it faster. */
const orderPaces: Partial<Record<OrderStatus, number>> = {
  'twilio-processing': 1,
  received: 1,
  'pending-verification': 1,
  verified: 10,
  'pending-loa': 10,
  'carrier-processing': 15,
  testing: 15,
  'action-required': 30,
};
const otherPace = 15;
/** Documents have no callback at all: what they do is seen by this poll alone. */
const documentPace = 1;
/** One that has to sit out what Twilio asked it to wait does not keep the others. Each sends ten requests at once at most. */
const accountsTogetherMax = 8;
const dueMax = 20_000;
const readTogetherMax = 100;
const deletedTogetherMax = 5_000;
/** A page of a list shows a thousand records for the work of so many single reads. */
const readsPerPage = 20;

/**
 * Sweeps at once and then every `intervalMs`, sooner when another instance was sweeping, or this one failed. The first sweep
 * of a process reads everything that is open and was not read within one interval: nobody knows what it has missed.
 */
export function startSweep(options: SweepOptions): Sweep {
  const { database, ownerAccountSid, intervalMs } = options;
  const lease = { name: `sweep ${ownerAccountSid}`, ownerAccountSid, holder: randomUUID(), lifeMs: leaseLifeMs };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isFirst = true;

  const sweepHeld = async (signal: AbortSignal) => {
    await sweepAll(options, isFirst, signal);
    if (signal.aborted) return 'cut off';
    isFirst = false;
    await deleteExpired(options, signal);
    return 'complete';
  };
  const runOnce = async () => {
    const startedAtMs = performance.now();
    const outcome = await withLease(database.db, lease, stop.signal, sweepHeld).catch((error: unknown) =>
      options.log.warn({ err: error, source: 'reconcile' }, 'the sweep failed'),
    );
    running = null;
    if (stop.signal.aborted) return;
    const pauseMs = outcome === 'complete' ? intervalMs - (performance.now() - startedAtMs) : leaseRetryMs;
    timer = setTimeout(() => void sweep(), Math.max(0, Math.min(pauseMs, intervalMs)));
  };
  const sweep = (): Promise<void> => {
    clearTimeout(timer);
    running ??= runOnce();
    return running;
  };
  void sweep();
  return {
    async run() {
      await running;
      await sweep();
    },
    async close() {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

async function sweepAll(options: SweepOptions, isFirst: boolean, signal: AbortSignal): Promise<void> {
  const { database, ownerAccountSid, now, intervalMs } = options;
  // Half an interval early, so that what is not quite due does not wait for another whole one.
  const before = (pace: number) => new Date(now().getTime() - ((isFirst ? 1 : pace) - 0.5) * intervalMs);
  const readBefore = Object.fromEntries(Object.entries(orderPaces).map(([status, pace]) => [status, before(pace)]));
  const orders = await findDueOrders(database.db, ownerAccountSid, readBefore, before(otherPace), dueMax);
  const documents = await findDueDocuments(database.db, ownerAccountSid, before(documentPace), dueMax);
  const queue = new PQueue({ concurrency: accountsTogetherMax });
  const accountSids = new Set([...orders, ...documents].map((record) => record.accountSid));
  await queue.addAll(
    [...accountSids].map((accountSid) => async () => {
      const own = (due: readonly DueRecord[]) => due.filter((record) => record.accountSid === accountSid);
      await sweepAccount(options, accountSid, { orders: own(orders), documents: own(documents) }, signal);
    }),
  );
}

/** A day after their cursors have expired: by then nobody who was let in before is still reading them. */
async function deleteExpired(options: SweepOptions, signal: AbortSignal): Promise<void> {
  const { database, ownerAccountSid, now, retentionMs } = options;
  const before = new Date(now().getTime() - retentionMs - 86_400_000);
  while (!signal.aborted && (await deleteOldChanges(database.db, ownerAccountSid, before, deletedTogetherMax)));
}

/** Orders and documents side by side: neither waits for the other, and if one of them fails, the other one goes on. */
async function sweepAccount(
  options: SweepOptions,
  accountSid: string,
  due: { orders: readonly DueRecord[]; documents: readonly DueRecord[] },
  signal: AbortSignal,
): Promise<void> {
  const credentials = options.directory.credentialsOf(accountSid);
  if (!credentials) return;
  const warn = (error: unknown) =>
    options.log.warn({ err: error, source: 'reconcile', accountSid }, 'an account could not be swept');
  await Promise.all([
    sweepOrders(options, credentials, due.orders, signal).catch(warn),
    sweepDocuments(options, credentials, due.documents, signal).catch(warn),
  ]);
}

async function sweepOrders(
  options: SweepOptions,
  credentials: Credentials,
  due: readonly DueRecord[],
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  if (await isListCheaper(options, credentials, due, 'orders')) {
    const moved: HostedNumberOrderFacts[] = [];
    for (let after: string | undefined; !signal.aborted; ) {
      const startedAt = options.now();
      const page = await options.twilio.listHostedNumberOrders(credentials, after);
      const changed = await accept(options, startedAt, { orders: page.items });
      for (const order of page.items) seen.add(order.sid);
      moved.push(...page.items.filter((order) => changed.has(order.sid)));
      if (page.nextPage === null) break;
      after = page.nextPage;
    }
    await readCompanions(options, moved, 'reconcile');
  }
  // What no list shows is asked for by sid: a list that changes while it is read can pass a record by.
  const rest = due.filter((order) => !seen.has(order.sid));
  await readTogether(rest, signal, async (some) => {
    const outcomes = await options.orders.readAgain(some, 'reconcile');
    return [...outcomes.values()].some((outcome) => outcome !== 'unavailable');
  });
}

async function sweepDocuments(
  options: SweepOptions,
  credentials: Credentials,
  due: readonly DueRecord[],
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  if (await isListCheaper(options, credentials, due, 'documents')) {
    for (let after: string | undefined; !signal.aborted; ) {
      const startedAt = options.now();
      const page = await options.twilio.listAuthorizationDocuments(credentials, after);
      await accept(options, startedAt, { documents: page.items });
      for (const document of page.items) seen.add(document.sid);
      if (page.nextPage === null) break;
      after = page.nextPage;
    }
  }
  const rest = due.filter((document) => !seen.has(document.sid));
  await readTogether(rest, signal, (some) => readDocuments(options, credentials, some));
}

/**
 * Hands them to `read` a hundred at a time. False when it was ended early: by `signal`, or because Twilio gave nothing for
 * so many, which `read` says by false. One record that cannot be read is no reason; when no other is, it is the account.
 */
async function readTogether(
  due: readonly DueRecord[],
  signal: AbortSignal,
  read: (some: readonly DueRecord[]) => Promise<boolean>,
): Promise<boolean> {
  for (let start = 0; start < due.length; start += readTogetherMax) {
    if (signal.aborted || !(await read(due.slice(start, start + readTogetherMax)))) return false;
  }
  return !signal.aborted;
}

/** Whether Twilio gave anything: a document, or that there is none. */
async function readDocuments(
  options: SweepOptions,
  credentials: Credentials,
  due: readonly DueRecord[],
): Promise<boolean> {
  const { database, ownerAccountSid } = options;
  const startedAt = options.now();
  const answers = await Promise.all(due.map(({ sid }) => fetchDocument(options, credentials, sid)));
  const documents = answers.filter((answer) => typeof answer === 'object');
  await accept(options, startedAt, { documents });
  const sids = due.flatMap(({ sid }, index) => (answers[index] === 'missing' ? [sid] : []));
  await ingestDisappearance(database, { ownerAccountSid, source: 'reconcile', startedAt, resource: 'documents', sids });
  return documents.length + sids.length > 0;
}

/** Never throws for Twilio's sake. */
async function fetchDocument(
  { twilio, log }: SweepOptions,
  credentials: Credentials,
  sid: string,
): Promise<AuthorizationDocumentFacts | 'missing' | 'unavailable'> {
  return twilio.fetchAuthorizationDocument(credentials, sid).catch((error: unknown) => {
    if (isNotFound(error)) return 'missing';
    log.warn({ err: error, source: 'reconcile', sid }, 'a document could not be read');
    return 'unavailable';
  });
}

async function isListCheaper(
  { database, ownerAccountSid }: SweepOptions,
  { accountSid }: Credentials,
  due: readonly DueRecord[],
  resource: 'orders' | 'documents',
): Promise<boolean> {
  if (due.length <= readsPerPage) return false;
  const listed = await countListed(database.db, ownerAccountSid, accountSid, resource);
  return due.length > readsPerPage * Math.ceil(listed / limits.listPageSizeMax);
}

async function accept(
  { database, ownerAccountSid }: SweepOptions,
  startedAt: Date,
  facts: { orders?: HostedNumberOrderFacts[]; documents?: AuthorizationDocumentFacts[] },
): Promise<ReadonlySet<string>> {
  const { changed } = await ingest(database, { ownerAccountSid, source: 'reconcile', startedAt, ...facts });
  return changed;
}
