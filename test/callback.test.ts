import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { statusTransitions, webhookDeliveries } from '../src/db/gateway-tables.ts';
import { hostedNumberOrders } from '../src/db/tables.ts';
import { type FormParameters, signRequest } from '../src/twilio/signature.ts';
import { createTestStack, gatewayUrl, type TestStack } from './stack.ts';

async function orderThatIs(stack: TestStack, status: string) {
  const [order] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.status, status))
    .limit(1);
  if (!order) throw new Error(`no order is ${status}`);
  const account = stack.emulator.accounts.find((candidate) => candidate.sid === order.accountSid);
  return {
    ...order,
    authToken: account?.authToken ?? '',
    address: stack.gateway.services.callbackUrlOf(order.accountSid).split('#')[0] ?? '',
  };
}

type Order = Awaited<ReturnType<typeof orderThatIs>>;

const documented = (order: Order, status: string): FormParameters => [
  ['Status', status],
  ['HostedNumberOrderSid', order.sid],
  ['PhoneNumber', order.phoneNumber],
];

function post(
  stack: TestStack,
  address: string,
  parameters: FormParameters,
  signature: string | null,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
  if (signature !== null) headers.set('x-twilio-signature', signature);
  const body = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return stack.gateway.fetch(new Request(address, { method: 'POST', headers, body }));
}

const postSigned = (stack: TestStack, order: Order, parameters: FormParameters) =>
  post(stack, order.address, parameters, signRequest(order.authToken, order.address, parameters));

const stack = await createTestStack();

/** How many requests for a single order Twilio has answered. */
async function countReads({ control }: TestStack): Promise<string> {
  return JSON.stringify(await control('counters'));
}
const countDeliveries = () => stack.database.db.$count(webhookDeliveries);

test('a callback is stored before it is answered, then the order is read again and the transition logged', async () => {
  const order = await orderThatIs(stack, 'received');
  await stack.control('faults', [{ target: 'callback', kind: 'drop', count: 1, order: order.sid }]);
  await stack.control(`orders/${order.sid}/move`, { status: 'verified' });
  const response = await postSigned(stack, order, documented(order, 'verified'));
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(await countDeliveries()).toBe(1);
  await stack.settle();
  const entries = await stack.database.db.select().from(statusTransitions).where(eq(statusTransitions.sid, order.sid));
  expect(entries.at(-1)).toMatchObject({ fromStatus: 'received', toStatus: 'verified', sources: ['callback'] });
  const [delivery] = await stack.database.db.select().from(webhookDeliveries);
  expect(delivery).toMatchObject({ orderSid: order.sid, verdict: 'APPLIED', method: 'POST' });
});

test('a callback is a hint: what it claims is not believed, only what Twilio then says', async () => {
  const order = await orderThatIs(stack, 'received');
  expect((await postSigned(stack, order, documented(order, 'completed'))).status).toBe(204);
  await stack.settle();
  const [row] = await stack.database.db.select().from(hostedNumberOrders).where(eq(hostedNumberOrders.sid, order.sid));
  expect(row?.status).toBe('received');
});

test('the same callback twice gives one transition', async () => {
  const order = await orderThatIs(stack, 'received');
  await stack.control('faults', [{ target: 'callback', kind: 'drop', count: 1, order: order.sid }]);
  await stack.control(`orders/${order.sid}/move`, { status: 'verified' });
  await postSigned(stack, order, documented(order, 'verified'));
  await postSigned(stack, order, documented(order, 'verified'));
  await stack.settle();
  await postSigned(stack, order, documented(order, 'verified'));
  await stack.settle();
  const entries = await stack.database.db.select().from(statusTransitions).where(eq(statusTransitions.sid, order.sid));
  expect(entries.map((entry) => entry.toStatus)).toEqual(['received', 'verified']);
});

test('a GET callback is verified by its address alone', async () => {
  const order = await orderThatIs(stack, 'verified');
  const query = new URLSearchParams(documented(order, 'verified').map(([name, value]) => [name, value]));
  const address = `${order.address}?${query}`;
  const headers = { 'x-twilio-signature': signRequest(order.authToken, address, []) };
  expect((await stack.gateway.fetch(new Request(address, { headers }))).status).toBe(204);
});

