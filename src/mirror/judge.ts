// Judges the deliveries that an instance has claimed: reads the orders that must be read, then writes down what each
// delivery turned out to be, or how long it waits.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import {
  type OrderHistory,
  type PostponedDelivery,
  postponeDeliveries,
  readHistories,
  settleDeliveries,
} from '../db/inbox-statements.ts';
import { isDatabaseUnavailable, isPassing } from '../db/unavailable.ts';
import type { HeldDeliveries } from './held-deliveries.ts';
import type { HintOutcomes, HintReader } from './hint-reader.ts';
import { ingestCallbacks } from './ingest.ts';
import type { ReadOutcome } from './order-reader.ts';
import { isPromising, type Judgement, judgeDelivery, type Misses, promiseOf, waitBeforeRead } from './verdicts.ts';

export type JudgeOptions = {
  database: Database;
  ownerAccountSid: string;
  orders: Pick<HintReader, 'readAgain'>;
  held: Pick<HeldDeliveries, 'hold'>;
  log: Logger;
  now(): Date;
  /** An order is read at most once in this time when callbacks tell nothing new of it. */
  confirmMs: number;
};

/**
 * Judges a batch; resolves with the time after which the first of those that wait is due, infinite when none waits.
 * What waits for a walk is held. Throws what the database throws.
 */
export type Judge = (claimed: readonly WebhookDeliveryRow[]) => Promise<number>;

type Histories = ReadonlyMap<string, OrderHistory>;
const missesMax = 10_000;

/** Remembers which callbacks had their order read in vain, so that they cannot have it read again and again. */
export function createJudge(options: JudgeOptions): Judge {
  const { database, ownerAccountSid, log, now } = options;
  const misses = new Map<string, Misses>();
  const judgeTogether: Judge = async (claimed) => {
    const sids = [...new Set(claimed.flatMap(({ orderSid }) => orderSid ?? []))];
    const before = await readHistories(database.db, ownerAccountSid, sids);
    const waits = planReads(options, claimed, before, misses);
    const { outcomes, walked } = await readDue(options, claimed, before, waits);
    const walkOf = ({ id, orderSid }: WebhookDeliveryRow) =>
      waits.get(id) === 0 ? walked.get(orderSid ?? '') : undefined;
    const ready = claimed.filter((delivery) => !walkOf(delivery));
    const after = outcomes.size > 0 ? await readHistories(database.db, ownerAccountSid, sids) : before;
    const { settled, postponed } = sortOut(ready, { after, outcomes, waits, nowMs: now().getTime() });
    countMisses(ready, after, outcomes, misses, now().getTime());
    const firstCalled = [...after.values()].flatMap(({ sid, calledBack }) => (calledBack ? [] : [sid]));
    await ingestCallbacks(database, { ownerAccountSid, orderSids: firstCalled, at: now() });
    await settleDeliveries(database.db, ownerAccountSid, settled, now());
    await postponeDeliveries(database.db, postponed);
    for (const walk of new Set(walked.values())) {
      const waiting = claimed.filter((delivery) => walkOf(delivery) === walk);
      await options.held.hold(waiting, walk);
    }
    const counts = { settled: settled.length, postponed: postponed.length, held: claimed.length - ready.length };
    log.debug({ source: 'callback', ...counts }, 'callbacks judged');
    return Math.min(...postponed.map(({ waitMs }) => waitMs));
  };
  /**
   * What the database refuses is one order of one delivery: the halves are judged apart until it stands alone, and
   * waits.
   */
  const judge: Judge = async (claimed) => {
    try {
      return await judgeTogether(claimed);
    } catch (error) {
      const [first] = claimed;
      if (first === undefined || isDatabaseUnavailable(error)) throw error;
      // What it has no time for now is given back: who claims comes with fewer.
      if (claimed.length > 1 && isPassing(error)) throw error;
      if (claimed.length === 1) {
        log.error({ err: error, source: 'callback', sid: first.orderSid }, 'a callback could not be judged');
        const waitMs = backOffMs(first.attempts);
        await postponeDeliveries(database.db, [{ ...claimOf(first), waitMs }]);
        return waitMs;
      }
      const half = Math.ceil(claimed.length / 2);
      return Math.min(await judge(claimed.slice(0, half)), await judge(claimed.slice(half)));
    }
  };
  return judge;
}

