// The funnel as one finds it who reads the log of each order from its beginning, and logs to read: what SQL must agree with.
import fc from 'fast-check';
import type { NewTransition } from '../../src/db/log.ts';
import { type Before, transitionsOf } from '../../src/mirror/transitions.ts';
import { stageOf } from '../../src/schema/enums.ts';
import { orderStatuses } from '../../src/vocabulary.ts';
import { makeOrder } from '../mirror/facts.ts';
import { now, owner, transitionRow } from './rows.ts';

/** What Twilio shows of an order so many hours after it was last looked at: a status or null for gone, dated or not. */
export const sighting = fc.record({
  status: fc.option(fc.constantFrom(...orderStatuses, 'shipped', 'arrived'), { freq: 8 }),
  hours: fc.integer({ min: 1, max: 400 }),
  isDated: fc.boolean(),
});
export type Sighting = typeof sighting extends fc.Arbitrary<infer Each> ? Each : never;

/** Hours after the beginning of all logs. */
export function timeOf(hours: number): Date {
  return new Date(now.getTime() + (hours - 4000) * 3_600_000);
}

/** The log of one order, by the function that makes it when the gateway runs. */
export function writeLog(orderSid: string, sightings: readonly Sighting[]): NewTransition[] {
  const log: NewTransition[] = [];
  let before: Before | null = null;
  let hours = 0;
  for (const { status, hours: pause, isDated } of sightings) {
    hours += pause;
    const [startedAt, changedAt] = [timeOf(hours), timeOf(hours - pause / 2)];
    if (status === null) {
      log.push(...goneEntries(before, startedAt));
      before = vanished(before);
      continue;
    }
    const dateCreated = isDated ? changedAt : timeOf(-1);
    const dateUpdated: Date = isDated || before === null ? changedAt : before.dateUpdated;
    const record = makeOrder(1, { sid: orderSid, status, dateCreated, dateUpdated });
    const looked = { ownerAccountSid: owner, kind: 'ORDER', source: 'sync', startedAt } as const;
    log.push(...transitionsOf(record, before, { before: null, after: null }, looked));
    before = { ...record, syncedAt: startedAt, statusSince: null, vanished: false };
  }
  return log;
}

function vanished(before: Before | null): Before | null {
  return before && { ...before, vanished: true };
}

function goneEntries(before: Before | null, observedAt: Date): NewTransition[] {
  if (before === null || before.vanished) return [];
  const moved = { fromStatus: before.status, toStatus: null, observedAt };
  const unsaid = { effectiveAt: null, timeInPreviousMs: null, inferred: false, anomalous: false };
  return [{ ...transitionRow(before.sid, null), ...moved, ...unsaid }];
}

type Visit = { stage: string; begun: Date | null };
type Event = { stage: string; what: 'entered' | 'left'; time: Date; lastedMs: number | null };

function eventsOf(log: readonly NewTransition[]): Event[] {
  let visit: Visit | null = null;
  return log.flatMap((entry) => {
    const stage = entry.toStatus === null ? null : stageOf(entry.toStatus);
    if (stage === (visit?.stage ?? null)) return [];
    const [time, seen] = [entry.effectiveAt ?? entry.observedAt, seenAtOf(entry)];
    const events: Event[] = [];
    if (visit) events.push({ stage: visit.stage, what: 'left', time, lastedMs: between(visit.begun, seen) });
    if (stage && (visit || seen)) events.push({ stage, what: 'entered', time, lastedMs: null });
    visit = stage && { stage, begun: seen };
    return events;
  });
}

function seenAtOf({ fromStatus, effectiveAt, observedAt, inferred }: NewTransition): Date | null {
  return inferred || fromStatus === null ? effectiveAt : (effectiveAt ?? observedAt);
}

function between(begun: Date | null, ended: Date | null): number | null {
  const ms = begun && ended ? ended.getTime() - begun.getTime() : -1;
  return ms >= 0 ? ms : null;
}

/** Entered, left, waiting, p50 and p95 of each stage where something is; `status` is what an order has now, null for gone. */
export function readThrough(
  orders: readonly { status: string | null; log: readonly NewTransition[] }[],
  window: { gte: Date; lt: Date },
): Record<string, unknown[]> {
  const events = orders.flatMap(({ log }) => eventsOf(log));
  const counted = events.filter(({ time }) => time >= window.gte && time < window.lt);
  const present = orders.flatMap(({ status }) => (status === null ? [] : stageOf(status)));
  const stages = new Set([...counted.map(({ stage }) => stage), ...present]);
  return Object.fromEntries(
    [...stages].map((stage) => {
      const own = counted.filter((event) => event.stage === stage);
      const counts = (['entered', 'left'] as const).map((what) => own.filter((event) => event.what === what).length);
      const waiting = present.filter((each) => each === stage).length;
      const lasted = own.flatMap(({ lastedMs }) => (lastedMs === null ? [] : lastedMs)).sort((a, b) => a - b);
      const name = stage.toUpperCase().replace('-', '_');
      return [name, [...counts, waiting, quantile(lasted, 0.5), quantile(lasted, 0.95)]];
    }),
  );
}

function quantile(sorted: readonly number[], fraction: number): string | null {
  const place = (sorted.length - 1) * fraction;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return `PT${Math.floor(Math.round(low + (place - Math.floor(place)) * (high - low)) / 1000)}S`;
}
