// Reads in the background what has moved with orders, a few at a time: the end of a letter may have moved 15,000
// numbers, and the orders that callbacks name must find their places at Twilio meanwhile. Nothing waits for it.
import PQueue from 'p-queue';
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
  /**
   * Has what may have moved with these orders read, soon. What there is no room for is left to the sweep and the sync.
   */
  follow(moved: readonly HostedNumberOrderFacts[]): void;
  /** Resolves when nothing is being read and nothing waits. */
  settle(): Promise<void>;
}

/** The orders of the largest letter, and more; of each resource. */
const waitingMax = 20_000;
/** Documents before numbers: many orders hang on one. */
const ranks = { documents: 1, numbers: 0 } as const;

/** What waits is forgotten when `signal` aborts. */
export function createCompanions(options: MirrorReading & { signal: AbortSignal }, source: FactSource): Companions {
  const { log, signal } = options;
  /**
   * Apart from what is read: a document has to be found while all places are taken, to go before the numbers that wait.
   */
  const finding = new PQueue();
  const reading = new PQueue({ concurrency: companionsTogetherMax });
  /** Sids: a record that waits is read once, however many orders move it. */
  const waiting = { documents: new Set<string>(), numbers: new Set<string>() };

  const forget = () => {
    reading.clear();
    for (const sids of Object.values(waiting)) sids.clear();
  };
  const read = async (companion: Companion) => {
    const { resource, sid } = companion;
    waiting[resource].delete(sid);
    await readCompanion(options, companion, source).catch((error: unknown) => {
      log.warn({ err: error, source, sid }, 'what moved with an order could not be written down');
      // To ask Twilio on and on would be in vain then.
      if (isDatabaseUnavailable(error)) forget();
    });
  };
  const queueUp = async (moved: readonly HostedNumberOrderFacts[]) => {
    for (const companion of await findCompanions(options, moved)) {
      const sids = waiting[companion.resource];
      if (signal.aborted || sids.has(companion.sid) || sids.size >= waitingMax) continue;
      sids.add(companion.sid);
      void reading.add(() => read(companion), { priority: ranks[companion.resource] });
    }
  };
  const warn = (error: unknown) => log.warn({ err: error, source }, 'what moved with an order could not be read');
  signal.addEventListener('abort', forget);
  return {
    follow(moved) {
      if (moved.length > 0 && !signal.aborted) void finding.add(() => queueUp(moved).catch(warn));
    },
    async settle() {
      while (finding.pending + reading.pending > 0) await Promise.all([finding.onIdle(), reading.onIdle()]);
    },
  };
}
