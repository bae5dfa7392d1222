// The inbox: a callback is durable before it is answered, and judged afterwards. It is a hint and no more: the order it
// names is read again from Twilio, and only what Twilio then says reaches the mirror.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import {
  claimDeliveries,
  type NewDelivery,
  readDeliveries,
  reopenDelivery,
  storeDeliveries,
} from '../db/inbox-statements.ts';
import { createForgeries } from './forgeries.ts';
import { openIntake } from './intake.ts';
import type { Journal } from './journal.ts';
import { createJudge } from './judge.ts';
import type { OrderReader } from './order-reader.ts';
import { confirmMsDefault } from './verdicts.ts';

export interface Inbox {
  /** Resolves once the delivery is durable; throws when it could not be made so. */
  accept(delivery: NewDelivery): Promise<void>;
  /** Keeps a forged delivery for operators, if there is room. */
  keepForgery(forgery: NewDelivery): void;
  /** Has a delivery judged anew and resolves with it, settled or not yet. Null: there is none, or it is forged. */
  replay(id: number): Promise<WebhookDeliveryRow | null>;
  /** Resolves when nothing that can be judged now is pending. For tests and shutdown. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export type InboxOptions = {
  database: Database;
  ownerAccountSid: string;
  orders: OrderReader;
  /** Takes callbacks while the database does not. */
  journal: Journal | null;
  log: Logger;
  now(): Date;
  /** An order is read at most once in this time when callbacks tell nothing new of it. */
  confirmMs?: number;
  /** How long work that a killed instance had claimed may lie, and how often the inbox is looked at without a hint. */
  pollMs?: number;
};

const claimMax = 200;
/** After this a claim is taken over: longer than the reads of a batch can take. */
const claimMs = 60_000;

/** Starts the drain; work left by an earlier process is taken up at once. */
export function openInbox(options: InboxOptions): Inbox {
  const { database, ownerAccountSid, log, journal, now, confirmMs = confirmMsDefault, pollMs = 5000 } = options;
  const judge = createJudge({ ...options, confirmMs });
  const forgeries = createForgeries(database, ownerAccountSid, log);
  let isClosed = false;
  let isWoken = false;
  let draining: Promise<void> | null = null;
  let dueTimer: NodeJS.Timeout | undefined;

  const drainAll = async () => {
    do {
      isWoken = false;
      const claimed = await claimDeliveries(database.db, ownerAccountSid, claimMax, claimMs);
      if (claimed.length === 0) continue;
      const dueMs = await judge(claimed);
      if (dueMs !== null && dueMs < pollMs && !isClosed) {
        clearTimeout(dueTimer);
        dueTimer = setTimeout(() => void wake(), dueMs);
      }
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
  const store = (deliveries: readonly NewDelivery[]) => storeDeliveries(database.db, deliveries);
  const intake = openIntake({ store, journal, log, onDrained: () => void wake() });
  const poll = setInterval(() => void wake(), pollMs);
  void wake();
  return {
    async accept(delivery) {
      await intake.accept(delivery);
      void wake();
    },
    keepForgery: (forgery) => forgeries.keep(forgery),
    async replay(id) {
      const reopened = await reopenDelivery(database.db, ownerAccountSid, id, now());
      if (reopened === null) return null;
      await wake();
      const [judged] = await readDeliveries(database.db, ownerAccountSid, [id]);
      return judged ?? null;
    },
    async settle() {
      await intake.drain();
      await forgeries.settle();
      await wake();
    },
    async close() {
      isClosed = true;
      clearInterval(poll);
      clearTimeout(dueTimer);
      await intake.close();
      await draining;
      await forgeries.settle();
    },
  };
}
