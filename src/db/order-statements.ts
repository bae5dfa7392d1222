// What the readers of orders ask the mirror.
import { and, eq, sql } from 'drizzle-orm';
import { type Db, rows } from './client.ts';
import { stringList } from './columns.ts';
import { activeNumbers, hostedNumberOrders } from './tables.ts';

/** Which of `sids` the mirror has and has not marked as vanished. */
export async function findOrders(db: Db, ownerAccountSid: string, sids: readonly string[]): Promise<Set<string>> {
  if (sids.length === 0) return new Set();
  const found = await rows<{ sid: string }>(
    db,
    sql`select sid from ${hostedNumberOrders}
      where owner_account_sid = ${ownerAccountSid} and sid in ${stringList(sids)} and vanished_at is null`,
  );
  return new Set(found.map((row) => row.sid));
}

/** Whether the mirror has the order as one of that account. */
export async function isOrderOf(
  db: Db,
  ownerAccountSid: string,
  accountSid: string,
  orderSid: string,
): Promise<boolean> {
  const o = hostedNumberOrders;
  const owned = and(eq(o.ownerAccountSid, ownerAccountSid), eq(o.accountSid, accountSid), eq(o.sid, orderSid));
  return (await db.$count(o, owned)) > 0;
}

/** Which of the numbers `sids` the mirror lacks. */
export async function findMissingNumbers(
  db: Db,
  ownerAccountSid: string,
  sids: readonly string[],
): Promise<Set<string>> {
  if (sids.length === 0) return new Set();
  const found = await rows<{ sid: string }>(
    db,
    sql`select sid from ${activeNumbers} where owner_account_sid = ${ownerAccountSid} and sid in ${stringList(sids)}`,
  );
  const known = new Set(found.map((row) => row.sid));
  return new Set(sids.filter((sid) => !known.has(sid)));
}
