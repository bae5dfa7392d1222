// The database's clock is measured through connections that others use as well: a measure says how exact it is.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openDatabaseClock } from '../../src/db/clock.ts';

/** A server whose clock runs with ours, `aheadMs` ahead, and whose answers take long in the queue before the statement. */
const server = { aheadMs: 0, queueMs: 0 };
const log = pino({ level: 'silent' });
const database = {
  kind: 'server',
  db: {
    async execute() {
      if (server.queueMs > 0) await new Promise((resolve) => setTimeout(resolve, server.queueMs));
      return [{ ms: String(Date.now() + server.aheadMs) }];
    },
  },
} as unknown as Database;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  Object.assign(server, { aheadMs: 0, queueMs: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const aheadMs = (clock: { now(): Date }) => clock.now().getTime() - Date.now();

test('waiting for a connection does not move the clock', async () => {
  const clock = await openDatabaseClock(database, log);
  expect(Math.abs(aheadMs(clock))).toBeLessThanOrEqual(1);
  server.queueMs = 4_000;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Math.abs(aheadMs(clock))).toBeLessThanOrEqual(1);
  clock.close();
});

test('a clock that was set is followed, as far as a measure can tell', async () => {
  const clock = await openDatabaseClock(database, log);
  server.aheadMs = 10_000;
  server.queueMs = 4_000;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Math.abs(aheadMs(clock) - 10_000)).toBeLessThanOrEqual(2_000);
  // A quiet measure is exact.
  server.queueMs = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Math.abs(aheadMs(clock) - 10_000)).toBeLessThanOrEqual(1);
  clock.close();
});
