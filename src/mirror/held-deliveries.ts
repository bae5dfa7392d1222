// Claims that are kept while the list of their orders' document is being walked for others. When the walk has ended they are
// free again, as if they had never been made: a walk that takes minutes counts as no attempt, and holds up no batch.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import { holdDeliveries, releaseDeliveries } from '../db/inbox-statements.ts';

export interface HeldDeliveries {
  /** Keeps the claims until `walked` resolves. Throws what the database throws before that. */
  hold(claimed: readonly WebhookDeliveryRow[], walked: Promise<void>): Promise<void>;
  readonly isEmpty: boolean;
  /** Resolves when the walks that are waited for have ended and their claims are free. */
  settle(): Promise<void>;
}

/** `onFree` is called whenever claims have become free. */
export type HeldDeliveriesOptions = { database: Database; log: Logger; onFree(): void };

/** After this the claims of a killed instance are free. What is walked for longer is claimed, and held, once more. */
const heldMs = 60_000;

/** Holds no timer. */
export function createHeldDeliveries({ database, log, onFree }: HeldDeliveriesOptions): HeldDeliveries {
  const waiting = new Set<Promise<void>>();
  const free = async (held: readonly WebhookDeliveryRow[], walked: Promise<void>) => {
    await walked;
    try {
      await releaseDeliveries(database.db, held);
      onFree();
    } catch (error) {
      log.warn({ err: error, source: 'callback' }, 'callbacks that waited for a walk come a minute later');
    }
  };
  return {
    async hold(claimed, walked) {
      if (claimed.length === 0) return;
      const held = await holdDeliveries(database.db, claimed, heldMs);
      const freed = free(held, walked).finally(() => waiting.delete(freed));
      waiting.add(freed);
    },
    get isEmpty() {
      return waiting.size === 0;
    },
    async settle() {
      await Promise.all(waiting);
    },
  };
}
