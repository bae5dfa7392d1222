// How many orders are in a status.
import type { StatusCount as StatusCountShape } from '../db/document-statements.ts';
import { orderStatuses } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { knownWord, OrderStatusEnum, type Unknown } from './enums.ts';

type KnownCount = { status: (typeof orderStatuses)[number] | Unknown; count: number };

export const StatusCount = builder.objectRef<KnownCount>('StatusCount').implement({
  description: 'How many hosted number orders are in one status.',
  fields: (t) => ({
    status: t.expose('status', {
      type: OrderStatusEnum,
      description: 'The status; UNKNOWN stands for all that the gateway does not know. Upstream: `status`.',
    }),
    count: t.exposeInt('count', { description: 'How many orders are in it, one at least.' }),
  }),
});

/** In the order in which an order goes through them; words that are not in the vocabulary together at the end. */
export function toStatusCounts(counts: readonly StatusCountShape[]): KnownCount[] {
  return [...orderStatuses, 'UNKNOWN' as const]
    .map((status) => {
      const own = counts.filter((each) => knownWord(orderStatuses, each.status) === status);
      return { status, count: own.reduce((sum, each) => sum + each.count, 0) };
    })
    .filter(({ count }) => count > 0);
}
