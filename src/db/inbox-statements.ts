// The statements of the inbox: store, claim, look up, settle, postpone.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type Db, madeDurable, rows } from './client.ts';
import { isNamed, recordset } from './columns.ts';
import { statusTransitions, type WebhookDeliveryRow, webhookDeliveries } from './gateway-tables.ts';
import { hostedNumberOrders } from './tables.ts';

const acceptedFields = [
  'deliveryId',
  'ownerAccountSid',
  'accountSid',
  'receivedAt',
  'method',
  'parameters',
  'orderSid',
  'hintedStatus',
] as const;
export type NewDelivery = Pick<WebhookDeliveryRow, (typeof acceptedFields)[number]>;

/**
 * Stores deliveries as pending, in one statement, whose commit is on the disk when this resolves. One that is there already
 * stays as it is: after an outage nobody knows whether the statement before it was committed.
 */
export async function storeDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  const accepted = recordset(webhookDeliveries, deliveries, (field) => acceptedFields.some((each) => each === field));
  await db.execute(sql`insert into ${webhookDeliveries} (${accepted.names}, verdict)
    select ${accepted.values}, 'PENDING' from ${accepted.source}
    on conflict (delivery_id) do nothing returning ${madeDurable}`);
}

/**
 * Takes up to `limit` pending deliveries, oldest first. A claim is a time before which nobody else takes them, by the
 * database's clock: SKIP LOCKED lets two instances claim side by side, and a killed one's claims are free again after it.
 */
export async function claimDeliveries(
  db: Db,
  ownerAccountSid: string,
  limit: number,
  claimMs: number,
): Promise<WebhookDeliveryRow[]> {
  const due = sql`select id from ${webhookDeliveries}
    where ${isDue(ownerAccountSid)}
    order by id limit ${limit} for update skip locked`;
  const claimed = await db
    .update(webhookDeliveries)
    .set({
      attempts: sql`${webhookDeliveries.attempts} + 1`,
      retryAt: sql`now() + make_interval(secs => ${claimMs / 1000})`,
    })
    .where(sql`${webhookDeliveries.id} in (${due})`)
    .returning();
  return claimed.sort((a, b) => a.id - b.id);
}

/** Pending, and neither claimed nor put off. */
function isDue(ownerAccountSid: string): SQL {
  return sql`verdict = 'PENDING' and owner_account_sid = ${ownerAccountSid} and (retry_at is null or retry_at <= now())`;
}

/** Gives claims back that nothing came of, as if they had never been made; not those that another instance has taken over. */
export async function releaseDeliveries(db: Db, claimed: readonly WebhookDeliveryRow[]): Promise<void> {
  const claims = claimed.map(({ id, retryAt, attempts }) => ({ id, at: retryAt, attempts: attempts - 1 }));
  await db.execute(sql`update ${webhookDeliveries} as delivery set retry_at = null, attempts = claim.attempts
    from json_to_recordset(${JSON.stringify(claims)}::json) as claim (id bigint, at timestamptz, attempts int)
    where delivery.id = claim.id and delivery.retry_at = claim.at and verdict = 'PENDING'`);
}

/** Keeps claims for `heldMs` from now, not counted as attempts; those that are still ours, as releaseDeliveries takes them. */
export async function holdDeliveries(
  db: Db,
  claimed: readonly WebhookDeliveryRow[],
  heldMs: number,
): Promise<WebhookDeliveryRow[]> {
  const d = webhookDeliveries;
  const claims = claimed.map(({ id, retryAt }) => ({ id, at: retryAt }));
  const held = await db
    .update(d)
    .set({ attempts: sql`${d.attempts} - 1`, retryAt: sql`now() + make_interval(secs => ${heldMs / 1000})` })
    .where(
      sql`verdict = 'PENDING' and (${d.id}, ${d.retryAt}) in (
        select id, at from json_to_recordset(${JSON.stringify(claims)}::json) as claim (id bigint, at timestamptz))`,
    )
    .returning({ id: d.id, retryAt: d.retryAt });
  const until = new Map(held.map(({ id, retryAt }) => [id, retryAt]));
  return claimed.flatMap((claim) => (until.has(claim.id) ? [{ ...claim, retryAt: until.get(claim.id) ?? null }] : []));
}

/** What the mirror and the log know of an order, as far as a callback is judged by it. */
export type OrderHistory = {
  sid: string;
  status: string;
  syncedAt: Date;
  vanished: boolean;
  /** Whether a callback has named it before. */
  calledBack: boolean;
  signingDocumentSid: string | null;
  /** The newest entry into each status; `told`: a delivery was the first to tell of it. */
  entries: ReadonlyMap<string, { position: number; observedAt: Date; told: boolean }>;
};

/** The histories of orders by sid; an order that the mirror lacks has none. */
export async function readHistories(
  db: Db,
  ownerAccountSid: string,
  orderSids: readonly string[],
): Promise<Map<string, OrderHistory>> {
  if (orderSids.length === 0) return new Map();
  const sids = [...new Set(orderSids)];
  const o = hostedNumberOrders;
  const orders = await db
    .select({
      sid: o.sid,
      status: o.status,
      syncedAt: o.syncedAt,
      vanishedAt: o.vanishedAt,
      callbackSeenAt: o.callbackSeenAt,
      signingDocumentSid: o.signingDocumentSid,
    })
    .from(o)
    .where(isNamed(o, ownerAccountSid, sids));
  const t = statusTransitions;
  const entries = await db
    .selectDistinctOn([t.sid, t.toStatus], {
      sid: t.sid,
      toStatus: t.toStatus,
      position: t.position,
      observedAt: t.observedAt,
      told: sql<boolean>`exists (select from ${webhookDeliveries} where transition_position = ${t.position})`,
    })
    .from(t)
    .where(isNamed(t, ownerAccountSid, sids))
    .orderBy(t.sid, t.toStatus, sql`${t.position} desc`);
  const entriesOf = new Map<string, Map<string, (typeof entries)[number]>>(orders.map(({ sid }) => [sid, new Map()]));
  for (const entry of entries) {
    if (entry.toStatus !== null) entriesOf.get(entry.sid)?.set(entry.toStatus, entry);
  }
  return new Map(
    orders.map(({ vanishedAt, callbackSeenAt, ...order }) => {
      const marks = { vanished: vanishedAt !== null, calledBack: callbackSeenAt !== null };
      return [order.sid, { ...order, ...marks, entries: entriesOf.get(order.sid) ?? new Map() }];
    }),
  );
}

