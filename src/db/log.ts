// The log of transitions: append and read. Positions become visible in commit order, so a reader never passes one by.
import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { type StatusTransitionRow, statusTransitions } from './tables.ts';

/** The channel that wakes the readers of the log. It carries nothing. */
export const logChannel = 'numbergraph_log';
/** First half of the lock's key; the second is the tenant. Taken by `appendToLog` and by nothing else. */
const logLock = 7_226_612;

export type NewTransition = Omit<StatusTransitionRow, 'position'>;

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
