// The feed reads the log: a subscriber is a position and nothing more. Who keeps up reads the tail in memory; who has
// fallen behind it, or comes back after a while, reads the log itself.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { readLog, readLogHead } from '../db/log.ts';
import type { StatusTransitionRow } from '../db/tables.ts';
import { type LogTail, openLogTail } from './log-tail.ts';

export interface Feed {
  /** The newest position of the tenant's log that is committed; 0 when it is empty. */
  head(): Promise<number>;
  /**
   * The log after `position`, in order, in batches; waits when there is nothing new, and yields an empty batch for each
   * 15 s of silence. Ends when `signal` aborts or the feed closes. Throws what the database throws.
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
  const tail = await openLogTail({ database, ownerAccountSid, log, pollMs, recentMax });
  const read = async (position: number) =>
    tail.after(position, batchMax) ?? (await readLog(database.db, ownerAccountSid, position, batchMax));
  return {
    head: () => readLogHead(database.db, ownerAccountSid),
    follow: (position, signal) => follow({ tail, read, heartbeatMs }, position, signal),
    close: () => tail.close(),
  };
}

type Source = {
  tail: LogTail;
  read(position: number): Promise<readonly StatusTransitionRow[]>;
  heartbeatMs: number;
};

async function* follow({ tail, read, heartbeatMs }: Source, start: number, signal: AbortSignal) {
  let position = start;
  for (;;) {
    let entries = await read(position);
    if (entries.length === 0) {
      await tail.waitFor(position, heartbeatMs, signal);
      entries = await read(position);
    }
    if (signal.aborted || tail.isClosed) return;
    position = entries.at(-1)?.position ?? position;
    yield entries;
  }
}
