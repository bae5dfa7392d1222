// The feed over WebSocket, by the protocol graphql-transport-ws: one connection, one attempt. A client library brings
// retries of its own, which know nothing of cursors.
import { FeedError, type GraphqlError } from './feed-error.ts';
import { type FeedItem, type FeedRequest, readItem } from './feed-item.ts';

/** What is used of a WebSocket: those of browsers, of Node 22 and of the package `ws` have it. */
interface Socket {
  onopen: unknown;
  onmessage: unknown;
  onerror: unknown;
  onclose: unknown;
  send(text: string): void;
  close(code?: number): void;
}
type SocketClass = new (url: string, protocol: string) => Socket;

export type WebSocketOptions = { url: string; webSocket?: unknown; headers?(): Record<string, string> };

type Message = { type: string; payload?: unknown };

/**
 * Messages that may wait for a consumer. A browser's WebSocket cannot be held back, so that the gateway does not see a slow
 * consumer: the line is given up, what waits is worked on, and the next line begins where that ends.
 */
const waitingMax = 1_000;

/**
 * After these the same request is closed again: protocol and size (RFC 6455), and what graphql-transport-ws calls a bad
 * request, unauthorized, an unknown subprotocol, a subscriber or an initialisation too many.
 */
const permanentCodes: readonly number[] = [1002, 1003, 1007, 1008, 1009, 1010, 4400, 4401, 4406, 4409, 4429];

/** The items until the line breaks (throws), the stream ends, or `signal` aborts. Throws FeedError for a refusal. */
export async function* openWebSocket(
  options: WebSocketOptions,
  request: FeedRequest,
  signal: AbortSignal,
): AsyncGenerator<FeedItem, void> {
  const messages = openMessages(options, request, signal);
  for await (const { type, payload } of messages) {
    if (type === 'next') yield readItem(payload);
    else if (type === 'error') throw new FeedError(payload as GraphqlError[]);
    else if (type === 'complete') return;
  }
}

/** What the gateway says about the one subscription. */
async function* openMessages(
  { url, webSocket, headers }: WebSocketOptions,
  { query, variables }: FeedRequest,
  signal: AbortSignal,
): AsyncGenerator<Message, void> {
  const socketClass = webSocket ?? (globalThis as { WebSocket?: unknown }).WebSocket;
  const socket = new (socketClass as SocketClass)(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const arrivals = createArrivals<Message>();
  const say = (message: object) => socket.send(JSON.stringify(message));
  socket.onopen = () => say({ type: 'connection_init', payload: headers?.() });
  socket.onmessage = ({ data }: { data: unknown }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query, variables } });
    else if (message.type === 'ping') say({ type: 'pong' });
    else if (!arrivals.add(message)) socket.close(1000);
  };
  // What is wrong is said by the close that follows.
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }: { code: number; reason: string }) =>
    arrivals.end(readClose(code, `The connection was closed: ${code} ${reason}`.trimEnd()));
  const abort = () => arrivals.end(null);
  signal.addEventListener('abort', abort);
  try {
    yield* arrivals.read();
  } finally {
    signal.removeEventListener('abort', abort);
    socket.close(1000);
  }
}

function readClose(code: number, message: string): Error {
  return permanentCodes.includes(code) ? new FeedError([{ message, extensions: { code } }]) : new Error(message);
}

/** From callbacks to an iterator; what came before the end is given before the end, and what comes after it is not. */
function createArrivals<Item extends object>() {
  const items: Item[] = [];
  let ended: { error: Error | null } | null = null;
  let resume = () => {};
  return {
    /** False when it is the last one for which there is room. */
    add(item: Item): boolean {
      if (ended) return false;
      items.push(item);
      if (items.length === waitingMax) ended = { error: new Error('The consumer is slower than the feed.') };
      resume();
      return ended === null;
    },
    end(error: Error | null) {
      ended ??= { error };
      resume();
    },
    async *read(): AsyncGenerator<Item, void> {
      for (;;) {
        for (let item = items.shift(); item !== undefined; item = items.shift()) yield item;
        if (ended?.error) throw ended.error;
        if (ended) return;
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
    },
  };
}
