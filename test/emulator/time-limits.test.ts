// What happens to an order when nothing is done, and how long work takes.
import { expect, test } from 'vitest';
import { createEmulatorClock } from '../../src/emulator/clock.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { control, createSmallEmulator, send } from './twilio-client.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

test.each([
  ['received', 30, 'failed', 'idle for more than 30 days'],
  ['verified', 30, 'failed', 'idle for more than 30 days'],
  ['pending-verification', 7, 'action-required', 'idle in the verification process for seven days'],
  ['pending-loa', 7, 'action-required', 'not signed within seven days'],
  ['action-required', 7, 'failed', ''],
])('an order in %s is left alone for %i days, then it is %s', async (from, days, to, reason) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, from);
  await emulator.clock.advance(days * dayMs - 1);
  expect((await read(emulator, sid)).status).toBe(from);
  await emulator.clock.advance(1);
  const order = await read(emulator, sid);
  expect(order.status).toBe(to);
  expect(order.failure_reason).toContain(reason);
});

test('a code lives ten minutes, and a further call within them repeats it', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  const first = await startCall(emulator, sid);
  await emulator.clock.advance(9 * minuteMs);
  const second = await startCall(emulator, sid);
  expect(second.verification_code).toBe(first.verification_code);
  expect(second.verification_call_sids).toHaveLength(2);
  await emulator.clock.advance(minuteMs);
  const late = await send(emulator, 'POST', orderPath(sid), { VerificationCode: first.verification_code });
  expect(late.body.code).toBe(22113);
  const third = await startCall(emulator, sid);
  expect(third.verification_code).not.toBe(first.verification_code);
});

test('when the third code expires, the order needs action', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  for (let call = 0; call < 3; call += 1) {
    expect((await startCall(emulator, sid)).status).toBe('pending-verification');
    await emulator.clock.advance(10 * minuteMs);
  }
  const order = await read(emulator, sid);
  expect(order).toMatchObject({ status: 'action-required', verification_attempts: 3 });
  expect(order.failure_reason).toBe('The Hosted Number Order has reached the maximum number of verification attempts.');
});

test('a wrong answer to the third call ends the verification at once', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  for (let call = 0; call < 3; call += 1) {
    await startCall(emulator, sid);
    await control(emulator, 'POST', `/orders/${sid}/answer`, { code: 'wrong' });
  }
  expect((await read(emulator, sid)).status).toBe('action-required');
});

test('the owner who answers the call verifies the order', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  await startCall(emulator, sid);
  expect((await control(emulator, 'POST', `/orders/${sid}/answer`)).status).toBe('verified');
});

test('codes of four and of six digits both occur, zeros in front included', async () => {
  const emulator = createSmallEmulator({ orders: 400 });
  const { body } = await send(emulator, 'GET', '/HostedNumbers/HostedNumberOrders?PageSize=1000');
  const codes: string[] = body.items
    .map((item: { verification_code: string | null }) => item.verification_code)
    .filter(Boolean);
  expect(new Set(codes.map((code) => code.length))).toEqual(new Set([4, 6]));
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  expect(codes.every((code) => /^\d+$/.test(code))).toBe(true);
});

test('a phone bill is checked within a day and spends no attempt', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  const form = {
    Status: 'pending-verification',
    VerificationType: 'phone-bill',
    VerificationDocumentSid: `RI${'a'.repeat(32)}`,
  };
  expect((await send(emulator, 'POST', orderPath(sid), form)).body).toMatchObject({
    verification_attempts: 0,
    verification_code: null,
  });
  await emulator.clock.advance(dayMs);
  expect((await read(emulator, sid)).status).toBe('verified');
});

test('a toll-free number takes longer at the carrier than a landline', async () => {
  const emulator = createSmallEmulator();
  const landline = await orderIn(emulator, 'carrier-processing');
  const tollFree = await orderIn(emulator, 'carrier-processing', '+18444905863');
  await emulator.clock.advance(2 * dayMs);
  expect((await read(emulator, landline)).status).toBe('completed');
  expect((await read(emulator, tollFree)).status).toBe('carrier-processing');
  await emulator.clock.advance(dayMs);
  expect((await read(emulator, tollFree)).status).toBe('completed');
});

test.each([
  ['+15017129903', 'failed', 'The number is already enabled for messaging by another provider.'],
  [
    '+15017129904',
    'action-required',
    'Twilio cannot host the phone number because carrier information is unavailable.',
  ],
])('%s ends processing as %s with the documented reason', async (phoneNumber, status, reason) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'twilio-processing', phoneNumber);
  await emulator.clock.advance(5 * minuteMs);
  expect(await read(emulator, sid)).toMatchObject({ status, failure_reason: reason });
});

test('the pace shortens the work of the carrier but not the limits of Twilio', async () => {
  const emulator = createSmallEmulator({ pace: 1440 });
  const worked = await orderIn(emulator, 'carrier-processing');
  const unsigned = await orderIn(emulator, 'pending-loa', '+18444905863');
  await emulator.clock.advance(2 * minuteMs);
  expect((await read(emulator, worked)).status).toBe('completed');
  await emulator.clock.advance(6 * dayMs);
  expect((await read(emulator, unsigned)).status).toBe('pending-loa');
});

test('transitions that fell due during one jump are dated at their own time', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'carrier-processing');
  const start = emulator.clock.now();
  await emulator.clock.advance(5 * dayMs);
  const order = await read(emulator, sid);
  expect(Date.parse(order.date_updated) - start).toBe(dayMs + 10 * minuteMs);
});

test('a running clock follows the real time at its speed', () => {
  let realNow = 1000;
  const clock = createEmulatorClock({ now: 50_000, running: true, speed: 60, realNow: () => realNow });
  realNow += 1000;
  expect(clock.now()).toBe(110_000);
  clock.setPace({ running: false });
  realNow += 1000;
  expect(clock.now()).toBe(110_000);
  clock.setPace({ running: true, speed: 1 });
  realNow += 1000;
  expect(clock.now()).toBe(111_000);
  clock.close();
});

test('the control route moves the clock by an ISO duration and refuses anything else', async () => {
  const emulator = createSmallEmulator();
  const start = emulator.clock.now();
  expect((await control(emulator, 'POST', '/clock/advance', { duration: 'P1DT2H3M4S' })).now).toBe(start + 93_784_000);
  await expect(control(emulator, 'POST', '/clock/advance', { duration: 'tomorrow' })).rejects.toThrow('400');
  await expect(control(emulator, 'POST', '/clock/advance', { ms: -1 })).rejects.toThrow('400');
});

async function orderIn(emulator: Emulator, status: string, phoneNumber = '+15017122661'): Promise<string> {
  const { body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', {
    PhoneNumber: phoneNumber,
    SmsCapability: 'true',
  });
  if (status !== 'twilio-processing') await control(emulator, 'POST', `/orders/${body.sid}/move`, { status });
  return body.sid;
}

async function startCall(emulator: Emulator, sid: string) {
  return (await send(emulator, 'POST', orderPath(sid), { Status: 'pending-verification' })).body;
}

async function read(emulator: Emulator, sid: string) {
  return (await send(emulator, 'GET', orderPath(sid))).body;
}

function orderPath(sid: string): string {
  return `/HostedNumbers/HostedNumberOrders/${sid}`;
}