test('forged callbacks are answered 403, move nothing, and are kept where their address is ours', async () => {
  // A stack of its own: a hint that did not come true above is read again for seconds, and reads are counted here.
  const stack = await createTestStack({ emulator: { subaccounts: 0 } });
  const order = await orderThatIs(stack, 'verified');
  const parameters = documented(order, 'completed');
  const good = signRequest(order.authToken, order.address, parameters);
  const readsBefore = await countReads(stack);
  const statuses = await Promise.all([
    post(stack, order.address, parameters, null),
    post(stack, order.address, parameters, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
    post(stack, order.address, parameters, signRequest('f'.repeat(32), order.address, parameters)),
    post(stack, order.address, documented(order, 'failed'), good),
    post(stack, `${order.address}?a=1`, parameters, good),
    post(stack, `${gatewayUrl}/callbacks/${'0'.repeat(32)}`, parameters, good),
  ]);
  expect(statuses.map((response) => response.status)).toEqual([403, 403, 403, 403, 403, 403]);
  await stack.settle();
  const d = webhookDeliveries;
  const kept = await stack.database.db.select().from(d).where(eq(d.verdict, 'BAD_SIGNATURE'));
  // The last one came to an address of nobody.
  expect(kept).toHaveLength(5);
  expect(kept.every((delivery) => delivery.orderSid === null && delivery.parameters.length === 3)).toBe(true);
  expect(await countReads(stack)).toBe(readsBefore);
});

test('values moved across names, and a name that is there twice, are answered 400 though the signature fits', async () => {
  const order = await orderThatIs(stack, 'verified');
  const before = await countDeliveries();
  const resplit: FormParameters = [
    ['HostedNumberOrderSi', `d${order.sid}`],
    ['PhoneNumber', order.phoneNumber],
    ['Status', 'verified'],
  ];
  const moved: FormParameters = [
    ['HostedNumberOrderSid', order.sid],
    ['PhoneNumber', `${order.phoneNumber}Status`],
    ['verified', ''],
  ];
  const twice: FormParameters = [...documented(order, 'verified'), ['Status', 'completed']];
  const sameTwice: FormParameters = [...documented(order, 'verified'), ['Status', 'verified']];
  for (const parameters of [resplit, moved, twice, sameTwice]) {
    expect((await postSigned(stack, order, parameters)).status).toBe(400);
  }
  expect(await countDeliveries()).toBe(before);
});

test('an unknown extra parameter and an unknown status are accepted, and wake a read', async () => {
  const order = await orderThatIs(stack, 'verified');
  expect(
    (await postSigned(stack, order, [...documented(order, 'verified'), ['AccountSid', order.accountSid]])).status,
  ).toBe(204);
  expect((await postSigned(stack, order, documented(order, 'shipped'))).status).toBe(204);
  await stack.settle();
});

test('a call callback on the same address is stored as unrelated', async () => {
  const order = await orderThatIs(stack, 'verified');
  const call: FormParameters = [
    ['CallSid', `CA${'1'.repeat(32)}`],
    ['CallStatus', 'completed'],
  ];
  expect((await postSigned(stack, order, call)).status).toBe(204);
  await stack.settle();
  const unrelated = await stack.database.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.verdict, 'UNRELATED'));
  expect(unrelated).toHaveLength(1);
});

test('a callback for an order that nobody knows waits for it', async () => {
  const order = await orderThatIs(stack, 'verified');
  const unknown = { ...order, sid: `HR${'9'.repeat(32)}` };
  expect((await postSigned(stack, unknown, documented(unknown, 'received'))).status).toBe(204);
  await stack.settle();
  const [delivery] = await stack.database.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.orderSid, unknown.sid));
  expect(delivery?.verdict).toBe('PENDING');
});

test('a body over 16 KiB is answered 413', async () => {
  const order = await orderThatIs(stack, 'verified');
  expect((await postSigned(stack, order, [['Padding', 'x'.repeat(17_000)]])).status).toBe(413);
});

test('the document moves with its orders: no callback tells of it', async () => {
  const [order] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.status, 'pending-loa'))
    .limit(1);
  await stack.control(`documents/${order?.signingDocumentSid}/sign`, {});
  await stack.settle();
  const entries = await stack.database.db
    .select()
    .from(statusTransitions)
    .where(eq(statusTransitions.sid, order?.signingDocumentSid ?? ''));
  expect(entries.at(-1)).toMatchObject({ kind: 'DOCUMENT', fromStatus: 'signing', toStatus: 'signed' });
});
