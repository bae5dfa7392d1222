// The log of transitions: append and read. Positions become visible in commit order, so a reader never passes one by.
import { and, asc, eq, gt, gte, max, sql } from 'drizzle-orm';
import type { Database, Db } from './client.ts';
import { type StatusTransitionRow, statusTransitions } from './tables.ts';

/** The channel that wakes the readers of the log. It carries nothing. */
export const logChannel = 'numbergraph_log';
/** First half of the lock's key; the second is the tenant. Taken by `appendToLog` and by nothing else. */
const logLock = 7_226_612;

export type NewTransition = Omit<StatusTransitionRow, 'position'>;

/** Transactions that have appended and are not committed yet: read by `onLogAppended`. */
const appended = new WeakSet<Db>();
const listenersOf = new WeakMap<Db, Set<() => void>>();

/**
 * Appends and wakes the readers when the transaction commits. Must be the last statement of its transaction: it holds the
 * tenant's log until the commit, because numbers are drawn before they are seen, and a reader that has seen 8 before 7
 * commits would never see 7.
 */
export async function appendToLog(tx: Db, transitions: readonly NewTransition[]): Promise<void> {
  const owner = transitions[0]?.ownerAccountSid;
  if (owner === undefined) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${logLock}, hashtext(${owner}))`);
  // 9 values a row, and a statement holds 65,535 of them.
  for (let start = 0; start < transitions.length; start += 1000) {
    await tx.insert(statusTransitions).values(transitions.slice(start, start + 1000));
  }
  await tx.execute(sql`select pg_notify(${logChannel}, '')`);
  appended.add(tx);
}

/**
 * Calls `listener` after each commit of this process that has appended: a wake-up that needs no NOTIFY. The transaction
 * itself is listened to, so that no writer of the log has to think of it. Returns what ends it.
 */
export function onLogAppended({ db }: Database, listener: () => void): () => void {
  const listeners = listenersOf.get(db) ?? listenToCommits(db);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function listenToCommits(db: Db): Set<() => void> {
  const listeners = new Set<() => void>();
  listenersOf.set(db, listeners);
  const transaction = db.transaction.bind(db);
  const listened: Db['transaction'] = async (work, config) => {
    const [result, hasAppended] = await transaction(async (tx) => {
      const value = await work(tx);
      return [value, appended.has(tx)] as const;
    }, config);
    if (hasAppended) for (const listener of listeners) listener();
    return result;
  };
  db.transaction = listened;
  return listeners;
}

/** Up to `limit` entries of the tenant's log after `position`, in order. */
export function readLog(
  db: Db,
  ownerAccountSid: string,
  position: number,
  limit: number,
): Promise<StatusTransitionRow[]> {
  return db
    .select()
    .from(statusTransitions)
    .where(and(eq(statusTransitions.ownerAccountSid, ownerAccountSid), gt(statusTransitions.position, position)))
    .orderBy(asc(statusTransitions.position))
    .limit(limit);
}

/** The newest position of the tenant's log; 0 when it is empty. */
export async function readLogHead(db: Db, ownerAccountSid: string): Promise<number> {
  const [row] = await db
    .select({ position: max(statusTransitions.position) })
    .from(statusTransitions)
    .where(eq(statusTransitions.ownerAccountSid, ownerAccountSid));
  return row?.position ?? 0;
}

/**
 * Where a reader who has seen `position` goes on when the feed begins at `since`; null when nothing that is older stands
 * after `position`, so that nothing is passed over. The entries themselves stay: they are the history of their records.
 */
export async function readOldestSince(
  db: Db,
  ownerAccountSid: string,
  position: number,
  since: Date,
): Promise<number | null> {
  const [next] = await readLog(db, ownerAccountSid, position, 1);
  if (next === undefined || next.observedAt >= since) return null;
  const [oldest] = await db
    .select({ position: statusTransitions.position })
    .from(statusTransitions)
    .where(
      and(
        eq(statusTransitions.ownerAccountSid, ownerAccountSid),
        gt(statusTransitions.position, position),
        gte(statusTransitions.observedAt, since),
      ),
    )
    .orderBy(asc(statusTransitions.position))
    .limit(1);
  return oldest ? oldest.position - 1 : readLogHead(db, ownerAccountSid);
}
