// A run at the live end of the log, shared by all readers of the same operation. It keeps its newest frames, within a
// bound; who needs older ones has to catch up by a run of its own. An idle reader is one entry of a set.
import { waitAtMost } from '../mirror/patience.ts';
import type { Frame, Run } from './feed-run.ts';

/** Where a reader is in a shared run. */
export type Place = {
  /** Of the next frame to look at. */
  number: number;
  /** What the reader knew when it joined. The run may still be on its way there. */
  readonly after: number;
};

export interface SharedRun {
  /** The place of one who was told everything up to `position`; null when what follows is kept no longer. */
  join(position: number): Place | null;
  /**
   * What was told after `position`, without marks, once it reaches `head`, which is waited for a little; null when that
   * is too long ago, or it does not get there.
   */
  since(position: number, head: number): Promise<readonly Frame[] | null>;
  /** Up to `limit` frames that say something new at `place`, which moves on; null when some are kept no longer. */
  take(place: Place, limit: number): readonly Frame[] | null;
  /** Calls `onChange` once, when there are more frames or none will come. Returns what takes it back. */
  waitFor(onChange: () => void): () => void;
  readonly hasEnded: boolean;
  close(): void;
}

const framesMax = 1000;
const bytesMax = 1024 * 1024;
/** As old as what a client may be sent that takes its time to read: see StallWatch. */
const sinceMaxMs = 30_000;
const headWaitMs = 2_000;

/** Goes on from `position`, where `run` begins. */
export function createSharedRun(position: number, run: Run): SharedRun {
  const frames = new KeptFrames(position);
  const waiting = new Set<() => void>();
  let hasEnded = false;
  let isTelling = false;
  const tell = () => {
    isTelling = false;
    const told = [...waiting];
    waiting.clear();
    for (const onChange of told) onChange();
  };
  // At the end of the turn: all that came in it is taken, and written, at once.
  const tellSoon = () => {
    if (!isTelling) setImmediate(tell);
    isTelling = true;
  };
  void (async () => {
    for (let frame = await run.next(); frame !== null; frame = await run.next()) {
      if (frame.mark === 'CAUGHT_UP') continue;
      frames.add(frame);
      tellSoon();
    }
    hasEnded = true;
    tellSoon();
  })();
  const waitFor = (onChange: () => void) => {
    waiting.add(onChange);
    return () => waiting.delete(onChange);
  };
  return {
    join: (at) => frames.join(at),
    async since(at, head) {
      const told = () => (hasEnded ? null : frames.since(at, performance.now() - sinceMaxMs));
      const giveUpAtMs = performance.now() + headWaitMs;
      // What is not kept even now is not waited for.
      while (told() !== null && frames.covers < head && performance.now() < giveUpAtMs) {
        await changeOrTime(waitFor, giveUpAtMs - performance.now());
      }
      return frames.covers < head ? null : told();
    },
    take: (place, limit) => frames.take(place, limit),
    waitFor,
    get hasEnded() {
      return hasEnded;
    },
    close: () => run.close(),
  };
}

async function changeOrTime(waitFor: SharedRun['waitFor'], maxMs: number): Promise<void> {
  let takeBack = () => {};
  const change = new Promise<void>((resolve) => {
    takeBack = waitFor(resolve);
  });
  await waitAtMost(change, maxMs);
  takeBack();
}

class KeptFrames {
  /** The newest place of the log that is told. */
  covers: number;
  #frames: Frame[] = [];
  /** The number of the first frame that is kept. */
  #first = 0;
  /** What was told by frames that are kept no longer. */
  #floor: number;
  #bytes = 0;

  constructor(position: number) {
    this.#floor = position;
    this.covers = position;
  }

  add(frame: Frame): void {
    this.#frames.push(frame);
    this.covers = Math.max(this.covers, frame.covers);
    this.#bytes += frame.text?.length ?? 0;
    if (this.#frames.length <= framesMax && this.#bytes <= bytesMax) return;
    this.#drop(Math.ceil(this.#frames.length / 2));
  }

  join(position: number): Place | null {
    if (position < this.#floor) return null;
    const index = this.#frames.findIndex((frame) => frame.position === null || frame.covers > position);
    return { number: this.#first + (index === -1 ? this.#frames.length : index), after: position };
  }

  /** As SharedRun has it, of what is kept now; null as well when the first of it was made before `madeAfterMs`. */
  since(position: number, madeAfterMs: number): readonly Frame[] | null {
    if (position < this.#floor) return null;
    const later = this.#frames.filter((frame) => frame.position === null || frame.covers > position);
    const isWhole = later.every(({ position: at, mark }) => at !== null && (mark === null || mark === 'HEARTBEAT'));
    const isYoung = later[0] === undefined || later[0].madeAtMs >= madeAfterMs;
    return isWhole && isYoung ? later.filter(({ mark }) => mark === null) : null;
  }

  take(place: Place, limit: number): readonly Frame[] | null {
    if (place.number < this.#first) return null;
    let start = place.number - this.#first;
    for (let frame = this.#frames[start]; frame && isBehind(frame, place.after); frame = this.#frames[start])
      start += 1;
    const taken = this.#frames.slice(start, start + limit);
    place.number = this.#first + start + taken.length;
    return taken;
  }

  #drop(count: number): void {
    for (const frame of this.#frames.splice(0, count)) {
      this.#floor = Math.max(this.#floor, frame.covers);
      this.#bytes -= frame.text?.length ?? 0;
    }
    this.#first += count;
  }
}

/**
 * Who catches up by a run of its own may be ahead of the shared one: each event takes its time to become a frame, and the
 * run that began later may be done first. So the end of what is kept is not the place of the reader: frames up to that
 * place are still to come. A mark at the place itself is no repetition: it breaks the silence.
 */
function isBehind({ position, covers, mark }: Frame, after: number): boolean {
  if (position === null) return false;
  return mark === null ? covers <= after : position < after;
}
