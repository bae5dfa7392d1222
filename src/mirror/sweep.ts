// The sweep finds what callbacks missed, and what has none: open orders and documents are read again, often where much
// happens and rarely where a carrier is at work. It also deletes what nobody may come back to any more. One instance at
// a time sweeps, by a lease in the database.
import { randomUUID } from 'node:crypto';
import { deleteOldChanges } from '../db/log.ts';
import { findDueDocuments, findDueOrders } from '../db/sweep-statements.ts';
import type { OrderStatus } from '../vocabulary.ts';
import { leaseLifeMs, leaseRetryMs, withLease } from './lease.ts';
import { waitAtMost } from './patience.ts';
import { type Due, type SweepReading, sweepAccount } from './sweep-account.ts';
import { createTurns } from './turns.ts';

export type SweepOptions = SweepReading & {
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
/** Each sends ten requests at once at most. */
const accountsTogetherMax = 8;
/**
 * With those that have taken longer than an interval: they sit out what Twilio asked them to wait, or are not answered.
 */
const accountsUnderWayMax = 64;
const dueMax = 20_000;
const deletedTogetherMax = 5_000;

/**
 * Sweeps at once and then every `intervalMs`, sooner when another instance was sweeping, or this one failed. An account
 * that takes longer is passed over meanwhile. The first sweep of an account reads everything that is open and was not
 * read within one interval, until Twilio lets it be read: nobody knows what this process has missed.
 */
export function startSweep(options: SweepOptions): Sweep {
  const { database, ownerAccountSid, intervalMs } = options;
  const lease = { name: `sweep ${ownerAccountSid}`, ownerAccountSid, holder: randomUUID(), lifeMs: leaseLifeMs };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let startedAtMs = 0;
  const accounts = createAccountSweeps(options);

  /** The lease is held for as long as an account is under way. */
  const sweepHeld = async (signal: AbortSignal) => {
    try {
      do {
        startedAtMs = performance.now();
        await accounts.startDue(signal);
        await deleteExpired(options, signal);
      } while (!(await waitAtMost(accounts.end(), intervalMs)) && !signal.aborted);
    } finally {
      await accounts.end();
    }
    return signal.aborted ? 'cut off' : 'complete';
  };
  const runOnce = async () => {
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

/** Which accounts are being swept, and which still have to be for the first time. */
function createAccountSweeps(options: SweepOptions) {
  const { intervalMs } = options;
  const turns = createTurns({
    togetherMax: accountsTogetherMax,
    turnMs: intervalMs,
    underWayMax: accountsUnderWayMax,
  });
  /** Null: all of them. */
  let unswept: Set<string> | null = null;
  return {
    /** Starts the accounts that are due, but for those under way. Throws when the database fails. */
    async startDue(signal: AbortSignal): Promise<void> {
      const due = await findDue(options, unswept, turns.keys());
      unswept ??= new Set(due.keys());
      for (const [accountSid, own] of due) {
        turns.add(accountSid, async () => {
          if (await sweepAccount(options, accountSid, own, signal)) unswept?.delete(accountSid);
        });
      }
    },
    /** Resolves when none is under way. */
    end: () => turns.end(),
  };
}

/** What is due, by account; null for `unswept`: none has been swept yet. */
async function findDue(
  { database, ownerAccountSid, now, intervalMs }: SweepOptions,
  unswept: ReadonlySet<string> | null,
  passedOver: readonly string[],
): Promise<Map<string, Due>> {
  // Half an interval early, so that what is not quite due does not wait for another whole one.
  const before = (pace: number) => new Date(now().getTime() - (pace - 0.5) * intervalMs);
  const paced = ([status, pace]: [string, number]) => [status, before(unswept ? pace : 1)] as const;
  const dueOrders = {
    readBefore: Object.fromEntries(Object.entries(orderPaces).map(paced)),
    otherwise: before(unswept ? otherPace : 1),
    thorough: { accountSids: [...(unswept ?? [])], at: before(1) },
    passedOver,
  };
  const orders = await findDueOrders(database.db, ownerAccountSid, dueOrders, dueMax);
  const dueDocuments = { readBefore: before(documentPace), passedOver };
  const documents = await findDueDocuments(database.db, ownerAccountSid, dueDocuments, dueMax);
  const due = new Map<string, Due>();
  for (const { accountSid } of [...orders, ...documents]) due.set(accountSid, { orders: [], documents: [] });
  for (const order of orders) due.get(order.accountSid)?.orders.push(order);
  for (const document of documents) due.get(document.accountSid)?.documents.push(document);
  return due;
}

/** A day after their cursors have expired: by then nobody who was let in before is still reading them. */
async function deleteExpired(options: SweepOptions, signal: AbortSignal): Promise<void> {
  const { database, ownerAccountSid, now, retentionMs } = options;
  const before = new Date(now().getTime() - retentionMs - 86_400_000);
  while (!signal.aborted && (await deleteOldChanges(database.db, ownerAccountSid, before, deletedTogetherMax)));
}
