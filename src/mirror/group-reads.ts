// Reads that give everybody the same, grouped: thousands ask at once when an instance has gone and its readers come back.

import { waitAtMost } from './patience.ts';

/**
 * The returned function reads once for all who ask while the read before is on its way. Each read begins after it was
 * asked for, so nobody is given less than there was when he asked. When it fails, all who wait for it are told. One that
 * takes longer than `patienceMs` is not waited for by the next one: it may sit on a link that is half open.
 */
export function groupReads<Value>(read: () => Promise<Value>, patienceMs = 1_000): () => Promise<Value> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  const readNext = () => {
    next = null;
    const reading = read();
    underWay = waitAtMost(
      reading.catch(() => {}),
      patienceMs,
    );
    return reading;
  };
  return () => {
    next ??= underWay.then(readNext);
    return next;
  };
}
