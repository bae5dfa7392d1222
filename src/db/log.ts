// The logs, of transitions and of changes: append and read. They share their positions, which become visible in commit
// order, so a reader never passes one by.
import { and, asc, eq, gt, gte, max, sql } from 'drizzle-orm';
import { type Database, type Db, rows } from './client.ts';
import { recordset } from './columns.ts';
import { recordChanges, type StatusTransitionRow, statusTransitions } from './gateway-tables.ts';

/** The channel that wakes the readers of the log. It carries nothing. */
export const logChannel = 'numbergraph_log';
/** First half of the lock's key; the second is the tenant. Taken by `appendToLog` and by nothing else. */
const logLock = 7_226_612;

export type NewTransition = Omit<StatusTransitionRow, 'position'>;

export const recordKinds = ['ORDER', 'DOCUMENT', 'NUMBER'] as const;
export type RecordKind = (typeof recordKinds)[number];

export type NewChange = {
  ownerAccountSid: string;
  kind: RecordKind;
  sid: string;
  /** The row before as JSON; null when there was none. */
  before: string | null;
  observedAt: Date;
};
/** A change as its readers first see it: what the record was before stays in the log until it is asked for. */
export type ChangeEntry = { position: number; kind: string; sid: string };

/** Transactions that have appended and are not committed yet: read by `onLogAppended`. */
const appended = new WeakSet<Db>();
const listenersOf = new WeakMap<Db, Set<() => void>>();

/**
 * Appends and wakes the readers when the transaction commits. Must be the last statement of its transaction: it holds the
 * tenant's log until the commit, because numbers are drawn before they are seen, and a reader that has seen 8 before 7
 * commits would never see 7. It is one statement, for all others wait meanwhile; rows, and so their numbers, come only
 * once the lock is there.
 */
export async function appendToLog(
  tx: Db,
  transitions: readonly NewTransition[],
  changes: readonly NewChange[] = [],
): Promise<void> {
  const owner = (transitions[0] ?? changes[0])?.ownerAccountSid;
  if (owner === undefined) return;
  const told = recordset(statusTransitions, transitions, (field) => field !== 'position');
  await tx.execute(sql`with
    held as materialized (select pg_advisory_xact_lock(${logLock}, hashtext(${owner}))),
    told as (insert into ${statusTransitions} (${told.names})
      select ${told.values} from held cross join ${told.source} returning position),
    changed as (insert into ${recordChanges} (owner_account_sid, kind, sid, before, observed_at)
      select owner, kind, sid, before::jsonb, at
      from held cross join (select count(*) from told) as transitions_first
        cross join json_to_recordset(${JSON.stringify(changes.map(toEntry))}::json)
        as change (owner text, kind text, sid text, before text, at timestamptz))
    select pg_notify(${logChannel}, '') from held`);
  appended.add(tx);
}

function toEntry({ ownerAccountSid: owner, kind, sid, before, observedAt: at }: NewChange) {
  return { owner, kind, sid, before, at };
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

/** Up to `limit` changes of the tenant's records after `position`, in order. */
export function readChanges(db: Db, ownerAccountSid: string, position: number, limit: number): Promise<ChangeEntry[]> {
  const { kind, sid } = recordChanges;
  return db
    .select({ position: recordChanges.position, kind, sid })
    .from(recordChanges)
    .where(and(eq(recordChanges.ownerAccountSid, ownerAccountSid), gt(recordChanges.position, position)))
    .orderBy(asc(recordChanges.position))
    .limit(limit);
}

/** Where the logs end; 0 where one is empty. `newest` is the end of both: the place of one who knows the present. */
export type LogHeads = { transitions: number; changes: number; newest: number };

/** In one statement, so that all three are of one moment. */
export async function readLogHeads(db: Db, ownerAccountSid: string): Promise<LogHeads> {
  const headOf = (log: typeof statusTransitions | typeof recordChanges) =>
    db
      .select({ position: max(log.position) })
      .from(log)
      .where(eq(log.ownerAccountSid, ownerAccountSid));
  const [heads] = await rows<{ transitions: string | null; changes: string | null }>(
    db,
    sql`select (${headOf(statusTransitions)}) as transitions, (${headOf(recordChanges)}) as changes`,
  );
  const [transitions, changes] = [Number(heads?.transitions ?? 0), Number(heads?.changes ?? 0)];
  return { transitions, changes, newest: Math.max(transitions, changes) };
}

/** The newest position of the tenant's logs; 0 when they are empty. */
export async function readLogHead(db: Db, ownerAccountSid: string): Promise<number> {
  return (await readLogHeads(db, ownerAccountSid)).newest;
}

/** Whether a change after `position` is older than `since`: then some may have been deleted, or soon will be. */
export async function areChangesExpired(
  db: Db,
  ownerAccountSid: string,
  position: number,
  since: Date,
): Promise<boolean> {
  const [next] = await db
    .select({ observedAt: recordChanges.observedAt })
    .from(recordChanges)
    .where(and(eq(recordChanges.ownerAccountSid, ownerAccountSid), gt(recordChanges.position, position)))
    .orderBy(asc(recordChanges.position))
    .limit(1);
  return next !== undefined && next.observedAt < since;
}

/**
 * Deletes up to `limit` of the oldest changes, if they were observed before `before`, and says whether there may be more.
 * The newest of those stays, emptied: by its age one who comes back to a place before it learns that he is too late.
 */
export async function deleteOldChanges(db: Db, ownerAccountSid: string, before: Date, limit: number): Promise<boolean> {
  const [deleted] = await rows<{ count: string }>(
    db,
    sql`with oldest as (
        select position, observed_at from ${recordChanges}
        where owner_account_sid = ${ownerAccountSid} order by position limit ${limit + 1}),
      expired as (
        select position from oldest where observed_at < ${before.toISOString()}::timestamptz),
      emptied as (
        update ${recordChanges} set before = null where owner_account_sid = ${ownerAccountSid} and before is not null
          and position = (select max(position) from expired)),
      deleted as (
        delete from ${recordChanges} where owner_account_sid = ${ownerAccountSid}
          and position < (select max(position) from expired) and position in (select position from expired) returning 1)
      select count(*) as count from deleted`,
  );
  return Number(deleted?.count ?? 0) >= limit;
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
