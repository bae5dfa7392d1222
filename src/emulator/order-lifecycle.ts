// The road of a hosted number order: what follows what, after how long, and why it may stop. It writes orders and numbers,
// sets their timers and reports transitions; requests are checked elsewhere.
//
// Two kinds of time: limits that Twilio states to its customers (ten minutes, seven days, thirty days) follow the clock;
// work that Twilio or a carrier does is divided by `pace`, so that a local stack need not wait a business day.
import { limits, type OrderStatus } from '../vocabulary.ts';
import type { EmulatorClock } from './clock.ts';
import type { DocumentRow, OrderRow } from './entities.ts';
import { readLine, updateLine } from './lines.ts';
import { isTollFree } from './number-profile.ts';
import type { Store } from './store.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Durations of work at pace 1. Landlines take up to one business day, toll-free numbers two to three (FAQ). */
const workMs = {
  processing: 2 * minuteMs,
  phoneBillCheck: dayMs,
  landline: dayMs,
  tollFree: 2.5 * dayMs,
  testing: 10 * minuteMs,
};

const idleMs = {
  /** FAQ: "idle in the verification process for seven days". */
  verification: 7 * dayMs,
  /** FAQ: LOA "not signed within seven days". */
  unsigned: 7 * dayMs,
  /** Quickstart: in action-required for more than seven days, the order fails. */
  actionRequired: 7 * dayMs,
  /** Status table: failed when idle for more than 30 days. */
  idle: 30 * dayMs,
};

/** Reasons as the FAQ words them. */
export const failureReasons = {
  unsigned: 'The Letter of Authorization was not signed within seven days.',
  idleVerification: 'The Hosted Number Order was idle in the verification process for seven days.',
  attempts: 'The Hosted Number Order has reached the maximum number of verification attempts.',
  noCarrier: 'Twilio cannot host the phone number because carrier information is unavailable.',
  messagingEnabled: 'The number is already enabled for messaging by another provider.',
  processing: 'There was a problem processing your Hosted Number Order.',
  idle: 'The Hosted Number Order has been idle for more than 30 days.',
  released: 'The phone number of the Hosted Number Order was released.',
} as const;

export interface OrderLifecycle {
  /** Puts a new order and sets its timer. */
  add(order: OrderRow): void;
  /** Moves the order to `status`: stores it, sets its timer, tells the listener. */
  transition(order: OrderRow, status: OrderStatus, changes?: Partial<OrderRow>): OrderRow;
  /** Changes fields without a transition. The idle limits start anew. */
  update(order: OrderRow, changes: Partial<OrderRow>): OrderRow;
  /** Signs the document: all its orders that wait for it go to the carrier. */
  sign(document: DocumentRow): DocumentRow;
  /** Removes the order with its number, as DELETE does. */
  remove(order: OrderRow): void;
  /** Sets the timers of all stored orders, after a seed or a restart. */
  resume(): void;
}

type LifecycleDeps = { store: Store; clock: EmulatorClock; pace: number; onTransition: (order: OrderRow) => void };

export function createOrderLifecycle(deps: LifecycleDeps): OrderLifecycle {
  return new Lifecycle(deps);
}

class Lifecycle implements OrderLifecycle {
  readonly #deps: LifecycleDeps;

  constructor(deps: LifecycleDeps) {
    this.#deps = deps;
  }

  add(order: OrderRow): void {
    this.#put(order);
  }

  transition(order: OrderRow, status: OrderStatus, changes?: Partial<OrderRow>): OrderRow {
    const { store, clock, onTransition } = this.#deps;
    const now = clock.now();
    const row = this.#put({ ...order, failureReason: '', ...changes, status, statusSince: now, dateUpdated: now });
    if (status === 'completed') putInUse(store, row, now);
    onTransition(row);
    return row;
  }

  update(order: OrderRow, changes: Partial<OrderRow>): OrderRow {
    return this.#put({ ...order, ...changes, dateUpdated: this.#deps.clock.now() });
  }

  sign(document: DocumentRow): DocumentRow {
    const { store, clock } = this.#deps;
    const signed: DocumentRow = { ...document, status: 'signed', dateUpdated: clock.now() };
    store.documents.put(signed);
    for (const order of [...store.orders.bucket('document', document.sid)]) {
      if (order.status === 'pending-loa') this.transition(order, 'carrier-processing');
    }
    return signed;
  }

  remove(order: OrderRow): void {
    const { store, clock } = this.#deps;
    clock.cancel(order.sid);
    store.orders.remove(order.sid);
    store.numbers.remove(order.incomingPhoneNumberSid);
  }

