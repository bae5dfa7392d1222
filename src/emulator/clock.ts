// The emulator's time. Manual by default: it stands still until `advance`; running, it follows the real time, `speed` times
// as fast. Timers are named, so that a new due time of an order replaces the old one.

/** What to do when a timer is due. It runs at its own time: `now()` is the due time meanwhile. */
type Timer = { at: number; run: () => void };

export interface EmulatorClock {
  now(): number;
  /** Moves the time on, runs what fell due in order, and waits for the callbacks that this caused. */
  advance(ms: number): Promise<void>;
  /** Makes it at least `at`, without running what fell due meanwhile; the next `advance` or tick does. */
  moveTo(at: number): void;
  /** Sets the timer of that name, replacing the one before. */
  schedule(name: string, at: number, run: () => void): void;
  cancel(name: string): void;
  /** Runs at every `intervalMs`, but at most once per `advance`: a jump of a week is not a week of ticks. */
  every(intervalMs: number, run: () => void): void;
  /** Follow the real time or stand still. */
  setPace(pace: { running?: boolean; speed?: number }): void;
  state(): { now: number; running: boolean; speed: number; timers: number };
  /** What `advance` waits for in the end. */
  settleWith(settle: () => Promise<void>): void;
  close(): void;
}

/** A clock at `now` (default: the real time), standing still unless `running`. */
export function createEmulatorClock(
  options: { now?: number; running?: boolean; speed?: number; realNow?: () => number } = {},
): EmulatorClock {
  return new Clock(options);
}

/** A burst of due timers must not starve the pump, nor may an idle clock spin. */
const pumpMsMin = 5;
const pumpMsMax = 1000;

class Clock implements EmulatorClock {
  readonly #realNow: () => number;
  readonly #timers = new Map<string, Timer>();
  readonly #heap = new DueHeap();
  readonly #recurring: { intervalMs: number; nextAt: number; run: () => void }[] = [];
  #anchor: number;
  #realAnchor: number;
  #running: boolean;
  #speed: number;
  #eventTime: number | undefined;
  #pump: NodeJS.Timeout | undefined;
  #settle: () => Promise<void> = () => Promise.resolve();
  #closed = false;

  constructor(options: { now?: number; running?: boolean; speed?: number; realNow?: () => number }) {
    this.#realNow = options.realNow ?? Date.now;
    this.#anchor = options.now ?? this.#realNow();
    this.#realAnchor = this.#realNow();
    this.#running = options.running ?? false;
    this.#speed = options.speed ?? 1;
    this.#startPump();
  }

  now(): number {
    return this.#eventTime ?? this.#wallNow();
  }

  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError('a clock cannot go back');
    this.#runDue(this.#wallNow() + ms);
    this.#anchor += ms;
    this.#runRecurring();
    await this.#settle();
    this.#startPump();
  }

  moveTo(at: number): void {
    this.#anchor += Math.max(0, at - this.#wallNow());
  }

  schedule(name: string, at: number, run: () => void): void {
    this.#timers.set(name, { at, run });
    this.#heap.push({ at, name });
    // Replaced timers stay in the heap until their time; a week of autopilot would fill it.
    if (this.#heap.size > 2 * this.#timers.size + 1000) this.#heap.rebuild(this.#timers);
    if (this.#running && at < this.#wallNow() + pumpMsMax * this.#speed) this.#startPump();
  }

  cancel(name: string): void {
    this.#timers.delete(name);
  }

  every(intervalMs: number, run: () => void): void {
    this.#recurring.push({ intervalMs, nextAt: this.now() + intervalMs, run });
    this.#startPump();
  }

  setPace(pace: { running?: boolean; speed?: number }): void {
    this.#anchor = this.#wallNow();
    this.#realAnchor = this.#realNow();
    this.#running = pace.running ?? this.#running;
    this.#speed = pace.speed ?? this.#speed;
    this.#startPump();
  }

  state(): { now: number; running: boolean; speed: number; timers: number } {
    return { now: this.now(), running: this.#running, speed: this.#speed, timers: this.#timers.size };
  }

  settleWith(settle: () => Promise<void>): void {
    this.#settle = settle;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#pump);
  }

  #wallNow(): number {
    return this.#running ? Math.floor(this.#anchor + (this.#realNow() - this.#realAnchor) * this.#speed) : this.#anchor;
  }

  #runDue(until: number): void {
    for (let next = this.#heap.peek(); next && next.at <= until; next = this.#heap.peek()) {
      this.#heap.pop();
      const timer = this.#timers.get(next.name);
      if (!timer || timer.at !== next.at) continue;
      this.#timers.delete(next.name);
      this.#runAt(next.at, timer.run);
    }
  }

  #runRecurring(): void {
    for (const job of this.#recurring) {
      if (job.nextAt > this.#wallNow()) continue;
      job.nextAt = this.#wallNow() + job.intervalMs;
      job.run();
    }
  }

  #runAt(at: number, run: () => void): void {
    this.#eventTime = at;
    try {
      run();
    } finally {
      this.#eventTime = undefined;
    }
  }

  #startPump(): void {
    clearTimeout(this.#pump);
    if (!this.#running || this.#closed) return;
    const next = Math.min(this.#heap.peek()?.at ?? Infinity, ...this.#recurring.map((job) => job.nextAt));
    const waitMs = (next - this.#wallNow()) / this.#speed;
    this.#pump = setTimeout(
      () => {
        this.#runDue(this.#wallNow());
        this.#runRecurring();
        this.#startPump();
      },
      Math.min(pumpMsMax, Math.max(pumpMsMin, waitMs)),
    );
    this.#pump.unref();
  }
}

/** A binary heap of due times. Entries whose timer was replaced are skipped by the reader. */
class DueHeap {
  #entries: { at: number; name: string }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  peek(): { at: number; name: string } | undefined {
    return this.#entries[0];
  }

  push(entry: { at: number; name: string }): void {
    const entries = this.#entries;
    let index = entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = entries[parent];
      if (!above || above.at <= entry.at) break;
      entries[index] = above;
      index = parent;
    }
    entries[index] = entry;
  }

  pop(): void {
    const entries = this.#entries;
    const entry = entries.pop();
    if (!entry || entries.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [entries[child], entries[child + 1]];
      if (!left) break;
      if (right && right.at < left.at) child += 1;
      const smaller = entries[child];
      if (!smaller || smaller.at >= entry.at) break;
      entries[index] = smaller;
      index = child;
    }
    entries[index] = entry;
  }

  rebuild(timers: ReadonlyMap<string, Timer>): void {
    this.#entries = [];
    for (const [name, { at }] of timers) this.push({ at, name });
  }
}
