// A document of 15,000 orders, the most that Twilio takes: named by their ids, found in a few statements, sent in one call.
import { encodeGlobalID } from '@pothos/plugin-relay';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openDocumentOrders } from '../../src/mirror/document-orders.ts';
import { bodySizeMaxBytes } from '../../src/server/limits.ts';
import type { AuthorizationDocumentParameters } from '../../src/twilio/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, contextOver, countStatements, twilioThat } from '../graph/operations.ts';
import { documentRow, insertRows, now, orderRow, owner, sid } from '../graph/rows.ts';

const most = 15_000;
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    accounts: [owner],
    orders: Array.from({ length: most }, (_, n) => orderRow(n, { status: 'verified', uniqueName: `order ${n}` })),
  });
  // As autovacuum does by itself a minute later.
  await database.db.execute(sql`analyze`);
});

const mutation = `mutation($input: CreateAuthorizationDocumentInput!) { createAuthorizationDocument(input: $input) {
  document { sid } report { upstreamCalls changes { path after } } userErrors { code path message } } }`;
const people = {
  addressSid: sid('AD', 1),
  email: 'owner@example.com',
  contactTitle: 'Owner',
  contactPhoneNumber: '555',
};

test.each([
  ['ids', (n: number) => ({ id: encodeGlobalID('HostedNumberOrder', sid('HR', n)) })],
  ['unique names', (n: number) => ({ uniqueName: `order ${n}` })],
])('15,000 orders named by %s take a few statements and one call, and fit a request', async (_by, name) => {
  const orders = Array.from({ length: most }, (_, n) => name(n));
  const variables = { input: { orders, ...people } };
  expect(JSON.stringify({ query: mutation, variables }).length).toBeLessThan(bodySizeMaxBytes);
  const createAuthorizationDocument = vi.fn(async (_as: object, _parameters: AuthorizationDocumentParameters) => ({
    ...documentRow(1),
    accountSid: owner,
    addressSid: people.addressSid,
    email: people.email,
    ccEmails: [],
    url: null,
  }));
  const context = contextOver(database, { twilio: twilioThat({ createAuthorizationDocument }) });
  let answer: Awaited<ReturnType<typeof ask>> = {};
  const statements = await countStatements(database, async () => {
    answer = await ask(context, mutation, variables);
  });
  expect(answer['createAuthorizationDocument']).toMatchObject({ document: { sid: sid('PX', 1) }, userErrors: [] });
  expect(createAuthorizationDocument).toHaveBeenCalledTimes(1);
  expect(createAuthorizationDocument.mock.calls[0]?.[1].hostedNumberOrderSids).toHaveLength(most);
  expect(statements).toBeLessThan(20);
});

test('its orders are read again by a request for each page, and nobody waits for all of them', async () => {
  const pages = 15;
  let isHeld = true;
  const listDependentHostedNumberOrders = vi.fn(async (_as: object, _sid: string, after = '0') => {
    while (isHeld && after === '1') await new Promise((resolve) => setTimeout(resolve, 10));
    const page = Number(after);
    const items = Array.from({ length: 1000 }, (_, n) => {
      const row = orderRow(page * 1000 + n, { status: 'pending-loa', signingDocumentSid: sid('PX', 1) });
      const { ownerAccountSid: _o, firstSeenAt: _f, syncedAt: _s, source: _c, ...facts } = row;
      return facts as never;
    });
    return { items, skipped: 0, nextPage: page + 1 < pages ? String(page + 1) : null };
  });
  const { services } = contextOver(database);
  const reader = openDocumentOrders({
    database,
    ownerAccountSid: owner,
    twilio: twilioThat({ listDependentHostedNumberOrders }),
    directory: { credentialsOf: () => ({ accountSid: owner, authToken: 'token' }) } as never,
    orders: { readAgain: () => Promise.reject(new Error('no order left the document')) },
    log: services.log,
    now: () => new Date(now.getTime() + 1000),
  });
  // It answers while the second page is held: whoever waits for all would wait for good.
  await reader.readAgain({ sid: sid('PX', 1), accountSid: owner, leftSids: [] });
  expect(listDependentHostedNumberOrders.mock.calls.length).toBeLessThanOrEqual(2);
  isHeld = false;
  await reader.settle();
  expect(listDependentHostedNumberOrders).toHaveBeenCalledTimes(pages);
  const query = '{ authorizationDocuments { nodes { orderCounts { status count } } } }';
  expect(await ask(contextOver(database), query)).toEqual({
    authorizationDocuments: { nodes: [{ orderCounts: [{ status: 'PENDING_LOA', count: most }] }] },
  });
  await reader.close();
});

test('the counts of a page of documents are one statement', async () => {
  await insertRows(database, { documents: Array.from({ length: 30 }, (_, n) => documentRow(n + 2)) });
  const query = (first: number) =>
    `{ authorizationDocuments(first: ${first}) { nodes { orderCounts { status count } viewerActions { mutation } } } }`;
  const one = await countStatements(database, () => ask(contextOver(database), query(1)));
  const thirty = await countStatements(database, () => ask(contextOver(database), query(30)));
  expect(thirty).toBe(one);
});
