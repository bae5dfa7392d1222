// The feed over the two transports that people use: WebSocket (graphql-ws) and server-sent events.
import { eq } from 'drizzle-orm';
import { createClient } from 'graphql-ws';
import { afterAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { hostedNumberOrders } from '../src/db/tables.ts';
import { createTestStack } from './stack.ts';

// No heartbeat comes between: what is awaited is the next item.
const stack = await createTestStack({ gateway: { feed: { heartbeatMs: 3_600_000 } } });
const listener = await stack.gateway.listen('127.0.0.1', 0);
afterAll(() => listener.close());
const address = `127.0.0.1:${listener.port}/graphql`;

const watch = `subscription { transitions(kinds: [ORDER]) {
  __typename
  ... on OrderTransition { cursor from to order { sid status } }
  ... on FeedCaughtUp { cursor replayed }
} }`;

type Item = { __typename: string; cursor: string; to?: string; order?: { sid: string; status: string } };

async function orderThatIs(status: string): Promise<string> {
  const [order] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.status, status));
  if (!order) throw new Error(`no order is ${status}`);
  return order.sid;
}

async function move(sid: string, status: string): Promise<void> {
  await stack.control(`orders/${sid}/move`, { status });
  await stack.settle();
  await stack.gateway.sync();
}

function connect(webSocketImpl: unknown = WebSocket) {
  return createClient({ url: `ws://${address}`, webSocketImpl, retryAttempts: 0, lazy: true });
}

describe('over WebSocket', () => {
  test('a transition arrives with its cursor and the order as it is now', async () => {
    const client = connect();
    const items = client.iterate<{ transitions: Item }>({ query: watch });
    expect((await items.next()).value?.data?.transitions.__typename).toBe('FeedCaughtUp');
    const sid = await orderThatIs('received');
    await move(sid, 'verified');
    const { value } = await items.next();
    expect(value?.data?.transitions).toMatchObject({ to: 'VERIFIED', order: { sid, status: 'VERIFIED' } });
    await items.return?.();
    await client.dispose();
  });

  test('an operation that is refused ends alone: the others on its socket go on', async () => {
    const client = connect();
    const items = client.iterate<{ transitions: Item }>({ query: watch });
    await items.next();
    const aliases = Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(' ');
    await expect(client.iterate({ query: `{ ${aliases} }` }).next()).rejects.toMatchObject([
      { extensions: { code: 'QUERY_TOO_COMPLEX', limit: 30, actual: 31 } },
    ]);
    await expect(client.iterate({ query: '{ nothing }' }).next()).rejects.toMatchObject([
      { message: expect.stringContaining('nothing') },
    ]);
    const answer = await client.iterate<{ viewer: unknown }>({ query: '{ viewer { accounts { sid } } }' }).next();
    expect(answer.value?.data?.viewer).toMatchObject({ accounts: expect.any(Array) });
    await move(await orderThatIs('received'), 'verified');
    expect((await items.next()).value?.data?.transitions.to).toBe('VERIFIED');
    await client.dispose();
  });

  test('a page of another origin is refused', async () => {
    const socket = new WebSocket(`ws://${address}`, 'graphql-transport-ws', { origin: 'https://evil.example' });
    const refusal = await new Promise<string>((resolve) => socket.on('error', (error) => resolve(error.message)));
    expect(refusal).toContain('403');
  });
});

describe('over server-sent events', () => {
  test('a subscriber that comes back with its cursor gets what it missed, then goes on live', async () => {
    const first = openEvents(watch);
    const { cursor } = await first.next();
    await first.close();
    const missed = await orderThatIs('received');
    await move(missed, 'verified');

    const again = openEvents(watch.replace('transitions(', `transitions(after: "${cursor}", `));
    expect(await again.next()).toMatchObject({ to: 'VERIFIED', order: { sid: missed } });
    expect(await again.next()).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 1 });
    const live = await orderThatIs('received');
    await move(live, 'verified');
    expect(await again.next()).toMatchObject({ to: 'VERIFIED', order: { sid: live } });
    await again.close();
  });
});

function openEvents(query: string) {
  const abort = new AbortController();
  const items = readEvents(query, abort.signal);
  return {
    async next(): Promise<Item> {
      const { value } = await items.next();
      if (!value) throw new Error('the stream has ended');
      return value;
    },
    async close() {
      abort.abort();
      await items.next().catch(() => {});
    },
  };
}

async function* readEvents(query: string, signal: AbortSignal): AsyncGenerator<Item, undefined> {
  const response = await fetch(`http://${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal,
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data) yield (JSON.parse(data) as { data: { transitions: Item } }).data.transitions;
    }
  }
  return undefined;
}
