// Where each walk is, what it has not seen, and the lease that lets one instance walk at a time.
import { and, asc, eq, getTableName, gt, isNotNull, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Database, type Db, rows } from './client.ts';
import { leases, type SyncWalkRow, syncWalks } from './gateway-tables.ts';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from './tables.ts';

export const syncResources = ['orders', 'documents', 'numbers'] as const;
export type SyncResource = (typeof syncResources)[number];

const tableOf = { orders: hostedNumberOrders, documents: authorizationDocuments, numbers: activeNumbers } as const;

/** All walks of the tenant. */
export function readWalks(db: Db, ownerAccountSid: string): Promise<SyncWalkRow[]> {
  return db
    .select()
    .from(syncWalks)
    .where(eq(syncWalks.ownerAccountSid, ownerAccountSid))
    .orderBy(asc(syncWalks.accountSid), asc(syncWalks.resource));
}

/** Writes where a walk is; the start of the last complete one stays unless it is given. */
export async function writeWalk(db: Db, walk: SyncWalkRow): Promise<void> {
  await db
    .insert(syncWalks)
    .values(walk)
    .onConflictDoUpdate({ target: [syncWalks.accountSid, syncWalks.resource], set: walk });
}

/** Lets all walks that have ended count as old; one that was cut off is gone on with. */
export async function forgetWalks(db: Db): Promise<void> {
  await db
    .update(syncWalks)
    .set({ startedAt: new Date(0) })
    .where(isNotNull(syncWalks.finishedAt));
}

/** Up to `limit` live sids of an account after `afterSid` that no request since `walkStartedAt` has seen, in order. */
export async function findUnseen(
  db: Db,
  resource: SyncResource,
  scope: { ownerAccountSid: string; accountSid: string },
  walkStartedAt: Date,
  afterSid: string,
  limit: number,
): Promise<string[]> {
  const table = tableOf[resource];
  const unseen = await db
    .select({ sid: table.sid })
    .from(table)
    .where(
      and(
        eq(table.ownerAccountSid, scope.ownerAccountSid),
        eq(table.accountSid, scope.accountSid),
        gt(table.sid, afterSid),
        sql`${table.vanishedAt} is null and ${table.syncedAt} < ${walkStartedAt.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(table.sid))
    .limit(limit);
  return unseen.map((row) => row.sid);
}

/** Takes or renews a lease, by the database's clock; false while somebody else holds it. */
export async function holdLease(
  db: Db,
  lease: { name: string; ownerAccountSid: string; holder: string; lifeMs: number },
): Promise<boolean> {
  const expiresAt = sql`now() + make_interval(secs => ${lease.lifeMs / 1000})`;
  const held = await rows(
    db,
    sql`insert into ${leases} (name, owner_account_sid, holder, expires_at)
      values (${lease.name}, ${lease.ownerAccountSid}, ${lease.holder}, ${expiresAt})
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
      where ${leases.holder} = excluded.holder or ${leases.expiresAt} < now()
      returning name`,
  );
  return held.length > 0;
}

/** Gives a lease back; nothing happens when somebody else holds it. */
export async function releaseLease(db: Db, name: string, holder: string): Promise<void> {
  await db.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder)));
}

/** As autovacuum has it: from so many changed rows on, and this share of all, statistics are old. */
const changedMin = 50;
const changedShare = 0.1;

/**
 * Looks at the rows of a list that has been walked, so that statements on it are planned by what is there. A server does that
 * by itself, but up to a minute after the first walk, and plans as if the lists were empty until then; in the embedded
 * database nobody does.
 */
export async function refreshStatistics({ kind, db }: Database, resource: SyncResource): Promise<void> {
  const table = tableOf[resource];
  if (kind === 'embedded' || (await areStatisticsOld(db, table))) await db.execute(sql`analyze ${table}`);
}

async function areStatisticsOld(db: Db, table: PgTable): Promise<boolean> {
  const old = await rows(
    db,
    sql`select from pg_stat_user_tables as counted join pg_class as class on class.oid = counted.relid
      where counted.relid = ${getTableName(table)}::regclass
        and (reltuples < 0 or n_mod_since_analyze > ${changedMin} + ${changedShare} * reltuples)`,
  );
  return old.length > 0;
}