type Round = {
  after: Histories;
  outcomes: ReadonlyMap<string, ReadOutcome>;
  waits: ReadonlyMap<number, number>;
  nowMs: number;
};

function claimOf({ id, retryAt }: WebhookDeliveryRow) {
  return { id, retryAt };
}

/** What is settled now, and what waits for how long. */
function sortOut(claimed: readonly WebhookDeliveryRow[], { after, outcomes, waits, nowMs }: Round) {
  const settled: ({ id: number } & Judgement)[] = [];
  const postponed: PostponedDelivery[] = [];
  const told = new Set<number>();
  for (const delivery of claimed) {
    const sid = delivery.orderSid ?? '';
    const waitMs = waits.get(delivery.id) ?? 0;
    const isWaiting = waitMs > 0 && !outcomes.has(sid);
    const judgement = isWaiting ? null : judgeDelivery(delivery, after.get(sid), outcomes.get(sid), told, nowMs);
    if (judgement?.transitionPosition) told.add(judgement.transitionPosition);
    if (judgement) settled.push({ id: delivery.id, ...judgement });
    else
      postponed.push({ ...claimOf(delivery), waitMs: Math.max(waitMs, isWaiting ? 0 : backOffMs(delivery.attempts)) });
  }
  return { settled, postponed };
}

/** For each delivery how long it waits for a read of its order; 0 when that is due, absent when it needs none. */
function planReads(
  { now, confirmMs }: JudgeOptions,
  claimed: readonly WebhookDeliveryRow[],
  histories: Histories,
  misses: ReadonlyMap<string, Misses>,
): Map<number, number> {
  const waits = new Map<number, number>();
  for (const delivery of claimed) {
    const { id, orderSid } = delivery;
    if (orderSid === null) continue;
    const nowMs = now().getTime();
    const history = histories.get(orderSid);
    const waitMs = waitBeforeRead(delivery, history, misses.get(promiseOf(delivery, history)), nowMs, confirmMs);
    if (waitMs !== null) waits.set(id, waitMs);
  }
  return waits;
}

async function readDue(
  { orders }: JudgeOptions,
  claimed: readonly WebhookDeliveryRow[],
  histories: Histories,
  waits: ReadonlyMap<number, number>,
): Promise<HintOutcomes> {
  const names = claimed.flatMap(({ id, orderSid: sid, accountSid }) =>
    sid !== null && waits.get(id) === 0
      ? [{ sid, accountSid, documentSid: histories.get(sid)?.signingDocumentSid ?? null }]
      : [],
  );
  return names.length > 0 ? orders.readAgain(names) : { outcomes: new Map(), walked: new Map() };
}

/** A read was in vain when the order could not be read, or is not where the callback said that it is. */
function countMisses(
  claimed: readonly WebhookDeliveryRow[],
  histories: Histories,
  outcomes: ReadonlyMap<string, ReadOutcome>,
  misses: Map<string, Misses>,
  at: number,
): void {
  const promises = new Map(
    claimed.map((delivery) => [promiseOf(delivery, histories.get(delivery.orderSid ?? '')), delivery]),
  );
  for (const [promise, delivery] of promises) {
    const outcome = outcomes.get(delivery.orderSid ?? '');
    const history = histories.get(delivery.orderSid ?? '');
    if (outcome === undefined) continue;
    const isVain = outcome !== 'read' || (history !== undefined && isPromising(delivery, history));
    const count = isVain ? (misses.get(promise)?.count ?? 0) + 1 : 0;
    misses.delete(promise);
    // It has moved: what was in vain beside the road does not count when it comes there again.
    if (!isVain) misses.delete(`${delivery.orderSid}`);
    if (count > 0) misses.set(promise, { at, count, wasAnswered: outcome !== 'unavailable' });
  }
  forgetOldest(misses);
}

function forgetOldest(misses: Map<string, Misses>): void {
  for (const promise of misses.keys()) {
    if (misses.size <= missesMax) return;
    misses.delete(promise);
  }
}

/** 1, 2, 4 ... seconds, ten minutes at most. */
function backOffMs(attempts: number): number {
  return Math.min(600_000, 1000 * 2 ** Math.min(attempts - 1, 10));
}
