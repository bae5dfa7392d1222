// The statements of the ledger of writes: store an intent, find it by its key or subject, settle it, hand it over.
import { and, asc, eq, getTableColumns, inArray, lt, ne, type SQL, sql } from 'drizzle-orm';
import { type Db, madeDurable } from './client.ts';
import { type WriteIntentRow, writeIntents } from './gateway-tables.ts';

const w = writeIntents;
const open = sql`${w.state} in ('IN_FLIGHT', 'UNKNOWN')`;

export type NewIntent = Omit<
  WriteIntentRow,
  'id' | 'state' | 'settledAt' | 'leaseExpiresAt' | 'looks' | 'errors' | 'createdAt'
> & { createdAt: Date };

/**
 * Stores an intent as in flight, for this process alone until the lease ends; on the disk when this resolves. Null when
 * its key is taken, or when an open write holds its subject: the unique indexes decide between two that come at once.
 */
export async function insertIntent(db: Db, intent: NewIntent, leaseMs: number): Promise<WriteIntentRow | null> {
  const [inserted] = await db
    .insert(w)
    .values({ ...intent, state: 'IN_FLIGHT', errors: [], leaseExpiresAt: leaseEnd(leaseMs) })
    .onConflictDoNothing()
    .returning({ ...getTableColumns(w), durable: madeDurable });
  if (!inserted) return null;
  const { durable: _, ...stored } = inserted;
  return stored;
}

/**
 * The intent of a key, however old; null when there is none any more: its key was freed because nothing has happened,
 * or it was settled long ago and `deleteSettledIntents` has forgotten it. Open and stuck ones are never forgotten.
 */
export async function findIntentByKey(
  db: Db,
  ownerAccountSid: string,
  idempotencyKey: string,
  row: number,
): Promise<WriteIntentRow | null> {
  const [found] = await db
    .select()
    .from(w)
    .where(and(eq(w.ownerAccountSid, ownerAccountSid), eq(w.idempotencyKey, idempotencyKey), eq(w.row, row)));
  return found ?? null;
}

/** The open write that holds a subject. */
export async function findOpenIntent(db: Db, ownerAccountSid: string, subject: string): Promise<WriteIntentRow | null> {
  const [found] = await db
    .select()
    .from(w)
    .where(and(eq(w.ownerAccountSid, ownerAccountSid), eq(w.subject, subject), open));
  return found ?? null;
}

/** Intents by id. */
export function readIntents(db: Db, ownerAccountSid: string, ids: readonly number[]): Promise<WriteIntentRow[]> {
  return db
    .select()
    .from(w)
    .where(and(eq(w.ownerAccountSid, ownerAccountSid), inArray(w.id, [...ids])));
}

/** Takes over an open intent whose lease has ended; null when another process has it, or it is settled. */
export async function claimIntent(db: Db, id: number, leaseMs: number): Promise<WriteIntentRow | null> {
  const [claimed] = await db
    .update(w)
    .set({ state: 'UNKNOWN', leaseExpiresAt: leaseEnd(leaseMs), looks: sql`${w.looks} + 1` })
    .where(and(eq(w.id, id), open, sql`${w.leaseExpiresAt} <= now()`))
    .returning();
  return claimed ?? null;
}

/** Takes over open intents whose leases have ended, the longest ended first. */
export async function claimDueIntents(
  db: Db,
  ownerAccountSid: string,
  leaseMs: number,
  limit: number,
): Promise<WriteIntentRow[]> {
  const due = sql`select id from ${w} where state in ('IN_FLIGHT', 'UNKNOWN') and owner_account_sid = ${ownerAccountSid}
    and lease_expires_at <= now() order by lease_expires_at limit ${limit} for update skip locked`;
  return db
    .update(w)
    .set({ state: 'UNKNOWN', leaseExpiresAt: leaseEnd(leaseMs), looks: sql`${w.looks} + 1` })
    .where(sql`${w.id} in (${due})`)
    .returning();
}

export type Settlement = {
  state: 'SUCCEEDED' | 'FAILED' | 'STUCK';
  targetSid: string | null;
  errors: readonly unknown[];
  report: WriteIntentRow['report'];
  /** Nothing has happened: the key may be used again. */
  freesKey: boolean;
  settledAt: Date;
};

/**
 * Writes the end of an intent that is still open, and gives it; null when somebody else has settled it. A success is
 * written over anything else: whoever saw it happen knows better than who looked in vain.
 */
export async function settleIntent(db: Db, id: number, settlement: Settlement): Promise<WriteIntentRow | null> {
  const { freesKey, errors, ...settled } = settlement;
  const [row] = await db
    .update(w)
    .set({ ...settled, errors: [...errors], ...(freesKey ? { idempotencyKey: null } : {}) })
    .where(and(eq(w.id, id), settlement.state === 'SUCCEEDED' ? ne(w.state, 'SUCCEEDED') : open))
    .returning();
  return row ?? null;
}

/** Leaves an intent open, with what is known by now: nobody looks at it again before `waitMs` have passed. */
export async function postponeIntent(
  db: Db,
  id: number,
  waitMs: number,
  { errors, report }: Pick<Settlement, 'errors' | 'report'>,
): Promise<void> {
  await db
    .update(w)
    .set({ state: 'UNKNOWN', leaseExpiresAt: leaseEnd(waitMs), errors: [...errors], report })
    .where(and(eq(w.id, id), open));
}

/** Replaces what an intent is to be judged by, before it is sent; on the disk when this resolves. */
export async function updateIntentRequest(db: Db, id: number, request: WriteIntentRow['request']): Promise<void> {
  await db.update(w).set({ request }).where(eq(w.id, id)).returning({ durable: madeDurable });
}

/** Takes back an intent for which nothing was sent. */
export async function deleteIntent(db: Db, id: number): Promise<void> {
  await db.delete(w).where(and(eq(w.id, id), open));
}

/** Forgets up to `limit` settled intents that are older than `before`, with what they say of people. Gives how many. */
export async function deleteSettledIntents(
  db: Db,
  ownerAccountSid: string,
  before: Date,
  limit: number,
): Promise<number> {
  const old = db
    .select({ id: w.id })
    .from(w)
    .where(and(eq(w.ownerAccountSid, ownerAccountSid), lt(w.settledAt, before), sql`${w.state} <> 'STUCK'`))
    .orderBy(asc(w.settledAt))
    .limit(limit);
  const deleted = await db.delete(w).where(inArray(w.id, old)).returning({ id: w.id });
  return deleted.length;
}

function leaseEnd(ms: number): SQL {
  return sql`now() + make_interval(secs => ${ms / 1000})`;
}
