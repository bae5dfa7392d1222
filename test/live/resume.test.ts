// The feed on both transports, through the client module: resumed at any place it misses nothing and repeats nothing.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/client/follow-feed.ts';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { sid } from '../mirror/facts.ts';
import { type LiveGateway, moveOrders, startFollowing, startLiveGateway, until } from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  live = await startLiveGateway(database);
});

const transports = ['websocket', 'sse'] as const;

describe.for(transports)('over %s', (transport) => {
  test('the feed begins with the mark, goes live, and resumes where it was left', async () => {
    const store = createMemoryStore();
    const first = startFollowing({ url: live.url, transport, store });
    await until('the mark', () => first.items.length >= 1);
    expect(first.items[0]).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 0 });
    const base = transport === 'sse' ? 1000 : 0;
    await moveOrders(database, base + 1, base + 4, 'received');
    await until('three', () => first.told.length === 3);
    await first.stop();
    await moveOrders(database, base + 1, base + 3, 'verified');
    const second = startFollowing({ url: live.url, transport, store });
    await until('the mark', () => second.items.some((item) => item.__typename === 'FeedCaughtUp'));
    await moveOrders(database, base + 3, base + 4, 'failed');
    await until('the live one', () => second.told.length >= 3);
    expect(second.failure).toBeNull();
    expect(second.told.sort()).toEqual([
      `${sid('HR', base + 1)} VERIFIED`,
      `${sid('HR', base + 2)} VERIFIED`,
      `${sid('HR', base + 3)} FAILED`,
    ]);
    await second.stop();
  });

  test('with lines that break anywhere, under writers, nothing is missed, repeated or out of order', async () => {
    const statuses = ['received', 'pending-verification', 'verified', 'pending-loa', 'carrier-processing'];
    let base = transport === 'sse' ? 500_000 : 400_000;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { minLength: 2, maxLength: 8 }), async (breaks) => {
        base += 100;
        const store = createMemoryStore();
        const told: string[] = [];
        const begun = startFollowing({ url: live.url, transport, store });
        await until('the mark', () => begun.items.length > 0);
        const written = (async () => {
          for (const status of statuses) {
            await Promise.all(
              [0, 10, 20].map((start) => moveOrders(database, base + start, base + start + 10, status)),
            );
          }
        })();
        let current = begun;
        for (const pauseMs of breaks) {
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          await current.stop();
          told.push(...current.told);
          current = startFollowing({ url: live.url, transport, store });
        }
        await written;
        await until('all of them', () => told.length + current.told.length >= 150);
        await current.stop();
        told.push(...current.told);
        const expected = Array.from({ length: 30 }, (_, index) => sid('HR', base + index));
        for (const order of expected) {
          expect(told.filter((each) => each.startsWith(order))).toEqual(
            statuses.map((status) => `${order} ${status.toUpperCase().replaceAll('-', '_')}`),
          );
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 180_000);
});

describe('server-sent events', () => {
  const query =
    'subscription($after: FeedCursor) { transitions(after: $after) { __typename ... on OrderTransition { to } } }';

  test('each event has its cursor as its id, and Last-Event-ID resumes, before `after`, by POST and by GET', async () => {
    await moveOrders(database, 90_001, 90_002, 'received');
    const start = (await readEvents({ method: 'POST', body: JSON.stringify({ query }) }, 1))[0];
    await moveOrders(database, 90_001, 90_002, 'verified');
    await moveOrders(database, 90_001, 90_002, 'failed');
    const [verified, failed, mark] = await readEvents(
      { method: 'POST', body: JSON.stringify({ query }), headers: { 'last-event-id': start?.id ?? '' } },
      3,
    );
    expect([verified?.data.to, failed?.data.to, mark?.data.__typename]).toEqual(['VERIFIED', 'FAILED', 'FeedCaughtUp']);
    const get = `?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify({ after: start?.id }))}`;
    const [second] = await readEvents({ headers: { 'last-event-id': verified?.id ?? '' } }, 1, get);
    expect(second).toEqual(failed);
  });

  async function readEvents(init: RequestInit, count: number, path = '') {
    const controller = new AbortController();
    const response = await fetch(`${live.url}${path}`, {
      ...init,
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...init.headers },
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const events: { id: string; data: Record<string, string> }[] = [];
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const found = [...text.matchAll(/event: next\nid: (.*)\ndata: (.*)\n\n/g)];
      if (found.length < count) continue;
      for (const [, id = '', data = ''] of found) events.push({ id, data: JSON.parse(data).data.transitions });
      break;
    }
    controller.abort();
    return events;
  }
});
