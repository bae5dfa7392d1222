// The orders of the seed with the numbers they created, over all ten statuses, and the documents that fit them.
import type { OrderStatus } from '../../vocabulary.ts';
import type { AccountRow, DocumentRow, OrderRow } from '../entities.ts';
import { defaultConfiguration } from '../number-profile.ts';
import { emptyOrder, makeHostedNumber } from '../order-creation.ts';
import { failureReasons, findDueAt } from '../order-lifecycle.ts';
import { createRandom, pick, pickIndex, type Random } from '../seeded-random.ts';
import { makeDocument, seedDocuments } from './documents.ts';
import { places, tollFreeCodes } from './places.ts';
import { pickAccount, type SeedOptions, type SeedTarget } from './seed-target.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** How many of a hundred orders are in each status. The first ten orders take one status each. */
const statusShares: Record<OrderStatus, number> = {
  'twilio-processing': 2,
  received: 10,
  'pending-verification': 8,
  verified: 10,
  'pending-loa': 14,
  'carrier-processing': 7,
  testing: 2,
  completed: 35,
  failed: 7,
  'action-required': 5,
};
const statuses = Object.keys(statusShares) as OrderStatus[];
const statusDraws = statuses.flatMap((status) => Array.from({ length: statusShares[status] }, () => status));

/** The large document comes first, so its orders are the oldest. */
export function seedOrders(target: SeedTarget, options: SeedOptions, accounts: readonly AccountRow[]): void {
  const random = createRandom(options.seed, 'orders');
  const [parent] = accounts;
  if (parent && options.bigDocumentOrders > 0) {
    const document = makeDocument(target, random, parent.sid, 'signing', target.now - 2 * dayMs);
    for (let index = 0; index < options.bigDocumentOrders; index += 1) {
      putOrder(target, random, index, parent, 'pending-loa', document);
    }
  }
  const shelf = seedDocuments(target, options, accounts, random);
  for (let index = 0; index < options.orders; index += 1) {
    const account = pickAccount(random, accounts);
    const wanted = statuses[index] ?? pick(random, statusDraws);
    const document = shelf.take(account.sid, wanted);
    const status = document === 'missing' ? 'verified' : wanted;
    putOrder(target, random, index, account, status, document === 'missing' ? null : document);
  }
}

function putOrder(
  target: SeedTarget,
  random: Random,
  index: number,
  account: AccountRow,
  status: OrderStatus,
  document: DocumentRow | null,
): void {
  const { store, now, pace } = target;
  const numberPosition = store.nextPosition();
  const position = store.nextPosition();
  const statusSince = Math.floor(pickStatusSince(random, status, document, now));
  const named = index % 3 === 0;
  const order: OrderRow = {
    ...emptyOrder,
    madeBy: 'seed',
    ...makeProof(target, random, status, position, statusSince),
    sid: store.makeSid('hostedNumberOrder', position),
    accountSid: account.sid,
    position,
    incomingPhoneNumberSid: store.makeSid('phoneNumber', numberPosition),
    phoneNumber: pickPhoneNumber(target, random),
    friendlyName: named ? `Hosted line ${position}` : null,
    uniqueName: index % 5 === 0 ? `hosted-${position}` : null,
    addressSid: index % 2 === 0 ? pick(random, store.addresses.bucket('account', account.sid)).sid : null,
    email: index % 2 === 0 ? `owner${index % 50}@example.com` : null,
    signingDocumentSid: document?.sid ?? null,
    status,
    dateCreated: statusSince - Math.floor(random() * 3 * dayMs) - hourMs,
    dateUpdated: statusSince,
    statusSince,
    statusCallbackUrl: index % 10 === 9 ? null : (target.callbackUrlFor?.(account.sid) ?? null),
  };
  store.orders.put({ ...order, dueAt: pickDueAt(random, order, now, pace) });
  store.numbers.put(makeHostedNumber(order, numberPosition, defaultConfiguration.sms));
}

function pickPhoneNumber(target: SeedTarget, random: Random): string {
  const areaCode = random() < 0.2 ? pick(random, tollFreeCodes) : pick(random, pick(random, places)[0]);
  return target.numberSpace.next(areaCode);
}

/** Open orders are young enough that none of Twilio's limits ends them within a day. */
function pickStatusSince(random: Random, status: OrderStatus, document: DocumentRow | null, now: number): number {
  switch (status) {
    case 'twilio-processing':
      return now - 1000;
    case 'pending-loa':
      return document?.dateCreated ?? now - dayMs;
    case 'pending-verification':
    case 'action-required':
      return now - random() * 5 * dayMs - hourMs;
    case 'received':
    case 'verified':
      return now - random() * 25 * dayMs - hourMs;
    case 'carrier-processing':
    case 'testing':
      return now - random() * 10 * hourMs - 1000;
    case 'completed':
    case 'failed':
      return Math.max(document?.dateUpdated ?? 0, now - random() * 300 * dayMs) - random() * hourMs;
    default:
      return status satisfies never;
  }
}

/** Twilio's and the carriers' work ends at scattered moments of the next day, not all at once. */
function pickDueAt(random: Random, order: OrderRow, now: number, pace: number): number | null {
  const isWork =
    order.status === 'twilio-processing' || order.status === 'carrier-processing' || order.status === 'testing';
  return isWork ? now + Math.ceil((random() * dayMs) / pace) + 1 : findDueAt(order, pace);
}

/** What the verification left behind in an order of that status. */
function makeProof(
  target: SeedTarget,
  random: Random,
  status: OrderStatus,
  position: number,
  since: number,
): Partial<OrderRow> {
  if (status === 'failed') {
    return { failureReason: random() < 0.5 ? failureReasons.messagingEnabled : failureReasons.idle };
  }
  if (status === 'twilio-processing' || status === 'received') return {};
  const exhausted = status === 'action-required' && random() < 0.5;
  const attempts = exhausted ? 3 : 1 + pickIndex(random, 2);
  const digits = random() < 0.5 ? 4 : 6;
  return {
    verificationAttempts: attempts,
    verificationCallSids: Array.from({ length: attempts }, (_, call) =>
      target.store.makeSid('call', position * 4 + call),
    ),
    verificationCode: String(pickIndex(random, 10 ** digits)).padStart(digits, '0'),
    codeExpiresAt: since + 10 * 60_000,
    failureReason: status !== 'action-required' ? '' : exhausted ? failureReasons.attempts : failureReasons.processing,
  };
}
