// Takes what waits in the inbox to the judge, batch by batch, whenever it is woken. What it has claimed and could not
// have judged it gives back as soon as the database takes it: nobody else may touch a claim.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import { claimDeliveries, releaseDeliveries } from '../db/inbox-statements.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import type { Judge } from './judge.ts';

export interface Drain {
  /** Resolves when nothing that can be judged now is pending, or when that failed. Never rejects. */
  wake(): Promise<void>;
  /** Resolves when the batch under way is judged. */
  close(): Promise<void>;
}

export type DrainOptions = {
  database: Database;
  ownerAccountSid: string;
  judge: Judge;
  log: Logger;
  /** How often the inbox is looked at without a hint: another instance may have stopped in the middle of its work. */
  pollMs: number;
};

const claimMax = 200;
/**
 * After this a claim is taken over, as a killed instance's: longer than the reads of a batch can take (see
 * hint-reader).
 */
const claimMs = 15_000;
const retryMs = { first: 100, max: 1_000 };

/** Work left by an earlier process is taken up at once. */
export function startDrain({ database, ownerAccountSid, judge, log, pollMs }: DrainOptions): Drain {
  let isClosed = false;
  let isWoken = false;
  let draining: Promise<void> | null = null;
  let claimed: readonly WebhookDeliveryRow[] = [];
  let claimSize = claimMax;
  let failures = 0;
  const alarm = createAlarm(() => void wake());

  const giveBack = async () => {
    if (claimed.length > 0) await releaseDeliveries(database.db, claimed);
    claimed = [];
  };
  const judgeNext = async (): Promise<boolean> => {
    claimed = await claimDeliveries(database.db, ownerAccountSid, claimSize, claimMs);
    if (claimed.length === 0) return false;
    const dueMs = await judge(claimed);
    claimed = [];
    claimSize = Math.min(claimMax, 2 * claimSize);
    if (dueMs < pollMs && !isClosed) alarm.set(dueMs);
    return true;
  };
  const drainAll = async () => {
    try {
      await giveBack();
      while (isWoken && !isClosed) {
        isWoken = false;
        if (await judgeNext()) isWoken = true;
      }
      failures = 0;
    } catch (error) {
      log.warn({ err: error, source: 'inbox' }, 'the inbox could not be drained; trying again');
      // A batch may be too much for the database as it is now; how many it takes says nothing where it is away.
      if (!isDatabaseUnavailable(error)) claimSize = Math.max(1, Math.floor(claimSize / 2));
      if (!isClosed) alarm.set(Math.min(retryMs.max, retryMs.first * 2 ** failures));
      failures += 1;
    } finally {
      // In the same breath as the last look at `isWoken`: who wakes it in between would not be heard.
      draining = null;
    }
  };
  const wake = (): Promise<void> => {
    isWoken = true;
    if (!isClosed) draining ??= drainAll();
    return draining ?? Promise.resolve();
  };
  const poll = setInterval(() => void wake(), pollMs);
  void wake();
  return {
    wake,
    async close() {
      isClosed = true;
      clearInterval(poll);
      alarm.clear();
      await draining;
      await giveBack().catch(() => {});
    },
  };
}

/** Rings once, at the earliest of the times that it is set to. */
function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let ringsAtMs = Number.POSITIVE_INFINITY;
  const clear = () => {
    clearTimeout(timer);
    ringsAtMs = Number.POSITIVE_INFINITY;
  };
  return {
    clear,
    set(delayMs: number) {
      const atMs = performance.now() + delayMs;
      if (atMs >= ringsAtMs) return;
      clear();
      ringsAtMs = atMs;
      timer = setTimeout(() => {
        clear();
        ring();
      }, delayMs);
    },
  };
}
