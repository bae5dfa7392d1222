// Reads that are shared: of a record there is one at a time in a process, and nobody is given an answer that is too old.
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { createReadThrough } from '../../src/mirror/read-through.ts';
import { openSharedReads } from '../../src/mirror/shared-reads.ts';
import type { HostedNumberOrderFacts } from '../../src/twilio/facts.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { contextOver, twilioThat } from '../graph/operations.ts';
import { insertRows, now, orderRow, owner, sid } from '../graph/rows.ts';
import { makeOrder } from './facts.ts';

const database: Database = await openTestDatabase();
const hourOld = new Date(now.getTime() - 3_600_000);
const order = { sid: sid('HR', 1), accountSid: owner };
const staleRow = { ...order, syncedAt: hourOld, vanishedAt: null };
const facts = makeOrder(1, { accountSid: owner });
beforeEach(async () => {
  await emptyTestDatabase(database);
  await insertRows(database, { orders: [orderRow(1, { syncedAt: hourOld })] });
});

/** A Twilio that answers when it is told to, and a clock that is moved by hand. */
function openScene() {
  const answers: ((facts: HostedNumberOrderFacts) => void)[] = [];
  const clock = { time: now };
  const twilio = twilioThat({ fetchHostedNumberOrder: () => new Promise((resolve) => answers.push(resolve)) });
  const { credentialsOf, log } = contextOver(database).services;
  const options = {
    database,
    ownerAccountSid: owner,
    twilio,
    background: twilio,
    directory: { credentialsOf, numbersReadFrom: () => null },
    log,
    now: () => clock.time,
  };
  return { answers, clock, options };
}

test('who asks during a read takes its answer; those for whom it began too early share one behind it', async () => {
  const { answers, clock, options } = openScene();
  const reads = openSharedReads(options);
  const ended: string[] = [];
  const ask = (name: string, notBefore: Date) =>
    reads.read('orders', order, notBefore).then((isRead) => ended.push(`${name} ${isRead}`));
  const first = ask('first', now);
  clock.time = new Date(now.getTime() + 1_000);
  const easy = ask('easy', now);
  const late = [ask('late', clock.time), ask('late', clock.time)];
  clock.time = new Date(now.getTime() + 2_000);
  late.push(ask('late', clock.time));
  await expect.poll(() => answers.length).toBe(1);
  answers[0]?.(facts);
  await Promise.all([first, easy]);
  expect(ended).toEqual(['first true', 'easy true']);
  await expect.poll(() => answers.length).toBe(2);
  // The one behind began after all of them had asked.
  late.push(ask('late', clock.time));
  answers[1]?.(facts);
  await Promise.all(late);
  expect(ended.slice(2)).toEqual(Array(4).fill('late true'));
  expect(answers).toHaveLength(2);
  await reads.close();
});

test('closing waits until what is being read is in the mirror', async () => {
  const { answers, options } = openScene();
  const reads = openSharedReads(options);
  let isClosed = false;
  void reads.read('orders', order, now);
  const closed = reads.close().then(() => {
    isClosed = true;
  });
  await expect.poll(() => answers.length).toBe(1);
  expect(isClosed).toBe(false);
  answers[0]?.(facts);
  await closed;
  const [row] = await database.db.select().from(hostedNumberOrders);
  expect(row?.source).toBe('read-through');
});

test('an operation asks for a record once, whoever still has an old copy of it; for a stricter age once more', async () => {
  const { answers, options } = openScene();
  const sleep = () => new Promise<void>(() => {});
  const reads = createReadThrough({ ...options, readsMax: 2, sleep }).begin();
  const refresh = async (maxAgeMs: number, requests: number) => {
    const refreshed = reads.refresh('orders', [staleRow], maxAgeMs);
    await expect.poll(() => answers.length).toBe(requests);
    answers[requests - 1]?.(facts);
    return refreshed;
  };
  expect(await refresh(60_000, 1)).toBe(true);
  expect(await refresh(60_000, 1)).toBe(true);
  expect(await refresh(600_000, 1)).toBe(true);
  expect(await refresh(0, 2)).toBe(true);
  expect(await refresh(0, 2)).toBe(true);
});
