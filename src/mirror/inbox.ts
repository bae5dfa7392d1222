// The inbox: a callback is stored before it is answered, and judged afterwards. It is a hint and no more: the order it
// names is read again from Twilio, and only what Twilio then says reaches the mirror.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import {
  claimDeliveries,
  type NewDelivery,
  postponeDeliveries,
  settleDeliveries,
  storeDeliveries,
} from '../db/inbox-statements.ts';
import type { WebhookDeliveryRow } from '../db/tables.ts';
import type { OrderReader } from './order-reader.ts';

export interface Inbox {
  /** Resolves once the delivery is committed; throws when it could not be, and then nothing was stored. */
  accept(delivery: NewDelivery): Promise<void>;
  /** Resolves when nothing that can be judged now is pending. For tests and shutdown. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export type InboxOptions = {
  database: Database;
  ownerAccountSid: string;
  orders: OrderReader;
  log: Logger;
  now(): Date;
  /** How long work that a killed instance had claimed may lie, and how often the inbox is looked at without a hint. */
  pollMs?: number;
};

const claimMax = 200;
/** After this a claim is taken over: longer than the reads of a batch can take. */
const claimMs = 60_000;
/** An order that Twilio does not know yet may be in the making: it is asked for until then. */
const unknownOrderPatienceMs = 24 * 60 * 60_000;

/** Starts the drain; work left by an earlier process is taken up at once. */
export function openInbox(options: InboxOptions): Inbox {
  const { database, log, pollMs = 5000 } = options;
  const store = createGroupCommit((deliveries: NewDelivery[]) => storeDeliveries(database.db, deliveries));
  let isClosed = false;
  let isWoken = false;
  let draining: Promise<void> | null = null;

  const drainAll = async () => {
    do {
      isWoken = false;
      const claimed = await claimDeliveries(database.db, options.ownerAccountSid, claimMax, claimMs);
      if (claimed.length === 0) continue;
      await judge(options, claimed);
      isWoken = true;
    } while (isWoken && !isClosed);
  };
  const wake = (): Promise<void> => {
    isWoken = true;
    draining ??= drainAll()
      .catch((error: unknown) =>
        log.warn({ err: error, source: 'inbox' }, 'the inbox could not be drained; trying again'),
      )
      .finally(() => {
        draining = null;
      });
    return draining;
  };
  const poll = setInterval(() => void wake(), pollMs);
  void wake();
  return {
    async accept(delivery) {
      await store(delivery);
      void wake();
    },
    settle: () => wake(),
    async close() {
      isClosed = true;
      clearInterval(poll);
      await draining;
    },
  };
}

/** Reads each order once, however many deliveries name it, then writes down what each delivery turned out to be. */
async function judge(options: InboxOptions, claimed: readonly WebhookDeliveryRow[]): Promise<void> {
  const { database, log, now } = options;
  const named = claimed.filter((delivery) => delivery.orderSid !== null);
  const outcomes = await options.orders.readAgain(
    named.map((delivery) => ({ sid: delivery.orderSid ?? '', accountSid: delivery.accountSid })),
    'callback',
  );
  const settled: { id: number; verdict: string }[] = [];
  const postponed: WebhookDeliveryRow[] = [];
  for (const delivery of claimed) {
    const outcome = delivery.orderSid === null ? 'unrelated' : (outcomes.get(delivery.orderSid) ?? 'unavailable');
    const isPatient = now().getTime() - delivery.receivedAt.getTime() < unknownOrderPatienceMs;
    if (outcome === 'unavailable' || (outcome === 'unknown' && isPatient)) postponed.push(delivery);
    else settled.push({ id: delivery.id, verdict: verdicts[outcome] });
  }
  await settleDeliveries(database.db, settled, now());
  await postponeDeliveries(database.db, postponed);
  log.debug({ source: 'callback', settled: settled.length, postponed: postponed.length }, 'callbacks judged');
}

const verdicts = {
  changed: 'APPLIED',
  unchanged: 'DUPLICATE',
  unknown: 'UNKNOWN_ORDER',
  unrelated: 'UNRELATED',
} as const;

/**
 * Commits what has come while the commit before was on its way, all together: under load many deliveries share one
 * commit (3 to 10 times as many a second), without load nobody waits.
 */
function createGroupCommit<Item>(commit: (items: Item[]) => Promise<void>): (item: Item) => Promise<void> {
  type Waiting = { item: Item; resolve: () => void; reject: (error: unknown) => void };
  let queue: Waiting[] = [];
  let isCommitting = false;
  const flush = async () => {
    isCommitting = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, 1000);
      queue = queue.slice(1000);
      try {
        await commit(batch.map((waiting) => waiting.item));
        for (const waiting of batch) waiting.resolve();
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    isCommitting = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!isCommitting) void flush();
    });
}
