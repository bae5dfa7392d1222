// The sweep finds what no callback told: within the pace of a status, with its own source, one instance at a time.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { holdLease } from '../../src/db/walk-statements.ts';
import { countOrderReads, logOf, moveSilently, orderThatIs } from '../inbox/callbacks.ts';
import { createTestStack } from '../stack.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
const minutes = (count: number) => count * 60_000;
const stack = await createTestStack({ gateway: { now, sweepIntervalMs: minutes(1), syncIntervalMs: minutes(600) } });
await stack.gateway.sweep();

test('a missed transition is found within the pace of its status, and not read before', async () => {
  const quick = await orderThatIs(stack, 'received');
  const slow = await orderThatIs(stack, 'carrier-processing');
  await moveSilently(stack, quick, 'verified');
  await moveSilently(stack, slow, 'testing');
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  expect((await logOf(stack, quick.sid)).at(-1)).toMatchObject({ toStatus: 'verified', sources: ['reconcile'] });
  expect(await logOf(stack, slow.sid)).toHaveLength(1);
  clock.offsetMs += minutes(14);
  await stack.gateway.sweep();
  expect((await logOf(stack, slow.sid)).at(-1)).toMatchObject({ toStatus: 'testing', sources: ['reconcile'] });
});

test('what is not due is not asked for', async () => {
  await stack.gateway.sweep();
  const before = await countOrderReads(stack);
  await stack.gateway.sweep();
  expect(await countOrderReads(stack)).toBe(before);
});

test('a document is polled, and its orders follow it through their list', async () => {
  const order = await orderThatIs(stack, 'pending-loa');
  const document = order.signingDocumentSid ?? '';
  await stack.control('faults', [{ target: 'callback', kind: 'drop' }]);
  await stack.control(`documents/${document}/sign`, {});
  clock.offsetMs += minutes(5);
  await stack.gateway.sweep();
  const [row] = await stack.database.db
    .select()
    .from(authorizationDocuments)
    .where(eq(authorizationDocuments.sid, document));
  expect(row).toMatchObject({ status: 'signed', source: 'reconcile' });
  clock.offsetMs += minutes(10);
  await stack.gateway.sweep();
  const orders = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.signingDocumentSid, document));
  expect(orders.filter((each) => each.status === 'pending-loa')).toEqual([]);
});

test('an order that is gone vanishes', async () => {
  const order = await orderThatIs(stack, 'received');
  const authorization = `Basic ${btoa(`${order.accountSid}:${order.authToken}`)}`;
  const url = `http://emulator.test/HostedNumbers/HostedNumberOrders/${order.sid}`;
  await stack.emulator.fetch(new Request(url, { method: 'DELETE', headers: { authorization } }));
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  expect((await logOf(stack, order.sid)).at(-1)).toMatchObject({ toStatus: null, sources: ['reconcile'] });
});

test('while another instance holds the lease nothing is swept, and a lease that ran out is taken over', async () => {
  const order = await orderThatIs(stack, 'received');
  const lease = { name: `sweep ${order.ownerAccountSid}`, ownerAccountSid: order.ownerAccountSid, holder: 'another' };
  expect(await holdLease(stack.database.db, { ...lease, lifeMs: 1500 })).toBe(true);
  await moveSilently(stack, order, 'verified');
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  expect(await logOf(stack, order.sid)).toHaveLength(1);
  await expect
    .poll(
      async () => {
        await stack.gateway.sweep();
        return (await logOf(stack, order.sid)).length;
      },
      { timeout: 10_000 },
    )
    .toBe(2);
});
