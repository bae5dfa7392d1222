// The statements of the inbox: store, claim, settle, postpone.
import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { type WebhookDeliveryRow, webhookDeliveries } from './tables.ts';

export type NewDelivery = Pick<
  WebhookDeliveryRow,
  'ownerAccountSid' | 'accountSid' | 'receivedAt' | 'method' | 'parameters' | 'orderSid'
>;

/** Stores deliveries as pending, in one statement. */
export async function storeDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  await db.insert(webhookDeliveries).values(deliveries.map((delivery) => ({ ...delivery, verdict: 'PENDING' })));
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
    where verdict = 'PENDING' and owner_account_sid = ${ownerAccountSid} and (retry_at is null or retry_at <= now())
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

/** Writes the verdicts; a settled delivery is not judged again. */
export async function settleDeliveries(
  db: Db,
  settled: readonly { id: number; verdict: string }[],
  at: Date,
): Promise<void> {
  for (const verdict of new Set(settled.map((delivery) => delivery.verdict))) {
    const ids = settled.filter((delivery) => delivery.verdict === verdict).map((delivery) => delivery.id);
    await db
      .update(webhookDeliveries)
      .set({ verdict, settledAt: at, retryAt: null })
      .where(sql`${webhookDeliveries.id} in ${ids}`);
  }
}

/** Leaves deliveries pending for 1, 2, 4 ... seconds, ten minutes at most, by the number of attempts. */
export async function postponeDeliveries(db: Db, deliveries: readonly WebhookDeliveryRow[]): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = deliveries.map((delivery) => delivery.id);
  await db
    .update(webhookDeliveries)
    .set({ retryAt: sql`now() + least(600, power(2, least(attempts, 10) - 1)) * interval '1 second'` })
    .where(sql`${webhookDeliveries.id} in ${ids}`);
}
