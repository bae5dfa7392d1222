// Finds clients who take nothing any more, with one timer for all of them.

export interface StallWatch {
  /** Begins to count; `onStall` is called once if nothing is taken for too long. Returns what ends the count. */
  begin(onStall: () => void): () => void;
  close(): void;
}

export function createStallWatch(stallMaxMs: number): StallWatch {
  const stalled = new Set<{ since: number; onStall: () => void }>();
  const timer = setInterval(
    () => {
      const limit = performance.now() - stallMaxMs;
      for (const each of stalled) {
        if (each.since > limit) continue;
        stalled.delete(each);
        each.onStall();
      }
    },
    Math.min(1_000, stallMaxMs),
  );
  timer.unref();
  return {
    begin(onStall) {
      const each = { since: performance.now(), onStall };
      stalled.add(each);
      return () => stalled.delete(each);
    },
    close: () => clearInterval(timer),
  };
}
