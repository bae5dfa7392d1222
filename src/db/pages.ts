// Keyset pages: a page begins after the values of a row and not after a count of rows, so rows that come and go
// between two pages neither repeat nor hide others, and page 10,000 costs what page 1 costs.
import { and, eq, type SQL } from 'drizzle-orm';
import type { Db } from './client.ts';
import type { CompiledFilter } from './filters.ts';
import { countOrdersOfDocuments, type List, ofTenant, type PagedList, readOrdersOfDocuments } from './pages-lists.ts';
import { beyond, type Order, orderTerms } from './sorting.ts';
import { type HostedNumberOrderRow, hostedNumberOrders } from './tables.ts';

/** A condition in SQL, for those who carry it from one function of this folder to another; undefined is everything. */
export type Condition = SQL | undefined;

/** A part of a list in an order. `after` and `before` are values of its keys. */
export type Window<Row> = {
  order: Order<Row>;
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
  return and(ofTenant(list, ownerAccountSid), list.presence(filter.vanished), filter.where);
}

/** A filter by itself: `vanished` counts only where it is given. Undefined when it asks for nothing. */
export function filterCondition<Row>(list: List<Row>, filter: CompiledFilter): Condition {
  const vanished = filter.vanished === undefined ? undefined : list.presence(filter.vanished);
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
  window: Window<Row>,
): Promise<Page<Row>> {
  const condition = and(where, ...windowConditions(window));
  const rows = await list.read(db, condition, orderTerms(window.order, window.backward), window.limit + 1);
  return toPage(rows, window);
}

/** Whether there is a row on the far side of a cursor, the cursor's own row included: one probe of the index. */
export async function hasRowsBeyond<Row>(
  db: Db,
  list: PagedList<Row>,
  where: Condition,
  order: Order<Row>,
  cursor: readonly string[],
  side: 'start' | 'end',
): Promise<boolean> {
  const isStart = side === 'start';
  const condition = and(where, beyond(order, cursor, isStart ? 'before' : 'after', true));
  const rows = await list.read(db, condition, orderTerms(order, isStart), 1);
  return rows.length > 0;
}

/** The same page of the orders of each document, in one statement. In the order of `documentSids`. */
export async function readOrderPages(
  db: Db,
  documentSids: readonly string[],
  where: Condition,
  window: Window<HostedNumberOrderRow>,
): Promise<Page<HostedNumberOrderRow>[]> {
  const condition = and(where, ...windowConditions(window));
  const order = orderTerms(window.order, window.backward);
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

function toPage<Row>(rows: readonly Row[], window: Window<Row>): Page<Row> {
  const kept = rows.slice(0, window.limit);
  return { rows: window.backward ? kept.reverse() : kept, hasMore: rows.length > window.limit };
}

function windowConditions<Row>({ order, after, before }: Window<Row>): (SQL | undefined)[] {
  return [after ? beyond(order, after, 'after') : undefined, before ? beyond(order, before, 'before') : undefined];
}
