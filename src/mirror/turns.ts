// Turns for works of which any may take very long: a few at a time. What has used up its turn goes on without one, and
// begins without one the next time, so that what does not end keeps nobody waiting.
import PQueue from 'p-queue';
import { waitAtMost } from './patience.ts';

export type TurnsOptions = {
  /** How many have a turn at once. */
  togetherMax: number;
  turnMs: number;
  /** How many are under way at once, with a turn or without. */
  underWayMax: number;
};

export interface Turns {
  /** Begins `work`, which must never reject, soon. Of a key there may be one at a time. */
  add(key: string, work: () => Promise<void>): void;
  /** Of what is under way, and of what waits for its turn. */
  keys(): string[];
  /** Resolves when all that was added so far has ended. */
  end(): Promise<unknown>;
}

export function createTurns({ togetherMax, turnMs, underWayMax }: TurnsOptions): Turns {
  const queue = new PQueue({ concurrency: togetherMax });
  const added = new Map<string, Promise<void>>();
  /** What took longer than a turn the last time. */
  const late = new Set<string>();
  /** What is under way without a turn. */
  const apart = new Set<string>();

  const makeRoom = () => {
    queue.concurrency = Math.min(togetherMax + apart.size, underWayMax);
  };
  const goApart = (key: string) => {
    apart.add(key);
    makeRoom();
  };
  const perform = async (key: string, work: () => Promise<void>) => {
    const working = work();
    if (late.has(key)) goApart(key);
    if (await waitAtMost(working, turnMs)) {
      late.delete(key);
    } else {
      late.add(key);
      goApart(key);
    }
    await working;
    apart.delete(key);
    makeRoom();
  };
  return {
    add(key, work) {
      const ended = queue.add(() => perform(key, work)).finally(() => added.delete(key));
      added.set(key, ended);
    },
    keys: () => [...added.keys()],
    end: () => Promise.all(added.values()),
  };
}
