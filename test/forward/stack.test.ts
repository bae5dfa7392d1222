// forwardStatusTo in the graph: what is refused, what is stored with the order, and what the receiver hears when the
// order moves at Twilio.
import { beforeAll, expect, test } from 'vitest';
import { statusForwards } from '../../src/db/gateway-tables.ts';
import { createTestStack, type TestStack } from '../stack.ts';
import { until } from './forwards.ts';
import { startReceiver } from './receiver.ts';

const mutation = `mutation($input: CreateHostedNumberOrderInput!) { createHostedNumberOrder(input: $input) {
  order { sid account { sid } statusForwarding { url state lastDeliveredAt nextAttemptAt lastError } }
  report { dryRun replayed upstreamCalls changes { path before after } notices }
  userErrors { __typename code path message } } }`;

type Made = {
  createHostedNumberOrder: {
    order: {
      sid: string;
      account: { sid: string };
      statusForwarding: { url: string; state: string; lastError: string | null } | null;
    } | null;
    report: { upstreamCalls: number; changes: object[]; notices: string[] };
    userErrors: { code: string; path: string[]; message: string }[];
  };
};

let strict: TestStack;
let stack: TestStack;
beforeAll(async () => {
  strict = await createTestStack();
  stack = await createTestStack({
    gateway: { allowPrivateUrls: true, forwarding: { pollMs: 50, firstWaitMs: 10 } },
  });
});

async function create(on: TestStack, input: object): Promise<Made['createHostedNumberOrder']> {
  const { data, errors } = await on.execute<Made, object>(mutation, { input });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.createHostedNumberOrder;
}

async function countWrites(on: TestStack): Promise<unknown> {
  return on.control('counters');
}

const long = `https://example.com/${'a'.repeat(3000)}`;
test.each([
  ['javascript:alert(1)', 'must begin with http: or https:'],
  ['file:///etc/passwd', 'must begin with http: or https:'],
  ['http://169.254.1.1', 'must name a public host'],
  ['http://127.0.0.1:3000/', 'must name a public host'],
  ['http://2130706433/', 'must name a public host'],
  ['http://localhost/', 'must name a public host'],
  ['http://[::1]/', 'must name a public host'],
  ['http://[::ffff:10.0.0.1]/', 'must name a public host'],
  ['http://intranet/', 'must name a public host'],
  ['https://user:secret@example.com/', 'must not contain a user name or a password'],
  [long, `must have at most 2048 characters; got ${long.length}`],
  ['', 'must be a URL'],
  ['/relative', 'must be a URL'],
  ['https://example.com/\0', 'must be a URL'],
  ['https://example.com/\r\nX: y', 'must be a URL'],
])('forwardStatusTo %j is refused, and Twilio is not asked', async (forwardStatusTo, message) => {
  const before = await countWrites(strict);
  const { order, userErrors } = await create(strict, { phoneNumber: '+12125550180', forwardStatusTo });
  expect(order).toBeNull();
  expect(userErrors).toEqual([
    {
      __typename: 'InputError',
      code: 'INVALID_INPUT',
      path: ['forwardStatusTo'],
      message: `forwardStatusTo: ${message}`,
    },
  ]);
  expect(await countWrites(strict)).toEqual(before);
});

test('plain http to a public host is taken, with a notice; a dry run stores nothing', async () => {
  const input = { phoneNumber: '+12125550181', forwardStatusTo: 'http://EXAMPLE.com', options: { dryRun: true } };
  const { userErrors, report } = await create(strict, input);
  expect(userErrors).toEqual([]);
  expect(report.notices).toEqual([
    'forwardStatusTo is plain http: what is sent there can be read and changed on its way.',
  ]);
  expect(report.changes).toContainEqual({
    path: 'statusForwarding.url',
    before: null,
    after: 'http://example.com/',
  });
  const secure = { ...input, forwardStatusTo: 'https://example.com/hook' };
  expect((await create(strict, secure)).report.notices).toEqual([]);
  expect(await strict.database.db.$count(statusForwards)).toBe(0);
});

