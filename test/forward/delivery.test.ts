// What is posted, in which order, and what happens when the receiver does not take it.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { insertForward } from '../../src/db/forward-statements.ts';
import { ingestDisappearance } from '../../src/mirror/ingest.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { nextMoment, observe } from '../live/live-gateway.ts';
import { makeDocument, makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';
import { authToken, forwardOf, forwardOver, makeForwarded, moveThrough, until } from './forwards.ts';
import { answerWith, startReceiver } from './receiver.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyTestDatabase(database));

const day = ['received', 'pending-verification', 'verified', 'pending-loa', 'carrier-processing', 'completed'];

test('each transition is posted once, in the order of the log, as Twilio posts it and with its signature', async () => {
  const receiver = await startReceiver();
  forwardOver(database);
  await makeForwarded(database, [1, 2], receiver.url);
  await moveThrough(database, 1, day);
  await moveThrough(database, 2, ['received', 'failed']);
  await until('all', () => receiver.received.length >= 8);
  expect(receiver.statuses(sid('HR', 1))).toEqual(day);
  expect(receiver.statuses(sid('HR', 2))).toEqual(['received', 'failed']);
  const [first] = receiver.received;
  expect(first?.fields).toEqual({
    HostedNumberOrderSid: sid('HR', 1),
    PhoneNumber: '+14155550001',
    Status: 'received',
  });
  expect(first?.path).toBe('/hooks/status?tenant=a%20b&x=1');
  expect(first?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8');
  expect(receiver.received.every((call) => call.isSignedWith(authToken))).toBe(true);
  expect(receiver.received.some((call) => call.isSignedWith('another token'))).toBe(false);
  await until('noted', async () => (await forwardOf(database, 1)).leaseHolder === null);
  expect(await forwardOf(database, 1)).toMatchObject({ attempts: 0, lastError: null, givenUpAt: null });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(receiver.received.length).toBe(8);
});

test('the beginning of an order, inferred steps, what is gone and other records are not posted', async () => {
  const receiver = await startReceiver();
  forwardOver(database);
  await makeForwarded(database, [1], receiver.url);
  await observe(database, { orders: [makeOrder(2, { status: 'received' })], documents: [makeDocument(1)] });
  // From the beginning to carrier-processing: what lies between is inferred.
  await moveThrough(database, 1, ['carrier-processing', 'a-new-word']);
  await ingestDisappearance(database, {
    ownerAccountSid,
    source: 'sync',
    resource: 'orders',
    startedAt: nextMoment(),
    sids: [sid('HR', 1)],
  });
  await moveThrough(database, 1, ['completed']);
  await until('all', () => receiver.received.length >= 3);
  expect(receiver.statuses()).toEqual(['carrier-processing', 'a-new-word', 'completed']);
});

test('an order that was first seen further on has its status posted', async () => {
  const receiver = await startReceiver();
  await observe(database, { orders: [makeOrder(1, { status: 'received' })] });
  await insertForward(database.db, sid('HR', 1), receiver.url);
  forwardOver(database);
  await until('it', () => receiver.received.length === 1);
  expect(receiver.statuses()).toEqual(['received']);
});

test('an entry that came while its order was not forwarded yet is found by the poll', async () => {
  const receiver = await startReceiver();
  forwardOver(database);
  await observe(database, { orders: [makeOrder(1, { status: 'twilio-processing' })] });
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  if (database.kind === 'embedded') {
    // One connection: the transaction cannot be held, so the row is put back to where it was then.
    await moveThrough(database, 1, ['received']);
    await insertForward(database.db, sid('HR', 1), receiver.url);
    await database.db.execute('update status_forward set newest_position = 0');
  } else {
    const inserted = database.db.transaction(async (tx) => {
      await insertForward(tx, sid('HR', 1), receiver.url);
      await held;
    });
    await moveThrough(database, 1, ['received']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    commit();
    await inserted;
  }
  await until('it', () => receiver.received.length === 1);
});

test('a receiver that fails is tried again, and the later statuses wait', async () => {
  const receiver = await startReceiver();
  const answers = [500, 503, 429, 500, 204, 204, 204];
  receiver.answer = (call, response) => answerWith(answers.shift() ?? 204)(call, response);
  forwardOver(database);
  await makeForwarded(database, [1], receiver.url);
  await moveThrough(database, 1, ['received', 'verified', 'completed']);
  await until('all', () => receiver.received.length >= 7);
  expect(receiver.statuses()).toEqual([
    'received',
    'received',
    'received',
    'received',
    'received',
    'verified',
    'completed',
  ]);
  const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
  expect(new Set(tokens.slice(0, 5)).size).toBe(1);
  expect(new Set(tokens).size).toBe(3);
  await until('noted', async () => (await forwardOf(database, 1)).lastError === null);
});

test('the pause doubles, has jitter, and is never shorter than Retry-After', async () => {
  const receiver = await startReceiver();
  receiver.answer = answerWith(500);
  const forwarder = forwardOver(database, { firstWaitMs: 100, random: () => 0.5 });
  await makeForwarded(database, [1], receiver.url);
  await moveThrough(database, 1, ['received']);
  await until('four', () => receiver.received.length >= 4);
  const pauses = receiver.received.slice(1).map(({ at }, index) => at - (receiver.received[index]?.at ?? 0));
  for (const [index, least] of [75, 150, 300].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least - 2);
  expect(pauses[2]).toBeLessThan(3_000);
  receiver.answer = answerWith(429, { 'retry-after': '30' });
  await until('fifth', () => receiver.received.length >= 5);
  await until('noted', async () => (await forwardOf(database, 1)).lastError === 'The answer was 429.');
  const { nextAttemptAt } = await forwardOf(database, 1);
  expect(nextAttemptAt.getTime() - Date.now()).toBeGreaterThan(25_000);
  await forwarder.close();
});

test.each([
  [400, {}, 'The answer was 400.'],
  [404, {}, 'The answer was 404.'],
  [302, { location: '/elsewhere' }, 'The answer was 302. Redirects are not followed.'],
  [307, { location: 'http://127.0.0.1:1/' }, 'The answer was 307. Redirects are not followed.'],
])(
  'an answer of %d is final: the status is given up, and the next one is posted all the same',
  async (status, headers, error) => {
    const receiver = await startReceiver();
    receiver.answer = answerWith(status, headers);
    forwardOver(database);
    await makeForwarded(database, [1], receiver.url);
    await moveThrough(database, 1, ['received']);
    await until('given up', async () => (await forwardOf(database, 1)).givenUpAt !== null);
    expect((await forwardOf(database, 1)).lastError).toBe(error);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks/status?tenant=a%20b&x=1']);
    receiver.answer = answerWith(200);
    await moveThrough(database, 1, ['verified']);
    await until('the next', async () => (await forwardOf(database, 1)).givenUpAt === null);
    expect(receiver.statuses()).toEqual(['received', 'verified']);
  },
);

test('a status that cannot be delivered for the whole time is given up', async () => {
  const receiver = await startReceiver();
  receiver.answer = answerWith(500);
  forwardOver(database, { firstWaitMs: 50, giveUpAfterMs: 2_000 });
  await makeForwarded(database, [1], receiver.url);
  await moveThrough(database, 1, ['received']);
  await until('given up', async () => (await forwardOf(database, 1)).givenUpAt !== null);
  const tried = receiver.received.length;
  expect(tried).toBeGreaterThanOrEqual(3);
  expect(await forwardOf(database, 1)).toMatchObject({ lastError: 'The answer was 500.', attempts: 0 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(receiver.received.length).toBe(tried);
});

test('an answer that does not come, or does not end, holds nothing up', async () => {
  const receiver = await startReceiver();
  receiver.answer = () => {};
  forwardOver(database, { posting: { timeoutMs: 200 } });
  await makeForwarded(database, [1], receiver.url);
  await moveThrough(database, 1, ['received']);
  await until('time-out', async () => (await forwardOf(database, 1)).attempts > 0);
  expect((await forwardOf(database, 1)).lastError).toBe('There was no answer within 0.2 s.');
  let written = 0;
  receiver.answer = (_call, response) => {
    response.writeHead(200);
    const write = () => {
      if (response.destroyed || written > 50_000_000) return;
      written += 65_536;
      response.write(Buffer.alloc(65_536), () => setImmediate(write));
    };
    write();
  };
  await until('delivered', async () => (await forwardOf(database, 1)).lastDeliveredAt !== null);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(written).toBeLessThan(20_000_000);
});

test('a receiver that is down is told as such, and one that hangs leaves places to the others', async () => {
  const down = await startReceiver();
  await down.close();
  const hanging = await startReceiver();
  hanging.answer = () => {};
  const healthy = await startReceiver();
  const others = Array.from({ length: 30 }, (_, index) => index + 10);
  await makeForwarded(database, [1], down.url);
  await makeForwarded(database, others, hanging.url);
  await makeForwarded(database, [100], healthy.url);
  await observe(database, { orders: [...others, 1].map((index) => makeOrder(index, { status: 'received' })) });
  await moveThrough(database, 100, ['received', 'completed']);
  forwardOver(database, { posting: { timeoutMs: 60_000 } });
  await until('the healthy one', () => healthy.received.length === 2);
  expect(hanging.received.length).toBeLessThan(16);
  await until('refused', async () => (await forwardOf(database, 1)).attempts > 0);
  expect((await forwardOf(database, 1)).lastError).toBe('The connection failed (ECONNREFUSED).');
});
