// What the sweep has to read again: open orders and documents that nobody has read for as long as their status allows.
import { and, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { finalOrderStatuses } from '../vocabulary.ts';
import { type Db, rows } from './client.ts';
import { authorizationDocuments, hostedNumberOrders } from './tables.ts';

export type DueRecord = { sid: string; accountSid: string; documentSid: string | null };

/**
 * Open orders that were last read before the time that `readBefore` has for their status, those read longest ago first.
 * `otherwise` is the time for statuses that it does not name.
 */
export function findDueOrders(
  db: Db,
  ownerAccountSid: string,
  readBefore: Readonly<Record<string, Date>>,
  otherwise: Date,
  limit: number,
): Promise<DueRecord[]> {
  const times = JSON.stringify(readBefore);
  return rows<DueRecord>(
    db,
    sql`select sid, account_sid as "accountSid", signing_document_sid as "documentSid" from ${hostedNumberOrders}
      where owner_account_sid = ${ownerAccountSid} and vanished_at is null
        and ${notInArray(hostedNumberOrders.status, [...finalOrderStatuses])}
        and synced_at < coalesce(${times}::json ->> status, ${otherwise.toISOString()})::timestamptz
      order by synced_at, sid limit ${limit}`,
  );
}

/** Documents that can still change and were last read before `readBefore`. */
export async function findDueDocuments(
  db: Db,
  ownerAccountSid: string,
  readBefore: Date,
  limit: number,
): Promise<DueRecord[]> {
  const d = authorizationDocuments;
  const due = await db
    .select({ sid: d.sid, accountSid: d.accountSid })
    .from(d)
    .where(
      and(
        eq(d.ownerAccountSid, ownerAccountSid),
        isNull(d.vanishedAt),
        inArray(d.status, ['opened', 'signing']),
        lt(d.syncedAt, readBefore),
      ),
    )
    .orderBy(d.syncedAt, d.sid)
    .limit(limit);
  return due.map((document) => ({ ...document, documentSid: null }));
}

/** How many records an account's list is expected to show. */
export function countListed(
  db: Db,
  ownerAccountSid: string,
  accountSid: string,
  resource: 'orders' | 'documents',
): Promise<number> {
  const table = resource === 'orders' ? hostedNumberOrders : authorizationDocuments;
  return db.$count(
    table,
    and(eq(table.ownerAccountSid, ownerAccountSid), eq(table.accountSid, accountSid), isNull(table.vanishedAt)),
  );
}
