// What a callback is worth: whether the order must be read again because of it, and what it turned out to be. Pure; the
// mirror and the log are handed in. A callback is a hint: nothing here believes what it says.

import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import type { OrderHistory } from '../db/inbox-statements.ts';
import type { DeliveryVerdict } from '../vocabulary.ts';
import type { ReadOutcome } from './order-reader.ts';
import { isAhead, isOnRoad } from './transitions.ts';

export type Hint = Pick<
  WebhookDeliveryRow,
  'id' | 'receivedAt' | 'replayedAt' | 'hintedStatus' | 'parameters' | 'attempts' | 'orderSid'
>;
/** Reads of an order that have not brought what callbacks say of it; `wasAnswered`: Twilio could be asked the last time. */
export type Misses = { at: number; count: number; wasAnswered: boolean };

/** An order is read at once at most so often when callbacks promise what Twilio does not tell, or do not say anything new. */
export const confirmMsDefault = 30_000;
/** An order that Twilio does not know yet may be in the making: it is asked for until then. */
const unknownOrderPatienceMs = 24 * 60 * 60_000;
/** So often a status that Twilio does not confirm is asked for, over half a minute. The sweep finds what comes later. */
const unconfirmedAttemptsMax = 6;
const documentedNames = new Set(['Status', 'HostedNumberOrderSid', 'PhoneNumber']);

/**
 * How many milliseconds to wait before the order is read again: 0 for at once, null for not at all. At once when the
 * order may have moved on; otherwise at most once in `confirmMs`, so that replays of old callbacks cost nothing.
 */
export function waitBeforeRead(
  hint: Hint,
  history: OrderHistory | undefined,
  misses: Misses | undefined,
  nowMs: number,
  confirmMs: number,
): number | null {
  const missesMs = misses ? misses.at + Math.min(confirmMs, 2 ** misses.count * 500) : 0;
  const confirmedMs = Math.max(history?.syncedAt.getTime() ?? 0, misses?.at ?? 0) + confirmMs;
  if (history === undefined) return Math.max(0, missesMs - nowMs);
  if (isPromising(hint, history)) {
    const isThrottled = misses?.wasAnswered === true && !isOnRoad(history.status);
    return Math.max(0, (isThrottled ? confirmedMs : missesMs) - nowMs);
  }
  const isRead = history.syncedAt >= cameAt(hint);
  const isCurrent = !history.vanished && hint.hintedStatus === history.status;
  if (isRead || (isCurrent && hint.parameters.every(([name]) => documentedNames.has(name)))) return null;
  return Math.max(0, confirmedMs - nowMs);
}

/**
 * What a callback says of its order: another status is another promise, and worth a read of its own. Beside the road (in
 * action-required) every status may lie ahead, those of old callbacks too: all of them are one promise then.
 */
export function promiseOf({ orderSid, hintedStatus }: Hint, history: OrderHistory | undefined): string {
  return history && !isOnRoad(history.status) ? `${orderSid}` : `${orderSid} ${hintedStatus}`;
}

/** It names a status that lies ahead, and that the order has not entered before. */
export function isPromising({ hintedStatus }: Hint, history: OrderHistory): boolean {
  if (history.vanished || hintedStatus === null || history.entries.has(hintedStatus)) return false;
  return isAhead(history.status, hintedStatus);
}

export type Judgement = { verdict: Exclude<DeliveryVerdict, 'PENDING'>; transitionPosition: number | null };

/** What a delivery turned out to be; null when it is too early to say. `told`: entries that another delivery has told of. */
export function judgeDelivery(
  hint: Hint,
  history: OrderHistory | undefined,
  outcome: ReadOutcome | undefined,
  told: ReadonlySet<number>,
  nowMs: number,
): Judgement | null {
  if (hint.orderSid === null) return { verdict: 'UNRELATED', transitionPosition: null };
  if (outcome === 'unavailable') return null;
  if (history === undefined) {
    const isPatient = nowMs - cameAt(hint).getTime() < unknownOrderPatienceMs;
    return isPatient ? null : { verdict: 'UNKNOWN_ORDER', transitionPosition: null };
  }
  const entry = hint.hintedStatus === null ? undefined : history.entries.get(hint.hintedStatus);
  const isTold = entry !== undefined && (entry.told || told.has(entry.position));
  if (entry && !isTold && entry.observedAt >= cameAt(hint)) {
    return { verdict: 'APPLIED', transitionPosition: entry.position };
  }
  if (isTold || (!history.vanished && hint.hintedStatus === history.status)) {
    return { verdict: 'DUPLICATE', transitionPosition: null };
  }
  if (isPromising(hint, history) && hint.attempts < unconfirmedAttemptsMax) return null;
  return { verdict: 'OUT_OF_ORDER', transitionPosition: null };
}

/** A delivery that is judged anew counts as if it came then. */
function cameAt({ receivedAt, replayedAt }: Hint): Date {
  return replayedAt ?? receivedAt;
}
