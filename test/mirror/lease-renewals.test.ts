// A renewal that is slow must not land after the lease was given back: it would keep the others out for a whole life.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { withLease } from '../../src/mirror/lease.ts';
import { ownerAccountSid } from './facts.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('while a renewal is under way no other one begins, and the lease is given back after it', async () => {
  const happened: string[] = [];
  let answer = () => {};
  const db = {
    async execute() {
      happened.push('ask');
      if (happened.length > 1)
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      happened.push('hold');
      return [{ name: 'renewed' }];
    },
    delete: () => ({
      where: async () => void happened.push('give back'),
    }),
  } as unknown as Db;
  const lease = { name: 'renewed', ownerAccountSid, holder: 'A', lifeMs: 60_000 };
  const done = await withLease(db, lease, new AbortController().signal, async () => {
    vi.advanceTimersByTime(50_000);
    setImmediate(answer);
    return 'done';
  });
  expect(done).toBe('done');
  expect(happened).toEqual(['ask', 'hold', 'ask', 'hold', 'give back']);
  expect(vi.getTimerCount()).toBe(0);
});
