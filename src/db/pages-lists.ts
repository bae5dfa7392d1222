// The three lists that can be paged: their tables, orders and filters. The indexes of tables.ts follow these orders.
import { count, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';
import {
  activeNumberFields,
  authorizationDocumentFields,
  type FilterFields,
  hostedNumberOrderFields,
} from './filters-fields.ts';
import {
  type ActiveNumberRow,
  type AuthorizationDocumentRow,
  activeNumbers,
  authorizationDocuments,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from './tables.ts';

/** One column of the order; its value in a cursor is text. */
export type SortKey<Row> = { column: PgColumn; type: 'text' | 'timestamptz' | 'bigint'; valueOf(row: Row): string };

/** What can be paged: where its rows are, how they are ordered. */
export type PagedList<Row> = {
  /** Part of every cursor. */
  name: string;
  /** Unique together; the last one is the sid or id. None may be null. */
  keys: readonly SortKey<Row>[];
  descending: boolean;
  read(db: Db, where: SQL | undefined, order: SQL[], limit: number): Promise<Row[]>;
  count(db: Db, where: SQL | undefined): Promise<number>;
};

/** A list of mirrored records: also what they can be filtered by, and where tenant and disappearance are. */
export type List<Row> = PagedList<Row> & {
  fields: FilterFields;
  sid: PgColumn;
  ownerAccountSid: PgColumn;
  vanishedAt: PgColumn;
};

/** Numbers by phone number. */
export const activeNumberList: List<ActiveNumberRow> = {
  name: 'activeNumbers',
  keys: [
    { column: activeNumbers.phoneNumber, type: 'text', valueOf: (row) => row.phoneNumber },
    { column: activeNumbers.sid, type: 'text', valueOf: (row) => row.sid },
  ],
  descending: false,
  fields: activeNumberFields,
  sid: activeNumbers.sid,
  ownerAccountSid: activeNumbers.ownerAccountSid,
  vanishedAt: activeNumbers.vanishedAt,
  read: (db, where, order, limit) =>
    db
      .select()
      .from(activeNumbers)
      .where(where)
      .orderBy(...order)
      .limit(limit),
  count: (db, where) => db.$count(activeNumbers, where),
};

/** Orders, newest first. */
export const hostedNumberOrderList: List<HostedNumberOrderRow> = {
  name: 'hostedNumberOrders',
  keys: [
    { column: hostedNumberOrders.dateCreated, type: 'timestamptz', valueOf: (row) => row.dateCreated.toISOString() },
    { column: hostedNumberOrders.sid, type: 'text', valueOf: (row) => row.sid },
  ],
  descending: true,
  fields: hostedNumberOrderFields,
  sid: hostedNumberOrders.sid,
  ownerAccountSid: hostedNumberOrders.ownerAccountSid,
  vanishedAt: hostedNumberOrders.vanishedAt,
  read: (db, where, order, limit) =>
    db
      .select()
      .from(hostedNumberOrders)
      .where(where)
      .orderBy(...order)
      .limit(limit),
  count: (db, where) => db.$count(hostedNumberOrders, where),
};

/** Documents, newest first. */
export const authorizationDocumentList: List<AuthorizationDocumentRow> = {
  name: 'authorizationDocuments',
  keys: [
    {
      column: authorizationDocuments.dateCreated,
      type: 'timestamptz',
      valueOf: (row) => row.dateCreated.toISOString(),
    },
    { column: authorizationDocuments.sid, type: 'text', valueOf: (row) => row.sid },
  ],
  descending: true,
  fields: authorizationDocumentFields,
  sid: authorizationDocuments.sid,
  ownerAccountSid: authorizationDocuments.ownerAccountSid,
  vanishedAt: authorizationDocuments.vanishedAt,
  read: (db, where, order, limit) =>
    db
      .select()
      .from(authorizationDocuments)
      .where(where)
      .orderBy(...order)
      .limit(limit),
  count: (db, where) => db.$count(authorizationDocuments, where),
};

/** The orders of each document, as many as one page holds, in one statement: one walk along the index for each. */
export async function readOrdersOfDocuments(
  db: Db,
  documentSids: readonly string[],
  where: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<HostedNumberOrderRow[]> {
  const page = db
    .select({ sid: hostedNumberOrders.sid })
    .from(hostedNumberOrders)
    .where(sql`${hostedNumberOrders.signingDocumentSid} = parent.sid and ${where ?? sql`true`}`)
    .orderBy(...order)
    .limit(limit);
  const parents = sql.join(
    documentSids.map((sid) => sql`(${sid})`),
    sql`, `,
  );
  return db
    .select(getTableColumns(hostedNumberOrders))
    .from(hostedNumberOrders)
    .where(
      inArray(
        hostedNumberOrders.sid,
        sql`(select page.sid from (values ${parents}) as parent(sid) cross join lateral ${page} as page)`,
      ),
    )
    .orderBy(...order);
}

/** How many orders each document has, in one statement; documents without any are left out. */
export async function countOrdersOfDocuments(
  db: Db,
  documentSids: readonly string[],
  where: SQL | undefined,
): Promise<Map<string, number>> {
  const counts = await db
    .select({ sid: hostedNumberOrders.signingDocumentSid, orders: count() })
    .from(hostedNumberOrders)
    .where(sql`${inArray(hostedNumberOrders.signingDocumentSid, [...documentSids])} and ${where ?? sql`true`}`)
    .groupBy(hostedNumberOrders.signingDocumentSid);
  return new Map(counts.map((row) => [row.sid ?? '', row.orders]));
}

/** The order that is on a list for the tenant: every statement of a list begins with this. */
export function ofTenant<Row>(list: List<Row>, ownerAccountSid: string): SQL {
  return eq(list.ownerAccountSid, ownerAccountSid);
}
