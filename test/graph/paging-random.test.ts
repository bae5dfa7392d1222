// Pages under random filters, orders and page sizes: every row once and in order, forwards, backwards and to and fro, also
// while rows come and change. `npm run test:large` does it over more rows; `NUMBERGRAPH_TEST_SEED` repeats a run.
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { isEnumType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { createRandom, pick, type Random } from '../../src/emulator/seeded-random.ts';
import { schema } from '../../src/graph.ts';
import { openTestDatabase } from '../database.ts';
import { type Filter, listed, OnTheEdge, type World, worldOf } from './naive-filters.ts';
import { inOrder, type Wish } from './naive-order.ts';
import { ask, codesOf, contextOver } from './operations.ts';
import { filterOf } from './random-filters.ts';
import {
  insertRandomRows,
  insertRecords,
  type ListName,
  listNames,
  lists,
  type Row,
  randomRow,
  readRows,
  rowCount,
  seed,
} from './random-rows.ts';
import { stranger } from './rows.ts';

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRandomRows(database, rowCount, seed);
  world = worldOf(await readRows(database));
}, 600_000);

type Edge = { cursor: string; node: { sid: string } };
type PageInfo = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
};
type Asked = { filter?: Filter | undefined; orderBy?: Wish[] | undefined };
type Place = { first?: number; after?: string | null; last?: number; before?: string | null };

async function readPage(name: ListName, asked: Asked, place: Place): Promise<{ edges: Edge[]; pageInfo: PageInfo }> {
  const data = await ask(contextOver(database), operationOf(name), { ...asked, ...place });
  return data[name];
}

