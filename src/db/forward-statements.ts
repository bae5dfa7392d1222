// The statements of status forwarding: which orders have something to post, who posts it, how it went. All times are the
// database's: instances share the work by them.
import { and, asc, eq, gt, inArray, max, type SQL, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { stringList } from './columns.ts';
import { type StatusForwardRow, statusForwards, statusTransitions } from './gateway-tables.ts';
import { hostedNumberOrders } from './tables.ts';

const f = statusForwards;
const t = statusTransitions;
/**
 * What Twilio itself would have posted: a change to a status, that somebody saw. An order begins in twilio-processing, so
 * that is no change; one that is first seen later has changed. One that is gone has no status to post.
 */
const isPosted = sql`${t.kind} = 'ORDER' and ${t.toStatus} is not null and not ${t.inferred}
  and (${t.fromStatus} is not null or ${t.toStatus} <> 'twilio-processing')`;

/** Begins to forward an order of the mirror, from its first entry. May be repeated: the first address stays. */
export async function insertForward(tx: Db, orderSid: string, url: string): Promise<void> {
  const o = hostedNumberOrders;
  const newest = sql`(select max(${t.position}) from ${t} where ${t.sid} = ${orderSid} and ${isPosted})`;
  await tx.execute(sql`insert into ${f} (sid, owner_account_sid, url, newest_position)
    select ${o.sid}, ${o.ownerAccountSid}, ${url}, coalesce(${newest}, 0) from ${o} where ${o.sid} = ${orderSid}
    on conflict (sid) do nothing`);
}

/** Where the tenant's log of transitions ends now, if it ends after `position`; else null. */
export async function readHeadAfter(db: Db, ownerAccountSid: string, position: number): Promise<number | null> {
  const [head] = await db
    .select({ position: max(t.position) })
    .from(t)
    .where(and(eq(t.ownerAccountSid, ownerAccountSid), gt(t.position, position)));
  return head?.position ?? null;
}

/** Notes for each forwarded order what the log has between two places. */
export async function markEntries(db: Db, ownerAccountSid: string, after: number, head: number): Promise<void> {
  await markNewest(
    db,
    sql`select ${t.sid} as sid, max(${t.position}) as position from ${t}
      where ${t.ownerAccountSid} = ${ownerAccountSid} and ${t.position} > ${after} and ${t.position} <= ${head} and ${isPosted}
      group by ${t.sid}`,
  );
}

/**
 * Notes what the log has for orders that are forwarded since `withinMs`, all without it. An entry that came while its
 * order's row was not committed yet is found by this alone.
 */
export async function markOrders(db: Db, ownerAccountSid: string, withinMs: number | null): Promise<void> {
  const isYoung = withinMs === null ? sql`true` : sql`${f.createdAt} > ${fromNow(-withinMs)}`;
  await markNewest(
    db,
    sql`select ${f.sid} as sid, max(${t.position}) as position from ${f} join ${t} on ${t.sid} = ${f.sid}
      where ${f.ownerAccountSid} = ${ownerAccountSid} and ${isYoung} and ${isPosted} group by ${f.sid}`,
  );
}

/** Locks in the order of sids: two instances note the same entries at the same time. */
async function markNewest(db: Db, fresh: SQL): Promise<void> {
  await db.execute(sql`with fresh as (${fresh}),
    locked as (
      select forward.sid, fresh.position from ${f} as forward join fresh on fresh.sid = forward.sid
      where forward.newest_position < fresh.position order by forward.sid for update of forward)
    update ${f} as forward set newest_position = greatest(forward.newest_position, locked.position)
    from locked where forward.sid = locked.sid`);
}

export type Lease = { holder: string; lifeMs: number };

/**
 * Takes up to `limit` orders that are due and that nobody else has, but for those of the hosts that are busy. In no order:
 * to sort all that is due would cost more than to post it. Addresses are stored as URL writes them, with the host after two
 * slashes.
 */
export function claimForwards(
  db: Db,
  ownerAccountSid: string,
  lease: Lease,
  { limit, busyHosts }: { limit: number; busyHosts: readonly string[] },
): Promise<StatusForwardRow[]> {
  const due = sql`select sid from ${f} where owner_account_sid = ${ownerAccountSid} and newest_position > position
    and next_attempt_at <= now() and (lease_expires_at is null or lease_expires_at <= now())
    and split_part(url, '/', 3) not in ${stringList(busyHosts)}
    limit ${limit} for update skip locked`;
  return db
    .update(f)
    .set({ leaseHolder: lease.holder, leaseExpiresAt: fromNow(lease.lifeMs) })
    .where(sql`${f.sid} = any(array(${due}))`)
    .returning();
}

export type ForwardedEntry = { position: number; status: string; phoneNumber: string; accountSid: string };

/** What is to be posted next of an order; null when there is nothing. */
export async function readNextEntry(db: Db, { sid, position }: StatusForwardRow): Promise<ForwardedEntry | null> {
  const o = hostedNumberOrders;
  const [entry] = await db
    .select({ position: t.position, status: t.toStatus, phoneNumber: o.phoneNumber, accountSid: o.accountSid })
    .from(t)
    .innerJoin(o, eq(o.sid, t.sid))
    .where(and(eq(t.sid, sid), gt(t.position, position), isPosted))
    .orderBy(asc(t.position))
    .limit(1);
  return entry && entry.status !== null ? { ...entry, status: entry.status } : null;
}

/** Notes a delivery, and renews the lease if there is more, or else gives it back. Null when the lease was lost. */
export async function recordDelivery(
  db: Db,
  sid: string,
  position: number,
  lease: Lease,
): Promise<StatusForwardRow | null> {
  const clean = { attempts: 0, failingSince: null, givenUpAt: null, lastError: null };
  const ifMore = (value: SQL) => sql`case when ${f.newestPosition} > ${position}::bigint then ${value} end`;
  const [row] = await db
    .update(f)
    .set({
      ...clean,
      position,
      lastDeliveredAt: sql`now()`,
      leaseHolder: ifMore(sql`${f.leaseHolder}`),
      leaseExpiresAt: ifMore(fromNow(lease.lifeMs)),
    })
    .where(isHeld(sid, lease.holder))
    .returning();
  return row ?? null;
}

export type FailedAttempt = {
  sid: string;
  /** Of the entry that was tried. */
  position: number;
  /** One sentence, without the address. */
  error: string;
  /** How long to wait before the next one; null: there is none. */
  waitMs: number | null;
  /** How long one entry is tried. */
  giveUpAfterMs: number;
};

/** Notes a failure and gives the lease back: tried again later, or given up, and then the next entry is due. */
export async function recordFailure(
  db: Db,
  { holder }: Lease,
  { sid, position, error, waitMs, giveUpAfterMs }: FailedAttempt,
): Promise<StatusForwardRow | null> {
  const isOver = waitMs === null ? sql`true` : sql`coalesce(${f.failingSince} <= ${fromNow(-giveUpAfterMs)}, false)`;
  const either = (givenUp: SQL, retried: SQL) => sql`case when ${isOver} then ${givenUp} else ${retried} end`;
  const [row] = await db
    .update(f)
    .set({
      position: either(sql`${position}::bigint`, sql`${f.position}`),
      attempts: either(sql`0`, sql`${f.attempts} + 1`),
      failingSince: either(sql`null`, sql`coalesce(${f.failingSince}, now())`),
      nextAttemptAt: either(sql`${f.nextAttemptAt}`, fromNow(waitMs ?? 0)),
      givenUpAt: either(sql`now()`, sql`${f.givenUpAt}`),
      lastError: error,
      leaseHolder: null,
      leaseExpiresAt: null,
    })
    .where(isHeld(sid, holder))
    .returning();
  return row ?? null;
}

/** Gives a lease back. */
export async function releaseForward(db: Db, sid: string, { holder }: Lease): Promise<void> {
  await db.update(f).set({ leaseHolder: null, leaseExpiresAt: null }).where(isHeld(sid, holder));
}

/** How orders are forwarded, by sid; those that are not have no row. */
export function readForwards(db: Db, ownerAccountSid: string, sids: readonly string[]): Promise<StatusForwardRow[]> {
  return db
    .select()
    .from(f)
    .where(and(eq(f.ownerAccountSid, ownerAccountSid), inArray(f.sid, [...sids])));
}

function isHeld(sid: string, holder: string): SQL | undefined {
  return and(eq(f.sid, sid), eq(f.leaseHolder, holder));
}

function fromNow(ms: number): SQL {
  return sql`now() + make_interval(secs => ${ms / 1000})`;
}
