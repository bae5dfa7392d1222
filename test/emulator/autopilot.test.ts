// The customer that nobody plays: something changes every few seconds, and nothing grows.
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { createReceiver } from './callback-receiver.ts';
import { control, createSmallEmulator, send } from './twilio-client.ts';

const tickMs = 2000;

test('without the autopilot, orders wait for their customer', async () => {
  const emulator = createSmallEmulator({ pace: 1440 });
  await emulator.clock.advance(5 * 60_000);
  const before = await control(emulator, 'GET', '/state');
  await run(emulator, 50);
  expect((await control(emulator, 'GET', '/state')).ordersByStatus).toEqual(before.ordersByStatus);
});

test('something changes in every ten seconds, and never many things at once', async () => {
  const receiver = createReceiver();
  const emulator = createPiloted(receiver.fetch);
  const changes: number[] = [];
  for (let window = 0; window < 120; window += 1) {
    const before = receiver.received.length;
    await run(emulator, 5);
    changes.push(receiver.received.length - before);
  }
  expect(Math.min(...changes)).toBeGreaterThan(0);
  // Five steps, what Twilio and the carriers do meanwhile, and a document of the seed with several orders.
  expect(Math.max(...changes)).toBeLessThan(40);
});

test('it takes orders all the way: they complete and are replaced', async () => {
  const receiver = createReceiver();
  const emulator = createPiloted(receiver.fetch);
  await run(emulator, 1500);
  const statuses = new Map<string, string[]>();
  for (const { fields } of receiver.received) {
    const sid = fields.HostedNumberOrderSid ?? '';
    statuses.set(sid, [...(statuses.get(sid) ?? []), fields.Status ?? '']);
  }
  const whole = [
    'received',
    'pending-verification',
    'verified',
    'pending-loa',
    'carrier-processing',
    'testing',
    'completed',
  ];
  expect([...statuses.values()].filter((road) => road.join() === whole.join()).length).toBeGreaterThan(20);
});

test('a long run stays bounded: open orders about constant, ended ones cleared away', async () => {
  const emulator = createPiloted(createReceiver().fetch);
  await run(emulator, 4000);
  const early = await control(emulator, 'GET', '/state');
  await run(emulator, 4000);
  const late = await control(emulator, 'GET', '/state');
  expect(late.orders).toBeLessThan(early.orders + 60);
  expect(late.numbers).toBeLessThan(early.numbers + 60);
  expect(late.documents).toBeLessThan(early.documents + 60);
  expect((await control(emulator, 'GET', '/clock')).timers).toBeLessThan(late.orders + 10);
});

test('an order that somebody made is attended to at once, however many the autopilot opens meanwhile', async () => {
  const emulator = createPiloted(createReceiver().fetch);
  await run(emulator, 300);
  const form = { PhoneNumber: '+12065550142', SmsCapability: 'true' };
  const { body: order } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
  await run(emulator, 60);
  const { body } = await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders/${order.sid}`);
  expect(body.status).toBe('completed');
});

test('a jump of a week is not a week of ticks', async () => {
  const receiver = createReceiver();
  const emulator = createPiloted(receiver.fetch);
  await emulator.clock.advance(60 * 60_000);
  const before = receiver.received.length;
  await emulator.clock.advance(60 * 60_000);
  expect(receiver.received.length - before).toBeLessThan(10);
});

test('a document of more than a few orders is left to a person', async () => {
  const receiver = createReceiver();
  const emulator = createPiloted(receiver.fetch, { orders: 0, documents: 0, bigDocumentOrders: 60 });
  await run(emulator, 300);
  expect((await control(emulator, 'GET', '/state')).ordersByStatus['pending-loa']).toBeGreaterThanOrEqual(60);
});

function createPiloted(
  fetch: typeof globalThis.fetch,
  options: { orders?: number; documents?: number; bigDocumentOrders?: number } = {},
): Emulator {
  return createSmallEmulator({
    autopilot: true,
    autopilotIntervalMs: tickMs,
    pace: 1440,
    fetch,
    callbackUrlFor: () => 'https://gateway.example/t',
    ...options,
  });
}

async function run(emulator: Emulator, ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) await emulator.clock.advance(tickMs);
}
