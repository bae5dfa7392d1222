// What the readers of orders ask the mirror.
import { and, eq, sql } from 'drizzle-orm';
import { type Db, rows } from './client.ts';
import { isNamed, isOwned } from './columns.ts';
import { webhookDeliveries } from './gateway-tables.ts';
import { activeNumbers, hostedNumberOrders } from './tables.ts';

/** Which of `sids` the mirror has and has not marked as vanished. */
export async function findOrders(db: Db, ownerAccountSid: string, sids: readonly string[]): Promise<Set<string>> {
  if (sids.length === 0) return new Set();
  const found = await rows<{ sid: string }>(
    db,
    sql`select sid from ${hostedNumberOrders}
      where ${isNamed(hostedNumberOrders, ownerAccountSid, sids)} and vanished_at is null`,
  );
  return new Set(found.map((row) => row.sid));
}

/** How many orders each of these documents has in the mirror, and of how many of them callbacks wait. */
export async function countAsked(
  db: Db,
  ownerAccountSid: string,
  documentSids: readonly string[],
): Promise<{ documentSid: string; orders: number; waiting: number }[]> {
  if (documentSids.length === 0) return [];
  const o = hostedNumberOrders;
  const ofDocument = sql`${o.signingDocumentSid} = document.sid and ${isOwned(o, ownerAccountSid)}`;
  return rows(
    db,
    sql`select document.sid as "documentSid",
        (select count(*)::int from ${o} where ${ofDocument} and ${o.vanishedAt} is null) as orders,
        (select count(distinct ${o.sid})::int from ${webhookDeliveries} as delivery join ${o} on ${o.sid} = delivery.order_sid
          where delivery.verdict = 'PENDING' and ${ofDocument}) as waiting
      from json_array_elements_text(${JSON.stringify(documentSids)}::json) as document (sid)`,
  );
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
    sql`select sid from ${activeNumbers} where ${isNamed(activeNumbers, ownerAccountSid, sids)}`,
  );
  const known = new Set(found.map((row) => row.sid));
  return new Set(sids.filter((sid) => !known.has(sid)));
}
