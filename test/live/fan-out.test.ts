// Many subscribers, one execution; slow ones hurt nobody; a stop tells everybody where to resume.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryStore } from '../../src/client/follow-feed.ts';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { countStatements } from '../graph/operations.ts';
import { sid } from '../mirror/facts.ts';
import {
  type Following,
  type LiveGateway,
  moveOrders,
  startFollowing,
  startLiveGateway,
  until,
} from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  // Less memory than the burst below has entries: who falls behind must find the rest in the log.
  live = await startLiveGateway(database, { stallMaxMs: 1_000, feed: { recentMax: 2_000, pollMs: 3_600_000 } });
});

test('subscribers of one operation share one execution of each event, whatever their transport and beginning', async () => {
  const transports = ['websocket', 'sse'] as const;
  const all = Array.from({ length: 20 }, (_, index) =>
    startFollowing({ url: live.url, transport: transports[index % 2] }),
  );
  await until('everybody', () => all.every((each) => each.items.length > 0));
  const { fanOut } = live.gateway.live;
  expect(fanOut.load).toEqual({ readers: 20, sharedRuns: 1 });
  const statements = await countStatements(database, async () => {
    await moveOrders(database, 1, 2, 'received');
    await until('everybody', () => all.every((each) => each.told.length === 1));
  });
  const alone = await countStatements(database, async () => {
    await moveOrders(database, 1, 2, 'verified');
    await until('everybody', () => all.every((each) => each.told.length === 2));
  });
  // What ingest and the tail need, and one read of the order: twenty executions would read it twenty times.
  expect(Math.max(statements, alone)).toBeLessThan(15);
  await Promise.all(all.map((each) => each.stop()));
  await until('nobody', () => fanOut.load.readers === 0 && fanOut.load.sharedRuns === 0);
});

test('a variable that is not given takes its default, and one that is null does not: they share nothing', async () => {
  const query = `subscription($after: FeedCursor, $to: [OrderStatus!] = [FAILED]) { transitions(after: $after, to: $to) {
    __typename ... on OrderTransition { cursor to order { sid } } ... on FeedCaughtUp { cursor } } }`;
  const [failed, all] = [{}, { to: null }].map((variables) => startFollowing({ url: live.url, query, variables }));
  if (!failed || !all) throw new Error('two are followed');
  await until('both', () => live.gateway.live.fanOut.load.sharedRuns === 2);
  await moveOrders(database, 5, 6, 'received');
  await moveOrders(database, 5, 6, 'failed');
  await until('both', () => failed.told.length > 0 && all.told.length === 2);
  expect(failed.told).toEqual([`${sid('HR', 5)} FAILED`]);
  await Promise.all([failed.stop(), all.stop()]);
});

test('one whose root field stands in a fragment shares as others do, and has its last word', async () => {
  const stopping = await startLiveGateway(database);
  const query = `subscription($after: FeedCursor) { ...Feed }
    fragment Feed on Subscription { ... { transitions(after: $after) {
      __typename ... on OrderTransition { cursor } ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } } } }`;
  const first = startFollowing({ url: stopping.url, query, retryMinMs: 60_000 });
  await until('the mark', () => first.items.length === 1);
  await moveOrders(database, 6, 7, 'received');
  await until('the entry', () => first.items.length === 2);
  const store = createMemoryStore(first.items[0]?.cursor);
  const second = startFollowing({ url: stopping.url, query, store, transport: 'sse', retryMinMs: 60_000 });
  await until('both', () => second.items.length === 2);
  const { fanOut } = stopping.gateway.live;
  await until('one run', () => fanOut.load.readers === 2 && fanOut.load.sharedRuns === 1);
  await stopping.close();
  for (const { items } of [first, second]) {
    expect(items.at(-1)).toMatchObject({ __typename: 'FeedHeartbeat', cursor: items.at(-2)?.cursor });
  }
  await Promise.all([first.stop(), second.stop()]);
});

const freshQuery = `subscription($after: FeedCursor) { transitions(after: $after) {
  __typename ... on OrderTransition { cursor to order { sid status } } ... on FeedCaughtUp { cursor } } }`;

