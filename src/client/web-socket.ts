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

/** The items until the line breaks (throws), the stream ends, or `signal` aborts. */
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
    else arrivals.add(message);
  };
  // What is wrong is said by the close that follows.
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }: { code: number; reason: string }) =>
    arrivals.end(new Error(`The connection was closed: ${code} ${reason}`.trimEnd()));
  const abort = () => arrivals.end(null);
  signal.addEventListener('abort', abort);
  try {
    yield* arrivals.read();
  } finally {
    signal.removeEventListener('abort', abort);
    socket.close(1000);
  }
}

/** From callbacks to an iterator; what came before the end is given before the end. */
function createArrivals<Item>() {
  const items: Item[] = [];
  let ended: { error: Error | null } | null = null;
  let resume = () => {};
  return {
    add(item: Item) {
      items.push(item);
      resume();
    },
    end(error: Error | null) {
      ended ??= { error };
      resume();
    },
    async *read(): AsyncGenerator<Item, void> {
      for (;;) {
        const taken = items.splice(0);
        yield* taken;
        if (items.length > 0) continue;
        if (ended?.error) throw ended.error;
        if (ended) return;
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
    },
  };
}
