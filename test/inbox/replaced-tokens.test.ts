// The token of a subaccount is replaced at Twilio, which tells nobody: the callbacks that come then are not lost, those on
// their way still count, and forgeries gain nothing by it.
import { and, eq, ne } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { createTestStack } from '../stack.ts';
import { moveSilently, type Order, tell, verdictsOf } from './callbacks.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
const stack = await createTestStack({ gateway: { now }, emulator: { orders: 300, subaccounts: 1 } });
afterEach(() => {
  clock.offsetMs += 3_600_000;
});

/** Orders of the subaccount that are received. */
async function ordersOfSubaccount(): Promise<Order[]> {
  const [parent] = stack.emulator.accounts;
  const o = hostedNumberOrders;
  const found = await stack.database.db
    .select()
    .from(o)
    .where(and(ne(o.accountSid, parent?.sid ?? ''), eq(o.status, 'received')))
    .orderBy(o.sid);
  return found.map((order) => ({
    ...order,
    authToken: stack.gateway.services.credentialsOf(order.accountSid)?.authToken ?? '',
    address: stack.gateway.services.callbackUrlOf(order.accountSid).split('#')[0] ?? '',
  }));
}

const change = (sid: string, changes: object) => stack.control('mutate', { sid, changes });
const countAccountReads = async () =>
  ((await stack.control('counters')) as Record<string, { reads: number }>)['Accounts']?.reads ?? 0;

test('the first callback that is signed with a new token is accepted, and those signed before still are', async () => {
  const [first, second, third] = await ordersOfSubaccount();
  if (!first || !second || !third) throw new Error('too few orders');
  const authToken = 'a'.repeat(32);
  await change(first.accountSid, { auth_token: authToken });
  for (const order of [first, second, third]) await moveSilently(stack, order, 'verified');
  // Several at once: one read is enough for them.
  const readsBefore = await countAccountReads();
  const answers = await Promise.all([first, second].map((order) => tell(stack, { ...order, authToken }, 'verified')));
  expect(answers).toEqual([204, 204]);
  expect(await countAccountReads()).toBe(readsBefore + 1);
  // On its way when the token was replaced.
  expect(await tell(stack, third, 'verified')).toBe(204);
  await stack.settle();
  for (const order of [first, second, third]) expect(await verdictsOf(stack, order)).toEqual(['APPLIED']);
  clock.offsetMs += 6 * 60_000;
  expect(await tell(stack, third, 'verified')).toBe(403);
});

test('forgeries have the tokens read at most once a minute, and only when they name an order of the account', async () => {
  const [order] = await ordersOfSubaccount();
  if (!order) throw new Error('no order');
  const [parent] = stack.emulator.accounts;
  const forge = (changes: Partial<Order>, signature?: string) =>
    tell(stack, { ...order, authToken: 'f'.repeat(32), ...changes }, 'verified', signature);
  const readsBefore = await countAccountReads();
  const cheap = [
    await forge({}, ''),
    await forge({}, 'not a signature'),
    await forge({ sid: `HR${'9'.repeat(32)}` }),
    await forge({ sid: 'HR1' }),
    await forge({ address: stack.gateway.services.callbackUrlOf(parent?.sid ?? '').split('#')[0] ?? '' }),
  ];
  expect(cheap).toEqual(cheap.map(() => 403));
  expect(await countAccountReads()).toBe(readsBefore);
  for (let index = 0; index < 50; index += 1) expect(await forge({})).toBe(403);
  expect(await countAccountReads()).toBe(readsBefore + 1);
  clock.offsetMs += 61_000;
  expect(await forge({})).toBe(403);
  expect(await countAccountReads()).toBe(readsBefore + 2);
});

test('while Twilio cannot be asked for its tokens, such a callback is asked for again', async () => {
  const [order] = await ordersOfSubaccount();
  if (!order) throw new Error('no order');
  await stack.control('faults', [{ target: 'answer', path: 'Accounts', kind: 'server-error', count: 10 }]);
  const authToken = 'b'.repeat(32);
  await change(order.accountSid, { auth_token: authToken });
  expect(await tell(stack, { ...order, authToken }, 'received')).toBe(503);
  await stack.emulator.fetch(new Request('http://127.0.0.1/_emulator/faults', { method: 'DELETE' }));
  clock.offsetMs += 6_000;
  await expect.poll(() => tell(stack, { ...order, authToken }, 'received'), { timeout: 20_000 }).toBe(204);
});

test('a suspended subaccount is not read; what it signed is kept until it may be, and a closed one is forged', async () => {
  const [order] = await ordersOfSubaccount();
  if (!order) throw new Error('no order');
  await moveSilently(stack, order, 'verified');
  await change(order.accountSid, { status: 'suspended' });
  await stack.gateway.sync();
  expect(stack.gateway.services.credentialsOf(order.accountSid)).toBeNull();
  expect(await tell(stack, order, 'verified')).toBe(204);
  expect(await tell(stack, order, 'failed', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=')).toBe(403);
  await stack.settle();
  expect(await verdictsOf(stack, order)).toContain('PENDING');
  await change(order.accountSid, { status: 'active' });
  await stack.gateway.sync();
  await expect
    .poll(
      async () => {
        await stack.settle();
        return verdictsOf(stack, order);
      },
      { timeout: 20_000 },
    )
    .not.toContain('PENDING');
  await change(order.accountSid, { status: 'closed' });
  await stack.gateway.sync();
  expect(await tell(stack, order, 'verified')).toBe(403);
});
