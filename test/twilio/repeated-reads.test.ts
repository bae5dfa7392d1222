// A read is tried again, within bounds and as Twilio asks; a write never is. The requests of an account wait their turn.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { TwilioRejectionError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import type { RequestAttempt } from '../../src/twilio/http.ts';
import { credentials, errorOf, jsonAnswer, makeClient, networkFailure, orderJson, pageOf } from './fake-twilio.ts';

const orderSid = `HR${'a'.repeat(32)}`;
const newOrder = { phoneNumber: '+15017122661', smsCapability: true };
const busy = (headers: Record<string, string> = {}) => jsonAnswer({ code: 20429 }, 429, headers);

describe('a read', () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ['429', () => busy()],
    ['503', () => new Response('', { status: 503 })],
    ['a reset', () => Promise.reject(networkFailure('ECONNRESET'))],
    ['half a page', () => new Response('{"items": [')],
    ['HTML', () => new Response('<html>')],
  ])('survives two answers of %s', async (_name, failure) => {
    const { client, sent, sleeps } = makeClient((_request, index) => (index < 2 ? failure() : jsonAnswer(orderJson())));
    expect(await client.fetchHostedNumberOrder(credentials, orderSid)).toMatchObject({ sid: orderSid });
    expect(sent).toHaveLength(3);
    expect(sleeps).toEqual([375, 750]);
  });

  test('is given up after four attempts, with growing waits', async () => {
    const { client, sent, sleeps, lines } = makeClient(() => new Response('', { status: 500 }));
    const error = await errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
    expect(error).toBeInstanceOf(TwilioUnavailableError);
    expect(error).toMatchObject({ httpStatus: 500, retryAfterMs: null });
    expect(sent).toHaveLength(4);
    expect(sleeps).toEqual([375, 750, 1500]);
    expect(lines.map((line) => JSON.parse(line).attempt)).toEqual([1, 2, 3]);
  });

  test('is not repeated when Twilio refuses it', async () => {
    const { client, sent } = makeClient(() => jsonAnswer({ code: 20404 }, 404));
    expect(await errorOf(client.fetchHostedNumberOrder(credentials, orderSid))).toBeInstanceOf(TwilioRejectionError);
    expect(sent).toHaveLength(1);
  });

  test('spreads its waits: from half of the ceiling to the whole', async () => {
    const waitsWith = async (random: () => number) => {
      const { client, sleeps } = makeClient(() => busy(), { random });
      await errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
      return sleeps;
    };
    expect(await waitsWith(() => 0)).toEqual([250, 500, 1000]);
    expect(await waitsWith(() => 1)).toEqual([500, 1000, 2000]);
  });

  test.each([
    ['2', 2000],
    ['0', 0],
    ['3600', 30_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Thu, 01 Jan 2026 03:00:00 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
  ])('waits as long as Retry-After: %s asks, and says so when it gives up', async (header, expectedMs) => {
    const { client, sleeps } = makeClient(() => busy({ 'retry-after': header }), { random: () => 0 });
    const error = await errorOf(client.background.fetchHostedNumberOrder(credentials, orderSid));
    expect(error).toBeInstanceOf(TwilioUnavailableError);
    expect(sleeps[0]).toBe(expectedMs ?? 250);
  });

  test('is given up at once when a client would wait too long for what Retry-After asks', async () => {
    const { client, sent, sleeps } = makeClient(() => busy({ 'retry-after': '20' }));
    const error = await errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
    expect(error).toMatchObject({ retryAfterMs: 20_000, httpStatus: 429 });
    expect([sent.length, sleeps]).toEqual([1, []]);
  });
});

describe('a write', () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ['429', () => busy({ 'retry-after': '7' })],
    ['500', () => new Response('', { status: 500 })],
    ['a refused connection', () => Promise.reject(networkFailure('ECONNREFUSED', 'connect'))],
  ])('is sent once and no more after %s', async (_name, failure) => {
    const { client, sent, sleeps } = makeClient(failure);
    await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    expect(sent).toHaveLength(1);
    expect(sleeps).toEqual([]);
  });

  test('that met 429 says when to come back', async () => {
    const { client } = makeClient(() => busy({ 'retry-after': '7' }));
    const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    expect(error).toBeInstanceOf(TwilioUnavailableError);
    expect(error).toMatchObject({ retryAfterMs: 7000, httpStatus: 429 });
  });
});

describe('the requests of an account', () => {
  const other = { accountSid: `AC${'b'.repeat(32)}`, authToken: 'other' };

  test('are ten at once at most; the rest wait, and another account is not held up', async () => {
    const pending: (() => void)[] = [];
    const held = () => new Promise<Response>((resolve) => pending.push(() => resolve(jsonAnswer(pageOf([])))));
    const { client, sent } = makeClient(held);
    const work = Array.from({ length: 25 }, () => client.listHostedNumberOrders(credentials));
    await nextTurn();
    expect(sent).toHaveLength(10);
    work.push(client.listHostedNumberOrders(other));
    await nextTurn();
    expect(sent).toHaveLength(11);
    while (pending.length > 0) {
      expect(pending.length).toBeLessThanOrEqual(11);
      pending.shift()?.();
      await nextTurn();
    }
    await Promise.all(work);
    expect(sent).toHaveLength(26);
  });

  test('keep no place while a read waits to be repeated', async () => {
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const { client } = makeClient((_request, index) => (index === 0 ? busy() : jsonAnswer(pageOf([]))), {
      concurrencyPerAccount: 1,
      sleep: () => asleep,
    });
    const first = client.listHostedNumberOrders(credentials);
    await client.listAuthorizationDocuments(credentials);
    wake();
    await first;
  });

  test('are each told before they are sent, without their query', async () => {
    const attempts: RequestAttempt[] = [];
    const onRequest = (attempt: RequestAttempt) => void attempts.push(attempt);
    const answer = (_request: unknown, index: number) => (index === 0 ? busy() : jsonAnswer(pageOf([])));
    await makeClient(answer, { onRequest }).client.listHostedNumberOrders(credentials);
    const facts = { method: 'GET', path: '/HostedNumbers/HostedNumberOrders', accountSid: credentials.accountSid };
    expect(attempts).toEqual([
      { ...facts, attempt: 1 },
      { ...facts, attempt: 2 },
    ]);
  });
});
