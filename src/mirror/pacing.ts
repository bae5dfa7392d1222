// The pace of frames: which records a reader has still to be told of, and when. It holds sids and positions, never rows,
// and a bounded number of them; the rest stays in the log until there is room.

export type PacingOptions = {
  /** Everything up to here is told. */
  from: number;
  /** How far two frames of a record are apart, at least. */
  minIntervalMs: number;
  /** Records that may wait; the log is not read on while there are so many. */
  waitingMax?: number;
  /** Records told last that are remembered. One that is forgotten too soon may be told again, or sooner. */
  toldMax?: number;
};

/** A record, and its first change that the reader was not told of. */
export type Untold = { sid: string; first: number };

type Told = {
  /** What was told contains every change up to here. */
  covers: number;
  at: number;
};

export class Pacing {
  /** The log was read up to here. */
  readTo: number;
  readonly #minIntervalMs: number;
  readonly #waitingMax: number;
  readonly #toldMax: number;
  /** In the order of `first`. */
  readonly #waiting = new Map<string, { first: number; dueAt: number }>();
  /** In the order of telling. */
  readonly #told = new Map<string, Told>();

  constructor({ from, minIntervalMs, waitingMax = 10_000, toldMax = 10_000 }: PacingOptions) {
    this.readTo = from;
    this.#minIntervalMs = minIntervalMs;
    this.#waitingMax = waitingMax;
    this.#toldMax = toldMax;
  }

  /** Everything up to here is told: where a reader who leaves now may resume. */
  get place(): number {
    const [oldest] = this.#waiting.values();
    return oldest === undefined ? this.readTo : oldest.first - 1;
  }

  get isFull(): boolean {
    return this.#waiting.size >= this.#waitingMax;
  }

  /** A record has changed. It is due at once, or an interval after it was told last. */
  note(sid: string, position: number): void {
    const told = this.#told.get(sid);
    if (this.#waiting.has(sid) || (told && told.covers >= position)) return;
    this.#waiting.set(sid, { first: position, dueAt: told ? told.at + this.#minIntervalMs : 0 });
  }

  /** Up to `limit` records that are due at `now`. They wait until they are settled. */
  due(now: number, limit: number): Untold[] {
    const due: Untold[] = [];
    for (const [sid, { first, dueAt }] of this.#waiting) {
      if (dueAt <= now) due.push({ sid, first });
      if (due.length === limit) break;
    }
    return due;
  }

  /** How long until the next one is due; undefined when none waits. */
  nextDueInMs(now: number): number | undefined {
    if (this.#waiting.size === 0) return undefined;
    let dueAt = Number.POSITIVE_INFINITY;
    for (const each of this.#waiting.values()) dueAt = Math.min(dueAt, each.dueAt);
    return Math.max(0, dueAt - now);
  }

  /** A record was looked at, up to the change `covers`; `at` is when it was told, null when there was nothing to tell. */
  settle(sid: string, covers: number, at: number | null): void {
    const before = this.#told.get(sid);
    this.#waiting.delete(sid);
    this.#told.delete(sid);
    this.#told.set(sid, { covers, at: at ?? before?.at ?? Number.NEGATIVE_INFINITY });
  }

  /** Forgets what makes no difference any more. */
  forget(now: number): void {
    for (const [sid, { covers, at }] of this.#told) {
      const isNeeded = covers > this.readTo || at + this.#minIntervalMs > now;
      if (isNeeded && this.#told.size <= this.#toldMax) return;
      this.#told.delete(sid);
    }
  }
}
