// Many subscribers, one execution: operations that are equal but for their beginning share a run once they have caught
// up. Whoever opens a stream, on whichever transport, opens it here, and here all of them are ended when the gateway stops.
import type { ExecutionResult } from 'graphql';
import { createFeedReader, type FeedReader } from './feed-reader.ts';
import { createRefusedRun, type Operation, type RunSource } from './feed-run.ts';
import { operationKey } from './operation-key.ts';
import { openReplay, type ReplayOptions } from './replay.ts';
import { createSharedRun, type SharedRun } from './shared-run.ts';

export interface FanOut {
  /** Begins a stream; what refuses it is a result with errors. */
  open(operation: Operation): Promise<FeedReader | ExecutionResult>;
  /** How many streams are open, and how many executions serve them. */
  readonly load: { readers: number; sharedRuns: number };
  /** Ends every stream with its place to resume from. Resolves when each has taken it, or after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export type FanOutOptions = ReplayOptions & { source: RunSource; rights: string; now(): Date };

/** `opened`: the run, once it is there. */
type Share = { run: Promise<SharedRun>; opened: SharedRun | null; readers: number };

export function createFanOut(options: FanOutOptions): FanOut {
  const { source, rights, cursorOf, now } = options;
  const readers = new Set<FeedReader>();
  const shares = new Map<string, Share>();
  let isClosed = false;
  let onEmpty = () => {};
  const share = (key: string, operation: Operation, position: number) => {
    const found = shares.get(key) ?? createShare(openShared(source, operation, position, cursorOf));
    found.readers += 1;
    shares.set(key, found);
    return found;
  };
  const leave = (key: string, left: Share) => {
    left.readers -= 1;
    if (left.readers > 0) return;
    if (shares.get(key) === left) shares.delete(key);
    void left.run.then((run) => run.close());
  };
  return {
    async open(operation) {
      const key = operationKey(operation, rights);
      const replay = await openReplay(operation, shares.get(key)?.opened ?? null, options).catch(() => null);
      const run = replay ?? (await source.open(operation, operation.resumeAfter));
      if (!('next' in run)) return run;
      let joined: Share | null = null;
      const reader = createFeedReader(run, {
        operation,
        source,
        async share(position) {
          joined = share(key, operation, position);
          const shared = await joined.run;
          // One that has failed must not be found by those who come later.
          if (shared.hasEnded && shares.get(key) === joined) shares.delete(key);
          return shared;
        },
        leave() {
          if (joined) leave(key, joined);
          joined = null;
        },
        cursorOf,
        now,
        onEnd(ended) {
          readers.delete(ended);
          if (readers.size === 0) onEmpty();
        },
      });
      readers.add(reader);
      if (isClosed) reader.stop();
      return reader;
    },
    get load() {
      return { readers: readers.size, sharedRuns: shares.size };
    },
    async close(graceMs) {
      isClosed = true;
      const emptied = new Promise<void>((resolve) => {
        onEmpty = resolve;
        if (readers.size === 0) resolve();
        setTimeout(resolve, graceMs).unref();
      });
      for (const reader of [...readers]) reader.stop();
      await emptied;
      for (const reader of [...readers]) reader.close();
    },
  };
}

function createShare(run: Promise<SharedRun>): Share {
  const share: Share = { run, opened: null, readers: 0 };
  const note = (opened: SharedRun) => {
    share.opened = opened;
  };
  // Who waits for the run is told why there is none.
  run.then(note, () => {});
  return share;
}

async function openShared(
  source: RunSource,
  operation: Operation,
  position: number,
  cursorOf: (position: number) => string,
): Promise<SharedRun> {
  const run = await source.open(operation, cursorOf(position));
  return createSharedRun(position, 'next' in run ? run : createRefusedRun(run));
}
