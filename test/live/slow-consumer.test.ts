// The client module where its caller is slow, or the gateway wants nothing more of it.
import { beforeAll, describe, expect, test } from 'vitest';
import { FeedError } from '../../src/client/feed-error.ts';
import { followFeed } from '../../src/client/follow-feed.ts';
import { openTestDatabase } from '../database.ts';
import { type LiveGateway, startFollowing, startLiveGateway, until } from './live-gateway.ts';

const url = 'http://gateway.test/graphql';
const length = 5_000;
const together = 100;

type Handler = (event: object) => void;

/** A gateway of `length` entries, which it sends as fast as the line takes them; or one that closes with `closeCode`. */
function createFakeSocket(closeCode?: number) {
  const seen = { connections: 0, sent: 0, taken: 0, waitingMost: 0 };
  class FakeSocket {
    onopen: Handler = () => {};
    onmessage: Handler = () => {};
    onclose: Handler = () => {};
    #isOpen = true;

    constructor() {
      seen.connections += 1;
      setImmediate(() => this.onopen({}));
    }

    send(text: string): void {
      const { type, payload } = JSON.parse(text);
      if (type === 'connection_init') this.#say({ type: 'connection_ack' });
      else if (closeCode !== undefined) setImmediate(() => this.onclose({ code: closeCode, reason: 'why' }));
      else this.#sendFrom(Number(payload.variables.after ?? 0));
    }

    close(): void {
      this.#isOpen = false;
    }

    #sendFrom(position: number): void {
      seen.sent = position;
      const end = Math.min(position + together, length);
      for (; seen.sent < end && this.#isOpen; seen.sent += 1) this.#say(entryOf(seen.sent + 1));
      seen.waitingMost = Math.max(seen.waitingMost, seen.sent - seen.taken);
      if (this.#isOpen && end < length) setImmediate(() => this.#sendFrom(end));
    }

    #say(message: object): void {
      this.onmessage({ data: JSON.stringify(message) });
    }
  }
  return { seen, FakeSocket };
}

function entryOf(position: number) {
  const item = { __typename: 'OrderTransition', cursor: String(position) };
  return { type: 'next', id: '1', payload: { data: { transitions: item } } };
}

test('a slow caller has a bounded number of items in memory, and gets all of them once, in order', async () => {
  const { seen, FakeSocket } = createFakeSocket();
  const cursors: string[] = [];
  for await (const { cursor } of followFeed({ url, webSocket: FakeSocket, retryMinMs: 1 })) {
    cursors.push(cursor);
    seen.taken = cursors.length;
    if (cursors.length === length) break;
    if (cursors.length % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(cursors).toEqual(Array.from({ length }, (_, index) => String(index + 1)));
  expect(seen.waitingMost).toBeLessThanOrEqual(1_000 + together);
  expect(seen.connections).toBeGreaterThan(1);
});

describe('a close', () => {
  test.for([4400, 4401, 4406, 4429, 1008])('with %i ends the feed: it would be repeated', async (code) => {
    const { seen, FakeSocket } = createFakeSocket(code);
    const error: unknown = await followFeed({ url, webSocket: FakeSocket, retryMinMs: 1 })
      .next()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FeedError);
    expect([(error as FeedError).codes, seen.connections]).toEqual([[code], 1]);
  });

  test.for([1001, 1006, 1011, 1013, 4403, 4408, 4500])('with %i is one to come back from', async (code) => {
    const { seen, FakeSocket } = createFakeSocket(code);
    const following = startFollowing({ url, webSocket: FakeSocket, retryMinMs: 1 });
    await until('it is back', () => seen.connections > 2);
    await following.stop();
    expect(following.failure).toBeNull();
  });
});

describe('a gateway', () => {
  let live: LiveGateway;
  beforeAll(async () => {
    live = await startLiveGateway(await openTestDatabase());
  });

  test('that refuses a message for its size is not asked again', async () => {
    const following = startFollowing({ url: live.url, query: `subscription { nothing } #${'x'.repeat(300_000)}` });
    await until('the refusal', () => following.failure !== null);
    expect((following.failure as FeedError).codes).toEqual([1009]);
    await following.stop();
  });
});
