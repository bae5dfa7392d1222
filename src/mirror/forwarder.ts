// Gives back the status callbacks that the gateway has taken for itself: what the log says of an order is posted to the
// address that its maker named, entry by entry. It only reads the log; its own state is a row for each order, so that
// any instance goes on where another was killed.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import {
  claimForwards,
  type ForwardedEntry,
  markEntries,
  markOrders,
  readHeadAfter,
  readNextEntry,
  recordDelivery,
  recordFailure,
  releaseForward,
} from '../db/forward-statements.ts';
import type { StatusForwardRow } from '../db/gateway-tables.ts';
import { onLogAppended } from '../db/log.ts';
import type { AccountDirectory } from './account-directory.ts';
import type { PostOutcome, PostStatus } from './forward-request.ts';

export type ForwarderOptions = {
  database: Database;
  ownerAccountSid: string;
  directory: Pick<AccountDirectory, 'credentialsOf'>;
  post: PostStatus;
  log: Logger;
} & ForwarderTuning;

export type ForwarderTuning = {
  /** How long an entry of another instance may go unnoticed. */
  pollMs?: number;
  /** Orders that are posted at once. */
  parallelMax?: number;
  /** Before the first repetition; doubled for each one after. */
  firstWaitMs?: number;
  /** How long one entry is tried. */
  giveUpAfterMs?: number;
  /** How long a killed process keeps its orders from the others. */
  leaseMs?: number;
  random?(): number;
};

export interface Forwarder {
  /** Stops taking orders, waits a little for posts under way, and gives back what it has. */
  close(): Promise<void>;
}

const waitMaxMs = 3_600_000;
/** Longer than the transaction may take that begins to forward an order: see `markOrders`. */
const youngMs = 60_000;
const closeGraceMs = 2_000;
/** Orders taken at once: few, so that the busy hosts are known in between. */
const claimMax = 5;

/** Starts to post what is to be posted. */
export function startForwarder(options: ForwarderOptions): Forwarder {
  const { database, ownerAccountSid: owner, log, pollMs = 1_000, parallelMax = 20 } = options;
  const { db } = database;
  const stop = new AbortController();
  let isClosing = false;
  // A lease longer than a post and the statements beside it can take.
  const job: Job = {
    options,
    lease: { holder: randomUUID(), lifeMs: options.leaseMs ?? 60_000 },
    signal: stop.signal,
    isClosing: () => isClosing,
  };
  const active = new Map<Promise<void>, string>();
  const note = createNote(database, owner);
  /**
   * Busy hosts beside which nothing was due: to look past all that waits for them is dear, so only news are a reason.
   */
  const onlyBusy = new Set<string>();

  const fill = async () => {
    while (!isClosing && active.size < parallelMax) {
      const limit = Math.min(claimMax, parallelMax - active.size);
      const busyHosts = findBusyHosts([...active.values()], parallelMax / 2);
      const busy = busyHosts.join();
      if (onlyBusy.has(busy)) return;
      const claimed = await claimForwards(db, owner, job.lease, { limit, busyHosts });
      for (const forward of claimed) take(forward);
      if (claimed.length > 0) continue;
      if (busy) onlyBusy.add(busy);
      return;
    }
  };
  const take = (forward: StatusForwardRow) => {
    const work = forwardOrder(job, forward)
      .catch((error: unknown) => log.warn({ err: error, source: 'forward', sid: forward.sid }, 'forwarding failed'))
      .finally(() => {
        active.delete(work);
        runner.wake('end');
      });
    active.set(work, new URL(forward.url).host);
  };
  const runner = createRunner(async (reasons) => {
    if (isClosing) return;
    if (reasons.has('poll') || reasons.has('log')) {
      onlyBusy.clear();
      await note(reasons.has('poll'));
    }
    await fill();
  }, log);
  const forget = onLogAppended(database, () => runner.wake('log'));
  const timer = setInterval(() => runner.wake('poll'), pollMs);
  runner.wake('poll');
  return {
    async close() {
      isClosing = true;
      clearInterval(timer);
      forget();
      // From now on, also where a statement keeps the runner: a database that hangs and a receiver that does cost it
      // once.
      const grace = sleep(closeGraceMs, undefined, { ref: false });
      await Promise.race([runner.idle().then(() => Promise.all(active.keys())), grace]);
      stop.abort();
      await runner.idle();
      await Promise.all(active.keys());
    },
  };
}

