// The feed reads the log: a subscriber is a position and nothing more. One tail per process reads what is new and keeps
// the newest entries; who has fallen behind them reads the log itself. NOTIFY only wakes the tail and carries nothing, so
// a lost one costs at most `pollMs`.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { logChannel, readLog, readLogHead } from '../db/log.ts';
import type { StatusTransitionRow } from '../db/tables.ts';

export interface Feed {
  /** The newest position of the tenant's log that is committed; 0 when it is empty. */
  head(): Promise<number>;
  /**
   * The log after `position`, in order, in batches; waits when there is nothing new, and yields an empty batch for each
   * `heartbeatMs` of silence. Ends when `signal` aborts or the feed closes. Throws what the database throws.
   */
  follow(position: number, signal: AbortSignal): AsyncGenerator<readonly StatusTransitionRow[]>;
  close(): Promise<void>;
}

export type FeedOptions = {
  database: Database;
  ownerAccountSid: string;
  log: Logger;
  heartbeatMs?: number;
  /** How long a lost wake-up may go unnoticed. */
  pollMs?: number;
  /** Entries kept in memory, for all subscribers together. */
  recentMax?: number;
};

const batchMax = 500;

/** Starts the tail. */
export async function openFeed(options: FeedOptions): Promise<Feed> {
  const { database, ownerAccountSid, log, heartbeatMs = 15_000, pollMs = 1000, recentMax = 10_000 } = options;
  const waiting = new Set<() => void>();
  let recent: StatusTransitionRow[] = [];
  let floor = await readLogHead(database.db, ownerAccountSid);
  let head = floor;
  let reading: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  const readOn = async () => {
    do {
      isWoken = false;
      const entries = await readLog(database.db, ownerAccountSid, head, batchMax);
      if (entries.length === 0) continue;
      head = entries.at(-1)?.position ?? head;
      recent.push(...entries);
      if (recent.length > recentMax) {
        recent = recent.slice(-recentMax / 2);
        floor = (recent[0]?.position ?? head + 1) - 1;
      }
      isWoken = true;
      wakeAll();
    } while (isWoken && !isClosed);
  };
  const wake = () => {
    isWoken = true;
    if (isClosed || reading) return;
    reading = readOn()
      .catch((error: unknown) => log.warn({ err: error, source: 'feed' }, 'the log could not be read; trying again'))
      .finally(() => {
        reading = null;
      });
  };
  const wakeAll = () => {
    for (const resume of [...waiting]) resume();
  };
  const waitForMore = (position: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (head > position || signal.aborted || isClosed) return resolve();
      const finish = () => {
        clearTimeout(timer);
        waiting.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, heartbeatMs);
      waiting.add(finish);
      signal.addEventListener('abort', finish);
    });

  const unlisten = await database.listen(logChannel, wake);
  const poll = setInterval(wake, pollMs);
  wake();

  return {
    head: () => readLogHead(database.db, ownerAccountSid),
    async *follow(start, signal) {
      let position = start;
      while (!signal.aborted && !isClosed) {
        const entries =
          position >= floor
            ? recentAfter(recent, position)
            : await readLog(database.db, ownerAccountSid, position, batchMax);
        if (entries.length === 0) await waitForMore(position, signal);
        if (signal.aborted || isClosed) return;
        if (entries.length === 0 && head > position) continue;
        position = entries.at(-1)?.position ?? position;
        yield entries;
      }
    },
    async close() {
      isClosed = true;
      clearInterval(poll);
      wakeAll();
      await reading;
      await unlisten();
    },
  };
}

/** Binary search: `recent` is in the order of positions. */
function recentAfter(recent: readonly StatusTransitionRow[], position: number): StatusTransitionRow[] {
  let low = 0;
  let high = recent.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((recent[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return recent.slice(low, low + batchMax);
}
