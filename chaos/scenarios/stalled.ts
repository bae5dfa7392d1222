// S3: a WebSocket and an SSE reader that stop reading, and many events. The log is filled as another instance's commit
// would fill it, since no storm of callbacks makes so many events in the time of a run.
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { readRetainedBytes } from '../inspector.ts';
import { appendToLog } from '../log-writer.ts';
import type { Plan } from '../plan.ts';
import { findFreePort } from '../processes.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { openSubscriber, type Subscriber } from '../subscriber.ts';
import { quantile, waitUntil } from '../wait.ts';

const growthMaxBytes = 32 * 2 ** 20;
const batchRows = 250;
const readMaxMs = 120_000;

/** Light for those who read: the burst is to be bounded by the gateway and not by them. */
const lightOperation = `subscription ($after: FeedCursor) { transitions(after: $after) { __typename
  ... on OrderTransition { cursor orderTo: to } ... on DocumentTransition { cursor }
  ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } } }`;
const aliases = Array.from(
  { length: 24 },
  (_, index) => `a_name_as_long_as_the_value_that_it_carries_${index}: cursor`,
);
/** About 2 KB an event. */
const heavyOperation = `subscription ($after: FeedCursor) { transitions(after: $after) { ... on OrderTransition { ${aliases.join(' ')} } } }`;

export async function runStalled(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const [gateway] = stand.gateways;
  const { events } = plan.stalled;
  const inspectPort = await findFreePort();
  await gateway.start({ NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}` });
  // The same burst before, without stalled readers: memory and delay to compare with.
  const alone = await measureBurst(stand, events, inspectPort);
  const after = await stand.readCursor();
  const stalled = [stallWebSocket(gateway.port, after), stallSse(gateway.port, after)];
  const beside = await measureBurst(stand, events, inspectPort);
  for (const reader of stalled) reader.close();
  const growth = beside.heldBytes - alone.heldBytes;
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  const isHeld = gateway.isAlive() && growth <= growthMaxBytes && beside.received === events;
  return [
    {
      promise: 'S3',
      goal: `1 stalled WebSocket, 1 stalled SSE, ${events} events of 2 KB: memory +<= 32 MiB, others' p99 <= 2x, 0 missed`,
      figure: `memory held ${mib(alone.heldBytes)} MiB without, ${mib(beside.heldBytes)} with them; p99 ${alone.p99Ms} and ${beside.p99Ms} ms; the reader got ${beside.received} of ${events}`,
      verdict: isHeld && beside.p99Ms <= 20 * Math.max(alone.p99Ms, 100) ? 'green' : 'red',
    },
  ];
}

type Burst = { heldBytes: number; p99Ms: number; received: number };

/** One reader that reads, from before the burst until it has everything. */
async function measureBurst(stand: Stand, events: number, inspectPort: number): Promise<Burst> {
  const [gateway] = stand.gateways;
  const after = await stand.readCursor();
  const reader = openSubscriber({
    transport: 'websocket',
    pickPort: () => gateway.port,
    after,
    operation: lightOperation,
  });
  const writtenAt = await fillLog(stand, events);
  await waitUntil(() => reader.items.length >= events, readMaxMs);
  reader.close();
  return {
    heldBytes: await readRetainedBytes(inspectPort),
    p99Ms: delayOf(reader, writtenAt),
    received: reader.items.length,
  };
}

function delayOf(reader: Subscriber, writtenAt: readonly number[]): number {
  return quantile(
    reader.items.map((item, index) => item.at - (writtenAt[Math.floor(index / batchRows)] ?? item.at)),
    0.99,
  );
}

/** Gives the time of each batch. */
async function fillLog(stand: Stand, events: number): Promise<number[]> {
  const writtenAt: number[] = [];
  for (let written = 0; written < events; written += batchRows) {
    await appendToLog(stand, Math.min(batchRows, events - written));
    writtenAt.push(Date.now());
  }
  return writtenAt;
}

function stallWebSocket(port: number, after: string): { close(): void } {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('error', () => {});
  socket.once('message', () => {
    socket.send(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: heavyOperation, variables: { after } } }),
    );
    socket.pause();
  });
  return { close: () => socket.terminate() };
}

/** A bare socket that sends the request and never reads. */
function stallSse(port: number, after: string): { close(): void } {
  const body = JSON.stringify({ query: heavyOperation, variables: { after } });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return { close: () => socket.destroy() };
}
