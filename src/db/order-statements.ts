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

/**
 * How many orders each of these documents has in the mirror, and of how many of them callbacks wait. Who waits is
 * looked up by sid, and the document kept from the indexes as the tenant is: else all its orders were read for each
 * that waits.
 */
export async function countAsked(
  db: Db,
  ownerAccountSid: string,
  documentSids: readonly string[],
): Promise<{ documentSid: string; orders: number; waiting: number }[]> {
  if (documentSids.length === 0) return [];
  const o = hostedNumberOrders;
  const waiting = sql`array(select order_sid from ${webhookDeliveries} where verdict = 'PENDING' and order_sid is not null)`;
  const isCounted = sql`${isOwned(o, ownerAccountSid)} and ${o.vanishedAt} is null`;
  return rows(
    db,
    sql`select document.sid as "documentSid",
        (select count(*)::int from ${o} where ${o.signingDocumentSid} = document.sid and ${isCounted}) as orders,
        (select count(*)::int from ${o}
          where ${o.sid} = any(${waiting}) and (${o.signingDocumentSid} = document.sid) is true and ${isCounted}) as waiting
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
