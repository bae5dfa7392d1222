// Pages: nothing twice, nothing left out, in either direction, and nothing read that was not asked for.
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { Database } from '../../src/db/client.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, countStatements, type Data } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, sid, stranger, transitionRow } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    // Two sids to each phone number: ties in the first sort key.
    numbers: Array.from({ length: 31 }, (_, n) =>
      numberRow(n, { phoneNumber: `+1415555${String(n >> 1).padStart(4, '0')}` }),
    ),
    documents: [documentRow(1), documentRow(2)],
    orders: Array.from({ length: 23 }, (_, n) => orderRow(n, { signingDocumentSid: sid('PX', 1 + (n % 2)) })),
    transitions: [transitionRow(sid('HR', 1), 'received'), transitionRow(sid('HR', 2), 'received')],
  });
});

const listed = async (context: Context, list: string) =>
  (await ask(context, `{ ${list}(first: 100) { nodes { sid } } }`))[list].nodes.map(
    (node: { sid: string }) => node.sid,
  );

async function walk(
  list: string,
  size: number,
  direction: 'first' | 'last',
  between: () => Promise<void> = async () => {},
) {
  const seen: string[] = [];
  const cursor = direction === 'first' ? 'after' : 'before';
  let at: string | null = null;
  for (;;) {
    const data: Data = await ask(
      contextOver(database),
      `query($size: Int, $at: String) { ${list}(${direction}: $size, ${cursor}: $at) {
        edges { cursor node { sid } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      { size, at },
    );
    const { edges, pageInfo } = data[list];
    const sids = edges.map((edge: { node: { sid: string } }) => edge.node.sid);
    if (direction === 'first') seen.push(...sids);
    else seen.unshift(...sids);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(direction === 'first' ? pageInfo.hasPreviousPage : pageInfo.hasNextPage).toBe(at !== null);
    if (!(direction === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen;
    at = direction === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
    await between();
  }
}

test.each(['activeNumbers', 'hostedNumberOrders', 'authorizationDocuments'])(
  'pages of %s of any size, forwards and backwards, are the list, each row once',
  async (list) => {
    const whole = await listed(contextOver(database), list);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.constantFrom('first', 'last'), async (size, direction) => {
        expect(await walk(list, size, direction)).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  },
);

test('orders that come between two pages neither repeat nor hide others', async () => {
  const whole = await listed(contextOver(database), 'hostedNumberOrders');
  let next = 1000;
  const seen = await walk('hostedNumberOrders', 4, 'first', async () => {
    // One in front of everything, one with the same date as one that is still to come.
    await insertRows(database, {
      orders: [
        orderRow(next++, { dateCreated: now }),
        orderRow(next++, { dateCreated: new Date(now.getTime() - 20_000) }),
      ],
    });
  });
  expect(seen.filter((each) => whole.includes(each))).toEqual(whole);
  expect(new Set(seen).size).toBe(seen.length);
  for (let n = 1000; n < next; n += 1) {
    await database.db.delete(hostedNumberOrders).where(eq(hostedNumberOrders.sid, sid('HR', n)));
  }
});

test('after and before together are what lies between', async () => {
  const data = await ask(contextOver(database), `{ activeNumbers(first: 6) { edges { cursor node { sid } } } }`);
  const edges = data['activeNumbers'].edges;
  const between = await ask(
    contextOver(database),
    `query($a: String, $b: String) { activeNumbers(after: $a, before: $b) { nodes { sid } pageInfo { hasNextPage hasPreviousPage } } }`,
    { a: edges[0].cursor, b: edges[5].cursor },
  );
  expect(between['activeNumbers'].nodes).toEqual(edges.slice(1, 5).map((edge: { node: object }) => edge.node));
  expect(between['activeNumbers'].pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
});

test.each([
  ['first: 0'],
  ['first: -1'],
  ['first: 101'],
  ['first: 1000000000'],
  ['last: 0'],
  ['last: 101'],
  ['first: 1, last: 1'],
])('%s is refused', async (args) => {
  expect(await codesOf(contextOver(database), `{ activeNumbers(${args}) { totalCount } }`)).toEqual(['BAD_USER_INPUT']);
});

test('a cursor that is garbled, or of another list, filter, document or tenant, is refused', async () => {
  const context = contextOver(database);
  const cursorOf = async (field: string, over = context) =>
    (await ask(over, `{ list: ${field} { pageInfo { endCursor } } }`))['list'].pageInfo.endCursor;
  const ofDocument = await ask(
    context,
    `{ authorizationDocument(by: {sid: "${sid('PX', 1)}"}) { hostedNumberOrders(first: 1) { pageInfo { endCursor } } } }`,
  );
  const numbers = await cursorOf('activeNumbers(first: 1)');
  const cursors = [
    'garbage',
    '',
    '%%%',
    `${numbers}AAAA`,
    numbers.slice(0, -4),
    numbers,
    await cursorOf('hostedNumberOrders(first: 1, filter: {status: {eq: RECEIVED}})'),
    ofDocument['authorizationDocument'].hostedNumberOrders.pageInfo.endCursor,
  ];
  for (const cursor of cursors) {
    expect(
      await codesOf(context, `query($c: String) { hostedNumberOrders(after: $c) { totalCount } }`, { c: cursor }),
    ).toEqual(['BAD_CURSOR']);
  }
  const foreign = contextOver(database, { ownerAccountSid: stranger });
  expect(
    await codesOf(foreign, `query($c: String) { activeNumbers(before: $c) { totalCount } }`, { c: numbers }),
  ).toEqual(['BAD_CURSOR']);
});

test('the fields of a filter may stand in any order from page to page', async () => {
  const first = await ask(
    contextOver(database),
    `{ hostedNumberOrders(first: 2, filter: {status: {eq: RECEIVED}, phoneNumber: {startsWith: "+1"}}) { pageInfo { endCursor } } }`,
  );
  const c = first['hostedNumberOrders'].pageInfo.endCursor;
  const second = await ask(
    contextOver(database),
    `query($c: String) { hostedNumberOrders(first: 2, after: $c, filter: {phoneNumber: {startsWith: "+1"}, status: {eq: RECEIVED}}) { nodes { sid } } }`,
    { c },
  );
  expect(second['hostedNumberOrders'].nodes.map((node: { sid: string }) => node.sid)).toEqual([
    sid('HR', 2),
    sid('HR', 3),
  ]);
});

test.each([
  ['{ hostedNumberOrders { __typename } }', 0],
  ['{ hostedNumberOrders { totalCount } }', 1],
  ['{ hostedNumberOrders { asOf } }', 1],
  ['{ hostedNumberOrders { nodes { sid } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }', 1],
  ['{ hostedNumberOrders { nodes { sid } totalCount asOf } }', 3],
])('%s runs %i statements', async (source, statements) => {
  expect(await countStatements(database, () => ask(contextOver(database), source))).toBe(statements);
});

test('asOf is a place in the feed from before the rows were read, wherever it is selected', async () => {
  const order: string[] = [];
  const context = contextOver(database);
  const { logHead } = context.loaders;
  context.loaders.logHead = async () => {
    const head = await logHead();
    order.push('head');
    return head;
  };
  await countStatements(database, async () => {
    const session = Reflect.get(database.db, 'session');
    const prepare = session.prepareQuery;
    session.prepareQuery = (query: { sql: string }, ...rest: unknown[]) => {
      if (query.sql.includes('hosted_number_order')) order.push('rows');
      return prepare.call(session, query, ...rest);
    };
    await ask(context, '{ hostedNumberOrders { nodes { sid } asOf } }');
  });
  expect(order).toEqual(['head', 'rows']);
});
