// What becomes of callbacks: each has its verdict, none has an order read more often than it is worth.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { claimDeliveries, settleDeliveries, storeDeliveries } from '../../src/db/inbox-statements.ts';
import { sid } from '../mirror/facts.ts';
import { createTestStack } from '../stack.ts';
import { countOrderReads, logOf, moveSilently, orderThatIs, tell, verdictsOf } from './callbacks.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
/** Path of an order that Twilio does not know yet when it is asked the next time. */
const lagging: { path: string | null } = { path: null };
const read: string[] = [];
const stack = await createTestStack({
  gateway: { now, confirmMs: 30_000 },
  async network(reach, { method, url }) {
    if (method === 'GET') read.push(new URL(url).pathname);
    if (lagging.path === null || !url.endsWith(lagging.path)) return reach();
    lagging.path = null;
    return Response.json({ code: 20404, message: 'not found', status: 404 }, { status: 404 });
  },
});
/** Reads of one order: those that other tests have left pending are read in the background for half a minute. */
const countReadsOf = ({ sid: name }: { sid: string }) => read.filter((path) => path.endsWith(`/${name}`)).length;

test('the first callback of a transition is applied, the next are duplicates, and each is one entry', async () => {
  const order = await orderThatIs(stack, 'received');
  await moveSilently(stack, order, 'verified');
  for (const _ of [1, 2, 3]) expect(await tell(stack, order, 'verified')).toBe(204);
  await stack.settle();
  expect((await verdictsOf(stack, order)).toSorted()).toEqual(['APPLIED', 'DUPLICATE', 'DUPLICATE']);
  const entries = (await logOf(stack, order.sid)).filter((entry) => !entry.inferred);
  expect(entries.map((entry) => entry.toStatus)).toEqual(['received', 'verified']);
});

test('callbacks in the wrong order leave the entries in the right one', async () => {
  const order = await orderThatIs(stack, 'received');
  await moveSilently(stack, order, 'pending-verification');
  await moveSilently(stack, order, 'verified');
  await tell(stack, order, 'verified');
  await tell(stack, order, 'pending-verification');
  await stack.settle();
  expect((await logOf(stack, order.sid)).map((entry) => entry.toStatus)).toEqual(['received', 'verified']);
  expect(await verdictsOf(stack, order)).toEqual(['APPLIED', expect.stringMatching(/OUT_OF_ORDER|PENDING/)]);
  clock.offsetMs += 31_000;
  // The database's clock decides when it is taken up again; an operator's replay does not wait for it.
  await tell(stack, order, 'pending-verification');
  await stack.settle();
  expect((await verdictsOf(stack, order)).at(-1)).toBe('OUT_OF_ORDER');
});

test('replays of old callbacks cost one read of the order in half a minute, and no entry', async () => {
  const order = await orderThatIs(stack, 'completed');
  await moveSilently(stack, order, 'completed');
  const entries = (await logOf(stack, order.sid)).length;
  clock.offsetMs += 60_000;
  const before = countReadsOf(order);
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: 40 }, () => tell(stack, order, 'testing')));
    await stack.settle();
  }
  expect(countReadsOf(order) - before).toBe(1);
  expect(await logOf(stack, order.sid)).toHaveLength(entries);
});

test('a hint that Twilio does not confirm moves nothing, and does not have the order read again and again', async () => {
  const order = await orderThatIs(stack, 'received', 1);
  const before = countReadsOf(order);
  for (let round = 0; round < 10; round += 1) {
    await tell(stack, order, 'completed');
    await stack.settle();
  }
  expect(countReadsOf(order) - before).toBeLessThanOrEqual(3);
  expect((await logOf(stack, order.sid)).map((entry) => entry.toStatus)).toEqual(['received']);
  // Another promise is worth a read at once.
  await moveSilently(stack, order, 'verified');
  await tell(stack, order, 'verified');
  await stack.settle();
  expect((await logOf(stack, order.sid)).at(-1)?.toStatus).toBe('verified');
});

test('beside the road every status may lie ahead: replays of them all cost one read of the order in half a minute', async () => {
  const order = await orderThatIs(stack, 'action-required');
  const before = countReadsOf(order);
  for (const status of ['received', 'pending-verification', 'verified', 'pending-loa', 'carrier-processing']) {
    await tell(stack, order, status);
    await stack.settle();
  }
  expect(countReadsOf(order) - before).toBe(1);
});

