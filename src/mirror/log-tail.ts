// The tail of the log, one per process: it reads what is new once for everybody and keeps the newest entries in memory.
// NOTIFY only wakes it and carries nothing, so a lost one costs at most `pollMs`.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { logChannel, readLog, readLogHead } from '../db/log.ts';
import type { StatusTransitionRow } from '../db/tables.ts';

export interface LogTail {
  /** Entries after `position` that are in memory, in order; null when some of them are so old that only the log has them. */
  after(position: number, limit: number): readonly StatusTransitionRow[] | null;
  /** Resolves when there is something after `position`, after `timeoutMs`, or when `signal` aborts. */
  waitFor(position: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
  readonly isClosed: boolean;
  close(): Promise<void>;
}

export type LogTailOptions = {
  database: Database;
  ownerAccountSid: string;
  log: Logger;
  /** How long a lost wake-up may go unnoticed. */
  pollMs: number;
  /** Entries kept in memory, for all subscribers together. */
  recentMax: number;
};

const readMax = 500;

/** Begins at the present end of the log. */
export async function openLogTail(options: LogTailOptions): Promise<LogTail> {
  const { database, ownerAccountSid, log, pollMs } = options;
  const recent = new RecentEntries(await readLogHead(database.db, ownerAccountSid), options.recentMax);
  const waiting = new Set<() => void>();
  let reading: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  const readOn = async () => {
    while (isWoken && !isClosed) {
      const entries = await readLog(database.db, ownerAccountSid, recent.head, readMax);
      isWoken = entries.length > 0;
      recent.add(entries);
      if (entries.length > 0) resumeAll();
    }
  };
  const wake = () => {
    isWoken = true;
    reading ??= readOn()
      .catch((error: unknown) => log.warn({ err: error, source: 'feed' }, 'the log could not be read; trying again'))
      .finally(() => {
        reading = null;
      });
  };
  const resumeAll = () => {
    for (const resume of [...waiting]) resume();
  };
  const unlisten = await database.listen(logChannel, wake);
  const poll = setInterval(wake, pollMs);
  wake();
  return {
    after: (position, limit) => recent.after(position, limit),
    waitFor: (position, timeoutMs, signal) => {
      if (recent.head > position || signal.aborted || isClosed) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(finish);
          signal.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, timeoutMs);
        waiting.add(finish);
        signal.addEventListener('abort', finish);
      });
    },
    get isClosed() {
      return isClosed;
    },
    async close() {
      isClosed = true;
      clearInterval(poll);
      resumeAll();
      await reading;
      await unlisten();
    },
  };
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
