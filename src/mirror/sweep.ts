// The sweep finds what callbacks missed, and what has none: open orders and documents are read again, often where much
// happens and rarely where a carrier is at work. It also deletes what nobody may come back to any more. One instance at a time sweeps, by a lease in the database.
import { randomUUID } from 'node:crypto';
import { deleteOldChanges } from '../db/log.ts';
import { countListed, type DueRecord, findDueDocuments, findDueOrders } from '../db/sweep-statements.ts';
import { holdLease, releaseLease } from '../db/walk-statements.ts';
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../twilio/facts.ts';
import { limits, type OrderStatus } from '../vocabulary.ts';
import { type MirrorReading, readCompanions } from './companion-reader.ts';
import { ingest, ingestDisappearance } from './ingest.ts';
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
/** Documents have no callback at all. */
const documentPace = 5;
const leaseLifeMs = 30_000;
const dueMax = 20_000;
const readTogetherMax = 100;
const deletedTogetherMax = 5_000;
/** A page of a list shows a thousand records for the work of so many single reads. */
const readsPerPage = 20;

/**
 * Sweeps at once and then every `intervalMs`. The first sweep of a process reads everything that is open and was not
 * read within one interval: nobody knows what it has missed.
 */
export function startSweep(options: SweepOptions): Sweep {
  const lease = {
    name: `sweep ${options.ownerAccountSid}`,
    ownerAccountSid: options.ownerAccountSid,
    holder: randomUUID(),
    lifeMs: leaseLifeMs,
  };
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  let isFirst = true;

  const runOnce = async () => {
    const { db } = options.database;
    if (!(await holdLease(db, lease))) return;
    const renewal = setInterval(() => void holdLease(db, lease).catch(() => {}), leaseLifeMs / 3);
    try {
      await sweepAll(options, isFirst, stop.signal);
      isFirst = false;
      await deleteExpired(options, stop.signal);
    } finally {
      clearInterval(renewal);
      await releaseLease(db, lease.name, lease.holder).catch(() => {});
    }
  };
  const sweep = (): Promise<void> => {
    running ??= runOnce()
      .catch((error: unknown) => options.log.warn({ err: error, source: 'reconcile' }, 'the sweep failed'))
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void sweep(), options.intervalMs);
  void sweep();
  return {
    async run() {
      await running;
      await sweep();
    },
    async close() {
      stop.abort();
      clearInterval(timer);
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
  await forEachAccount(options, orders, signal, (credentials, due) => sweepOrders(options, credentials, due, signal));
  const documents = await findDueDocuments(database.db, ownerAccountSid, before(documentPace), dueMax);
  await forEachAccount(options, documents, signal, (credentials, due) =>
    sweepDocuments(options, credentials, due, signal),
  );
}

/** A day after their cursors have expired: by then nobody who was let in before is still reading them. */
async function deleteExpired(options: SweepOptions, signal: AbortSignal): Promise<void> {
  const { database, ownerAccountSid, now, retentionMs } = options;
  const before = new Date(now().getTime() - retentionMs - 86_400_000);
  while (!signal.aborted && (await deleteOldChanges(database.db, ownerAccountSid, before, deletedTogetherMax)));
}

/** An account whose list fails does not stop the others. */
async function forEachAccount(
  { directory, log }: SweepOptions,
  due: readonly DueRecord[],
  signal: AbortSignal,
  work: (credentials: Credentials, due: readonly DueRecord[]) => Promise<void>,
): Promise<void> {
  for (const accountSid of new Set(due.map((record) => record.accountSid))) {
    const credentials = directory.credentialsOf(accountSid);
    if (!credentials || signal.aborted) continue;
    const own = due.filter((record) => record.accountSid === accountSid);
    await work(credentials, own).catch((error: unknown) =>
      log.warn({ err: error, source: 'reconcile', accountSid }, 'an account could not be swept'),
    );
  }
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
  for (let start = 0; start < rest.length && !signal.aborted; start += readTogetherMax) {
    await options.orders.readAgain(rest.slice(start, start + readTogetherMax), 'reconcile');
  }
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
  for (const { sid } of due.filter((document) => !seen.has(document.sid))) {
    if (signal.aborted) return;
    await readDocument(options, credentials, sid);
  }
}

async function readDocument(options: SweepOptions, credentials: Credentials, sid: string): Promise<void> {
  const { database, ownerAccountSid, twilio } = options;
  const startedAt = options.now();
  try {
    const document = await twilio.fetchAuthorizationDocument(credentials, sid);
    await accept(options, startedAt, { documents: [document] });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const gone = { source: 'reconcile', startedAt, resource: 'documents', sids: [sid] } as const;
    await ingestDisappearance(database, { ownerAccountSid, ...gone });
  }
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