export type SettledDelivery = { id: number; verdict: string; transitionPosition: number | null };

/** Any fixed number: all instances agree on it, nothing else takes it. */
const settleLock = 7_226_613;

/**
 * Writes the verdicts; a settled delivery is not judged again. An entry of the log belongs to the delivery that told of it
 * first: when two instances give it away at once, the lock has the second one see the first, and call its own a duplicate.
 */
export async function settleDeliveries(
  db: Db,
  ownerAccountSid: string,
  settled: readonly SettledDelivery[],
  at: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await db.transaction(async (tx) => {
    // A statement of its own: the one below sees only what was committed before it began.
    await tx.execute(sql`select pg_advisory_xact_lock(${settleLock}, hashtext(${ownerAccountSid}))`);
    await tx.execute(sql`update ${webhookDeliveries} as delivery
      set verdict = case when told.position is null then settled.verdict else 'DUPLICATE' end,
        settled_at = ${at.toISOString()}::timestamptz, retry_at = null,
        transition_position = case when told.position is null
          then coalesce(settled."transitionPosition", delivery.transition_position) end
      from json_to_recordset(${JSON.stringify(settled)}::json)
        as settled (id bigint, verdict text, "transitionPosition" bigint)
        left join lateral (select transition_position as position from ${webhookDeliveries}
          where transition_position = settled."transitionPosition" and id <> settled.id limit 1) as told on true
      where delivery.id = settled.id and delivery.verdict = 'PENDING'`);
  });
}

/** What is left pending: the claim, and for how long. */
export type PostponedDelivery = Pick<WebhookDeliveryRow, 'id' | 'retryAt'> & { waitMs: number };

/** Leaves deliveries pending, each for its time; not those that another instance has taken over. */
export async function postponeDeliveries(db: Db, postponed: readonly PostponedDelivery[]): Promise<void> {
  if (postponed.length === 0) return;
  await db.execute(sql`update ${webhookDeliveries} as delivery
    set retry_at = now() + postponed."waitMs" * interval '1 millisecond'
    from json_to_recordset(${JSON.stringify(postponed)}::json)
      as postponed (id bigint, "retryAt" timestamptz, "waitMs" float8)
    where delivery.id = postponed.id and delivery.retry_at = postponed."retryAt" and verdict = 'PENDING'`);
}

/** Whether callbacks wait that nobody judges yet, though they could. */
export async function isAnyDue(db: Db, ownerAccountSid: string): Promise<boolean> {
  const due = await rows(db, sql`select from ${webhookDeliveries} where ${isDue(ownerAccountSid)} limit 1`);
  return due.length > 0;
}

/** Has a delivery judged anew, but not one that is forged. Null when it is not there, or was forged. */
export async function reopenDelivery(
  db: Db,
  ownerAccountSid: string,
  id: number,
  at: Date,
): Promise<WebhookDeliveryRow | null> {
  const d = webhookDeliveries;
  const [reopened] = await db
    .update(d)
    .set({ verdict: 'PENDING', replayedAt: at, settledAt: null, retryAt: null, attempts: 0 })
    .where(and(eq(d.ownerAccountSid, ownerAccountSid), eq(d.id, id), sql`verdict <> 'BAD_SIGNATURE'`))
    .returning();
  return reopened ?? null;
}

/** Deliveries by id. */
export function readDeliveries(db: Db, ownerAccountSid: string, ids: readonly number[]): Promise<WebhookDeliveryRow[]> {
  const d = webhookDeliveries;
  return db
    .select()
    .from(d)
    .where(and(eq(d.ownerAccountSid, ownerAccountSid), inArray(d.id, [...ids])));
}

/** Any fixed number: all instances agree on it, nothing else takes it. */
const forgeryLock = 7_226_614;

/** Stores forged callbacks, settled from the start, and forgets all but the newest `kept`: never are there more to be seen. */
export async function storeForgeries(
  db: Db,
  ownerAccountSid: string,
  forgeries: readonly NewDelivery[],
  kept: number,
): Promise<void> {
  const forged = forgeries.map((forgery) => ({ ...forgery, verdict: 'BAD_SIGNATURE', settledAt: forgery.receivedAt }));
  await db.transaction(async (tx) => {
    // Of two instances the second one counts what the first has stored.
    await tx.execute(sql`select pg_advisory_xact_lock(${forgeryLock}, hashtext(${ownerAccountSid}))`);
    await tx.insert(webhookDeliveries).values(forged);
    const own = sql`owner_account_sid = ${ownerAccountSid} and verdict = 'BAD_SIGNATURE'`;
    await tx.execute(sql`delete from ${webhookDeliveries} where ${own} and (received_at, id) <= (
      select received_at, id from ${webhookDeliveries} where ${own}
      order by received_at desc, id desc offset ${kept} limit 1)`);
  });
}
