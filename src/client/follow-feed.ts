// The feed for programs: an async iterator that remembers its place, connects again when the line breaks and gives no
// transition twice. For browsers and Node; nothing of the gateway is imported here.
import { openEventStream } from './event-stream.ts';
import { FeedError } from './feed-error.ts';
import { defaultQuery, type FeedItem } from './feed-item.ts';
import { openWebSocket } from './web-socket.ts';

/** Where the place in the feed is kept. `save` is called when an item has been worked on, not before. */
export interface CursorStore {
  load(): Promise<string | null>;
  save(cursor: string): Promise<void>;
}

export type FollowOptions = {
  /** The gateway's GraphQL address, http or https, on both transports. */
  url: string;
  transport?: 'websocket' | 'sse';
  /** A subscription of `transitions(after: $after)` that selects `__typename` and `cursor` of every item. */
  query?: string;
  variables?: Record<string, unknown>;
  /** In memory without it: then a new process begins with the present. */
  store?: CursorStore;
  /** Headers of each request (sse), or the payload of each connection (websocket). */
  headers?(): Record<string, string>;
  /** Where there is no global WebSocket (Node 20): the class of the package `ws`. */
  webSocket?: unknown;
  fetch?: typeof fetch;
  signal?: AbortSignal;
  /** Pause before the first attempt to connect again; doubled at each failure, up to `retryMaxMs`. */
  retryMinMs?: number;
  retryMaxMs?: number;
  /** A line without a word for so long is taken for dead; the gateway says something every 15 s. */
  silenceMaxMs?: number;
  /** Told each time the line breaks. */
  onDisconnect?(error: unknown): void;
};

/**
 * Follows the feed until `signal` aborts or the caller leaves the loop. Items come in order; after a crash the item that
 * was being worked on comes again. Throws FeedError when trying again cannot help: the cursor is refused (read the lists
 * again and begin with their `asOf`), or the query is.
 */
export async function* followFeed(options: FollowOptions): AsyncGenerator<FeedItem, void> {
  const { store = createMemoryStore(), signal, retryMinMs = 250, retryMaxMs = 30_000 } = options;
  const given = new RecentCursors();
  let cursor = await store.load();
  let failures = 0;
  while (signal?.aborted !== true) {
    try {
      for await (const item of connect(options, cursor)) {
        failures = 0;
        if (isTransition(item) && !given.add(item.cursor)) continue;
        yield item;
        cursor = item.cursor;
        await store.save(cursor);
      }
    } catch (error) {
      if (error instanceof FeedError && !error.isTemporary) throw error;
      options.onDisconnect?.(error);
    }
    const pauseMs = Math.min(retryMaxMs, retryMinMs * 2 ** failures);
    failures += 1;
    // Jitter: those who lost the same gateway must not come back in the same instant.
    await pause(pauseMs * (0.5 + Math.random() / 2), signal);
  }
}

async function* connect(options: FollowOptions, cursor: string | null): AsyncGenerator<FeedItem, void> {
  const { silenceMaxMs = 45_000, signal, query = defaultQuery, variables = {} } = options;
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal?.addEventListener('abort', abort);
  const open = options.transport === 'sse' ? openEventStream : openWebSocket;
  let timer = setTimeout(abort, silenceMaxMs);
  try {
    const request = { query, variables: { ...variables, after: cursor }, after: cursor };
    for await (const item of open(options, request, controller.signal)) {
      clearTimeout(timer);
      yield item;
      timer = setTimeout(abort, silenceMaxMs);
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    controller.abort();
  }
}

/** Keeps the place for as long as the process lives. */
export function createMemoryStore(cursor: string | null = null): CursorStore {
  let kept = cursor;
  return {
    load: () => Promise.resolve(kept),
    save(next) {
      kept = next;
      return Promise.resolve();
    },
  };
}

function isTransition(item: FeedItem): boolean {
  return item.__typename === 'OrderTransition' || item.__typename === 'DocumentTransition';
}

/** The last cursors given, a bounded number of them. */
class RecentCursors {
  readonly #cursors = new Set<string>();

  /** False when it was there already. */
  add(cursor: string): boolean {
    if (this.#cursors.has(cursor)) return false;
    this.#cursors.add(cursor);
    const [oldest] = this.#cursors;
    if (this.#cursors.size > 1000 && oldest !== undefined) this.#cursors.delete(oldest);
    return true;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