/** Notes what the log has that is new; at first, all that it has. */
function createNote({ db }: Database, owner: string): (isPoll: boolean) => Promise<void> {
  let place: number | null = null;
  return async (isPoll) => {
    const head = await readHeadAfter(db, owner, place ?? 0);
    if (place === null) await markOrders(db, owner, null);
    else if (head !== null) await markEntries(db, owner, place, head);
    if (isPoll && place !== null) await markOrders(db, owner, youngMs);
    place = head ?? place ?? 0;
  };
}

/** A receiver that hangs keeps no more than half of the places, or a few more: the others go on. */
function findBusyHosts(hosts: readonly string[], placesMax: number): string[] {
  const isBusy = (host: string) => hosts.filter((other) => other === host).length >= placesMax;
  return [...new Set(hosts)].filter(isBusy);
}

type WakeReason = 'log' | 'poll' | 'end';

/** Runs once at a time; what wakes it meanwhile makes it run once more. */
function createRunner(run: (reasons: ReadonlySet<WakeReason>) => Promise<void>, log: Logger) {
  let waiting = new Set<WakeReason>();
  let running: Promise<void> | null = null;
  const runAll = async () => {
    while (waiting.size > 0) {
      const reasons = waiting;
      waiting = new Set();
      await run(reasons).catch((error: unknown) => log.warn({ err: error, source: 'forward' }, 'forwarding waits'));
    }
    running = null;
  };
  return {
    wake(reason: WakeReason): void {
      waiting.add(reason);
      running ??= runAll();
    },
    idle: () => running ?? Promise.resolve(),
  };
}

type Job = {
  options: ForwarderOptions;
  lease: { holder: string; lifeMs: number };
  signal: AbortSignal;
  isClosing(): boolean;
};

/** Posts what there is of one order, one after the other, until one fails. */
async function forwardOrder(job: Job, claimed: StatusForwardRow): Promise<void> {
  const { database } = job.options;
  let forward: StatusForwardRow | null = claimed;
  while (forward !== null && forward.newestPosition > forward.position) {
    if (job.isClosing()) return releaseForward(database.db, claimed.sid, job.lease);
    const entry = await readNextEntry(database.db, forward);
    const outcome = await post(job, forward, entry);
    if (outcome === null) return releaseForward(database.db, claimed.sid, job.lease);
    if (outcome.is !== 'delivered') return keepFailure(job, forward, entry?.position ?? forward.position, outcome);
    forward = await recordDelivery(database.db, claimed.sid, entry?.position ?? forward.position, job.lease);
  }
}

/** Null: the forwarder closes, and whether it was delivered is not known. */
async function post(
  { options, signal }: Job,
  { sid: orderSid, url }: StatusForwardRow,
  entry: ForwardedEntry | null,
): Promise<PostOutcome | null> {
  if (entry === null) return failed('The gateway does not find what is to be posted.');
  const { accountSid, position, status, phoneNumber } = entry;
  const credentials = options.directory.credentialsOf(accountSid);
  if (credentials === null) return failed('The auth token of the account is not known now.');
  const { authToken } = credentials;
  try {
    return await options.post({ url, authToken, orderSid, status, phoneNumber, position }, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function keepFailure(
  { options, lease }: Job,
  { sid, attempts }: StatusForwardRow,
  position: number,
  outcome: Exclude<PostOutcome, { is: 'delivered' }>,
): Promise<void> {
  const { database, log, giveUpAfterMs = 24 * 3_600_000 } = options;
  const { error } = outcome;
  const waitMs = outcome.is === 'refused' ? null : Math.max(backOffMs(attempts, options), outcome.retryAfterMs ?? 0);
  const kept = await recordFailure(database.db, lease, { sid, position, error, waitMs, giveUpAfterMs });
  const isGivenUp = kept !== null && kept.position === position;
  const facts = { source: 'forward', sid, attempt: attempts + 1, reason: error };
  log.warn(facts, isGivenUp ? 'a status was given up' : 'a status could not be forwarded yet');
}

/** Twice as long each time, up to an hour, less a random part of up to a half: orders do not come back together. */
function backOffMs(attempts: number, { firstWaitMs = 1_000, random = Math.random }: ForwarderOptions): number {
  const ceilingMs = Math.min(firstWaitMs * 2 ** Math.min(attempts, 30), waitMaxMs);
  return Math.round(ceilingMs * (1 - random() / 2));
}

function failed(error: string): PostOutcome {
  return { is: 'failed', error, retryAfterMs: null };
}