test('no item shows its order older than itself, though one execution tells of the order again and again', async () => {
  const following = startFollowing({ url: live.url, query: freshQuery });
  await until('it is live', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  for (const [index, status] of ['received', 'verified', 'failed'].entries()) {
    await moveOrders(database, 50_000, 50_120, status);
    await until(status, () => following.items.length === 1 + (index + 1) * 120);
  }
  const ranks = ['RECEIVED', 'VERIFIED', 'FAILED'];
  const entries = following.items.slice(1) as unknown as { to: string; order: { status: string } }[];
  expect(entries.filter(({ to, order }) => ranks.indexOf(order.status) < ranks.indexOf(to))).toEqual([]);
  await following.stop();
});

test('a burst of 4,500 reaches every subscriber, in order, once', async () => {
  const query =
    'subscription($after: FeedCursor) { transitions(after: $after) { __typename ... on OrderTransition { cursor to } ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } } }';
  const all = [1, 2, 3, 4].map((n) => startFollowing({ url: live.url, transport: n % 2 ? 'websocket' : 'sse', query }));
  await until('everybody', () => all.every((each) => each.items.length > 0));
  for (let start = 10_000; start < 14_500; start += 1_500) await moveOrders(database, start, start + 1_500, 'received');
  const cursorsOf = ({ items }: Following) =>
    items.filter((item) => item.__typename === 'OrderTransition').map((item) => item.cursor);
  await until('all of it', () => all.every((each) => each.items.length > 4_500));
  const [first, ...others] = all.map(cursorsOf);
  expect(new Set(first).size).toBe(4_500);
  for (const other of others) expect(other).toEqual(first);
  await Promise.all(all.map((each) => each.stop()));
});

const query =
  'subscription { transitions { __typename ... on OrderTransition { cursor to order { sid friendlyName } } ... on FeedCaughtUp { cursor } ... on FeedGap { cursor reason } } }';
const large = { friendlyName: 'x'.repeat(12_000) };

test('a client that leaves before its stream is there leaves nothing behind', async () => {
  const { fanOut } = live.gateway.live;
  await until('those before it have left', () => fanOut.load.readers === 0);
  const open = fanOut.open.bind(fanOut);
  const socket = connect(live.listener.port, '127.0.0.1');
  const opening = vi.spyOn(fanOut, 'open').mockImplementationOnce(async (operation) => {
    const reader = await open(operation);
    socket.destroy();
    await setTimeout(100);
    return reader;
  });
  const body = JSON.stringify({ query });
  const headers = `host: gateway\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  socket.write(`POST /graphql HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
  await until('it is asked for', () => opening.mock.results.length === 1);
  await opening.mock.results[0]?.value;
  opening.mockRestore();
  await until('nobody', () => fanOut.load.readers === 0);
});

test('a WebSocket client that reads nothing is closed, and told where to resume', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${live.listener.port}/graphql`, 'graphql-transport-ws');
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await until('the greeting', () => messages.length === 1);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  await until('the mark', () => messages.some((each) => each.includes('FeedCaughtUp')));
  socket.pause();
  const healthy = startFollowing({ url: live.url });
  await until('the other mark', () => healthy.items.length > 0);
  await moveOrders(database, 40_000, 41_500, 'verified', large);
  await until('the healthy one', () => healthy.told.length === 1_500);
  await until('it is given up', () => live.gateway.live.fanOut.load.readers === 1);
  const closed = once(socket, 'close');
  socket.resume();
  const [code, reason] = await closed;
  const last = JSON.parse(messages.at(-1) ?? '').payload.data.transitions;
  expect(last).toMatchObject({ __typename: 'FeedGap', reason: 'CONSUMER_TOO_SLOW' });
  expect([code, String(reason)]).toEqual([1013, `too slow, resume after ${last.cursor}`]);
  // All that was written before is read, and not a transition more was kept for it.
  expect(JSON.parse(messages.at(-2) ?? '').payload.data.transitions.cursor).toBe(last.cursor);
  expect(messages.length).toBeLessThan(1_450);
  await healthy.stop();
});

/** An event stream whose client reads nothing after the mark. */
async function openStalledEvents(port: number) {
  const body = JSON.stringify({ query });
  const connection = connect(port, '127.0.0.1').on('error', () => {});
  await once(connection, 'connect');
  connection.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const seen = { connection, read: '' };
  connection.on('data', (chunk) => {
    seen.read += String(chunk);
  });
  await until('the mark', () => seen.read.includes('FeedCaughtUp'));
  connection.pause();
  return seen;
}

test('a reader of events that reads nothing is ended, and others go on', async () => {
  await until('nobody', () => live.gateway.live.fanOut.load.readers === 0);
  const stalled = await openStalledEvents(live.listener.port);
  const healthy = startFollowing({ url: live.url, transport: 'sse' });
  await until('the other mark', () => healthy.items.length > 0);
  await moveOrders(database, 40_000, 41_500, 'failed', large);
  await until('the healthy one', () => healthy.told.length === 1_500);
  await until('it is given up', () => live.gateway.live.fanOut.load.readers === 1);
  stalled.connection.resume();
  await until('the end', () => stalled.read.endsWith('0\r\n\r\n'));
  expect(stalled.read.slice(-300)).toContain('"reason":"CONSUMER_TOO_SLOW"');
  stalled.connection.destroy();
  await healthy.stop();
});

test('and cut, when it does not read its end either', async () => {
  await until('nobody', () => live.gateway.live.fanOut.load.readers === 0);
  const accepted: Socket[] = [];
  const note = (message: unknown) => void accepted.push((message as { socket: Socket }).socket);
  subscribe('net.server.socket', note);
  const { connection } = await openStalledEvents(live.listener.port);
  unsubscribe('net.server.socket', note);
  const line = accepted.find((socket) => socket.remotePort === connection.localPort);
  await moveOrders(database, 42_000, 43_500, 'failed', large);
  await until('it is given up', () => live.gateway.live.fanOut.load.readers === 0, 40_000);
  await until('it is cut', () => line?.destroyed === true);
  connection.destroy();
}, 60_000);

test('a stop ends every stream with its place, closes sockets with 1001, and refuses what comes later', async () => {
  const stopping = await startLiveGateway(database);
  const closes: number[] = [];
  class Noting extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      this.on('close', (code) => closes.push(code));
    }
  }
  const all = (['websocket', 'sse'] as const).map((transport) =>
    startFollowing({ url: stopping.url, transport, webSocket: Noting, retryMinMs: 60_000 }),
  );
  await until('everybody', () => all.every((each) => each.items.length >= 1));
  await moveOrders(database, 30_000, 30_001, 'received');
  await until('everybody', () => all.every((each) => each.told.length === 1));
  const startedAt = performance.now();
  await stopping.close();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const { items } of all) {
    expect(items.at(-1)).toMatchObject({ __typename: 'FeedHeartbeat', cursor: items.at(-2)?.cursor });
  }
  expect(closes).toEqual([1001]);
  await expect(fetch(stopping.url)).rejects.toThrow();
  await Promise.all(all.map((each) => each.stop()));
});