  resume(): void {
    for (const order of this.#deps.store.orders.values()) if (order.dueAt !== null) this.#setTimer(order);
  }

  #put(order: OrderRow): OrderRow {
    const row = { ...order, dueAt: findDueAt(order, this.#deps.pace) };
    this.#deps.store.orders.put(row);
    this.#setTimer(row);
    return row;
  }

  #setTimer(order: OrderRow): void {
    const { clock } = this.#deps;
    if (order.dueAt === null) clock.cancel(order.sid);
    else clock.schedule(order.sid, order.dueAt, () => this.#runDue(order.sid));
  }

  #runDue(sid: string): void {
    const order = this.#deps.store.orders.get(sid);
    if (order?.status === 'twilio-processing') this.#finishProcessing(order);
    else if (order) this.#take(order, findNextStep(order));
  }

  #take(order: OrderRow, step: Step | null): void {
    if (step) this.transition(order, step.status, { failureReason: step.reason ?? '' });
  }

  /** The second eligibility check of the FAQ, then the bypass for owners of a Verified Caller ID. */
  #finishProcessing(order: OrderRow): void {
    const { store } = this.#deps;
    const line = readLine(store, order.phoneNumber);
    const refusal = findRefusal(order, line.messagingEnabled);
    if (refusal) {
      this.#take(order, refusal);
      return;
    }
    const received = this.transition(order, 'received');
    if (!line.callerIdOf.includes(order.accountSid)) return;
    updateLine(store, order.phoneNumber, { callerIdOf: line.callerIdOf.filter((sid) => sid !== order.accountSid) });
    this.transition(received, 'verified');
  }
}

type Step = { status: OrderStatus; reason?: string };

/** Why the second eligibility check ends the order; null when it does not. */
function findRefusal(order: OrderRow, messagingEnabled: boolean): Step | null {
  if (messagingEnabled) return { status: 'failed', reason: failureReasons.messagingEnabled };
  if (order.phoneNumber.endsWith('9904')) return { status: 'action-required', reason: failureReasons.noCarrier };
  return null;
}

/** What the order does by itself when its time has come, but for the end of processing. */
function findNextStep(order: OrderRow): Step | null {
  switch (order.status) {
    case 'received':
    case 'verified':
      return { status: 'failed', reason: failureReasons.idle };
    case 'pending-verification':
      if (order.verificationType === 'phone-bill') return { status: 'verified' };
      if (isLastAttempt(order)) return { status: 'action-required', reason: failureReasons.attempts };
      return { status: 'action-required', reason: failureReasons.idleVerification };
    case 'pending-loa':
      return { status: 'action-required', reason: failureReasons.unsigned };
    case 'carrier-processing':
      if (order.phoneNumber.endsWith('9905')) return { status: 'action-required', reason: failureReasons.processing };
      return { status: 'testing' };
    case 'testing':
      return { status: 'completed' };
    case 'action-required':
      return { status: 'failed', reason: order.failureReason };
    case 'twilio-processing':
    case 'completed':
    case 'failed':
      return null;
    default:
      return order.status satisfies never;
  }
}

/** When the order will move by itself, given when its status began and when it was last touched. */
export function findDueAt(order: OrderRow, pace: number): number | null {
  switch (order.status) {
    case 'twilio-processing':
      return order.statusSince + Math.ceil(workMs.processing / pace);
    case 'received':
    case 'verified':
      return order.dateUpdated + idleMs.idle;
    case 'pending-verification':
      if (order.verificationType === 'phone-bill') return order.statusSince + Math.ceil(workMs.phoneBillCheck / pace);
      // The last attempt is over when its code expires.
      return isLastAttempt(order)
        ? (order.codeExpiresAt ?? order.dateUpdated)
        : order.dateUpdated + idleMs.verification;
    case 'pending-loa':
      return order.statusSince + idleMs.unsigned;
    case 'carrier-processing':
      return order.statusSince + Math.ceil((isTollFree(order.phoneNumber) ? workMs.tollFree : workMs.landline) / pace);
    case 'testing':
      return order.statusSince + Math.ceil(workMs.testing / pace);
    case 'action-required':
      return order.statusSince + idleMs.actionRequired;
    case 'completed':
    case 'failed':
      return null;
    default:
      return order.status satisfies never;
  }
}

function isLastAttempt(order: OrderRow): boolean {
  return order.verificationAttempts >= limits.verificationAttemptsMax;
}

/** A completed order makes its number usable (FAQ: the number "will move to in-use"). */
function putInUse(store: Store, order: OrderRow, now: number): void {
  const number = store.numbers.get(order.incomingPhoneNumberSid);
  if (number) store.numbers.put({ ...number, status: 'in-use', dateUpdated: now });
}