test('a step that was skipped is inferred, without a time of its own', async () => {
  const order = await orderThatIs(stack, 'carrier-processing');
  await moveSilently(stack, order, 'completed');
  await tell(stack, order, 'completed');
  await stack.settle();
  const [, testing, completed] = await logOf(stack, order.sid);
  const made = { sources: ['inferred'], inferred: true, effectiveAt: null, timeInPreviousMs: null };
  expect(testing).toMatchObject({ ...made, fromStatus: 'carrier-processing', toStatus: 'testing' });
  expect(completed).toMatchObject({ fromStatus: 'testing', toStatus: 'completed', inferred: false, anomalous: false });
});

test('an order that comes back from its end is kept as an anomaly', async () => {
  const order = await orderThatIs(stack, 'failed');
  await moveSilently(stack, order, 'received');
  clock.offsetMs += 60_000;
  await tell(stack, order, 'received');
  await stack.settle();
  expect((await logOf(stack, order.sid)).at(-1)).toMatchObject({ toStatus: 'received', anomalous: true });
});

test('a signature that moves all orders of a document costs a walk of its list, not a read of each', async () => {
  const order = await orderThatIs(stack, 'pending-loa');
  const big = (
    await stack.execute<
      { authorizationDocuments: { nodes: { sid: string; hostedNumberOrders: { totalCount: number } }[] } },
      object
    >(
      '{ authorizationDocuments { nodes { sid hostedNumberOrders(filter: { status: { eq: PENDING_LOA } }) { totalCount } } } }',
    )
  ).data?.authorizationDocuments.nodes.find((document) => document.hostedNumberOrders.totalCount > 25);
  if (!big) throw new Error(`no big document beside ${order.sid}`);
  const before = await countOrderReads(stack);
  await stack.control(`documents/${big.sid}/sign`, {});
  await stack.settle();
  expect((await countOrderReads(stack)) - before).toBeLessThan(15);
  const { data } = await stack.execute<
    { authorizationDocument: { status: string; hostedNumberOrders: { totalCount: number } } },
    object
  >(
    `{ authorizationDocument(by: { sid: "${big.sid}" }) { status hostedNumberOrders(filter: { status: { eq: PENDING_LOA } }) { totalCount } } }`,
  );
  expect(data?.authorizationDocument).toEqual({ status: 'SIGNED', hostedNumberOrders: { totalCount: 0 } });
});

test('an entry is given to one delivery, also when two instances give it away at once; what is settled stays', async () => {
  const { db } = stack.database;
  const ownerAccountSid = sid('AC', 7);
  const delivery = {
    ownerAccountSid,
    accountSid: ownerAccountSid,
    receivedAt: new Date(),
    method: 'POST',
    parameters: [],
    orderSid: null,
    hintedStatus: null,
  };
  await storeDeliveries(
    db,
    Array.from({ length: 8 }, () => ({ ...delivery, deliveryId: randomUUID() })),
  );
  const claimed = await claimDeliveries(db, ownerAccountSid, 10, 60_000);
  const settle = (id: number, verdict: string) =>
    settleDeliveries(db, ownerAccountSid, [{ id, verdict, transitionPosition: 1_000_000 }], new Date());
  await Promise.all(claimed.map(({ id }) => settle(id, 'APPLIED')));
  await Promise.all(claimed.map(({ id }) => settle(id, 'OUT_OF_ORDER')));
  const d = webhookDeliveries;
  const rows = await db.select().from(d).where(eq(d.ownerAccountSid, ownerAccountSid));
  const applied = rows.filter((row) => row.verdict === 'APPLIED');
  expect(applied.map((row) => row.transitionPosition)).toEqual([1_000_000]);
  expect(rows.filter((row) => row.verdict === 'DUPLICATE' && row.transitionPosition === null)).toHaveLength(7);
});

test('an order that Twilio does not know for a moment has not gone', async () => {
  const order = await orderThatIs(stack, 'carrier-processing');
  const before = (await logOf(stack, order.sid)).length;
  await moveSilently(stack, order, 'testing');
  lagging.path = `/HostedNumberOrders/${order.sid}`;
  await tell(stack, order, 'testing');
  await stack.settle();
  expect(lagging.path).toBeNull();
  expect((await logOf(stack, order.sid)).slice(before).map((entry) => entry.toStatus)).toEqual(['testing']);
  expect((await verdictsOf(stack, order)).at(-1)).toBe('APPLIED');
});
