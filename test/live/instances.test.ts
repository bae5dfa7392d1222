// Several instances on one PostgreSQL: what one writes, the subscribers of all others hear, woken by NOTIFY or by Redis, and
// later by the poll when neither comes through.
import { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { appendToLog, logChannel } from '../../src/db/log.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { createServerDatabase, testDatabaseUrl } from '../database.ts';
import { ownerAccountSid, sid } from '../mirror/facts.ts';
import { moveOrders, startFollowing, startLiveGateway, until } from './live-gateway.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(!testDatabaseUrl)('two instances on one PostgreSQL', () => {
  test('a transition that one writes is told by the other at once, by NOTIFY', () => tellAcross({ pollMs: 600_000 }));

  test.skipIf(!redisUrl)('and by Redis, where LISTEN is not to be had', async () => {
    const [one, other] = await openTwo();
    // A pooler: LISTEN is accepted and nothing is ever heard.
    for (const database of [one, other]) database.listen = () => Promise.resolve(async () => {});
    await tellAcross({ pollMs: 600_000, wakeUrl: redisUrl }, [one, other]);
  });

  test('and by the poll, when no wake-up comes through', async () => {
    const [one, other] = await openTwo();
    for (const database of [one, other]) database.listen = () => Promise.resolve(async () => {});
    await tellAcross({ pollMs: 200 }, [one, other]);
  });

  test('an entry whose number was drawn first and committed last is not passed by', async () => {
    const [one, other] = await openTwo();
    const live = await startLiveGateway(other);
    const following = startFollowing({ url: live.url });
    await until('the mark', () => following.items.length > 0);
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    await moveOrders(one, 1, 3, 'received');
    await until('both', () => following.told.length === 2);
    const first = one.db.transaction(async (tx) => {
      const shared = { ownerAccountSid, accountSid: ownerAccountSid, kind: 'ORDER', toStatus: 'verified' } as const;
      await appendToLog(tx, [{ ...defaults, ...shared, sid: sid('HR', 1), observedAt: new Date() }]);
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = moveOrders(other, 2, 3, 'failed');
    await new Promise((resolve) => setTimeout(resolve, 400));
    commit();
    await Promise.all([first, second]);
    await until('both again', () => following.told.length === 4);
    expect(following.told.slice(2)).toEqual([`${sid('HR', 1)} VERIFIED`, `${sid('HR', 2)} FAILED`]);
    await following.stop();
  });

  test('a subscriber goes on at the other instance when its own is stopped, under writers, and misses nothing', async () => {
    const [one, other] = await openTwo();
    const first = await startLiveGateway(one);
    const second = await startLiveGateway(other);
    const urls = [first.url, second.url];
    const following = startFollowing({
      url: first.url,
      fetch: (_url, init) => fetch(urls[0] ?? '', init),
      transport: 'sse',
    });
    await until('the mark', () => following.items.length > 0);
    const written = (async () => {
      for (let start = 0; start < 400; start += 10) await moveOrders(other, start, start + 10, 'received');
    })();
    await until('some', () => following.told.length > 50);
    urls.shift();
    await first.close();
    await written;
    await until('all', () => following.told.length >= 400);
    expect(new Set(following.told).size).toBe(400);
    expect(following.told.length).toBe(400);
    await following.stop();
  });
});

const defaults = {
  fromStatus: null,
  effectiveAt: null,
  sources: ['sync'],
  inferred: false,
  anomalous: false,
  timeInPreviousMs: null,
};

async function openTwo(): Promise<[Database, Database]> {
  const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
  const [one, other] = [openServerDatabase(url, 4), openServerDatabase(url, 4)];
  opened.push(
    drop,
    () => one.close(),
    () => other.close(),
  );
  return [one, other];
}

async function tellAcross(feed: { pollMs: number; wakeUrl?: string }, databases?: [Database, Database]): Promise<void> {
  const [one, other] = databases ?? (await openTwo());
  const first = await startLiveGateway(one, { feed });
  const second = await startLiveGateway(other, { feed });
  const following = startFollowing({ url: second.url });
  await until('the mark', () => following.items.length > 0);
  // Given to Redis before its connections stand, a wake-up is lost, as it may be.
  if (feed.wakeUrl) await bothSubscribe(feed.wakeUrl);
  const startedAt = performance.now();
  await moveOrders(one, 1, 2, 'received');
  await until('the other hears it', () => following.told.length === 1, 5_000);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await following.stop();
  await first.close();
  await second.close();
}

async function bothSubscribe(redis: string): Promise<void> {
  const client = new Redis(redis);
  const countSubscribers = async () => (await client.pubsub('NUMSUB', `${logChannel}:${ownerAccountSid}`))[1];
  await expect.poll(countSubscribers).toBeGreaterThanOrEqual(2);
  client.disconnect();
}
