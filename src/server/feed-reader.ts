// One subscriber, whatever its transport: it takes frames as fast as it can write them and keeps none. It catches up by a
// run of its own, reads the shared one while it keeps up, and goes back to the log when it has fallen behind.
import { createRefusedRun, type Frame, type Mark, type Operation, type Run, type RunSource } from './feed-run.ts';
import type { Place, SharedRun } from './shared-run.ts';

export interface FeedReader {
  /** The frames since the last call, at least one; waits for it. Null at the end. */
  take(): Promise<readonly Frame[] | null>;
  /** The cursor of the last frame taken; null before the first. */
  cursor(): string | null;
  /** Whether the stream ended because the gateway stops, and not because there is nothing more to come. */
  readonly wasStopped: boolean;
  /** Ends it with a last word: the place to resume from. */
  stop(): void;
  /** Ends it at once. */
  close(): void;
  /** The last word for one who takes too slowly; ends it. */
  giveUp(): Promise<Frame | null>;
}

export type FeedReaderOptions = {
  operation: Operation;
  source: RunSource;
  /** Opens the shared run of the operation, or finds the one that is there. `leave` must follow. */
  share(position: number): Promise<SharedRun>;
  leave(): void;
  cursorOf(position: number): string;
  now(): Date;
  onEnd(reader: FeedReader): void;
};

/** Frames written at once: a writer must be able to look up and see that its client does not read. */
const takenMax = 100;

/** `run` begins the stream. It is apart from the options, which live as long as the reader: a run has loaders of its own. */
export function createFeedReader(run: Run, options: FeedReaderOptions): FeedReader {
  return new Reader(run, options);
}

class Reader implements FeedReader {
  readonly #options: FeedReaderOptions;
  #run: Run | null;
  #shared: SharedRun | null = null;
  /** In the shared run; null when what comes next is kept there no longer. */
  #place: Place | null = null;
  #position: number | null = null;
  #state: 'open' | 'stopping' | 'ended' = 'open';
  #wasLive = false;
  #hasLastWord = false;
  #resume = () => {};
  wasStopped = false;

  constructor(run: Run, options: FeedReaderOptions) {
    this.#run = run;
    this.#options = options;
  }

  async take(): Promise<readonly Frame[] | null> {
    while (this.#state === 'open') {
      const frames = this.#run ? await this.#takeOwn(this.#run) : await this.#takeShared();
      if (frames.length > 0) return frames;
    }
    return this.#state === 'stopping' ? this.#takeLastWord() : null;
  }

  cursor(): string | null {
    return this.#position === null ? null : this.#options.cursorOf(this.#position);
  }

  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopping';
    this.wasStopped = true;
    this.#run?.close();
    this.#resume();
  }

  close(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#run?.close();
    this.#leave();
    this.#resume();
    this.#options.onEnd(this);
  }

  async giveUp(): Promise<Frame | null> {
    const frame = await this.#renderMark({ mark: 'GAP', reason: 'CONSUMER_TOO_SLOW' });
    this.close();
    return frame;
  }

  async #takeOwn(run: Run): Promise<readonly Frame[]> {
    const frame = await run.next();
    if (this.#state !== 'open') return [];
    if (frame === null || frame.position === null) this.close();
    if (frame === null) return [];
    this.#position = frame.position ?? this.#position;
    if (frame.mark !== 'CAUGHT_UP') return visible([frame]);
    const isFirst = !this.#wasLive;
    await this.#goLive(run, frame.covers);
    return isFirst ? visible([frame]) : [];
  }

  async #goLive(run: Run, position: number): Promise<void> {
    run.close();
    this.#run = null;
    this.#wasLive = true;
    const shared = await this.#options.share(position);
    if (this.#state === 'ended') return this.#options.leave();
    this.#shared = shared;
    this.#place = shared.join(position);
  }

  async #takeShared(): Promise<readonly Frame[]> {
    const shared = this.#shared;
    if (shared === null) return [];
    const frames = this.#place && shared.take(this.#place, takenMax);
    if (frames === null) await this.#fallBack();
    else if (frames.length > 0) return this.#accept(frames);
    else if (shared.hasEnded) this.close();
    else await this.#change(shared);
    return [];
  }

  #accept(frames: readonly Frame[]): readonly Frame[] {
    const told = this.#position ?? 0;
    // Never back: a frame of state may cover what is new and yet stand where the reader has been.
    this.#position = Math.max(told, frames.at(-1)?.position ?? told);
    return visible(frames);
  }

  #change(shared: SharedRun): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = shared.waitFor(resolve);
      this.#resume = () => {
        takeBack();
        resolve();
      };
    });
  }

  async #fallBack(): Promise<void> {
    this.#leave();
    const opened = await this.#options.source.open(this.#options.operation, this.cursor());
    const run = 'next' in opened ? opened : createRefusedRun(opened);
    // One that has been stopped meanwhile has its last word to say, and needs no run for that.
    if (this.#state === 'open') this.#run = run;
    else run.close();
  }

  #leave(): void {
    if (this.#shared) this.#options.leave();
    this.#shared = null;
  }

  /** The stream is over when it has been taken, and not before: whoever waits for the end waits until it is written. */
  async #takeLastWord(): Promise<readonly Frame[] | null> {
    const isSaid = this.#hasLastWord;
    this.#hasLastWord = true;
    const frame = isSaid ? null : await this.#renderMark({ mark: 'HEARTBEAT', serverTime: this.#options.now() });
    if (frame) return [frame];
    this.close();
    return null;
  }

  /** Streams of state have no marks: what cannot be said in their words is left out. */
  async #renderMark(mark: Pick<Mark, 'mark'> & Record<string, unknown>): Promise<Frame | null> {
    if (this.#position === null || !this.#options.operation.hasMarks) return null;
    const position = this.#position;
    return this.#options.source.render(this.#options.operation, {
      ...mark,
      position,
      cursor: this.#options.cursorOf(position),
    });
  }
}

function visible(frames: readonly Frame[]): readonly Frame[] {
  return frames.filter((frame) => frame.text !== null);
}
