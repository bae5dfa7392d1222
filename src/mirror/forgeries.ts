// Keeps the newest forged callbacks, so that an operator sees who tries what. They never take the place of true ones: they
// are stored at leisure, and where they come faster than that, the oldest of those that wait are dropped.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { type NewDelivery, storeForgeries } from '../db/inbox-statements.ts';

export interface Forgeries {
  /** Keeps it among the newest. */
  keep(forgery: NewDelivery): void;
  /** Resolves when those that wait are stored. */
  settle(): Promise<void>;
}

const keptMax = 1000;
/** A body of 16 KiB may be made of thousands of them, and each takes room. */
const waitingParametersMax = 20_000;
const storedTogetherMax = 100;
const pauseMs = 100;

/** Holds nothing but what waits. */
export function createForgeries(database: Database, ownerAccountSid: string, log: Logger): Forgeries {
  const waiting: NewDelivery[] = [];
  let waitingParameters = 0;
  let storing: Promise<void> | null = null;

  const take = (count: number): NewDelivery[] => {
    const taken = waiting.splice(0, count);
    waitingParameters -= countParameters(taken);
    return taken;
  };
  const storeAll = async () => {
    try {
      while (waiting.length > 0) {
        await storeForgeries(database.db, ownerAccountSid, take(storedTogetherMax), keptMax);
        await sleep(pauseMs, undefined, { ref: false });
      }
    } catch (error) {
      take(waiting.length);
      log.warn({ err: error, source: 'callback' }, 'forged callbacks could not be kept');
    } finally {
      // In the same breath as the last look at `waiting`: what is kept in between would lie there.
      storing = null;
    }
  };
  return {
    keep(forgery) {
      waiting.push(forgery);
      waitingParameters += countParameters([forgery]);
      while (waiting.length > keptMax || waitingParameters > waitingParametersMax) take(1);
      storing ??= storeAll();
    },
    settle: () => storing ?? Promise.resolve(),
  };
}

function countParameters(forgeries: readonly NewDelivery[]): number {
  return forgeries.reduce((sum, { parameters }) => sum + parameters.length, 0);
}
