// The feed reads the logs: a subscriber is a position and nothing more. Who keeps up reads the tail in memory; who has
// fallen behind it, or comes back after a while, reads the log itself. A wake-up carries nothing, so a lost one costs at
// most `pollMs`.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { StatusTransitionRow } from '../db/gateway-tables.ts';
import {
  areChangesExpired,
  type ChangeEntry,
  type LogHeads,
  onLogAppended,
  readChanges,
  readLog,
  readLogHeads,
  readOldestSince,
} from '../db/log.ts';
import { groupReads } from './group-reads.ts';
import { createLogTail, type LogTail } from './log-tail.ts';
import { openWake } from './wake.ts';

export interface Feed {
  /** Where the tenant's logs end, of what is committed. */
  heads(): Promise<LogHeads>;
  /**
   * Where a reader who has seen `position` goes on when what follows it is older than the feed keeps; null when it is
   * not, and the reader goes on from where it was.
   */
  oldestAfter(position: number): Promise<number | null>;
  /**
   * The transitions after `position`, in order, in batches; waits when there is nothing new, and yields an empty batch at
   * each beat of silence. Ends when `signal` aborts or the feed closes. Throws what the database throws.
   */
  follow(position: number, signal: AbortSignal): AsyncGenerator<readonly StatusTransitionRow[]>;
  readonly changes: ChangeLog;
  /** How long a reader may be without a word. */
  readonly heartbeatMs: number;
  close(): Promise<void>;
}

/** The log of changes, for readers with a pace of their own. */
export interface ChangeLog {
  /** Whether a change after `position` is older than the feed keeps. */
  isExpired(position: number): Promise<boolean>;
  /** Some changes after `position`, in order; none when there is nothing new. */
  read(position: number): Promise<readonly ChangeEntry[]>;
  /** Resolves when there is something after `position`, after `maxMs`, when `signal` aborts, and now and then. */
  waitFor(position: number, signal: AbortSignal, maxMs?: number): Promise<void>;
  readonly isClosed: boolean;
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
/** How far back a cursor may reach, if nothing else is said: 90 days. */
export const retentionDefaultMs = 90 * 24 * 3_600_000;

/** Starts the tails. */
export async function openFeed(options: FeedOptions): Promise<Feed> {
  const { database, ownerAccountSid: owner, log, now, retentionMs = retentionDefaultMs } = options;
  const { wakeUrl: url = null, heartbeatMs = 15_000, pollMs = 1000, recentMax = 10_000 } = options;
  const { db } = database;
  const readTransitions = (position: number, limit: number) => readLog(db, owner, position, limit);
  const readChanged = (position: number, limit: number) => readChanges(db, owner, position, limit);
  const heads = await readLogHeads(db, owner);
  const transitions = createLogTail({ head: heads.transitions, read: readTransitions, log, recentMax });
  const changes = createLogTail({ head: heads.changes, read: readChanged, log, recentMax });
  const tails = [transitions, changes];
  const wakeAll = () => {
    for (const tail of tails) tail.wake();
  };
  const wake = await openWake({ database, url, ownerAccountSid: owner, log }, wakeAll);
  const forget = onLogAppended(database, () => {
    wakeAll();
    wake.publish();
  });
  const beatAll = () => {
    for (const tail of tails) tail.beat();
  };
  // The only timers: readers have none.
  const timers = [setInterval(wakeAll, pollMs), setInterval(beatAll, heartbeatMs)];
  wakeAll();
  const oldestKept = () => new Date(now().getTime() - retentionMs);
  return {
    heads: groupReads(() => readLogHeads(db, owner)),
    oldestAfter: (position) => readOldestSince(db, owner, position, oldestKept()),
    follow: (position, signal) =>
      follow({ tail: transitions, read: createRead(transitions, readTransitions) }, position, signal),
    changes: {
      isExpired: (position) => areChangesExpired(db, owner, position, oldestKept()),
      read: createRead(changes, readChanged),
      waitFor: (position, signal, maxMs) => changes.waitFor(position, signal, maxMs),
      get isClosed() {
        return changes.isClosed;
      },
    },
    heartbeatMs,
    async close() {
      for (const timer of timers) clearInterval(timer);
      forget();
      await Promise.all(tails.map((tail) => tail.close()));
      await wake.close();
    },
  };
}

/** From the tail where it reaches back far enough, else from the log. */
function createRead<Entry>(
  tail: LogTail<Entry>,
  readFromLog: (position: number, limit: number) => Promise<readonly Entry[]>,
) {
  return async (position: number) => tail.after(position, batchMax) ?? (await readFromLog(position, batchMax));
}

type Source = { tail: LogTail<StatusTransitionRow>; read(position: number): Promise<readonly StatusTransitionRow[]> };

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
