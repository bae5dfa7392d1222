// Reads a page of a list when its fields ask for it: rows, count and place in the feed each once, or not at all.
import type { Context } from '../context.ts';
import { countFacets } from '../db/facets.ts';
import { type Condition, hasRowsBeyond, listCondition, type Page, readPage, type Window } from '../db/pages.ts';
import { cursorScope, encodeCursor } from '../db/pages-cursor.ts';
import type { List, PagedList } from '../db/pages-lists.ts';
import { encodeFeedCursor } from '../mirror/feed-cursor.ts';
import type { ListPage, RecordPage } from '../schema/connection.ts';
import { readPageThrough } from './chosen-age.ts';
import { readFacets, toFacets } from './facets.ts';
import { readFilter, readOrder, readWindow, type SortArgument, type WindowArguments } from './list-arguments.ts';

export type ListArguments = WindowArguments & { filter?: object | null; orderBy?: SortArgument | null };

/**
 * A page of one of the three lists; `refresh` reads from Twilio what is too old on it. Throws BAD_USER_INPUT or BAD_CURSOR
 * at once; reads nothing yet.
 */
export function openListPage<Row>(
  list: List<Row>,
  args: ListArguments,
  context: Context,
  refresh: ((rows: readonly Row[]) => Promise<boolean>) | null,
): RecordPage<Row> {
  const { database, ownerAccountSid } = context.services;
  const scope = cursorScope([list.name, ownerAccountSid, args.filter ?? {}, args.orderBy ?? []]);
  const window = readWindow(args, readOrder(list, args.orderBy), scope, context);
  const where = listCondition(list, ownerAccountSid, readFilter('filter', list.fields, args.filter, context));
  const fromMirror = () => readPage(database.db, list, where, window);
  const page = createListPage(list, window, scope, context, {
    where,
    readPage: () => (refresh ? readPageThrough(refresh, fromMirror) : fromMirror()),
    count: () => list.count(database.db, where),
    rowsFirst: refresh !== null,
  });
  return {
    ...page,
    async facets(wished) {
      const wish = readFacets(list, wished);
      if (refresh) await page.rows();
      return toFacets(wish, await countFacets(database.db, list, where, wish.fields, wish.limit));
    },
  };
}

/** Where a page gets its rows and its count from; `where` is what the probes beyond its ends add to. */
export type PageSource<Row> = {
  where: Condition;
  readPage(): Promise<Page<Row>>;
  count(): Promise<number>;
  /** Reading the rows may change what is counted: the count comes after them. */
  rowsFirst?: boolean;
};

/** A page that reads from `source` when it is asked, each thing once. */
export function createListPage<Row>(
  list: PagedList<Row>,
  window: Window<Row>,
  scope: string,
  context: Context,
  source: PageSource<Row>,
): ListPage<Row> {
  const { cursorKey, database, ownerAccountSid } = context.services;
  let head: Promise<number> | null = null;
  // One turn of the microtask queue: by then the executor has called every field beside this one, and if `asOf` is among
  // them the log's head is read first. A head read after the rows could hide a change between the two.
  const page = once(() =>
    Promise.resolve()
      .then(() => head)
      .then(() => source.readPage()),
  );
  const count = once(() => (source.rowsFirst ? page().then(() => source.count()) : source.count()));
  const isBeyond = (side: 'start' | 'end', cursor: readonly string[] | null) =>
    cursor ? hasRowsBeyond(database.db, list, source.where, window.order, cursor, side) : Promise.resolve(false);
  const hasMore = (side: 'start' | 'end', cursor: readonly string[] | null) =>
    page().then((read) => (read.hasMore && window.backward === (side === 'start')) || isBeyond(side, cursor));
  return {
    rows: () => page().then((read) => read.rows),
    hasNextPage: () => hasMore('end', window.before),
    hasPreviousPage: () => hasMore('start', window.after),
    cursorOf: (row) =>
      encodeCursor(
        cursorKey,
        scope,
        window.order.map((key) => key.valueOf(row)),
      ),
    totalCount: () => count(),
    asOf() {
      head ??= context.loaders.logHead();
      return head.then((position) => encodeFeedCursor(cursorKey, ownerAccountSid, position));
    },
  };
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let result: Promise<Value> | null = null;
  return () => {
    result ??= read();
    return result;
  };
}
