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

export function createOrderLifecycle(deps: {
  store: Store;
  clock: EmulatorClock;
  pace: number;
  onTransition: (order: OrderRow) => void;
}): OrderLifecycle {
  const { store, clock, pace } = deps;

  const setTimer = (order: OrderRow): void => {
    if (order.dueAt === null) clock.cancel(order.sid);
    else clock.schedule(order.sid, order.dueAt, () => runDue(order.sid));
  };
  const put = (order: OrderRow): OrderRow => {
    const row = { ...order, dueAt: findDueAt(order, pace) };
    store.orders.put(row);
    setTimer(row);
    return row;
  };

  const transition: OrderLifecycle['transition'] = (order, status, changes) => {
    const now = clock.now();
    const entered = { ...order, failureReason: '', ...changes, status, statusSince: now, dateUpdated: now };
    const row = put(entered);
    if (status === 'completed') putInUse(store, row, now);
    deps.onTransition(row);
    return row;
  };

  /** What the order does by itself when its time has come. */
  const runDue = (sid: string): void => {
    const order = store.orders.get(sid);
    if (!order) return;
    const stop = (status: 'failed' | 'action-required', failureReason: string) => transition(order, status, { failureReason });
    switch (order.status) {
      case 'twilio-processing':
        return finishProcessing(order);
      case 'received':
      case 'verified':
        return void stop('failed', failureReasons.idle);
      case 'pending-verification':
        if (order.verificationType === 'phone-bill') return void transition(order, 'verified');
        return void stop('action-required', isLastAttempt(order) ? failureReasons.attempts : failureReasons.idleVerification);
      case 'pending-loa':
        return void stop('action-required', failureReasons.unsigned);
      case 'carrier-processing':
        if (order.phoneNumber.endsWith('9905')) return void stop('action-required', failureReasons.processing);
        return void transition(order, 'testing');
      case 'testing':
        return void transition(order, 'completed');
      case 'action-required':
        return void stop('failed', order.failureReason);
      case 'completed':
      case 'failed':
        return;
      default:
        order.status satisfies never;
    }
  };

  /** The second eligibility check of the FAQ, then the bypass for owners of a Verified Caller ID. */
  const finishProcessing = (order: OrderRow): void => {
    const line = readLine(store, order.phoneNumber);
    if (line.messagingEnabled) return void transition(order, 'failed', { failureReason: failureReasons.messagingEnabled });
    if (order.phoneNumber.endsWith('9904')) return void transition(order, 'action-required', { failureReason: failureReasons.noCarrier });
    const received = transition(order, 'received');
    if (!line.callerIdOf.includes(order.accountSid)) return;
    updateLine(store, order.phoneNumber, { callerIdOf: line.callerIdOf.filter((sid) => sid !== order.accountSid) });
    transition(received, 'verified');
  };

  return {
    add: (order) => void put(order),
    transition,
    update: (order, changes) => put({ ...order, ...changes, dateUpdated: clock.now() }),
    sign: (document) => {
      const signed: DocumentRow = { ...document, status: 'signed', dateUpdated: clock.now() };
      store.documents.put(signed);
      for (const order of [...store.orders.bucket('document', document.sid)]) {
        if (order.status === 'pending-loa') transition(order, 'carrier-processing');
      }
      return signed;
    },
    remove: (order) => {
      clock.cancel(order.sid);
      store.orders.remove(order.sid);
      store.numbers.remove(order.incomingPhoneNumberSid);
    },
    resume: () => {
      for (const order of store.orders.values()) if (order.dueAt !== null) setTimer(order);
    },
  };
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
      return isLastAttempt(order) ? (order.codeExpiresAt ?? order.dateUpdated) : order.dateUpdated + idleMs.verification;
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
