// The inbox: a callback is durable before it is answered, and judged afterwards. It is a hint and no more: the order it
// names is read again from Twilio, and only what Twilio then says reaches the mirror.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import { type NewDelivery, readDeliveries, reopenDelivery, storeDeliveries } from '../db/inbox-statements.ts';
import { startDrain } from './drain.ts';
import { createForgeries } from './forgeries.ts';
import { createHeldDeliveries } from './held-deliveries.ts';
import type { HintReader } from './hint-reader.ts';
import { openIntake } from './intake.ts';
import type { Journal } from './journal.ts';
import { createJudge } from './judge.ts';
import { waitAtMost } from './patience.ts';
import { confirmMsDefault } from './verdicts.ts';

export interface Inbox {
  /** Resolves once the delivery is durable; throws when it could not be made so. */
  accept(delivery: NewDelivery): Promise<void>;
  /** Keeps a forged delivery for operators, if there is room. */
  keepForgery(forgery: NewDelivery): void;
  /** Has a delivery judged anew and resolves with it soon, settled or not yet. Null: there is none, or it is forged. */
  replay(id: number): Promise<WebhookDeliveryRow | null>;
  /** Resolves when nothing that can be judged now is pending. For tests and shutdown. */
  settle(): Promise<void>;
  /** Waits for the walks whose end claims are held for: whoever closes the reader of `orders` ends them. */
  close(): Promise<void>;
}

export type InboxOptions = {
  database: Database;
  ownerAccountSid: string;
  orders: Pick<HintReader, 'readAgain' | 'settle'>;
  /** Takes callbacks while the database does not. */
  journal: Journal | null;
  log: Logger;
  now(): Date;
  /** An order is read at most once in this time when callbacks tell nothing new of it. */
  confirmMs?: number;
  /** How often the inbox is looked at without a hint. */
  pollMs?: number;
};

/** How long an operator waits for a verdict: under a storm the inbox may not be empty for minutes. */
const replayWaitMs = 5_000;
const replayLookMs = 250;

/** Starts the drain; work left by an earlier process is taken up at once. */
export function openInbox(options: InboxOptions): Inbox {
  const { database, ownerAccountSid, log, journal, now, confirmMs = confirmMsDefault, pollMs = 5000 } = options;
  const held = createHeldDeliveries({ database, log, onFree: () => void drain.wake() });
  const judge = createJudge({ ...options, held, confirmMs });
  const forgeries = createForgeries(database, ownerAccountSid, log);
  const drain = startDrain({ database, ownerAccountSid, judge, log, pollMs });
  const store = (deliveries: readonly NewDelivery[]) => storeDeliveries(database.db, deliveries);
  const intake = openIntake({ store, journal, log, onDrained: () => void drain.wake() });
  return {
    async accept(delivery) {
      await intake.accept(delivery);
      void drain.wake();
    },
    keepForgery: (forgery) => forgeries.keep(forgery),
    async replay(id) {
      const reopened = await reopenDelivery(database.db, ownerAccountSid, id, now());
      if (reopened === null) return null;
      const giveUpAtMs = performance.now() + replayWaitMs;
      for (;;) {
        const isDrained = await waitAtMost(drain.wake(), replayLookMs);
        const [judged = null] = await readDeliveries(database.db, ownerAccountSid, [id]);
        if (isDrained || judged?.verdict !== 'PENDING' || performance.now() >= giveUpAtMs) return judged;
      }
    },
    async settle() {
      await intake.drain();
      await forgeries.settle();
      for (;;) {
        await drain.wake();
        await options.orders.settle();
        if (held.isEmpty) return;
        await held.settle();
      }
    },
    async close() {
      await Promise.all([intake.close(), drain.close()]);
      await held.settle();
      await forgeries.settle();
    },
  };
}
