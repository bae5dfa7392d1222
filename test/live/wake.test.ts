// The links that carry wake-ups, when something between forgets them: they stay open and carry nothing. Each is made anew, and
// nothing is kept for it meanwhile.
import { Redis } from 'ioredis';
import { pino } from 'pino';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { openProxy } from '../../chaos/proxy.ts';
import { logChannel } from '../../src/db/log.ts';
import { openServerListener } from '../../src/db/server-listener.ts';
import { openWake } from '../../src/mirror/wake.ts';
import { openTestDatabase, testDatabaseUrl } from '../database.ts';
import { ownerAccountSid } from '../mirror/facts.ts';

const log = pino({ level: 'silent' });
const redisUrl = process.env['TEST_REDIS_URL'];

test.runIf(redisUrl)(
  'both links to Redis are renewed, and what was said meanwhile is said once',
  async () => {
    const database = await openTestDatabase();
    const url = new URL(redisUrl ?? '');
    const proxy = await openProxy(Number(url.port || 6379));
    url.port = String(proxy.port);
    let heard = 0;
    const other = new Redis(redisUrl ?? '');
    other.on('message', () => {
      heard += 1;
    });
    await other.subscribe(`${logChannel}:${ownerAccountSid}`);
    let woken = 0;
    const wake = await openWake({ database, url: url.href, ownerAccountSid, log }, () => {
      woken += 1;
    });
    await expect
      .poll(
        () => {
          wake.publish();
          return heard;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    proxy.forget();
    const [heardBefore, wokenBefore] = [heard, woken];
    for (let word = 0; word < 10_000; word += 1) wake.publish();
    await expect.poll(() => heard, { timeout: 60_000 }).toBeGreaterThan(heardBefore);
    // The renewed listener hears what the renewed publisher says, and not only that it is connected again.
    await expect.poll(() => woken, { timeout: 60_000 }).toBeGreaterThan(wokenBefore + 1);
    expect(heard).toBeLessThan(heardBefore + 100);
    await wake.close();
    other.disconnect();
    proxy.close();
  },
  150_000,
);

test.runIf(testDatabaseUrl)(
  'a LISTEN that is never answered does not end the renewing of its link',
  async () => {
    let listens = 0;
    const url = new URL(testDatabaseUrl ?? '');
    const proxy = await openProxy(Number(url.port || 5432), (piece) => {
      if (piece.includes('listen "')) listens += 1;
    });
    const direct = postgres(url.href, { max: 1 });
    url.port = String(proxy.port);
    let heard = 0;
    const onNotify = () => {
      heard += 1;
    };
    const notify = async (payload: string) => direct`select pg_notify('wake_test', ${payload})`;
    const listener = await openServerListener({ url: url.href, channel: 'wake_test', onNotify, notify, beatMs: 300 });
    expect(listens).toBe(1);
    proxy.fallSilent('listening');
    await expect.poll(() => listens, { timeout: 30_000 }).toBeGreaterThan(1);
    // The links that are silent stay so; the next one is whole.
    proxy.forget();
    proxy.restore();
    const heardBefore = heard;
    await expect
      .poll(
        async () => {
          await notify('');
          return heard;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(heardBefore);
    await listener.close();
    await direct.end();
    proxy.close();
  },
  90_000,
);

test.runIf(testDatabaseUrl)(
  'a link that is being renewed when the listener is closed is ended with it',
  async () => {
    let listens = 0;
    const url = new URL(testDatabaseUrl ?? '');
    const proxy = await openProxy(Number(url.port || 5432), (piece) => {
      if (piece.includes('listen "')) listens += 1;
    });
    url.port = String(proxy.port);
    const unheard = { onNotify: () => {}, notify: async () => {} };
    const listener = await openServerListener({ url: url.href, channel: 'close_test', ...unheard, beatMs: 4_000 });
    proxy.fallSilent('listening');
    await expect.poll(() => listens, { timeout: 30_000 }).toBe(2);
    const closed = listener.close();
    proxy.restore();
    await closed;
    // Left alone it would break by its silence after 16 s, and be made again.
    await expect.poll(() => proxy.outgoingPorts().size, { timeout: 12_000 }).toBe(0);
    proxy.close();
  },
  90_000,
);
