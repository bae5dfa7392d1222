// Frames for many: one execution for all who ask the same, on any transport, at any instance; slow ones hurt nobody.
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Database } from '../../src/db/client.ts';
import { readLogHead } from '../../src/db/log.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { encodeFeedCursor } from '../../src/mirror/feed-cursor.ts';
import { createServerDatabase, openTestDatabase, testDatabaseUrl } from '../database.ts';
import { countStatements } from '../graph/operations.ts';
import { makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';
import { followFrames, told } from './follow-frames.ts';
import { type LiveGateway, moveOrders, observe, startFollowing, startLiveGateway, until } from './live-gateway.ts';

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  live = await startLiveGateway(database, { stallMaxMs: 5_000, feed: { recentMax: 500, pollMs: 3_600_000 } });
});

const query = `subscription($after: FeedCursor) { hostedNumberOrderChanged(filter: { status: { in: [RECEIVED, VERIFIED] } }, after: $after, minInterval: "PT0S") {
  cursor matches order { sid friendlyName status } } }`;

test('subscribers of one operation share one execution, whatever their transport and beginning', async () => {
  await moveOrders(database, 1, 2, 'received');
  const query = `subscription($after: FeedCursor) { hostedNumberOrderChanged(by: { sid: "${sid('HR', 1)}" }, after: $after, minInterval: "PT0S") {
    cursor matches order { sid friendlyName status } } }`;
  const transports = ['websocket', 'sse'] as const;
  const all = Array.from({ length: 20 }, (_, n) => followFrames({ live, query, transport: transports[n % 2] }));
  await until('everybody', () => all.every((each) => each.frames.length === 1));
  await until('one run', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  const statements = await countStatements(database, async () => {
    await moveOrders(database, 1, 2, 'verified');
    await until('everybody again', () => all.every((each) => each.frames.length === 2));
  });
  // What ingest and the tails need, and one read of the order: twenty executions would read it twenty times.
  expect(statements).toBeLessThan(20);
  expect(live.gateway.live.fanOut.load).toEqual({ readers: 20, sharedRuns: 1 });
  await Promise.all(all.map((each) => each.stop()));
  await until('nobody', () => live.gateway.live.fanOut.load.readers === 0);
});

test('those who come back under writers, each from another place, all end with the same present state', async () => {
  await moveOrders(database, 100, 200, 'received');
  await until('nobody', () => live.gateway.live.fanOut.load.sharedRuns === 0);
  const first = followFrames({ live, query });
  await until('it is live', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  await moveOrders(database, 100, 110, 'verified');
  await until('some', () => first.frames.length >= 10);
  const cursors = first.frames.map((frame) => frame.cursor);
  const writing = (async () => {
    for (let start = 100; start < 200; start += 5)
      await moveOrders(database, start, start + 5, start % 10 ? 'failed' : 'verified');
    await moveOrders(database, 200, 201, 'received');
  })();
  const all = cursors.map((after, n) =>
    followFrames({ live, query, variables: { after }, transport: n % 2 ? 'sse' : 'websocket' }),
  );
  await writing;
  const hasLast = (each: typeof first) =>
    told(each)
      .at(-1)
      ?.startsWith(`${sid('HR', 200)} true`) === true;
  await until('the last', () => [first, ...all].every(hasLast));
  await Promise.all([first, ...all].map((each) => each.stop()));
  for (const { frames } of all) {
    const last = new Map(frames.map(({ matches, order }) => [order?.['sid'], matches]));
    for (let n = 110; n < 200; n += 1) if (n % 10 >= 5) expect([n, last.get(sid('HR', n))]).toEqual([n, false]);
  }
});

test('Last-Event-ID resumes where the last event was, before `after`', async () => {
  const head = await readLogHead(database.db, ownerAccountSid);
  const variables = { after: encodeFeedCursor(live.gateway.services.cursorKey, ownerAccountSid, head) };
  await observe(database, { orders: [makeOrder(300), makeOrder(301)] });
  const first = followFrames({ live, query, variables, transport: 'sse' });
  await until('both', () => first.frames.length === 2);
  await first.stop();
  const lastEventId = first.ids.at(-1) ?? '';
  expect(lastEventId).toBe(first.frames.at(-1)?.cursor);
  await observe(database, { orders: [makeOrder(301, { friendlyName: 'missed' })] });
  const again = followFrames({ live, query, variables, transport: 'sse', lastEventId });
  await until('what was missed', () => again.frames.length > 0);
  await again.stop();
  expect(told(again)).toEqual([`${sid('HR', 301)} true missed`]);
});

test('a client that reads nothing is closed, and told where to resume; the others go on', async () => {
  await until('nobody', () => live.gateway.live.fanOut.load.sharedRuns === 0);
  const socket = new WebSocket(live.url.replace('http', 'ws'), 'graphql-transport-ws');
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await until('the greeting', () => messages.length === 1);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  await until('it is live', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  await moveOrders(database, 400, 401, 'received');
  await until('the first frame', () => messages.length === 2);
  socket.pause();
  const healthy = followFrames({ live, query });
  await until('both', () => live.gateway.live.fanOut.load.readers === 2);
  const large = { friendlyName: 'x'.repeat(12_000) };
  await moveOrders(database, 1_000, 2_500, 'received', large);
  await until('the healthy one', () => healthy.frames.length === 1_500);
  await until('it is given up', () => live.gateway.live.fanOut.load.readers === 1);
  const closed = once(socket, 'close');
  socket.resume();
  const [code, reason] = await closed;
  const last = JSON.parse(messages.at(-1) ?? '').payload.data.hostedNumberOrderChanged;
  expect([code, String(reason)]).toEqual([1013, `too slow, resume after ${last.cursor}`]);
  expect(messages.length).toBeLessThan(1_450);
  const rest = followFrames({ live, query, variables: { after: last.cursor } });
  await until('the rest', () => rest.frames.length + messages.length >= 1_502);
  await Promise.all([healthy.stop(), rest.stop()]);
});

describe.skipIf(!testDatabaseUrl)('two instances on one PostgreSQL', () => {
  test('what one writes, the subscribers of the other are told, at once and by its cursors', async () => {
    const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
    const [one, other] = [openServerDatabase(url, 4), openServerDatabase(url, 4)];
    opened.push(
      drop,
      () => one.close(),
      () => other.close(),
    );
    const feed = { pollMs: 600_000 };
    const first = await startLiveGateway(one, { feed });
    const second = await startLiveGateway(other, { feed });
    const following = followFrames({ live: second, query });
    await until('it is live', () => second.gateway.live.fanOut.load.sharedRuns === 1);
    await observe(one, { orders: [makeOrder(1)] });
    await until('the other hears it', () => following.frames.length === 1);
    await second.close();
    await observe(one, { orders: [makeOrder(1, { friendlyName: 'meanwhile' }), makeOrder(2)] });
    const again = followFrames({ live: first, query, variables: { after: following.frames[0]?.cursor } });
    await until('the rest', () => again.frames.length === 2);
    await again.stop();
    expect(told(again)).toEqual([`${sid('HR', 2)} true Order 2`, `${sid('HR', 1)} true meanwhile`]);
    await first.close();
  });
});

test('transitions go on as if there were no changes: their mark comes although the other log is ahead', async () => {
  await moveOrders(database, 500, 501, 'received');
  await observe(database, { orders: [makeOrder(500, { friendlyName: 'no transition' })] });
  const following = startFollowing({ url: live.url });
  await until('the mark', () => following.items.length > 0);
  const cursor = following.items[0]?.cursor ?? '';
  await following.stop();
  await observe(database, { orders: [makeOrder(500, { friendlyName: 'none either' })] });
  const again = startFollowing({
    url: live.url,
    query: `subscription { transitions(after: "${cursor}") { __typename ... on FeedCaughtUp { cursor replayed } } }`,
  });
  await until('the mark', () => again.items.length > 0);
  await again.stop();
  expect(again.items[0]).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 0 });
});
