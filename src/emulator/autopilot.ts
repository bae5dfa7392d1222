// Plays the customer where nobody does, so that a local stack is never still: at every tick it takes one step with an
// order that has waited a few seconds, those that somebody made first, or opens a new order when one has ended. What it made itself it also clears
// away, so a week of it stays bounded.
import { limits, type OrderStatus } from '../vocabulary.ts';
import { createDocument } from './authorization-documents.ts';
import type { EmulatorContext } from './context.ts';
import type { OrderRow } from './entities.ts';
import { Fields } from './form.ts';
import { defaultConfiguration } from './number-profile.ts';
import { addHostedOrder } from './order-creation.ts';
import { startVerification, submitCode } from './order-update.ts';
import { places } from './seed/places.ts';
import { createRandom, pick } from './seeded-random.ts';
import { isFinal } from './store.ts';

const intervalDefaultMs = 2000;
/** A customer reads before acting, and a person at the console gets the first chance. */
const idleMinMs = 4000;
const candidatesPerStatusMax = 50;
/** Larger documents are left to a person: one signature of theirs would be a burst. */
const documentOrdersMax = 25;
/** Orders that may be owed at once, should hundreds end in one moment. */
const owedMax = 20;
const endedKeptMax = 200;
/** With nothing else to do, so many orders may be under way at Twilio and the carriers. */
const underWayMin = 5;

const waitingStatuses = [
  'received',
  'pending-verification',
  'verified',
  'pending-loa',
] as const satisfies readonly OrderStatus[];
const workStatuses = ['twilio-processing', 'carrier-processing', 'testing'] as const satisfies readonly OrderStatus[];

export interface Autopilot {
  /** Told of every transition; an order that ends is replaced by a new one. */
  notice(order: OrderRow): void;
}

/** Starts at once: its ticks follow the emulator's clock, at most one for each `advance`. */
export function createAutopilot(options: {
  context: EmulatorContext;
  seed: number;
  autopilotIntervalMs?: number;
  callbackUrlFor?: (accountSid: string) => string | null;
}): Autopilot {
  const { context } = options;
  const { store, clock } = context;
  const random = createRandom(options.seed, `autopilot ${store.lastPosition()}`);
  let owed = 0;
  let turn = 0;

  const openOrder = (): void => {
    const account = pick(random, [...store.accounts.values()]);
    let phoneNumber = '';
    do phoneNumber = context.numberSpace.next(pick(random, pick(random, places)[0]));
    while (store.numbers.bucket('phoneNumber', phoneNumber).length > 0);
    const statusCallbackUrl = options.callbackUrlFor?.(account.sid) ?? null;
    addHostedOrder(
      context,
      account.sid,
      { phoneNumber, statusCallbackUrl, madeBy: 'autopilot' },
      defaultConfiguration.sms,
    );
    owed = Math.max(0, owed - 1);
  };

  const tick = (): void => {
    turn += 1;
    clearEnded(context);
    const order = findOfCustomer(context) ?? findWaiting(context);
    const underWay = workStatuses.reduce((sum, status) => sum + store.orders.bucket('status', status).length, 0);
    if (owed > 0 && (turn % 2 === 0 || !order)) openOrder();
    else if (order) stepOrder(context, order);
    else if (underWay < underWayMin) openOrder();
  };

  clock.every(options.autopilotIntervalMs ?? intervalDefaultMs, tick);
  return {
    notice: (order) => {
      if (isFinal(order)) owed = Math.min(owedMax, owed + 1);
    },
  };
}

/** An order that somebody made here comes before all others, the one that has waited longest first. */
function findOfCustomer(context: EmulatorContext): OrderRow | undefined {
  const isWaiting = (order: OrderRow) => waitingStatuses.some((status) => status === order.status);
  return context.store.orders
    .bucket('madeBy', 'customer open')
    .filter((order) => isWaiting(order) && isReady(context, order))
    .reduce<OrderRow | undefined>(
      (first, order) => (first && first.dateUpdated <= order.dateUpdated ? first : order),
      undefined,
    );
}

function isReady(context: EmulatorContext, order: OrderRow): boolean {
  return context.clock.now() - order.dateUpdated >= idleMinMs && canStep(context, order);
}

/** The newest order that waits for its customer and has been left alone for a while. */
function findWaiting(context: EmulatorContext): OrderRow | undefined {
  const { store } = context;
  let newest: OrderRow | undefined;
  for (const status of waitingStatuses) {
    const rows = store.orders.bucket('status', status);
    for (let index = rows.length - 1; index >= Math.max(0, rows.length - candidatesPerStatusMax); index -= 1) {
      const order = rows[index];
      if (!order || (newest && order.position < newest.position)) break;
      if (!isReady(context, order)) continue;
      newest = order;
      break;
    }
  }
  return newest;
}

/** Some waits end only by time or by a person: a phone bill, a spent third call, a document that is not out for signature. */
function canStep(context: EmulatorContext, order: OrderRow): boolean {
  const { store, clock } = context;
  if (order.status === 'pending-verification') {
    const spent =
      order.verificationAttempts >= limits.verificationAttemptsMax && clock.now() >= (order.codeExpiresAt ?? 0);
    return order.verificationType === 'phone-call' && !spent;
  }
  if (order.status === 'verified') return store.addresses.bucket('account', order.accountSid).length > 0;
  if (order.status !== 'pending-loa') return true;
  const document = store.documents.get(order.signingDocumentSid ?? '');
  return document?.status === 'signing' && store.orders.bucket('document', document.sid).length <= documentOrdersMax;
}

/** What a customer does next with an order of that status. */
function stepOrder(context: EmulatorContext, order: OrderRow): void {
  switch (order.status) {
    case 'received':
      startVerification(context, order, 'pending-verification', { verificationType: 'phone-call' });
      return;
    case 'pending-verification':
      if ((order.codeExpiresAt ?? 0) > context.clock.now()) submitCode(context, order, order.verificationCode ?? '');
      else startVerification(context, order, 'pending-verification', {});
      return;
    case 'verified':
      fileDocument(context, order);
      return;
    case 'pending-loa': {
      const document = context.store.documents.get(order.signingDocumentSid ?? '');
      if (document) context.lifecycle.sign(document);
      return;
    }
    case 'twilio-processing':
    case 'carrier-processing':
    case 'testing':
    case 'completed':
    case 'failed':
    case 'action-required':
      return;
    default:
      order.status satisfies never;
  }
}

function fileDocument(context: EmulatorContext, order: OrderRow): void {
  const [address] = context.store.addresses.bucket('account', order.accountSid);
  const form = new URLSearchParams({
    HostedNumberOrderSids: order.sid,
    AddressSid: order.addressSid ?? address?.sid ?? '',
    Email: order.email ?? 'owner@example.com',
    ContactTitle: 'Owner',
    ContactPhoneNumber: order.phoneNumber,
  });
  createDocument(context, order.accountSid, new Fields(form));
}

/** Removes the oldest ended orders of its own, with their numbers and the documents that nothing else uses. */
function clearEnded(context: EmulatorContext): void {
  const { store } = context;
  const ended = store.orders.bucket('madeBy', 'autopilot ended');
  const surplus = ended.slice(0, Math.max(0, ended.length - endedKeptMax));
  for (const order of surplus) {
    context.lifecycle.remove(order);
    const documentSid = order.signingDocumentSid;
    if (documentSid && store.orders.bucket('document', documentSid).length === 0) store.documents.remove(documentSid);
  }
}
