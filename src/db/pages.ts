// Keyset pages: a page begins after the values of a row and not after a count of rows, so rows that come and go
// between two pages neither repeat nor hide others, and page 10,000 costs what page 1 costs.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { type CompiledFilter, vanishedCondition } from './filters.ts';
import {
  countOrdersOfDocuments,
  hostedNumberOrderList,
  type List,
  ofTenant,
  type PagedList,
  readOrdersOfDocuments,
} from './pages-lists.ts';
import { type HostedNumberOrderRow, hostedNumberOrders } from './tables.ts';

/** A condition in SQL, for those who carry it from one function of this folder to another; undefined is everything. */
export type Condition = SQL | undefined;

/** A part of a list. `after` and `before` are values of the sort keys, in their order. */
export type Window = {
  limit: number;
  /** Take the last ones, not the first. */
  backward: boolean;
  after: readonly string[] | null;
  before: readonly string[] | null;
};

/** Rows in the order of the list; `hasMore` says whether more follow in the direction of reading. */
export type Page<Row> = { rows: readonly Row[]; hasMore: boolean };

/** The rows of one tenant that a list shows: `filter` in SQL, and Twilio still has them unless it asks otherwise. */
export function listCondition<Row>(list: List<Row>, ownerAccountSid: string, filter: CompiledFilter): Condition {
  return and(ofTenant(list, ownerAccountSid), vanishedCondition(list.vanishedAt, filter.vanished), filter.where);
}

/** A filter by itself: `vanished` counts only where it is given. Undefined when it asks for nothing. */
export function filterCondition<Row>(list: List<Row>, filter: CompiledFilter): Condition {
  const vanished = filter.vanished === undefined ? undefined : vanishedCondition(list.vanishedAt, filter.vanished);
  return and(vanished, filter.where);
}

/** The orders on a list that one document covers. */
export function ofDocument(documentSid: string, where: Condition): Condition {
  return and(eq(hostedNumberOrders.signingDocumentSid, documentSid), where);
}

/** One page, in one statement: one row more than asked for says whether there is a next one. */
export async function readPage<Row>(
  db: Db,
  list: PagedList<Row>,
  where: Condition,
  window: Window,
): Promise<Page<Row>> {
  const condition = and(where, ...windowConditions(list, window));
  const rows = await list.read(db, condition, orderOf(list, window.backward), window.limit + 1);
  return toPage(rows, window);
}

/** Whether there is a row on the far side of a cursor, the cursor's own row included: one probe of the index. */
export async function hasRowsBeyond<Row>(
  db: Db,
  list: PagedList<Row>,
  where: Condition,
  cursor: readonly string[],
  side: 'start' | 'end',
): Promise<boolean> {
  const operator = (side === 'start') === list.descending ? sql`>=` : sql`<=`;
  const condition = and(where, compareKeys(list, operator, cursor));
  const rows = await list.read(db, condition, orderOf(list, side === 'start'), 1);
  return rows.length > 0;
}

/** The same page of the orders of each document, in one statement. In the order of `documentSids`. */
export async function readOrderPages(
  db: Db,
  documentSids: readonly string[],
  where: Condition,
  window: Window,
): Promise<Page<HostedNumberOrderRow>[]> {
  const list = hostedNumberOrderList;
  const condition = and(where, ...windowConditions(list, window));
  const order = orderOf(list, window.backward);
  const rows = await readOrdersOfDocuments(db, documentSids, condition, order, window.limit + 1);
  const rowsOf = new Map<string | null, HostedNumberOrderRow[]>(documentSids.map((sid) => [sid, []]));
  for (const row of rows) rowsOf.get(row.signingDocumentSid)?.push(row);
  return documentSids.map((sid) => toPage(rowsOf.get(sid) ?? [], window));
}

/** How many orders each document has. In the order of `documentSids`. */
export async function countOrderPages(db: Db, documentSids: readonly string[], where: Condition): Promise<number[]> {
  const counts = await countOrdersOfDocuments(db, documentSids, where);
  return documentSids.map((sid) => counts.get(sid) ?? 0);
}

function toPage<Row>(rows: readonly Row[], window: Window): Page<Row> {
  const kept = rows.slice(0, window.limit);
  return { rows: window.backward ? kept.reverse() : kept, hasMore: rows.length > window.limit };
}

function windowConditions<Row>(list: PagedList<Row>, window: Window): (SQL | undefined)[] {
  const [onwards, backwards] = list.descending ? [sql`<`, sql`>`] : [sql`>`, sql`<`];
  return [
    window.after ? compareKeys(list, onwards, window.after) : undefined,
    window.before ? compareKeys(list, backwards, window.before) : undefined,
  ];
}

/** Compared as one row, which PostgreSQL answers from the index. */
function compareKeys<Row>(list: PagedList<Row>, operator: SQL, values: readonly string[]): SQL {
  const columns = sql.join(
    list.keys.map((key) => sql`${key.column}`),
    sql`, `,
  );
  const bounds = sql.join(
    list.keys.map((key, index) => sql`${values[index]}::${sql.raw(key.type)}`),
    sql`, `,
  );
  return sql`(${columns}) ${operator} (${bounds})`;
}

function orderOf<Row>(list: PagedList<Row>, backward: boolean): SQL[] {
  // Two words and no more: an index in ascending order serves both when all keys run the same way.
  const direction = list.descending !== backward ? sql`desc` : sql`asc`;
  return list.keys.map((key) => sql`${key.column} ${direction}`);
}