test.each([
  ['the parent', 0],
  ['a subaccount', 1],
])(
  'an order of %s is followed by a receiver of Twilio’s callbacks, and its signature is that account’s',
  async (_name, index) => {
    const receiver = await startReceiver();
    const account = stack.emulator.accounts[index];
    if (!account) throw new Error('no account');
    const { order, userErrors, report } = await create(stack, {
      phoneNumber: `+1212555019${index}`,
      account: account.sid,
      forwardStatusTo: receiver.url,
    });
    expect(userErrors).toEqual([]);
    expect(report.upstreamCalls).toBe(1);
    expect(order?.statusForwarding).toEqual({
      url: receiver.url,
      state: 'UP_TO_DATE',
      lastDeliveredAt: null,
      nextAttemptAt: null,
      lastError: null,
    });
    const orderSid = order?.sid ?? '';
    const statuses = ['received', 'pending-verification', 'verified', 'pending-loa', 'completed'];
    for (const status of statuses) {
      await stack.control(`orders/${orderSid}/move`, { status });
      await stack.settle();
    }
    await until('all', () => receiver.received.length >= statuses.length);
    expect(receiver.statuses(orderSid)).toEqual(statuses);
    expect(receiver.received.every((call) => call.isSignedWith(account.authToken))).toBe(true);
    const others = stack.emulator.accounts.filter((other) => other !== account);
    expect(receiver.received.some((call) => others.some((other) => call.isSignedWith(other.authToken)))).toBe(false);
    // The receiver has it a moment before the gateway has written that down.
    await expect.poll(() => forwardingOf(orderSid)).toMatchObject({ state: 'UP_TO_DATE', lastError: null });
  },
);

test('a receiver that refuses, and one that fails, are seen in the graph without its address in the error', async () => {
  const receiver = await startReceiver();
  receiver.answer = (_call, response) => response.writeHead(403).end();
  const { order } = await create(stack, { phoneNumber: '+12125550195', forwardStatusTo: receiver.url });
  const orderSid = order?.sid ?? '';
  await stack.control(`orders/${orderSid}/move`, { status: 'received' });
  await stack.settle();
  await until('given up', async () => (await forwardingOf(orderSid))?.state === 'GIVEN_UP');
  expect(await forwardingOf(orderSid)).toMatchObject({ lastError: 'The answer was 403.', nextAttemptAt: null });
  receiver.answer = (_call, response) => response.writeHead(503, { 'retry-after': '20' }).end();
  await stack.control(`orders/${orderSid}/move`, { status: 'verified' });
  await stack.settle();
  await until('retrying', async () => (await forwardingOf(orderSid))?.state === 'RETRYING');
  expect(await forwardingOf(orderSid)).toMatchObject({
    lastError: 'The answer was 503.',
    nextAttemptAt: expect.stringMatching(/^\d{4}-/),
  });
});

test('an order whose create lost its answer is forwarded once it is found', async () => {
  const receiver = await startReceiver();
  await stack.control('faults', [
    { target: 'answer', method: 'POST', path: 'HostedNumberOrders$', kind: 'cut-after', count: 1 },
  ]);
  const { order, userErrors } = await create(stack, { phoneNumber: '+12125550196', forwardStatusTo: receiver.url });
  expect(userErrors).toEqual([]);
  const orderSid = order?.sid ?? '';
  await stack.control(`orders/${orderSid}/move`, { status: 'received' });
  await stack.settle();
  await until('it', () => receiver.statuses(orderSid).join() === 'received');
});

test('an order without forwardStatusTo has no forwarding', async () => {
  const { order } = await create(stack, { phoneNumber: '+12125550197' });
  expect(order?.statusForwarding).toBeNull();
});

async function forwardingOf(orderSid: string) {
  const query = `query($sid: Sid!) { hostedNumberOrder(by: { sid: $sid }) { statusForwarding { state lastError nextAttemptAt } } }`;
  const { data } = await stack.execute<
    { hostedNumberOrder: { statusForwarding: { state: string; lastError: string | null } | null } },
    object
  >(query, { sid: orderSid });
  return data?.hostedNumberOrder.statusForwarding;
}
