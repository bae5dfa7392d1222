// Status callbacks: what is sent, how it is signed, and when it is tried again.
import twilio from 'twilio';
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { createReceiver } from './callback-receiver.ts';
import { accountAt, control, createSmallEmulator, parentOf, send } from './twilio-client.ts';

const minuteMs = 60_000;

test('a POST callback carries the three documented fields and a signature the official validator accepts', async () => {
  const { emulator, received } = await runOrder({ StatusCallbackUrl: 'https://gateway.example/twilio?tenant=a%20b' });
  const [callback] = received;
  expect(callback?.fields).toEqual({
    Status: 'received',
    HostedNumberOrderSid: expect.stringMatching(/^HR[0-9a-f]{32}$/),
    PhoneNumber: '+15017122661',
  });
  expect(callback?.url).toBe('https://gateway.example/twilio?tenant=a%20b');
  expect(callback?.headers.get('user-agent')).toBe('TwilioProxy/1.1');
  expect(callback?.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
  expect(callback?.headers.get('i-twilio-idempotency-token')).toBeTruthy();
  const signature = callback?.headers.get('x-twilio-signature') ?? '';
  const fields = callback?.fields ?? {};
  expect(twilio.validateRequest(parentOf(emulator).authToken, signature, callback?.url ?? '', fields)).toBe(true);
  expect(
    twilio.validateRequest(parentOf(emulator).authToken, signature, callback?.url ?? '', {
      ...fields,
      Status: 'completed',
    }),
  ).toBe(false);
});

test('a GET callback carries its fields in the signed address', async () => {
  const { emulator, received } = await runOrder({
    StatusCallbackUrl: 'https://gateway.example/twilio?x=1',
    StatusCallbackMethod: 'GET',
  });
  const [callback] = received;
  expect(callback).toMatchObject({ method: 'GET', body: '' });
  expect(callback?.fields).toMatchObject({ x: '1', Status: 'received' });
  const signature = callback?.headers.get('x-twilio-signature') ?? '';
  expect(twilio.validateRequest(parentOf(emulator).authToken, signature, callback?.url ?? '', {})).toBe(true);
});

test('a callback is signed with the token of the account that owns the order', async () => {
  const { received, emulator } = await runOrder({
    StatusCallbackUrl: 'https://gateway.example/t',
    AccountSid: 'subaccount',
  });
  const [callback] = received;
  const signature = callback?.headers.get('x-twilio-signature') ?? '';
  const validate = (token: string) =>
    twilio.validateRequest(token, signature, callback?.url ?? '', callback?.fields ?? {});
  expect(validate(accountAt(emulator, 1).authToken)).toBe(true);
  expect(validate(parentOf(emulator).authToken)).toBe(false);
});

test('the fragment of the address is neither sent nor signed', async () => {
  const { emulator, received } = await runOrder({ StatusCallbackUrl: 'https://gateway.example/t#rc=2&rp=all' });
  expect(received[0]?.url).toBe('https://gateway.example/t');
  const signature = received[0]?.headers.get('x-twilio-signature') ?? '';
  expect(
    twilio.validateRequest(
      parentOf(emulator).authToken,
      signature,
      'https://gateway.example/t',
      received[0]?.fields ?? {},
    ),
  ).toBe(true);
});

test('every change of status sends one callback, in order; creation and renaming send none', async () => {
  const receiver = createReceiver();
  const emulator = createSmallEmulator({ fetch: receiver.fetch });
  const sid = await createOrder(emulator, { StatusCallbackUrl: 'https://gateway.example/t' });
  await emulator.clock.advance(5 * minuteMs);
  const started = await send(emulator, 'POST', orderPath(sid), { Status: 'pending-verification' });
  await send(emulator, 'POST', orderPath(sid), { FriendlyName: 'renamed' });
  await send(emulator, 'POST', orderPath(sid), { Status: 'pending-verification' });
  await send(emulator, 'POST', orderPath(sid), { VerificationCode: started.body.verification_code });
  await emulator.settle();
  expect(receiver.received.map(({ fields }) => fields.Status)).toEqual([
    'received',
    'pending-verification',
    'verified',
  ]);
});

test.each<[string, number, () => Response]>([
  ['', 1, () => new Response(null, { status: 500 })],
  ['', 2, () => networkFailure('ECONNREFUSED')],
  ['#rc=3&rp=5xx', 4, () => new Response(null, { status: 503 })],
  ['#rc=3&rp=5xx', 1, () => new Response(null, { status: 404 })],
  ['#rc=5&rp=all', 6, () => new Response(null, { status: 404 })],
  ['#rc=9&rp=4xx', 6, () => new Response(null, { status: 403 })],
  ['#rc=0&rp=ct', 1, () => networkFailure('ECONNREFUSED')],
  ['#rc=2&rp=rt', 3, () => networkFailure('ECONNRESET')],
])('an address ending in "%s" is tried %i times', async (fragment, attempts, answer) => {
  const { received, emulator } = await runOrder({ StatusCallbackUrl: `https://gateway.example/t${fragment}` }, answer);
  expect(received).toHaveLength(attempts);
  // Retries are recognisable by their token.
  expect(new Set(received.map(({ headers }) => headers.get('i-twilio-idempotency-token'))).size).toBe(1);
  const log = await control(emulator, 'GET', '/deliveries');
  expect(log.deliveries[0].attempts).toHaveLength(attempts);
  expect(log.deliveries[0].outcome).toBe('failed');
});

test('a retry that succeeds ends the delivery', async () => {
  const answers = [503, 200];
  const { received, emulator } = await runOrder(
    { StatusCallbackUrl: 'https://gateway.example/t#rc=5&rp=5xx' },
    (call) => new Response(null, { status: answers[call - 1] ?? 500 }),
  );
  expect(received).toHaveLength(2);
  expect((await control(emulator, 'GET', '/deliveries')).counts).toMatchObject({ caused: 1, delivered: 1, failed: 0 });
});

test('a document of 13,000 orders moves them all at once, each callback is delivered, and the log stays bounded', async () => {
  const receiver = createReceiver();
  const emulator = createSmallEmulator({
    fetch: receiver.fetch,
    bigDocumentOrders: 13_000,
    orders: 0,
    documents: 0,
    callbackUrlFor: () => 'https://gateway.example/t',
  });
  const { body } = await send(emulator, 'GET', '/HostedNumbers/AuthorizationDocuments?Status=signing');
  await control(emulator, 'POST', `/documents/${body.items[0].sid}/sign`);
  await emulator.settle();
  expect(new Set(receiver.received.map(({ fields }) => fields.HostedNumberOrderSid)).size).toBe(11_700);
  const log = await control(emulator, 'GET', '/deliveries?limit=10000');
  expect(log.counts).toMatchObject({ caused: 11_700, delivered: 11_700 });
  expect(log.counts.kept).toBeLessThan(11_001);
  expect(log.deliveries).toHaveLength(10_000);
});

test('closing gives up a callback that nobody answers, and sends no more', async () => {
  const receiver = createReceiver(
    (_, request) =>
      new Promise((_resolve, reject) =>
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error)),
      ),
  );
  const emulator = createSmallEmulator({ fetch: receiver.fetch });
  const sid = await createOrder(emulator, { StatusCallbackUrl: 'https://gateway.example/t#rc=5&rp=all' });
  await control(emulator, 'POST', `/orders/${sid}/move`, { status: 'received' });
  await new Promise((resolve) => setImmediate(resolve));
  await emulator.close();
  await control(emulator, 'POST', `/orders/${sid}/move`, { status: 'verified' });
  expect(receiver.received).toHaveLength(1);
});

async function runOrder(form: Record<string, string>, answer?: (call: number) => Response) {
  const receiver = createReceiver(answer);
  const emulator = createSmallEmulator({ fetch: receiver.fetch });
  const account: Record<string, string> = form.AccountSid ? { AccountSid: accountAt(emulator, 1).sid } : {};
  await createOrder(emulator, { ...form, ...account });
  await emulator.clock.advance(5 * minuteMs);
  return { emulator, received: receiver.received };
}

async function createOrder(emulator: Emulator, form: Record<string, string>): Promise<string> {
  const { status, body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', {
    PhoneNumber: '+15017122661',
    SmsCapability: 'true',
    ...form,
  });
  expect(status).toBe(201);
  return body.sid;
}

function orderPath(sid: string): string {
  return `/HostedNumbers/HostedNumberOrders/${sid}`;
}

function networkFailure(code: string): never {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}
