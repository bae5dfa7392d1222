// A read of Twilio that does not end holds up nothing but what depends on it.
import { and, count, desc, eq, isNull } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { activeNumbers, hostedNumberOrders } from '../../src/db/tables.ts';
import { createTestStack } from '../stack.ts';
import { logOf, moveSilently, orderThatIs, tell, verdictsOf } from './callbacks.ts';

/** Requests that are held until they are let go. */
const held: { isHeld(request: Request): boolean; waiting: (() => void)[] } = { isHeld: () => false, waiting: [] };
const hold = (isHeld: (request: Request) => boolean) => {
  held.isHeld = isHeld;
};
const letGo = () => {
  held.isHeld = () => false;
  for (const go of held.waiting.splice(0)) go();
};
afterEach(letGo);

const stack = await createTestStack({
  async network(reach, request) {
    if (held.isHeld(request)) await new Promise<void>((resolve) => void held.waiting.push(resolve));
    return reach();
  },
});
const patient = { timeout: 30_000 };

test('an order whose read does not end holds up no other', async () => {
  const first = await orderThatIs(stack, 'received', 0);
  const second = await orderThatIs(stack, 'received', 1);
  const third = await orderThatIs(stack, 'received', 2);
  for (const order of [first, second, third]) await moveSilently(stack, order, 'verified');
  hold((request) => request.url.includes(first.sid));
  await tell(stack, first, 'verified');
  await expect.poll(() => held.waiting.length, patient).toBeGreaterThan(0);
  await tell(stack, second, 'verified');
  await expect.poll(() => verdictsOf(stack, second), patient).toEqual(['APPLIED']);
  await tell(stack, third, 'verified');
  await expect.poll(() => verdictsOf(stack, third), patient).toEqual(['APPLIED']);
  expect(await verdictsOf(stack, first)).toEqual(['PENDING']);
  letGo();
  await expect.poll(() => verdictsOf(stack, first), patient).toEqual(['APPLIED']);
  expect((await logOf(stack, first.sid)).map((entry) => entry.toStatus)).toEqual(['received', 'verified']);
});

test('what moves with an order is read behind its verdict', async () => {
  const order = await orderThatIs(stack, 'testing');
  const numberSid = order.incomingPhoneNumberSid ?? '';
  const { db } = stack.database;
  const readAt = async () =>
    (await db.select().from(activeNumbers).where(eq(activeNumbers.sid, numberSid)))[0]?.syncedAt.getTime() ?? 0;
  const before = await readAt();
  await moveSilently(stack, order, 'completed');
  hold((request) => request.url.includes(numberSid));
  await tell(stack, order, 'completed');
  await expect.poll(() => verdictsOf(stack, order), patient).toEqual(['APPLIED']);
  await expect.poll(() => held.waiting.length, patient).toBeGreaterThan(0);
  expect(await readAt()).toBe(before);
  letGo();
  await expect.poll(readAt, patient).toBeGreaterThan(before);
});

test('a walk over the orders of a document that does not end holds up no other order', async () => {
  const o = hostedNumberOrders;
  const isPending = and(eq(o.status, 'pending-loa'), isNull(o.vanishedAt));
  const [largest] = await stack.database.db
    .select({ documentSid: o.signingDocumentSid, orders: count() })
    .from(o)
    .where(isPending)
    .groupBy(o.signingDocumentSid)
    .orderBy(desc(count()))
    .limit(1);
  expect(largest?.orders).toBeGreaterThan(25);
  const other = await orderThatIs(stack, 'received');
  await moveSilently(stack, other, 'verified');
  hold((request) => request.url.includes('DependentHostedNumberOrders'));
  await stack.control(`documents/${largest?.documentSid}/sign`, {});
  await stack.emulator.settle();
  await expect.poll(() => held.waiting.length, patient).toBeGreaterThan(0);
  await tell(stack, other, 'verified');
  await expect.poll(() => verdictsOf(stack, other), patient).toEqual(['APPLIED']);
  expect(await stack.database.db.$count(o, isPending)).toBeGreaterThan(25);
  letGo();
  await expect.poll(() => stack.database.db.$count(o, isPending), patient).toBeLessThan(25);
});

test('a gateway stops though Twilio does not answer', async () => {
  const order = await orderThatIs(stack, 'carrier-processing');
  hold(() => true);
  await tell(stack, order, 'completed');
  await expect.poll(() => held.waiting.length, patient).toBeGreaterThan(0);
  await stack.gateway.close();
  expect((await verdictsOf(stack, order)).at(-1)).toBe('PENDING');
});
