// Single records: by global id, by sid, by what people call them.
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, countStatements } from './operations.ts';
import { documentRow, insertRows, numberRow, orderRow, owner, sid, stranger, transitionRow } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    accounts: [owner],
    numbers: [
      numberRow(1),
      numberRow(2, { phoneNumber: '+14155550001', firstSeenAt: new Date('2026-03-02T00:00:00Z') }),
      numberRow(3, { ownerAccountSid: stranger, accountSid: stranger }),
      numberRow(4, { vanishedAt: new Date() }),
    ],
    orders: [
      orderRow(1, { uniqueName: 'main', incomingPhoneNumberSid: sid('PN', 1), signingDocumentSid: sid('PX', 1) }),
    ],
    documents: [documentRow(1)],
    transitions: [transitionRow(sid('HR', 1), 'received')],
  });
});

test('a record found by sid is found again by its id, with its type', async () => {
  const context = contextOver(database);
  const data = await ask(
    context,
    `query($n: Sid!, $o: Sid!, $d: Sid!) {
    activeNumber(by: {sid: $n}) { id } hostedNumberOrder(by: {sid: $o}) { id } authorizationDocument(by: {sid: $d}) { id }
  }`,
    { n: sid('PN', 1), o: sid('HR', 1), d: sid('PX', 1) },
  );
  const ids = Object.values(data).map((record) => record.id);
  const again = await ask(contextOver(database), `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, { ids });
  expect(again['nodes']).toEqual([
    { __typename: 'ActiveNumber', id: ids[0] },
    { __typename: 'HostedNumberOrder', id: ids[1] },
    { __typename: 'AuthorizationDocument', id: ids[2] },
  ]);
  for (const field of ['activeNumber', 'hostedNumberOrder', 'authorizationDocument']) {
    const byId = await ask(context, `query($id: ID!) { ${field}(by: {id: $id}) { id } }`, { id: data[field].id });
    expect(byId[field]).toEqual({ id: data[field].id });
  }
});

test('node answers null, without an error, to ids that are missing, foreign or no ids, and nodes keeps the order', async () => {
  const id = (text: string) => Buffer.from(text).toString('base64');
  const good = id(`ActiveNumber:${sid('PN', 1)}`);
  const ids = [
    '%%%',
    '',
    'PN123',
    id('Nothing:1'),
    id('Freshness:1'),
    id(`ActiveNumber:${sid('PN', 99)}`),
    id(`ActiveNumber:${sid('PN', 3)}`),
    good,
    id(`ActiveNumber:${sid('HR', 1)}`),
    id('ActiveNumber:\0'),
    id('OrderTransition:99999999'),
    id('OrderTransition:1e3'),
    id('DocumentTransition:1'),
    id('toString:1'),
  ];
  const data = await ask(contextOver(database), `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
  expect(data['nodes']).toEqual(ids.map((each) => (each === good ? { id: good } : null)));
  for (const each of ids) {
    const one = await ask(contextOver(database), `query($id: ID!) { node(id: $id) { id } }`, { id: each });
    expect(one['node']).toEqual(each === good ? { id: good } : null);
  }
});

test('nodes reads one statement for each type', async () => {
  const ids = [1, 2, 4].map((n) => Buffer.from(`ActiveNumber:${sid('PN', n)}`).toString('base64'));
  ids.push(Buffer.from(`HostedNumberOrder:${sid('HR', 1)}`).toString('base64'));
  const statements = await countStatements(database, () =>
    ask(contextOver(database), `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Mirrored { sid } } }`, { ids }),
  );
  expect(statements).toBe(2);
});

test('a phone number with two sids gives the one first seen last, and each names the other', async () => {
  const data = await ask(
    contextOver(database),
    `{
    activeNumber(by: {phoneNumber: "+14155550001"}) { sid samePhoneNumber { sid } }
    hostedNumberOrder(by: {uniqueName: "main"}) { activeNumber { hostedNumberOrder { uniqueName } } }
  }`,
  );
  expect(data['activeNumber']).toEqual({ sid: sid('PN', 2), samePhoneNumber: [{ sid: sid('PN', 1) }] });
  expect(data['hostedNumberOrder'].activeNumber.hostedNumberOrder.uniqueName).toBe('main');
});

test('a record that Twilio no longer has answers lookups and says since when', async () => {
  const data = await ask(
    contextOver(database),
    `{ activeNumber(by: {sid: "${sid('PN', 4)}"}) { freshness { vanishedAt stale age source } } }`,
  );
  expect(data['activeNumber'].freshness).toEqual({
    vanishedAt: expect.any(String),
    stale: false,
    age: 'PT0S',
    source: 'SYNC',
  });
});

test.each([
  ['activeNumber', '{sid: "PN123"}'],
  ['activeNumber', `{sid: "${sid('HR', 1)}"}`],
  ['activeNumber', `{sid: "${sid('PN', 1)}\\n"}`],
  ['activeNumber', '{phoneNumber: "15017122661"}'],
  ['hostedNumberOrder', '{uniqueName: "a\\u0000b"}'],
])('%s(by: %s) is refused as a value that breaks its rule', async (field, by) => {
  expect(await codesOf(contextOver(database), `{ ${field}(by: ${by}) { id } }`)).toEqual(['BAD_USER_INPUT']);
});

test('an account that the mirror has not read yet is there by its sid', async () => {
  await insertRows(database, { orders: [orderRow(9, { accountSid: sid('AC', 9) })] });
  const data = await ask(
    contextOver(database),
    `{ hostedNumberOrder(by: {sid: "${sid('HR', 9)}"}) { account { sid friendlyName } } }`,
  );
  expect(data['hostedNumberOrder'].account).toEqual({ sid: sid('AC', 9), friendlyName: null });
});
