// The three lists that can be paged: their tables, orders and filters. The indexes of tables.ts follow these orders.
import { and, count, eq, getTableColumns, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';
import { type FieldScope, type Substitute, scopeOf } from './field-scope.ts';
import type { FieldTree } from './fields.ts';
import { authorizationDocumentFields } from './fields-documents.ts';
import { activeNumberFields } from './fields-numbers.ts';
import { hostedNumberOrderFields } from './fields-orders.ts';
import { type Order, orderBy, type SortWish } from './sorting.ts';
import {
  type ActiveNumberRow,
  type AuthorizationDocumentRow,
  activeNumbers,
  authorizationDocuments,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from './tables.ts';

/** What can be paged: where its rows are, and how they are ordered unless something else is wished for. */
export type PagedList<Row> = {
  /** Part of every cursor. */
  name: string;
  order: Order<Row>;
  /** `source` gives the rows of the table, under its name, in its place. */
  read(db: Db, where: SQL | undefined, order: SQL[], limit: number, source?: SQL): Promise<Row[]>;
  count(db: Db, where: SQL | undefined): Promise<number>;
};

/** A list of mirrored records: also what they can be filtered by, and where tenant and disappearance are. */
export type List<Row> = PagedList<Row> & {
  table: PgTable;
  fields: FieldScope;
  sid: PgColumn;
  ownerAccountSid: PgColumn;
  /** The rows that Twilio still has, or those it no longer has: every page has one of the two. */
  presence(vanished: boolean | undefined): SQL;
  /** The order that is wished for. Throws where a name is none of the list's sort enum. */
  orderBy(wishes: readonly SortWish[]): Order<Row>;
};

type MirroredTable = typeof activeNumbers | typeof hostedNumberOrders | typeof authorizationDocuments;

const newestFirst = {
  keys: ['dateCreated', 'sid'],
  first: { field: 'DATE_CREATED', descending: true },
} as const;

/** Numbers by phone number. */
export const activeNumberList: List<ActiveNumberRow> = defineList('activeNumbers', activeNumbers, activeNumberFields, {
  keys: ['phoneNumber', 'sid'],
  first: { field: 'PHONE_NUMBER', descending: false },
});

/** Orders, newest first. */
export const hostedNumberOrderList: List<HostedNumberOrderRow> = defineList(
  'hostedNumberOrders',
  hostedNumberOrders,
  hostedNumberOrderFields,
  newestFirst,
);

/** Documents, newest first. */
export const authorizationDocumentList: List<AuthorizationDocumentRow> = defineList(
  'authorizationDocuments',
  authorizationDocuments,
  authorizationDocumentFields,
  newestFirst,
);

/** An order as it stood at a moment: its status then, everything else as it is now. */
export type OrderThenRow = HostedNumberOrderRow & { statusThen: string };

/**
 * Orders as they stood at a moment, newest first. Their status is what `statusThen` says in SQL. Those that it knows no
 * status of were not there, nor those that were made later, which need not be looked up. One index leaves out what Twilio no
 * longer has, another has nothing else: a page is read along both, or the first one would read all orders.
 */
export function ordersAsOf(moment: Date, statusThen: SQL): List<OrderThenRow> {
  const table = hostedNumberOrders;
  const list = defineList<OrderThenRow>(`hostedNumberOrders ${moment.toISOString()}`, table, hostedNumberOrderFields, {
    ...newestFirst,
    instead: { status: { expression: statusThen, property: 'statusThen' } },
    presence: () => sql`(${lte(table.dateCreated, moment)} and ${isNotNull(statusThen)})`,
  });
  return {
    ...list,
    read(db, where, order, limit) {
      const along = (isGone: boolean) => {
        const presence = isGone ? isNotNull(table.vanishedAt) : isNull(table.vanishedAt);
        const terms = sql.join(order, sql`, `);
        return sql`(select * from ${table} where ${and(presence, where)} order by ${terms} limit ${limit})`;
      };
      return list.read(db, undefined, order, limit, sql`(${along(false)} union all ${along(true)}) as ${table}`);
    },
  };
}

type ListOptions = {
  /** Unique together: they end every order. */
  keys: readonly string[];
  first: SortWish;
  instead?: Readonly<Record<string, Substitute>>;
  presence?: (vanished: boolean | undefined) => SQL;
};

function defineList<Row extends object>(
  name: string,
  table: MirroredTable,
  tree: FieldTree,
  { keys, first, instead = {}, presence }: ListOptions,
): List<Row> {
  const fields = scopeOf(table, tree, instead);
  const orderOf = (wishes: readonly SortWish[]) => orderBy<Row>(fields, wishes, keys);
  // Wrapped, or they would lose the name of their table, or be missed in a source that is not it.
  const selection: Record<string, SQL> = {};
  for (const [field, column] of Object.entries(getTableColumns(table)))
    selection[field] = sql`${column}`.mapWith(column);
  for (const { expression, property } of Object.values(instead)) selection[property] = sql`${expression}`;
  return {
    name,
    table,
    fields,
    sid: table.sid,
    ownerAccountSid: table.ownerAccountSid,
    presence: presence ?? ((vanished) => (vanished ? isNotNull(table.vanishedAt) : isNull(table.vanishedAt))),
    order: orderOf([first]),
    orderBy: orderOf,
    async read(db, where, order, limit, source = sql`${table}`) {
      const rows: unknown[] = await db
        .select(selection)
        .from(source)
        .where(where)
        .orderBy(...order)
        .limit(limit);
      // The columns of the table are its row.
      return rows as Row[];
    },
    count: (db, where) => db.$count(table, where),
  };
}

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
