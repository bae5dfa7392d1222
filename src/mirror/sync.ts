// The walk over everything, on an interval: what callbacks missed, what they never tell (numbers, documents), and what
// is gone. One instance at a time walks, by a lease in the database; a killed one's walk is taken up where it was.
import { randomUUID } from 'node:crypto';
import type { SyncWalkRow } from '../db/gateway-tables.ts';
import { readWalks, refreshStatistics, syncResources, writeWalk } from '../db/walk-statements.ts';
import { leaseLifeMs, leaseRetryMs, withLease } from './lease.ts';
import { type WalkOptions, type WalkTarget, walkList } from './walk.ts';

export type SyncOptions = WalkOptions & { intervalMs: number };

export interface Sync {
  /** Walks everything now, after the walk under way if there is one; resolves when it ended, well or not. */
  run(): Promise<void>;
  /** Resolves when no walk is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Instances that boot together share one first walk, and so do those that are deployed one after the other, or end again
 * and again: what was walked within this share of the interval is not walked again for a start.
 */
const bootShare = 0.1;
const bootToleranceMs = { min: 10_000, max: 600_000 };

/**
 * Walks at the start what was not walked lately, then everything every `intervalMs`. A list that another instance has
 * walked meanwhile is not walked again.
 */
export function startSync(options: SyncOptions): Sync {
  const holder = randomUUID();
  const stop = new AbortController();
  const startedAtMs = options.now().getTime();
  const toleranceMs = Math.min(bootToleranceMs.max, Math.max(bootToleranceMs.min, bootShare * options.intervalMs));
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  const walkUnless = (walkedSince: Date): Promise<void> => {
    clearTimeout(timer);
    running ??= runOnce(options, holder, walkedSince, stop.signal)
      .catch((error: unknown) => {
        options.log.warn({ err: error, source: 'sync' }, 'the sync failed; it goes on from there soon');
        return 'failed' as const;
      })
      .then((outcome) => {
        running = null;
        if (!stop.signal.aborted)
          schedule(
            outcome === 'complete' ? options.intervalMs : Math.min(leaseRetryMs, options.intervalMs),
            walkedSince,
          );
      });
    return running;
  };
  const schedule = (delayMs: number, walkedSince: Date) => {
    timer = setTimeout(() => {
      const aged = options.now().getTime() - options.intervalMs;
      void walkUnless(new Date(Math.max(aged, walkedSince.getTime())));
    }, delayMs);
  };
  void walkUnless(new Date(startedAtMs - toleranceMs));
  return {
    async run() {
      const askedAt = options.now();
      await running;
      await walkUnless(askedAt);
    },
    idle: () => running ?? Promise.resolve(),
    async close() {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

type Outcome = 'complete' | 'failed' | 'held elsewhere';

async function runOnce(options: SyncOptions, holder: string, walkedSince: Date, signal: AbortSignal): Promise<Outcome> {
  const { database, ownerAccountSid, directory } = options;
  // Each instance needs the tokens, whoever walks.
  await directory.refresh();
  const lease = { name: `sync ${ownerAccountSid}`, ownerAccountSid, holder, lifeMs: leaseLifeMs };
  const walked = await withLease(database.db, lease, signal, (held) => walkEverything(options, walkedSince, held));
  return walked ?? 'held elsewhere';
}

async function walkEverything(options: SyncOptions, walkedSince: Date, signal: AbortSignal): Promise<Outcome> {
  const walks = await readWalks(options.database.db, options.ownerAccountSid);
  let outcome: Outcome = 'complete';
  for (const accountSid of options.directory.accountSids()) {
    const credentials = options.directory.credentialsOf(accountSid);
    if (!credentials) continue;
    for (const resource of syncResources) {
      if (signal.aborted) return 'failed';
      const before = walks.find((walk) => walk.accountSid === accountSid && walk.resource === resource);
      const isFresh = before !== undefined && before.finishedAt !== null && before.startedAt >= walkedSince;
      if (isFresh) continue;
      if (!(await walkOrNote(options, { credentials, resource }, before, signal))) outcome = 'failed';
    }
  }
  return outcome;
}

/** One list that fails does not stop the others; readyz says which one and why. */
async function walkOrNote(
  options: SyncOptions,
  target: WalkTarget,
  before: SyncWalkRow | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const { accountSid } = target.credentials;
  try {
    await walkList(options, target, before, signal);
    await refreshStatistics(options.database, target.resource).catch((error: unknown) => {
      options.log.warn({ err: error, source: 'sync', resource: target.resource }, 'statistics were not refreshed');
    });
    return true;
  } catch (error) {
    // The stop has ended its reads: that is no trouble of the list, and the next process goes on from there.
    if (signal.aborted) return false;
    options.log.warn(
      { err: error, source: 'sync', accountSid, resource: target.resource },
      'a list could not be walked to its end',
    );
    const walks = await readWalks(options.database.db, options.ownerAccountSid);
    const walk = walks.find((row) => row.accountSid === accountSid && row.resource === target.resource);
    if (walk)
      await writeWalk(options.database.db, { ...walk, problem: error instanceof Error ? error.name : 'unknown error' });
    return false;
  }
}
