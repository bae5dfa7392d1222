// Cursors that cannot be followed are answered honestly: too old, ahead of the log, garbled; and silence has a voice.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { FeedError } from '../../src/client/feed-error.ts';
import { createMemoryStore } from '../../src/client/follow-feed.ts';
import type { Database } from '../../src/db/client.ts';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { readLogHead, readLogHeads } from '../../src/db/log.ts';
import { encodeFeedCursor } from '../../src/mirror/feed-cursor.ts';
import { openTestDatabase } from '../database.ts';
import { ownerAccountSid, sid } from '../mirror/facts.ts';
import { type LiveGateway, moveOrders, startFollowing, startLiveGateway, until } from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  live = await startLiveGateway(database, { feed: { retentionMs: 90 * 86_400_000, heartbeatMs: 60 } });
});

function cursorOf(position: number): string {
  return encodeFeedCursor(live.gateway.services.cursorKey, ownerAccountSid, position);
}

test('a cursor beyond the retention is told as a gap with the oldest place, and the feed goes on from there', async () => {
  const before = await readLogHead(database.db, ownerAccountSid);
  await moveOrders(database, 1, 4, 'received');
  await database.db.update(statusTransitions).set({ observedAt: new Date('2020-01-01') });
  await moveOrders(database, 4, 6, 'received');
  const following = startFollowing({ url: live.url, store: createMemoryStore(cursorOf(before)) });
  await until('the mark', () => following.items.some((item) => item.__typename === 'FeedCaughtUp'));
  await following.stop();
  expect(following.items[0]).toMatchObject({
    __typename: 'FeedGap',
    reason: 'CURSOR_EXPIRED',
    // Three transitions and, in the same sequence, the three changes that they were.
    cursor: cursorOf(before + 6),
  });
  expect(following.told).toEqual([`${sid('HR', 4)} RECEIVED`, `${sid('HR', 5)} RECEIVED`]);
});

test('an old cursor with nothing old behind it is no gap', async () => {
  const kept = await readLogHead(database.db, ownerAccountSid);
  await database.db
    .update(statusTransitions)
    .set({ observedAt: new Date('2020-01-01') })
    .where(eq(statusTransitions.position, kept));
  const following = startFollowing({ url: live.url, store: createMemoryStore(cursorOf(kept)) });
  await until('the mark', () => following.items.length > 0);
  await following.stop();
  expect(following.items[0]).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 0 });
});

test('an event stream of frames that has nothing to tell is kept alive by comments, and tells what comes after', async () => {
  const controller = new AbortController();
  const query = 'subscription { hostedNumberOrderChanged(minInterval: "PT0S") { order { friendlyName } } }';
  const response = await fetch(live.url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  });
  let text = '';
  let hasMoved = false;
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    // The first one comes with the headers.
    if (!hasMoved && text.startsWith(':\n\n'.repeat(4))) {
      hasMoved = true;
      await moveOrders(database, 90, 91, 'received');
    }
    if (/\ndata: .*\n\n/.test(text)) break;
  }
  controller.abort();
  expect(text).toMatch(/^(:\n\n){4,}event: next\nid: .+\ndata: \{.*"hostedNumberOrderChanged".*\n\n/);
});

test('a cursor that is garbled, or ahead of the log as after a restored backup, is refused on both transports', async () => {
  const head = await readLogHead(database.db, ownerAccountSid);
  for (const transport of ['websocket', 'sse'] as const) {
    for (const cursor of ['garbage', `${cursorOf(head)}=`, `${cursorOf(head)}.x`, cursorOf(head + 1)]) {
      const following = startFollowing({ url: live.url, transport, store: createMemoryStore(cursor) });
      await until('the refusal', () => following.failure !== null);
      expect((following.failure as FeedError).codes).toEqual(['BAD_CURSOR']);
      await following.stop();
    }
  }
});

test('under a filter that matches nothing, heartbeats still move the place on', async () => {
  const query = `subscription($after: FeedCursor) { transitions(after: $after, orders: { friendlyName: { eq: "nobody" } }) {
    __typename ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } ... on OrderTransition { cursor } } }`;
  const following = startFollowing({ url: live.url, query });
  await until('the mark', () => following.items.length > 0);
  await moveOrders(database, 4, 6, 'verified');
  const head = cursorOf((await readLogHeads(database.db, ownerAccountSid)).transitions);
  await until('a heartbeat at the head', () => following.items.at(-1)?.cursor === head);
  expect(following.items.at(-1)?.__typename).toBe('FeedHeartbeat');
  await following.stop();
});
