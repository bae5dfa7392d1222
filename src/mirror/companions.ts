// Reads in the background what has moved with orders, a few at a time: the end of a letter may have moved 15,000 numbers,
// and the orders that callbacks name must find their places at Twilio meanwhile. Nothing waits for it.
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import type { FactSource } from '../vocabulary.ts';
import {
  type Companion,
  companionsTogetherMax,
  findCompanions,
  type MirrorReading,
  readCompanion,
} from './companion-reader.ts';

export interface Companions {
  /** Has what may have moved with these orders read, soon. What there is no room for is left to the sweep and the sync. */
  follow(moved: readonly HostedNumberOrderFacts[]): void;
  /** Resolves when nothing is being read and nothing waits. */
  settle(): Promise<void>;
}

/** The orders of the largest letter, and more. */
const waitingMax = 20_000;

/** What waits is forgotten when `signal` aborts. */
export function createCompanions(options: MirrorReading & { signal: AbortSignal }, source: FactSource): Companions {
  const { log, signal } = options;
  /** By sid: a record that waits is read once, however many orders move it. Documents first: many orders hang on one. */
  const waiting = { documents: new Map<string, Companion>(), numbers: new Map<string, Companion>() };
  const working = new Set<Promise<void>>();
  let readers = 0;

  const track = (work: Promise<void>) => {
    const tracked = work
      .catch((error: unknown) => log.warn({ err: error, source }, 'what moved with an order could not be read'))
      .finally(() => working.delete(tracked));
    working.add(tracked);
  };
  const takeNext = (): Companion | undefined => {
    const queue = waiting.documents.size > 0 ? waiting.documents : waiting.numbers;
    const next = signal.aborted ? undefined : queue.values().next().value;
    if (next) queue.delete(next.sid);
    return next;
  };
  const giveUpOn =
    ({ sid }: Companion) =>
    (error: unknown) => {
      log.warn({ err: error, source, sid }, 'what moved with an order could not be written down');
      // To ask Twilio on and on would be in vain then.
      if (isDatabaseUnavailable(error)) for (const queue of Object.values(waiting)) queue.clear();
    };
  const readOn = async () => {
    readers += 1;
    try {
      for (let next = takeNext(); next; next = takeNext()) {
        await readCompanion(options, next, source).catch(giveUpOn(next));
      }
    } finally {
      readers -= 1;
    }
  };
  const queueUp = async (moved: readonly HostedNumberOrderFacts[]) => {
    for (const companion of await findCompanions(options, moved)) {
      const queue = waiting[companion.resource];
      if (queue.size < waitingMax) queue.set(companion.sid, companion);
    }
    const started = Math.min(companionsTogetherMax - readers, waiting.documents.size + waiting.numbers.size);
    for (let index = 0; index < started; index += 1) track(readOn());
  };
  return {
    follow(moved) {
      if (moved.length > 0 && !signal.aborted) track(queueUp(moved));
    },
    async settle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}
