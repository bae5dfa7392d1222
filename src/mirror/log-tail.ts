// The tail of the log, one per process: it reads what is new once for everybody and keeps the newest entries in memory.
// A wake-up carries nothing, so a lost one costs at most `pollMs`. Its timers are the only ones: readers have none.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { onLogAppended, readLog, readLogHead } from '../db/log.ts';
import type { StatusTransitionRow } from '../db/tables.ts';
import { openWake } from './wake.ts';

export interface LogTail {
  /** Entries after `position` that are in memory, in order; null when some of them are so old that only the log has them. */
  after(position: number, limit: number): readonly StatusTransitionRow[] | null;
  /** Resolves when there is something after `position`, at the next beat, or when `signal` aborts. */
  waitFor(position: number, signal: AbortSignal): Promise<void>;
  readonly isClosed: boolean;
  close(): Promise<void>;
}

export type LogTailOptions = {
  database: Database;
  ownerAccountSid: string;
  log: Logger;
  /** `redis://…` in place of NOTIFY; null: NOTIFY. */
  wakeUrl: string | null;
  /** The beat, one for all who wait. */
  heartbeatMs: number;
  /** How long a lost wake-up may go unnoticed. */
  pollMs: number;
  /** Entries kept in memory, for all subscribers together. */
  recentMax: number;
};

const readMax = 500;

/** Begins at the present end of the log. */
export async function openLogTail(options: LogTailOptions): Promise<LogTail> {
  const { database, ownerAccountSid, log, pollMs, heartbeatMs, wakeUrl: url } = options;
  const recent = new RecentEntries(await readLogHead(database.db, ownerAccountSid), options.recentMax);
  const waiting = new Set<() => void>();
  let isClosed = false;
  const resumeAll = () => {
    for (const resume of [...waiting]) resume();
  };
  const reader = createWokenReader(log, async () => {
    const entries = isClosed ? [] : await readLog(database.db, ownerAccountSid, recent.head, readMax);
    recent.add(entries);
    if (entries.length > 0) resumeAll();
    return entries.length === readMax;
  });
  const wake = await openWake({ database, url, ownerAccountSid, log }, reader.wake);
  const forget = onLogAppended(database, () => {
    reader.wake();
    wake.publish();
  });
  const timers = [setInterval(reader.wake, pollMs), setInterval(resumeAll, heartbeatMs)];
  reader.wake();
  return {
    after: (position, limit) => recent.after(position, limit),
    waitFor: (position, signal) =>
      recent.head > position || signal.aborted || isClosed ? Promise.resolve() : waitIn(waiting, signal),
    get isClosed() {
      return isClosed;
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      forget();
      resumeAll();
      await reader.idle();
      await wake.close();
    },
  };
}

/** Reads once for any number of wake-ups, and again for one that came while it read. `read` says whether there is more. */
function createWokenReader(log: Logger, read: () => Promise<boolean>) {
  let isWoken = false;
  let reading: Promise<void> | null = null;
  const readOn = async () => {
    while (isWoken) {
      isWoken = false;
      if (await read()) isWoken = true;
    }
  };
  return {
    wake() {
      isWoken = true;
      reading ??= readOn()
        .catch((error: unknown) => log.warn({ err: error, source: 'feed' }, 'the log could not be read; trying again'))
        .finally(() => {
          reading = null;
        });
    },
    idle: () => reading ?? Promise.resolve(),
  };
}

function waitIn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      waiting.delete(finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    waiting.add(finish);
    signal.addEventListener('abort', finish);
  });
}

/** The newest entries, in the order of positions; `floor` is the position after which none is missing. */
class RecentEntries {
  #entries: StatusTransitionRow[] = [];
  #floor: number;
  readonly #max: number;
  head: number;

  constructor(head: number, max: number) {
    this.#floor = head;
    this.#max = max;
    this.head = head;
  }

  add(entries: readonly StatusTransitionRow[]): void {
    this.#entries.push(...entries);
    this.head = this.#entries.at(-1)?.position ?? this.head;
    if (this.#entries.length <= this.#max) return;
    const dropped = this.#entries.splice(0, this.#entries.length - Math.floor(this.#max / 2));
    this.#floor = dropped.at(-1)?.position ?? this.#floor;
  }

  after(position: number, limit: number): readonly StatusTransitionRow[] | null {
    if (position < this.#floor) return null;
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.position ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return this.#entries.slice(low, low + limit);
  }
}
