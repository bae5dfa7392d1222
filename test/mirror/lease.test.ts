// One instance at a time: whoever holds the lease is told when it has lost it, and nobody waits for one that is done.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { leases } from '../../src/db/gateway-tables.ts';
import { withLease } from '../../src/mirror/lease.ts';
import { openTestDatabase } from '../database.ts';
import { ownerAccountSid } from './facts.ts';

const { db } = await openTestDatabase();
const never = new AbortController().signal;
const leaseOf = (name: string, holder: string, lifeMs: number) => ({ name, ownerAccountSid, holder, lifeMs });

/** Resolves when it aborts, and never if it does not. */
const aborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('stopped')));

test('while one works the other is refused, and when it has ended the other may', async () => {
  const other = () => withLease(db, leaseOf('one', 'B', 60_000), never, async () => 'done by B');
  const first = await withLease(db, leaseOf('one', 'A', 60_000), never, other);
  expect(first).toBeNull();
  expect(await other()).toBe('done by B');
});

test('a lease is renewed for as long as the work takes', async () => {
  const work = async (signal: AbortSignal) => {
    await expect
      .poll(async () => (await db.select().from(leases).where(eq(leases.name, 'long')))[0]?.expiresAt.getTime(), {
        timeout: 20_000,
      })
      .toBeGreaterThan(startedAtMs + 6_000);
    return signal.aborted;
  };
  const startedAtMs = Date.now();
  expect(await withLease(db, leaseOf('long', 'A', 3_000), never, work)).toBe(false);
});

test('work is stopped when another instance has taken the lease', async () => {
  const outcome = await withLease(db, leaseOf('taken', 'A', 900), never, async (signal) => {
    await db.update(leases).set({ holder: 'B', expiresAt: new Date(Date.now() + 60_000) });
    return aborted(signal);
  });
  expect(outcome).toBe('stopped');
  // What the other one holds was not given back for it.
  expect(await withLease(db, leaseOf('taken', 'C', 900), never, async () => 'done')).toBeNull();
});

test('work is stopped when the lease cannot be renewed while it lives', async () => {
  let isAway = false;
  const switchable = new Proxy(db, {
    get(target, name, receiver) {
      if (isAway && name === 'execute') return () => Promise.reject(new Error('away'));
      return Reflect.get(target, name, receiver) as unknown;
    },
  }) satisfies Db;
  const outcome = await withLease(switchable, leaseOf('away', 'A', 600), never, (signal) => {
    isAway = true;
    return aborted(signal);
  });
  expect(outcome).toBe('stopped');
});

test('work is stopped when the process stops', async () => {
  const stop = new AbortController();
  const outcome = await withLease(db, leaseOf('stop', 'A', 60_000), stop.signal, (signal) => {
    stop.abort();
    return signal.aborted ? Promise.resolve('stopped') : aborted(signal);
  });
  expect(outcome).toBe('stopped');
});