function operationOf(name: ListName): string {
  const { filter, sort } = lists[name];
  return `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ${filter}, $orderBy: [${sort}!]) {
    ${name}(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      edges { cursor node { sid } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
}

/** All pages one after the other; `between` happens after each. The cursors of all rows, in the order of the list. */
async function walk(
  name: ListName,
  asked: Asked,
  size: number,
  forwards: boolean,
  between: () => Promise<void> = async () => {},
): Promise<Edge[]> {
  const pages: Edge[][] = [];
  for (let at: string | null = null; ; await between()) {
    const { edges, pageInfo } = await readPage(
      name,
      asked,
      forwards ? { first: size, after: at } : { last: size, before: at },
    );
    pages.push(edges);
    const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
    expect(pageInfo).toMatchObject({ startCursor, endCursor });
    if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break;
    expect(edges).toHaveLength(size);
    at = forwards ? endCursor : startCursor;
  }
  return (forwards ? pages : pages.reverse()).flat();
}

const sidsOf = (edges: readonly Edge[]) => edges.map((edge) => edge.node.sid);

/** Up to three wishes, no field twice, all fields of the enum. */
function wishes(name: ListName): fc.Arbitrary<Wish[] | undefined> {
  const type = schema.getType(`${lists[name].sort}Field`);
  if (!isEnumType(type)) throw new Error(`no enum of ${name}`);
  const wish = fc.record({
    field: fc.constantFrom(...type.getValues().map((value) => value.name)),
    direction: fc.constantFrom<Wish['direction']>('ASC', 'DESC'),
  });
  return fc.option(fc.uniqueArray(wish, { minLength: 1, maxLength: 3, selector: ({ field }) => field }), {
    nil: undefined,
  });
}

const filters = (name: ListName) =>
  fc.oneof(fc.constant(undefined), fc.constant({ vanished: true }), filterOf(name, world.rows, 1));

const pagesMax = 30;
/** A thousand pages of a hundred thousand rows, each of which sorts all that is equal in the first wish, take their minutes. */
const runs = rowCount > 20_000 ? 2 : 4;

/** The page size that is wished for, or the one that does not make too many pages. */
function sizeFor(rows: number, wished: number): number {
  return Math.min(100, Math.max(wished, Math.ceil(rows / pagesMax)));
}

function found(name: ListName, { filter }: Asked): Row[] {
  try {
    return listed(world, name, filter ?? {});
  } catch (error) {
    if (error instanceof OnTheEdge) return fc.pre(false) as never;
    throw error;
  }
}

function wanted(name: ListName, asked: Asked): string[] {
  return inOrder(name, found(name, asked), asked.orderBy).map((row) => row.sid);
}

describe.each(listNames)(`%s, seed ${seed}`, (name) => {
  test('pages of any filter, order and size have every row once and in order, from both ends and from the middle', async () => {
    const asked = fc.record({ filter: filters(name), orderBy: wishes(name) });
    const place = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 100 }));
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        fc.array(place, { maxLength: 3 }),
        async (question, wished, forwards, places) => {
          const expected = wanted(name, question);
          const edges = await walk(name, question, sizeFor(expected.length, wished), forwards);
          expect(sidsOf(edges)).toEqual(expected);
          for (const [one, other, size] of edges.length > 0 ? places : []) {
            await expectAround(name, question, edges, one % edges.length, other % edges.length, size);
          }
        },
      ),
      { numRuns: runs, seed },
    );
  }, 3_600_000);

  test('rows that come, go and change between pages neither repeat nor hide those that stay as they are', async () => {
    const random = createRandom(seed, name);
    const asked = fc.record({
      filter: fc.constantFrom(undefined, { account: { isNull: false } }),
      orderBy: wishes(name),
    });
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), async (question, forwards) => {
        world = worldOf(await readRows(database));
        const before = wanted(name, question);
        const touched = new Set<string>();
        const edges = await walk(name, question, sizeFor(before.length, 1), forwards, () =>
          disturb(name, before, touched, random),
        );
        const untouched = sidsOf(edges).filter((sid) => !touched.has(sid));
        expect(touched.size).toBeGreaterThan(0);
        expect(untouched).toEqual(before.filter((sid) => !touched.has(sid)));
      }),
      { numRuns: 1, seed },
    );
    world = worldOf(await readRows(database));
  }, 3_600_000);

  test('a cursor is of use under its own list, filter, order and tenant only', async () => {
    const cursors = await Promise.all(questions.map((asked) => firstCursor(name, asked)));
    const context = contextOver(database);
    for (const [at, after] of cursors.entries()) {
      const own = questions[at] ?? {};
      const codes = await Promise.all(
        questions.map((asked, index) =>
          codesOf(context, operationOf(name), { ...asked, ...(index % 2 === 0 ? { after } : { before: after }) }),
        ),
      );
      expect(codes).toEqual(questions.map((_, index) => (index === at ? [] : ['BAD_CURSOR'])));
      const foreign = contextOver(database, { ownerAccountSid: stranger });
      expect(await codesOf(foreign, operationOf(name), { ...own, after })).toEqual(['BAD_CURSOR']);
      const others = listNames.filter((other) => other !== name);
      const elsewhere = others.map((other) => codesOf(context, operationOf(other), { ...own, after }));
      expect(await Promise.all(elsewhere)).toEqual(others.map(() => ['BAD_CURSOR']));
    }
  });

  test('a garbled cursor is refused', async () => {
    const cursor = await firstCursor(name, {});
    const bytes = Buffer.from(cursor, 'base64url');
    const flipped = fc
      .tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }))
      .map(([at, bits]) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ bits : byte))));
    const cut = fc.nat({ max: bytes.length - 1 }).map((length) => bytes.subarray(0, length));
    const garbled = fc.oneof(
      fc.oneof(flipped, cut).map((each) => each.toString('base64url')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(garbled, async (after) => {
        expect(await codesOf(contextOver(database), operationOf(name), { after })).toEqual(['BAD_CURSOR']);
      }),
      { numRuns: 40, seed },
    );
  });
});

test(`the orders of documents, seed ${seed}, are the orders that name them, in any order and under any filter`, async () => {
  const source = `query ($first: Int, $last: Int, $filter: OrderFilter, $orderBy: [OrderSort!]) {
    authorizationDocuments(first: 10) {
      nodes { sid hostedNumberOrders(first: $first, last: $last, filter: $filter, orderBy: $orderBy) { totalCount nodes { sid } } }
    }
  }`;
  const asked = fc.record({ filter: filters('hostedNumberOrders'), orderBy: wishes('hostedNumberOrders') });
  const size = fc.integer({ min: 1, max: 100 });
  await fc.assert(
    fc.asyncProperty(asked, size, fc.boolean(), async (question, many, forwards) => {
      const orders = inOrder('hostedNumberOrders', found('hostedNumberOrders', question), question.orderBy);
      const data = await ask(contextOver(database), source, { ...question, [forwards ? 'first' : 'last']: many });
      for (const { sid, hostedNumberOrders } of data['authorizationDocuments'].nodes) {
        const own = orders.filter((order) => order['signingDocumentSid'] === sid).map((order) => order.sid);
        expect(hostedNumberOrders.totalCount).toBe(own.length);
        const page = forwards ? own.slice(0, many) : own.slice(Math.max(0, own.length - many));
        expect(hostedNumberOrders.nodes.map((node: { sid: string }) => node.sid)).toEqual(page);
      }
    }),
    { numRuns: 10, seed },
  );
}, 600_000);

/** Questions that differ in their filter or their order, though some of them find the same. */
const questions: readonly Asked[] = [
  {},
  { filter: { vanished: false } },
  { filter: { and: [{}] } },
  { filter: { account: { isNull: false } } },
  { orderBy: [{ field: 'DATE_UPDATED', direction: 'ASC' }] },
  { orderBy: [{ field: 'DATE_UPDATED', direction: 'DESC' }] },
  {
    orderBy: [
      { field: 'DATE_UPDATED', direction: 'ASC' },
      { field: 'DATE_CREATED', direction: 'ASC' },
    ],
  },
];

async function firstCursor(name: ListName, asked: Asked): Promise<string> {
  const { edges } = await readPage(name, asked, { first: 1 });
  return edges[0]?.cursor ?? '';
}

/** From one row and from another, to both sides and between the two. */
async function expectAround(name: ListName, asked: Asked, edges: Edge[], one: number, other: number, size: number) {
  const [low, high] = one < other ? [one, other] : [other, one];
  const [after, before] = [edges[low]?.cursor ?? '', edges[high]?.cursor ?? ''];
  const onwards = await readPage(name, asked, { first: size, after });
  expect(sidsOf(onwards.edges)).toEqual(sidsOf(edges.slice(low + 1, low + 1 + size)));
  expect(onwards.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: low + 1 + size < edges.length });
  const back = await readPage(name, asked, { last: size, before });
  expect(sidsOf(back.edges)).toEqual(sidsOf(edges.slice(Math.max(0, high - size), high)));
  expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: high > size });
  const between = await readPage(name, asked, { first: size, after, before });
  expect(sidsOf(between.edges)).toEqual(sidsOf(edges.slice(low + 1, high).slice(0, size)));
  expect(between.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
}

let next = 0;
/** Some rows come, one goes, and some become others. What is touched is written down. */
async function disturb(name: ListName, sids: readonly string[], touched: Set<string>, random: Random): Promise<void> {
  const { list } = lists[name];
  const changed = [pick(random, sids), pick(random, sids)];
  const gone = pick(random, sids);
  const come = Array.from({ length: 2 }, () => {
    next += 1;
    return randomRow(name, 10_000_000 + next, rowCount, random);
  });
  for (const sid of [...changed, gone, ...come.map((row) => String(row['sid']))]) touched.add(sid);
  await database.db.execute(sql`delete from ${list.table} where sid in ${[...changed, gone]}`);
  const again = [...new Set(changed)]
    .filter((sid) => sid !== gone)
    .map((sid) => ({ ...randomRow(name, 0, rowCount, random), sid }));
  await insertRecords(database, name, [...come, ...again]);
}
