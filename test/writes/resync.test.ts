// resync: given records are read again at once, everything in the background, and nothing is written to Twilio.
import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, test, vi } from 'vitest';
import { syncWalks } from '../../src/db/gateway-tables.ts';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { sid, stranger } from '../graph/rows.ts';
import { createTestStack, type TestStack } from '../stack.ts';
import { countRequests } from './documents.ts';

let stack: TestStack;
let aheadMs = 0;
beforeAll(async () => {
  stack = await createTestStack({ gateway: { now: () => new Date(Date.now() + aheadMs) } });
});

const operation = `mutation($input: ResyncInput!) { resync(input: $input) { clientMutationId fetched changed
  report { dryRun replayed upstreamCalls changes { path } notices intent { state } }
  userErrors { __typename code path message } } }`;

// biome-ignore lint/suspicious/noExplicitAny: a payload has the shape of the operation above
async function resync(input: object): Promise<any> {
  const { data, errors } = await stack.execute<{ resync: unknown }, { input: object }>(operation, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.resync;
}

test('given records are read again, and what differs is counted, gone and back included', async () => {
  const [moved, still, gone] = await someOrders(3);
  const [number] = await stack.database.db
    .select()
    .from(activeNumbers)
    .where(eq(activeNumbers.readFrom, 'active-numbers'));
  const [document] = await stack.database.db.select().from(authorizationDocuments);
  await stack.control('mutate', { sid: moved?.sid, changes: { friendly_name: 'New name' } });
  await stack.control('mutate', { sid: number?.sid, changes: { friendlyName: 'Desk' } });
  await stack.control('mutate', { sid: gone?.sid, changes: {}, remove: true });
  aheadMs += 60_000;
  const before = await countRequests(stack);
  const input = {
    orders: [{ sid: moved?.sid }, { sid: still?.sid }, { sid: gone?.sid }, { sid: moved?.sid }],
    numbers: [{ phoneNumber: number?.phoneNumber }],
    documents: [{ sid: document?.sid }],
    options: { clientMutationId: 'mine', idempotencyKey: 'read' },
  };
  const first = await resync(input);
  expect(first).toMatchObject({
    userErrors: [],
    clientMutationId: 'mine',
    fetched: 5,
    changed: 3,
    report: { upstreamCalls: 5, replayed: false },
  });
  const after = await countRequests(stack);
  // The preview's numbers take two requests each: one says what the other leaves out.
  expect(after).toEqual({ all: before.all + 6, writes: before.writes + 1 });
  const [row] = await ordersOf([moved?.sid]);
  expect(row).toMatchObject({ friendlyName: 'New name', source: 'read-through' });
  expect((await ordersOf([gone?.sid]))[0]?.vanishedAt).not.toBeNull();

  expect(await resync(input)).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect(await countRequests(stack)).toEqual(after);
});

test('a record that is back at Twilio comes back', async () => {
  const [order] = await someOrders(1);
  await stack.database.db
    .update(hostedNumberOrders)
    .set({ vanishedAt: new Date() })
    .where(eq(hostedNumberOrders.sid, order?.sid ?? ''));
  aheadMs += 60_000;
  expect(await resync({ orders: [{ sid: order?.sid }] })).toMatchObject({ userErrors: [], fetched: 1, changed: 1 });
  expect((await ordersOf([order?.sid]))[0]?.vanishedAt).toBeNull();
});

test('a dry run reads nothing', async () => {
  const [order] = await someOrders(1);
  const { all } = await countRequests(stack);
  const dry = await resync({ orders: [{ sid: order?.sid }], options: { dryRun: true } });
  expect(dry).toMatchObject({
    userErrors: [],
    fetched: 0,
    changed: 0,
    report: { dryRun: true, upstreamCalls: 1, intent: null },
  });
  expect((await countRequests(stack)).all).toBe(all);
});

test('all starts the walk and answers at once', async () => {
  const [order] = await someOrders(1);
  await stack.control('mutate', { sid: order?.sid, changes: { friendly_name: 'Walked' } });
  aheadMs += 60_000;
  const startedAt = new Date(Date.now() + aheadMs);
  const { userErrors, fetched, report } = await resync({ all: true });
  expect({ userErrors, fetched }).toEqual({ userErrors: [], fetched: 0 });
  expect(report).toMatchObject({ upstreamCalls: 0, notices: [expect.stringContaining('goes on in the background')] });
  await vi.waitFor(async () => {
    const walks = await stack.database.db.select().from(syncWalks);
    expect(walks.every((walk) => walk.finishedAt !== null && walk.startedAt >= startedAt)).toBe(true);
  }, 15_000);
  expect((await ordersOf([order?.sid]))[0]).toMatchObject({ friendlyName: 'Walked', source: 'sync' });
});

test('Twilio away: told as such, what could be read is kept, and the key is free', async () => {
  const [lost, read] = await someOrders(2);
  await stack.control('mutate', { sid: read?.sid, changes: { friendly_name: 'Read' } });
  aheadMs += 60_000;
  await stack.control('faults', [
    { target: 'answer', method: 'GET', path: lost?.sid, kind: 'server-error', count: 10 },
  ]);
  const input = { orders: [{ sid: lost?.sid }, { sid: read?.sid }], options: { idempotencyKey: 'away' } };
  expect(await resync(input)).toMatchObject({ fetched: 0, userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', path: [] }] });
  expect((await ordersOf([read?.sid]))[0]).toMatchObject({ friendlyName: 'Read' });
  await stack.emulator.fetch(new Request('http://127.0.0.1/_emulator/faults', { method: 'DELETE' }));
  expect(await resync(input)).toMatchObject({ fetched: 2, userErrors: [], report: { replayed: false } });
});

const many = Array.from({ length: 501 }, (_, n) => ({ sid: sid('HR', n) }));
test.each<[code: string, path: string[], message: string, input: object]>([
  ['INVALID_INPUT', [], 'Name records to read, or give `all: true`.', {}],
  ['INVALID_INPUT', [], 'Name records to read, or give `all: true`.', { all: false, orders: [] }],
  ['INVALID_INPUT', ['all'], 'all: stands alone', { all: true, orders: [{ sid: sid('HR', 1) }] }],
  ['INVALID_INPUT', [], 'At most 500 records in all; got 501.', { orders: many }],
  ['INVALID_INPUT', ['orders', '0', 'sid'], 'orders.0.sid: must match ^HR', { orders: [{ sid: 'HR1' }] }],
  [
    'INVALID_INPUT',
    ['numbers', '0', 'phoneNumber'],
    'must be E.164',
    { numbers: [{ phoneNumber: '123' + '4567890' }] },
  ],
  ['NOT_FOUND', ['orders', '0'], 'orders.0: there is no such order', { orders: [{ sid: sid('HR', 1) }] }],
  ['NOT_FOUND', ['numbers', '0'], 'numbers.0: there is no such number', { numbers: [{ phoneNumber: '+19995550100' }] }],
  ['NOT_FOUND', ['documents', '0'], 'documents.0: there is no such document', { documents: [{ id: 'x' }] }],
])('%s at %j: %s', async (code, path, message, input) => {
  const { all } = await countRequests(stack);
  const { userErrors, report } = await resync(input);
  expect(userErrors).toEqual([{ __typename: 'InputError', code, path, message: expect.stringContaining(message) }]);
  expect(report).toMatchObject({ upstreamCalls: 0, intent: null });
  expect((await countRequests(stack)).all).toBe(all);
});

test('foreign records are not there, and a phone number with two sids must be named by sid', async () => {
  const [order] = await someOrders(1);
  if (!order) throw new Error('no order');
  await stack.database.db
    .insert(hostedNumberOrders)
    .values({ ...order, sid: sid('HR', 0xf00), ownerAccountSid: stranger });
  expect((await resync({ orders: [{ sid: sid('HR', 0xf00) }] })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  const [hosted] = await stack.database.db
    .select()
    .from(activeNumbers)
    .where(
      sql`sid in (select incoming_phone_number_sid from hosted_number_order where status = 'completed') and vanished_at is null`,
    );
  if (!hosted) throw new Error('no hosted number');
  const twin = sid('PN', 0xa);
  await stack.database.db.insert(activeNumbers).values({ ...hosted, sid: twin });
  const { userErrors } = await resync({ numbers: [{ phoneNumber: hosted.phoneNumber }] });
  expect(userErrors).toMatchObject([
    { code: 'CONFLICT', path: ['numbers', '0'], message: expect.stringContaining(twin) },
  ]);
  expect(userErrors[0].message).toContain(hosted.sid);
});

let taken = 0;
/** Orders of the parent that Twilio has; each call gives others. */
async function someOrders(count: number) {
  const found = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(
      sql`account_sid = ${stack.gateway.services.ownerAccountSid} and vanished_at is null and sid > ${sid('HR', 0xfff)}`,
    )
    .orderBy(hostedNumberOrders.sid)
    .limit(count + taken);
  taken += count;
  return found.slice(-count);
}

function ordersOf(sids: (string | undefined)[]) {
  return stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.sid, sids[0] ?? ''));
}
