// Tenancy: what belongs to another owner is not there, by whatever road one asks.
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, contextOver } from './operations.ts';
import { documentRow, insertRows, numberRow, orderRow, owner, sid, stranger, transitionRow } from './rows.ts';

const foreign = { ownerAccountSid: stranger, accountSid: stranger };
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    accounts: [owner],
    numbers: [numberRow(1), numberRow(2, { ...foreign, phoneNumber: '+14155550001' })],
    documents: [documentRow(1), documentRow(2, foreign)],
    orders: [
      // Ours, with links that lead abroad.
      orderRow(1, { incomingPhoneNumberSid: sid('PN', 2), signingDocumentSid: sid('PX', 2), uniqueName: 'ours' }),
      // Theirs, with links that lead here.
      orderRow(2, {
        ...foreign,
        incomingPhoneNumberSid: sid('PN', 1),
        signingDocumentSid: sid('PX', 1),
        uniqueName: 'theirs',
      }),
    ],
    transitions: [
      transitionRow(sid('HR', 1), 'received'),
      transitionRow(sid('HR', 2), 'received', { ownerAccountSid: stranger, accountSid: stranger }),
    ],
  });
});

test('lists, counts and links show the own tenant only', async () => {
  const data = await ask(
    contextOver(database),
    `{
    viewer { accounts { sid subaccounts { sid } } }
    activeNumbers { totalCount nodes { sid hostedNumberOrder { sid } samePhoneNumber { sid } } }
    hostedNumberOrders { totalCount nodes { sid activeNumber { sid } authorizationDocument { sid } } }
    authorizationDocuments { totalCount nodes { sid hostedNumberOrders { totalCount nodes { sid } } } }
  }`,
  );
  expect(data).toEqual({
    viewer: { accounts: [{ sid: owner, subaccounts: [] }] },
    activeNumbers: { totalCount: 1, nodes: [{ sid: sid('PN', 1), hostedNumberOrder: null, samePhoneNumber: [] }] },
    hostedNumberOrders: {
      totalCount: 1,
      nodes: [{ sid: sid('HR', 1), activeNumber: null, authorizationDocument: null }],
    },
    authorizationDocuments: {
      totalCount: 1,
      nodes: [{ sid: sid('PX', 1), hostedNumberOrders: { totalCount: 0, nodes: [] } }],
    },
  });
});

test('lookups and ids answer for a foreign record as for a missing one', async () => {
  const ids = [
    `ActiveNumber:${sid('PN', 2)}`,
    `HostedNumberOrder:${sid('HR', 2)}`,
    `AuthorizationDocument:${sid('PX', 2)}`,
    `Account:${stranger}`,
    'OrderTransition:2',
  ];
  const data = await ask(
    contextOver(database),
    `query($ids: [ID!]!) {
    nodes(ids: $ids) { id }
    activeNumber(by: {sid: "${sid('PN', 2)}"}) { id }
    byPhone: activeNumber(by: {phoneNumber: "+14155550001"}) { sid }
    hostedNumberOrder(by: {sid: "${sid('HR', 2)}"}) { id }
    byName: hostedNumberOrder(by: {uniqueName: "theirs"}) { id }
    authorizationDocument(by: {sid: "${sid('PX', 2)}"}) { id }
  }`,
    { ids: ids.map((id) => Buffer.from(id).toString('base64')) },
  );
  expect(data).toEqual({
    nodes: [null, null, null, null, null],
    activeNumber: null,
    byPhone: { sid: sid('PN', 1) },
    hostedNumberOrder: null,
    byName: null,
    authorizationDocument: null,
  });
});

test('asOf does not tell how far the log of another tenant is', async () => {
  const before = await ask(contextOver(database), '{ hostedNumberOrders { asOf } }');
  await insertRows(database, { transitions: [transitionRow(sid('HR', 2), 'verified', { ownerAccountSid: stranger })] });
  expect(await ask(contextOver(database), '{ hostedNumberOrders { asOf } }')).toEqual(before);
});
