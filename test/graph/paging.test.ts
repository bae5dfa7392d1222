// Pages: what is refused, and nothing read that was not asked for. That they have every row once: paging-random.test.ts.
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, countStatements, run } from './operations.ts';
import { documentRow, insertRows, numberRow, orderRow, sid, transitionRow } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    numbers: [numberRow(1), numberRow(2)],
    documents: [documentRow(1), documentRow(2)],
    orders: Array.from({ length: 23 }, (_, n) => orderRow(n, { signingDocumentSid: sid('PX', 1 + (n % 2)) })),
    transitions: [transitionRow(sid('HR', 1), 'received'), transitionRow(sid('HR', 2), 'received')],
  });
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

test.each([
  ['orderBy', []],
  [
    'orderBy.2.field',
    [{ field: 'STATUS' }, { field: 'EMAIL', direction: 'DESC' }, { field: 'STATUS', direction: 'DESC' }],
  ],
])('%s is refused by name', async (argument, orderBy) => {
  const source = 'query($o: [DocumentSort!]) { authorizationDocuments(orderBy: $o) { totalCount } }';
  const { errors } = await run(contextOver(database), source, { o: orderBy });
  expect(errors).toMatchObject([
    { message: expect.stringContaining(argument), extensions: { code: 'BAD_USER_INPUT', argument } },
  ]);
});

test('a cursor of the orders of a document is of use there only, and under its own order', async () => {
  const context = contextOver(database);
  const source = (document: number, args: string) =>
    `query($c: String) { authorizationDocument(by: {sid: "${sid('PX', document)}"}) {
      hostedNumberOrders(first: 1, after: $c${args}) { pageInfo { endCursor } } } }`;
  const first = await ask(context, source(1, ''));
  const c = first['authorizationDocument'].hostedNumberOrders.pageInfo.endCursor;
  expect(await codesOf(context, source(1, ''), { c })).toEqual([]);
  expect(await codesOf(context, source(2, ''), { c })).toEqual(['BAD_CURSOR']);
  expect(await codesOf(context, source(1, ', orderBy: [{field: STATUS}]'), { c })).toEqual(['BAD_CURSOR']);
  expect(await codesOf(context, source(1, ', filter: {}'), { c })).toEqual([]);
  expect(await codesOf(context, source(1, ', filter: {status: {eq: RECEIVED}}'), { c })).toEqual(['BAD_CURSOR']);
  const list = 'query($c: String) { hostedNumberOrders(after: $c) { totalCount } }';
  expect(await codesOf(context, list, { c })).toEqual(['BAD_CURSOR']);
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
