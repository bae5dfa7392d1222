// What writes to documents and the document's own fields ask of orders, thousands at a time: few columns, one statement.
import { sql } from 'drizzle-orm';
import { type Db, rows } from './client.ts';
import { stringList } from './columns.ts';
import { hostedNumberOrders } from './tables.ts';

/** An order as far as a document is concerned with it. */
export type OrderOfDocument = {
  sid: string;
  accountSid: string;
  status: string;
  uniqueName: string | null;
  signingDocumentSid: string | null;
};

const columns = sql.raw(
  'sid, account_sid as "accountSid", status, unique_name as "uniqueName", signing_document_sid as "signingDocumentSid"',
);

// One probe of an index for each value: `offset 0` keeps the planner from comparing all with all, which it does while a
// table has no statistics yet, and which takes more than half a minute for 15,000.

/** Orders by sid that Twilio still has, in no order; those of another tenant are not seen. */
export function readOrdersBySid(db: Db, ownerAccountSid: string, sids: readonly string[]): Promise<OrderOfDocument[]> {
  return rows<OrderOfDocument>(
    db,
    sql`select found.* from json_array_elements_text(${JSON.stringify(sids)}::json) as wanted(value)
      cross join lateral (select ${columns} from ${hostedNumberOrders} where sid = wanted.value
        and owner_account_sid = ${ownerAccountSid} and vanished_at is null offset 0) as found`,
  );
}

/** Orders by unique name that Twilio still has, in the order of their sids: a name is unique in one account only. */
export function readOrdersByUniqueName(
  db: Db,
  ownerAccountSid: string,
  uniqueNames: readonly string[],
): Promise<OrderOfDocument[]> {
  return rows<OrderOfDocument>(
    db,
    sql`select found.* from json_array_elements_text(${JSON.stringify(uniqueNames)}::json) as wanted(value)
      cross join lateral (select ${columns} from ${hostedNumberOrders} where unique_name = wanted.value
        and owner_account_sid = ${ownerAccountSid} and vanished_at is null offset 0) as found
      order by found.sid`,
  );
}

/** The orders that a document covers, in the order of their sids. */
export async function readOrderSidsOfDocument(db: Db, ownerAccountSid: string, documentSid: string): Promise<string[]> {
  const found = await rows<{ sid: string }>(
    db,
    sql`select sid from ${hostedNumberOrders}
      where owner_account_sid = ${ownerAccountSid} and signing_document_sid = ${documentSid} and vanished_at is null
      order by sid`,
  );
  return found.map((order) => order.sid);
}

export type StatusCount = { status: string; count: number };

/** How many orders of each document are in which status. In the order of `documentSids`; statuses in no order. */
export async function countOrdersByStatus(
  db: Db,
  ownerAccountSid: string,
  documentSids: readonly string[],
): Promise<StatusCount[][]> {
  const found = await rows<StatusCount & { documentSid: string }>(
    db,
    sql`select signing_document_sid as "documentSid", status, count(*)::int as count from ${hostedNumberOrders}
      where owner_account_sid = ${ownerAccountSid} and signing_document_sid in ${stringList(documentSids)}
        and vanished_at is null
      group by signing_document_sid, status`,
  );
  return documentSids.map((sid) => found.filter((row) => row.documentSid === sid));
}
