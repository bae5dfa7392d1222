// Links: both ways, and as many statements for a page as for one record.
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, countStatements } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, owner, sid, subaccount, transitionRow } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    accounts: [owner, subaccount],
    numbers: Array.from({ length: 120 }, (_, n) => numberRow(n, { accountSid: n % 2 ? owner : subaccount })),
    documents: Array.from({ length: 50 }, (_, n) => documentRow(n)),
    // Document n covers the orders n, n + 50 and n + 100, as far as there are.
    orders: Array.from({ length: 120 }, (_, n) =>
      orderRow(n, {
        incomingPhoneNumberSid: sid('PN', n),
        signingDocumentSid: sid('PX', n % 50),
        status: n % 3 ? 'pending-loa' : 'failed',
      }),
    ),
    transitions: [
      transitionRow(sid('HR', 1), 'received'),
      transitionRow(sid('PX', 1), 'signing', { kind: 'DOCUMENT' }),
    ],
  });
});

const everyEdge = `sid account { sid parent { sid } } activeNumber { sid account { sid } hostedNumberOrder { sid } samePhoneNumber { sid } }
  authorizationDocument { sid account { sid } hostedNumberOrders(first: 2) { totalCount asOf nodes { sid activeNumber { sid } } pageInfo { hasNextPage hasPreviousPage } } }`;

test('a page of 100 orders with every edge runs no more statements than a page of one', async () => {
  const page = (first: number) =>
    countStatements(database, () =>
      ask(contextOver(database), `{ hostedNumberOrders(first: ${first}) { nodes { ${everyEdge} } } }`),
    );
  const [one, hundred] = [await page(1), await page(100)];
  expect(hundred).toBeLessThanOrEqual(one);
  expect(hundred).toBe(10);
});

test('a page of 100 orders with number, document and account runs 4 statements', async () => {
  const source =
    '{ hostedNumberOrders(first: 100) { nodes { activeNumber { sid } authorizationDocument { sid } account { sid } } } }';
  expect(await countStatements(database, () => ask(contextOver(database), source))).toBe(4);
});

test('the orders of 50 documents, their counts and their place in the feed run 4 statements', async () => {
  const source =
    '{ authorizationDocuments(first: 50) { nodes { hostedNumberOrders(first: 2) { totalCount asOf nodes { sid } } } } }';
  expect(await countStatements(database, () => ask(contextOver(database), source))).toBe(4);
});

test('the orders of a document are its own, newest first, in pages', async () => {
  const source = `query($first: Int, $after: String, $last: Int, $before: String, $filter: OrderFilter) {
    authorizationDocuments(first: 100) { nodes { sid hostedNumberOrders(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      totalCount nodes { sid } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`;
  const documents = (await ask(contextOver(database), source, { first: 2 }))['authorizationDocuments'].nodes;
  for (const [n, document] of documents.entries()) {
    const all = [n, n + 50, n + 100].filter((each) => each < 120).map((each) => ({ sid: sid('HR', each) }));
    expect(document.hostedNumberOrders.totalCount).toBe(all.length);
    expect(document.hostedNumberOrders.nodes).toEqual(all.slice(0, 2));
    expect(document.hostedNumberOrders.pageInfo).toMatchObject({ hasNextPage: all.length > 2, hasPreviousPage: false });
  }
  const backwards = (await ask(contextOver(database), source, { last: 1, filter: { status: { eq: 'PENDING_LOA' } } }))[
    'authorizationDocuments'
  ].nodes;
  expect(backwards[0].hostedNumberOrders).toMatchObject({ totalCount: 2, nodes: [{ sid: sid('HR', 100) }] });

  const one = `query($after: String) { authorizationDocument(by: {sid: "${sid('PX', 0)}"}) { hostedNumberOrders(first: 2, after: $after) { nodes { sid } pageInfo { hasNextPage hasPreviousPage } } } }`;
  const after = documents[0].hostedNumberOrders.pageInfo.endCursor;
  expect((await ask(contextOver(database), one, { after }))['authorizationDocument'].hostedNumberOrders).toEqual({
    nodes: [{ sid: sid('HR', 100) }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
  expect(
    await codesOf(contextOver(database), one, { after: documents[1].hostedNumberOrders.pageInfo.endCursor }),
  ).toEqual(['BAD_CURSOR']);
});

test('the order of a number is the newest that Twilio still has', async () => {
  const incomingPhoneNumberSid = sid('PN', 500);
  await insertRows(database, {
    numbers: [numberRow(500)],
    orders: [
      orderRow(501, { incomingPhoneNumberSid, dateCreated: now, vanishedAt: now }),
      orderRow(502, { incomingPhoneNumberSid, dateCreated: new Date(now.getTime() - 5000) }),
      orderRow(503, { incomingPhoneNumberSid, dateCreated: new Date(now.getTime() - 9000) }),
    ],
  });
  const data = await ask(
    contextOver(database),
    `{ activeNumber(by: {sid: "${incomingPhoneNumberSid}"}) { hostedNumberOrder { sid } } }`,
  );
  expect(data['activeNumber'].hostedNumberOrder.sid).toBe(sid('HR', 502));
});

test('the accounts are the parent first, then its subaccounts, each with the way back', async () => {
  const data = await ask(contextOver(database), '{ viewer { accounts { sid parent { sid } subaccounts { sid } } } }');
  expect(data['viewer'].accounts).toEqual([
    { sid: owner, parent: null, subaccounts: [{ sid: subaccount }] },
    { sid: subaccount, parent: { sid: owner }, subaccounts: [] },
  ]);
});

test('a transition leads to its record and is a node', async () => {
  const ids = ['OrderTransition:1', 'DocumentTransition:2'].map((id) => Buffer.from(id).toString('base64'));
  const data = await ask(
    contextOver(database),
    `query($ids: [ID!]!) { nodes(ids: $ids) { id
    ... on OrderTransition { to order { sid } sources } ... on DocumentTransition { from document { sid } ordersAffected } } }`,
    { ids },
  );
  expect(data['nodes']).toEqual([
    { id: ids[0], to: 'RECEIVED', order: { sid: sid('HR', 1) }, sources: ['SYNC'] },
    { id: ids[1], from: null, document: { sid: sid('PX', 1) }, ordersAffected: 3 },
  ]);
});
