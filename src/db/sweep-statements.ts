// What the sweep has to read again: open orders and documents that nobody has read for as long as their status allows.
import { and, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { finalOrderStatuses } from '../vocabulary.ts';
import { type Db, rows } from './client.ts';
import { authorizationDocuments, hostedNumberOrders } from './tables.ts';

export type DueRecord = { sid: string; accountSid: string; documentSid: string | null };

/** Which orders of which accounts are due. */
export type DueOrders = {
  /** They are due when they were last read before the time that this has for their status, */
  readBefore: Readonly<Record<string, Date>>;
  /** or, in statuses that it does not name, before this. */
  otherwise: Date;
  /** Accounts whose orders are due in any status when they were last read before `at`. */
  thorough: { accountSids: readonly string[]; at: Date };
  passedOver: readonly string[];
};

/** Open orders that are due, but for accounts that are passed over; those read longest ago first. */
export function findDueOrders(db: Db, ownerAccountSid: string, due: DueOrders, limit: number): Promise<DueRecord[]> {
  const o = hostedNumberOrders;
  const times = JSON.stringify(due.readBefore);
  return rows<DueRecord>(
    db,
    sql`select sid, account_sid as "accountSid", signing_document_sid as "documentSid" from ${o}
      where owner_account_sid = ${ownerAccountSid} and vanished_at is null
        and ${notInArray(o.status, [...finalOrderStatuses])} and ${notInArray(o.accountSid, [...due.passedOver])}
        and synced_at < case when ${inArray(o.accountSid, [...due.thorough.accountSids])}
          then ${due.thorough.at.toISOString()}
          else coalesce(${times}::json ->> status, ${due.otherwise.toISOString()}) end::timestamptz
      order by synced_at, sid limit ${limit}`,
  );
}

/** Documents that can still change and were last read before `readBefore`, but for accounts that are passed over. */
export async function findDueDocuments(
  db: Db,
  ownerAccountSid: string,
  { readBefore, passedOver }: { readBefore: Date; passedOver: readonly string[] },
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
        notInArray(d.accountSid, [...passedOver]),
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
