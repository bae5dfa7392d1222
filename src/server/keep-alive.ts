// Breaks the silence of idle event streams, with one timer for all of them: what lies between cuts a connection on which
// nothing goes.

export interface KeepAlive {
  /** Calls `onBeat` at every beat. Returns what ends it. */
  add(onBeat: () => void): () => void;
  close(): void;
}

export function createKeepAlive(beatMs: number): KeepAlive {
  const beating = new Set<() => void>();
  const timer = setInterval(() => {
    for (const onBeat of beating) onBeat();
  }, beatMs);
  timer.unref();
  return {
    add(onBeat) {
      beating.add(onBeat);
      return () => beating.delete(onBeat);
    },
    close: () => clearInterval(timer),
  };
}
