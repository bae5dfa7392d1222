// The tail of one log, one per process: it reads what is new once for everybody and keeps the newest entries in memory.
// It reads when it is woken, and has no timers of its own but for readers who wait for a moment as well.
import type { Logger } from 'pino';

export interface LogTail<Entry> {
  /** Entries after `position` that are in memory, in order; null when some of them are so old that only the log has them. */
  after(position: number, limit: number): readonly Entry[] | null;
  /** Resolves when there is something after `position`, at the next beat, after `maxMs`, or when `signal` aborts. */
  waitFor(position: number, signal: AbortSignal, maxMs?: number): Promise<void>;
  /** Reads what is new, soon. */
  wake(): void;
  /** Resumes all who wait. */
  beat(): void;
  readonly isClosed: boolean;
  /** Resolves when nothing is being read any more. */
  close(): Promise<void>;
}

export type LogTailOptions<Entry> = {
  /** The present end of the log, where the tail begins. */
  head: number;
  /** Up to `limit` entries after `position`, in order. */
  read(position: number, limit: number): Promise<readonly Entry[]>;
  log: Logger;
  /** Entries kept in memory, for all subscribers together. */
  recentMax: number;
};

const readMax = 500;

export function createLogTail<Entry extends { position: number }>(options: LogTailOptions<Entry>): LogTail<Entry> {
  const recent = new RecentEntries<Entry>(options.head, options.recentMax);
  const waiting = new Set<() => void>();
  let isClosed = false;
  const resumeAll = () => {
    for (const resume of [...waiting]) resume();
  };
  const reader = createWokenReader(options.log, async () => {
    const entries = isClosed ? [] : await options.read(recent.head, readMax);
    recent.add(entries);
    if (entries.length > 0) resumeAll();
    return entries.length === readMax;
  });
  return {
    after: (position, limit) => recent.after(position, limit),
    waitFor: (position, signal, maxMs) =>
      recent.head > position || signal.aborted || isClosed ? Promise.resolve() : waitIn(waiting, signal, maxMs),
    wake: () => reader.wake(),
    beat: resumeAll,
    get isClosed() {
      return isClosed;
    },
    async close() {
      isClosed = true;
      resumeAll();
      await reader.idle();
    },
  };
}

/** Reads once for any number of wake-ups, and again for one that came while it read. `read` says whether there is more. */
function createWokenReader(log: Logger, read: () => Promise<boolean>) {
  let isWoken = false;
  let reading: Promise<void> | null = null;
  const readOn = async () => {
    try {
      while (isWoken) {
        isWoken = false;
        if (await read()) isWoken = true;
      }
    } catch (error) {
      log.warn({ err: error, source: 'feed' }, 'the log could not be read; trying again');
    } finally {
      // In the turn in which the last look was taken: what wakes it later finds it idle.
      reading = null;
    }
  };
  return {
    wake() {
      isWoken = true;
      reading ??= readOn();
    },
    idle: () => reading ?? Promise.resolve(),
  };
}

function waitIn(waiting: Set<() => void>, signal: AbortSignal, maxMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = maxMs === undefined ? undefined : setTimeout(() => finish(), maxMs);
    const finish = () => {
      clearTimeout(timer);
      waiting.delete(finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    waiting.add(finish);
    signal.addEventListener('abort', finish);
  });
}

/** The newest entries, in the order of positions; `floor` is the position after which none is missing. */
class RecentEntries<Entry extends { position: number }> {
  #entries: Entry[] = [];
  #floor: number;
  readonly #max: number;
  head: number;

  constructor(head: number, max: number) {
    this.#floor = head;
    this.#max = max;
    this.head = head;
  }

  add(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    this.head = this.#entries.at(-1)?.position ?? this.head;
    if (this.#entries.length <= this.#max) return;
    const dropped = this.#entries.splice(0, this.#entries.length - Math.floor(this.#max / 2));
    this.#floor = dropped.at(-1)?.position ?? this.#floor;
  }

  after(position: number, limit: number): readonly Entry[] | null {
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
