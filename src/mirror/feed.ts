// The feed reads the log: a subscriber is a position and nothing more. Who keeps up reads the tail in memory; who has
// fallen behind it, or comes back after a while, reads the log itself.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { readLog, readLogHead, readOldestSince } from '../db/log.ts';
import type { StatusTransitionRow } from '../db/tables.ts';
import { type LogTail, openLogTail } from './log-tail.ts';

export interface Feed {
  /** The newest position of the tenant's log that is committed; 0 when it is empty. */
  head(): Promise<number>;
  /**
   * Where a reader who has seen `position` goes on when what follows it is older than the feed keeps; null when it is
   * not, and the reader goes on from where it was.
   */
  oldestAfter(position: number): Promise<number | null>;
  /**
   * The log after `position`, in order, in batches; waits when there is nothing new, and yields an empty batch at each
   * beat of silence. Ends when `signal` aborts or the feed closes. Throws what the database throws.
   */
  follow(position: number, signal: AbortSignal): AsyncGenerator<readonly StatusTransitionRow[]>;
  /** How long a reader may be without a word. */
  readonly heartbeatMs: number;
  close(): Promise<void>;
}

export type FeedOptions = {
  database: Database;
  ownerAccountSid: string;
  log: Logger;
  now(): Date;
} & FeedTuning;

export type FeedTuning = {
  /** How far back a cursor may reach; 90 days without it. */
  retentionMs?: number;
  /** `redis://…` in place of NOTIFY. */
  wakeUrl?: string | null;
  heartbeatMs?: number;
  /** How long a lost wake-up may go unnoticed. */
  pollMs?: number;
  /** Entries kept in memory, for all subscribers together. */
  recentMax?: number;
};

const batchMax = 500;
const retentionDefaultMs = 90 * 24 * 3_600_000;

/** Starts the tail. */
export async function openFeed(options: FeedOptions): Promise<Feed> {
  const { database, ownerAccountSid, log, now, retentionMs = retentionDefaultMs } = options;
  const { wakeUrl = null, heartbeatMs = 15_000, pollMs = 1000, recentMax = 10_000 } = options;
  const tail = await openLogTail({ database, ownerAccountSid, log, wakeUrl, heartbeatMs, pollMs, recentMax });
  const read = async (position: number) =>
    tail.after(position, batchMax) ?? (await readLog(database.db, ownerAccountSid, position, batchMax));
  return {
    head: () => readLogHead(database.db, ownerAccountSid),
    oldestAfter: (position) =>
      readOldestSince(database.db, ownerAccountSid, position, new Date(now().getTime() - retentionMs)),
    follow: (position, signal) => follow({ tail, read }, position, signal),
    heartbeatMs,
    close: () => tail.close(),
  };
}

type Source = { tail: LogTail; read(position: number): Promise<readonly StatusTransitionRow[]> };

async function* follow({ tail, read }: Source, start: number, signal: AbortSignal) {
  let position = start;
  for (;;) {
    let entries = await read(position);
    if (entries.length === 0) {
      await tail.waitFor(position, signal);
      entries = await read(position);
    }
    if (signal.aborted || tail.isClosed) return;
    position = entries.at(-1)?.position ?? position;
    yield entries;
  }
}
