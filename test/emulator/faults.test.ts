// Misfortune on request: spoiled answers and spoiled callbacks, repeatable by seed.
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { createReceiver } from './callback-receiver.ts';
import { connectTwilio, control, createSmallEmulator, send } from './twilio-client.ts';

const orders = '/HostedNumbers/HostedNumberOrders';
const form = { PhoneNumber: '+15017122661', SmsCapability: 'true' };
const answer = { target: 'answer', method: 'POST', path: 'HostedNumberOrders$', count: 1 };

test.each([
  ['server-error', 0],
  ['server-error-after', 1],
])('%s answers 503 after %i accepted creations', async (kind, accepted) => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [{ ...answer, kind }]);
  expect((await send(emulator, 'POST', orders, form)).status).toBe(503);
  expect(await countOrders(emulator)).toBe(accepted);
});

test.each([
  ['cut-before', 0],
  ['cut-after', 1],
])('%s breaks the connection after %i accepted creations', async (kind, accepted) => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [{ ...answer, kind }]);
  await expect(send(emulator, 'POST', orders, form)).rejects.toThrow('fetch failed');
  expect(await countOrders(emulator)).toBe(accepted);
  expect((await control(emulator, 'GET', '/counters')).HostedNumberOrders?.writes ?? 0).toBe(accepted);
});

test('cut-late accepts the request after the client has given up', async () => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [{ ...answer, kind: 'cut-late', ms: 5000 }]);
  await expect(send(emulator, 'POST', orders, form)).rejects.toThrow();
  expect(await countOrders(emulator)).toBe(0);
  await emulator.clock.advance(5000);
  expect(await countOrders(emulator)).toBe(1);
});

test('rate-limit answers 429 with Retry-After, and the helper library reports its code', async () => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [{ ...answer, kind: 'rate-limit', retryAfterSeconds: 7, count: 2 }]);
  const refused = await send(emulator, 'POST', orders, form);
  expect([refused.status, refused.headers.get('retry-after'), refused.body.code]).toEqual([429, '7', 20429]);
  const create = connectTwilio(emulator).preview.hosted_numbers.hostedNumberOrders.create({
    phoneNumber: '+15017122661',
    smsCapability: true,
  });
  await expect(create).rejects.toMatchObject({ status: 429, code: 20429 });
  expect(await countOrders(emulator)).toBe(0);
});

test('garbage comes as HTML, as half a JSON text, and as a page on another host', async () => {
  const emulator = createSmallEmulator();
  const rule = { target: 'answer', method: 'GET', count: 1 };
  await control(
    emulator,
    'POST',
    '/faults',
    ['html', 'truncated', 'foreign-page-url'].map((kind) => ({ ...rule, kind })),
  );
  const html = await send(emulator, 'GET', orders);
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect(typeof (await send(emulator, 'GET', orders)).body).toBe('string');
  expect(new URL((await send(emulator, 'GET', orders)).body.meta.next_page_url).host).not.toBe('preview.twilio.com');
});

test('a list that lags does not show what was just created', async () => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [
    { target: 'answer', method: 'GET', path: 'HostedNumberOrders', kind: 'stale-list', ms: 3000 },
  ]);
  await send(emulator, 'POST', orders, form);
  expect(await countOrders(emulator)).toBe(0);
  await emulator.clock.advance(3000);
  expect(await countOrders(emulator)).toBe(1);
});

test.each([
  ['drop', ['verified']],
  ['duplicate', ['received', 'received', 'verified']],
  ['reorder', ['verified', 'received']],
])('the callback fault %s turns received, verified into %j', async (kind, expected) => {
  const { emulator, receiver, sid } = await createOrder();
  await control(emulator, 'POST', '/faults', [{ target: 'callback', kind, status: 'received' }]);
  for (const status of ['received', 'verified']) await control(emulator, 'POST', `/orders/${sid}/move`, { status });
  await emulator.settle();
  expect(receiver.received.map(({ fields }) => fields.Status)).toEqual(expected);
});

test('a delayed callback is sent when its time has come', async () => {
  const { emulator, receiver, sid } = await createOrder();
  await control(emulator, 'POST', '/faults', [{ target: 'callback', kind: 'delay', ms: 60_000, count: 1 }]);
  await control(emulator, 'POST', `/orders/${sid}/move`, { status: 'received' });
  await emulator.settle();
  expect(receiver.received).toHaveLength(0);
  await emulator.clock.advance(60_000);
  expect(receiver.received.map(({ fields }) => fields.Status)).toEqual(['received']);
});

test('the same seed spoils the same requests', async () => {
  const draw = async (seed: number): Promise<number[]> => {
    const emulator = createSmallEmulator({ seed });
    await control(emulator, 'POST', '/faults', [{ target: 'answer', kind: 'server-error', probability: 0.5 }]);
    const statuses: number[] = [];
    for (let request = 0; request < 30; request += 1) statuses.push((await send(emulator, 'GET', orders)).status);
    return statuses;
  };
  const first = await draw(1);
  expect(new Set(first)).toEqual(new Set([200, 503]));
  expect(await draw(1)).toEqual(first);
  expect(await draw(2)).not.toEqual(first);
});

test('rules are counted, forgotten on request, and refused when they make no sense', async () => {
  const emulator = createSmallEmulator();
  await control(emulator, 'POST', '/faults', [{ target: 'answer', kind: 'server-error', count: 1 }]);
  await send(emulator, 'GET', orders);
  expect((await send(emulator, 'GET', orders)).status).toBe(200);
  expect((await control(emulator, 'GET', '/faults'))[0].applied).toBe(1);
  await control(emulator, 'DELETE', '/faults');
  expect(await control(emulator, 'GET', '/faults')).toEqual([]);
  await expect(control(emulator, 'POST', '/faults', [{ target: 'answer', kind: 'explode' }])).rejects.toThrow('400');
});

async function createOrder() {
  const receiver = createReceiver();
  const emulator = createSmallEmulator({ fetch: receiver.fetch });
  const { body } = await send(emulator, 'POST', orders, { ...form, StatusCallbackUrl: 'https://gateway.example/t' });
  return { emulator, receiver, sid: body.sid as string };
}

async function countOrders(emulator: Emulator): Promise<number> {
  return (await send(emulator, 'GET', `${orders}?PhoneNumber=%2B15017122661`)).body.items.length;
}
