// What a change of status says about the way there: pure, so that the lifecycle can be tested without a database. It
// writes nothing and invents no time.
import type { NewTransition } from '../db/log.ts';
import type { Known, Verification } from '../db/mirror-statements.ts';
import { type FactSource, finalOrderStatuses, orderRoad } from '../vocabulary.ts';

/** A record as it was observed, as far as a transition is judged by it. */
export type Observed = { sid: string; accountSid: string; status: string; dateCreated: Date; dateUpdated: Date };

export type Sighting = {
  ownerAccountSid: string;
  kind: 'ORDER' | 'DOCUMENT';
  source: FactSource;
  startedAt: Date;
};

/** What lies between two statuses of an order. */
export type Move = {
  /** Statuses that it must have passed, in their order. */
  passed: readonly string[];
  /** The lifecycle does not know such a move. */
  anomalous: boolean;
};

/** What the log knows of a record before. Null: nothing. */
export type Before = Omit<Known, 'verification'>;

const road: readonly string[] = orderRoad;
const finals: readonly string[] = finalOrderStatuses;

/**
 * The entries that an observation adds to the log, in order: none when the status is the same, otherwise the last one is
 * what was seen, and those before it are what the record must have passed.
 */
export function transitionsOf(
  record: Observed,
  before: Before | null,
  proof: { before: Verification | null; after: Verification | null },
  sighting: Sighting,
): NewTransition[] {
  const from = before === null || before.vanished ? null : before.status;
  if (from === record.status) return [];
  const isOrder = sighting.kind === 'ORDER' && from !== null;
  const move = isOrder ? judgeMove(from, record.status, isProofTried(proof)) : { passed: [], anomalous: false };
  const steps = [...move.passed, record.status];
  return steps.map((toStatus, index) => {
    const isSeen = index === steps.length - 1;
    const fromStatus = steps[index - 1] ?? from;
    const shared = { ...toEntry(record, sighting), fromStatus, toStatus, anomalous: move.anomalous };
    if (!isSeen) return { ...shared, effectiveAt: null, timeInPreviousMs: null, sources: ['inferred'], inferred: true };
    const effectiveAt = effectiveAtOf(record, before);
    const timeInPreviousMs = steps.length > 1 ? null : elapsedMs(before, effectiveAt ?? sighting.startedAt);
    return { ...shared, effectiveAt, timeInPreviousMs, sources: [sighting.source], inferred: false };
  });
}

/**
 * Judges a move of an order. Steps of the road are passed one by one, but for the proof of ownership, which an owner of a
 * Verified Caller ID skips, and Twilio's own check at the beginning, which nobody sees from outside.
 */
export function judgeMove(from: string, to: string, isProofTried: boolean): Move {
  if (finals.includes(from)) return { passed: [], anomalous: true };
  const [start, end] = [road.indexOf(from), road.indexOf(to)];
  // Off the road (action-required, failed, a word we do not know) nothing tells what lies between.
  if (start < 0 || end < 0) return { passed: [], anomalous: false };
  // An order that is taken off its document goes back to verified.
  if (end < start) return { passed: [], anomalous: !(from === 'pending-loa' && to === 'verified') };
  const passed = road.slice(start + 1, end).filter((step) => step !== 'pending-verification' || isProofTried);
  return { passed, anomalous: false };
}

/** Whether `to` lies ahead of `from`: a callback that says so is worth a read at once. */
export function isAhead(from: string, to: string): boolean {
  if (from === to || finals.includes(from)) return false;
  const [start, end] = [road.indexOf(from), road.indexOf(to)];
  return start < 0 || end < 0 || end > start;
}

/** Whether the status has a place on the way from the first to the last; action-required, failed and unknown words have none. */
export function isOnRoad(status: string): boolean {
  return road.includes(status);
}

/** Twilio's own date of the change, where it gave one: `date_updated` if this change is what moved it. Never invented. */
export function effectiveAtOf(record: Observed, before: Before | null): Date | null {
  const isOfThisChange =
    before === null
      ? record.dateUpdated.getTime() === record.dateCreated.getTime()
      : record.dateUpdated > before.dateUpdated;
  return isOfThisChange ? record.dateUpdated : null;
}

function isProofTried({ before, after }: { before: Verification | null; after: Verification | null }): boolean {
  if (before === null || after === null) return false;
  const isDocumentNew = after.verificationDocumentSid !== null && before.verificationDocumentSid === null;
  return after.verificationAttempts > before.verificationAttempts || isDocumentNew;
}

function elapsedMs(before: Before | null, enteredAt: Date): number | null {
  if (!before?.statusSince || before.vanished) return null;
  const elapsed = enteredAt.getTime() - before.statusSince.getTime();
  // Below zero only where Twilio's clock and ours disagree: no time is better than a wrong one.
  return elapsed >= 0 ? elapsed : null;
}

function toEntry(record: Observed, { ownerAccountSid, kind, startedAt }: Sighting) {
  return { ownerAccountSid, accountSid: record.accountSid, kind, sid: record.sid, observedAt: startedAt };
}
