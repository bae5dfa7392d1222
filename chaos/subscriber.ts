// A subscriber of the feed, over WebSocket or SSE, by the bare protocols: it keeps every item that it is sent, and comes
// back with the cursor of the last one, to any instance.
import { WebSocket } from 'ws';
import type { FeedEntry } from './checkers.ts';
import { openAnswer } from './http.ts';

export type Transport = 'websocket' | 'sse';

export interface Subscriber {
  readonly transport: Transport;
  /** What came, in the order it came. */
  readonly items: readonly (FeedEntry & { at: number })[];
  /** Messages that were neither an item nor a mark: errors, gaps. */
  readonly complaints: readonly string[];
  /** Codes with which the server closed WebSockets. */
  readonly closeCodes: readonly number[];
  /** Whether anything came that it could use: an item, or the mark that it has caught up. */
  readonly hasBegun: boolean;
  /** The instance that it is connected to. */
  readonly port: number;
  /** Breaks the connection without a word, and connects again to a port that `ports` gives. */
  disconnect(): void;
  close(): void;
}

export type SubscriberOptions = {
  transport: Transport;
  /** Ports of the instances that are up. */
  pickPort: () => number;
  /** Where to begin. */
  after: string;
  /** Default: every transition with its sid and status. Without the sid, items have an empty one. */
  operation?: string;
};

const defaultOperation = `subscription ($after: FeedCursor) { transitions(after: $after) { __typename
  ... on OrderTransition { cursor orderTo: to order { sid } }
  ... on DocumentTransition { cursor documentTo: to document { sid } }
  ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } } }`;
const reconnectMs = 200;

/** Connects at once, and goes on connecting until `close`. */
export function openSubscriber(options: SubscriberOptions): Subscriber {
  const { transport, operation = defaultOperation } = options;
  const items: (FeedEntry & { at: number })[] = [];
  const complaints: string[] = [];
  const closeCodes: number[] = [];
  let port = 0;
  let cursor = options.after;
  let isClosed = false;
  let hasBegun = false;
  let connection: Connection | null = null;
  const take = (message: unknown) => {
    const item = readItem(message);
    if (item === null) complaints.push(JSON.stringify(message));
    else {
      hasBegun = true;
      cursor = item.cursor;
      if ('sid' in item) items.push({ ...item, at: Date.now() });
    }
  };
  const connect = () => {
    if (isClosed) return;
    const open = transport === 'websocket' ? openWebSocket : openSse;
    port = options.pickPort();
    connection = open({ port, operation, after: cursor, take }, (closeCode) => {
      if (closeCode !== undefined) closeCodes.push(closeCode);
      setTimeout(connect, reconnectMs);
    });
  };
  connect();
  return {
    transport,
    items,
    complaints,
    closeCodes,
    get hasBegun() {
      return hasBegun;
    },
    get port() {
      return port;
    },
    disconnect: () => connection?.drop(),
    close() {
      isClosed = true;
      connection?.drop();
    },
  };
}

type Connection = { drop(): void };
type Request = { port: number; operation: string; after: string; take: (message: unknown) => void };
type Open = (request: Request, onEnd: (closeCode?: number) => void) => Connection;

/** The protocol `graphql-transport-ws`. */
const openWebSocket: Open = ({ port, operation, after, take }, onEnd) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  const drop = () => socket.terminate();
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.on('open', () => send({ type: 'connection_init' }));
  socket.on('message', (data: Buffer) => {
    const { type, payload } = parse(data.toString()) as { type: string; payload?: unknown };
    if (type === 'next') take(payload);
    else if (type === 'ping') send({ type: 'pong' });
    else if (type === 'connection_ack') {
      send({ id: '1', type: 'subscribe', payload: { query: operation, variables: { after } } });
    } else drop();
  });
  socket.on('error', () => {});
  socket.on('close', (code: number) => onEnd(code));
  return { drop };
};

const openSse: Open = (request, onEnd) => {
  const abort = new AbortController();
  const end = () => onEnd();
  readSse(request, abort.signal).then(end, end);
  return { drop: () => abort.abort() };
};

async function readSse({ port, operation, after, take }: Request, signal: AbortSignal): Promise<void> {
  const response = await openAnswer(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: operation, variables: { after } }),
    signal,
  });
  let text = '';
  for await (const piece of response) {
    const events = (text + String(piece)).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(\{.*)$/m.exec(event)?.[1];
      if (data !== undefined) take(parse(data));
    }
  }
}

/** Subscribers of an instance are sent the same text, one after the other: it is parsed for the first of them. */
const parsed = new Map<string, unknown>();
const parsedMax = 500;

function parse(text: string): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const message: unknown = JSON.parse(text);
  if (parsed.size >= parsedMax) parsed.delete(parsed.keys().next().value ?? '');
  parsed.set(text, message);
  return message;
}

type Message = {
  data?: {
    transitions: {
      cursor?: string;
      orderTo?: string | null;
      documentTo?: string | null;
      order?: { sid: string };
      document?: { sid: string };
    };
  };
};

/** An entry, or a mark with its cursor alone; null for anything else. */
function readItem(message: unknown): FeedEntry | { cursor: string } | null {
  const transition = (message as Message).data?.transitions;
  if (transition?.cursor === undefined) return null;
  const { cursor, order, document, orderTo, documentTo } = transition;
  if (orderTo === undefined && documentTo === undefined) return { cursor };
  return { cursor, sid: order?.sid ?? document?.sid ?? '', to: orderTo ?? documentTo ?? null };
}
