// Keeps the newest forged callbacks, so that an operator sees who tries what. They never take the place of true ones: what
// comes faster than they can be stored at leisure is dropped.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { type NewDelivery, storeForgeries, trimForgeries } from '../db/inbox-statements.ts';

export interface Forgeries {
  /** Keeps it, or drops it when too many are waiting. */
  keep(forgery: NewDelivery): void;
  /** Resolves when those that wait are stored. */
  settle(): Promise<void>;
}

const keptMax = 1000;
const waitingMax = 100;
/** Forgeries are counted out every so many, since forgetting the old ones costs a statement. */
const trimEvery = 100;
const pauseMs = 100;

/** Holds nothing but what waits. */
export function createForgeries(database: Database, ownerAccountSid: string, log: Logger): Forgeries {
  let waiting: NewDelivery[] = [];
  // Whatever an earlier process kept is counted out by the first one here.
  let sinceTrim = trimEvery;
  let storing: Promise<void> | null = null;

  const storeAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      await storeForgeries(database.db, batch);
      sinceTrim += batch.length;
      if (sinceTrim >= trimEvery) {
        await trimForgeries(database.db, ownerAccountSid, keptMax);
        sinceTrim = 0;
      }
      await sleep(pauseMs, undefined, { ref: false });
    }
  };
  return {
    keep(forgery) {
      if (waiting.length >= waitingMax) return;
      waiting.push(forgery);
      storing ??= storeAll()
        .catch((error: unknown) => {
          waiting = [];
          log.warn({ err: error, source: 'callback' }, 'forged callbacks could not be kept');
        })
        .finally(() => {
          storing = null;
        });
    },
    settle: () => storing ?? Promise.resolve(),
  };
}
