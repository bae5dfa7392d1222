// The list of status callbacks, newest first. It has no records that vanish, so its conditions are its own.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { FilterFields } from './filters-fields.ts';
import type { Condition } from './pages.ts';
import type { PagedList } from './pages-lists.ts';
import { webhookDeliveries as d, type WebhookDeliveryRow } from './tables.ts';

export const deliveryList: PagedList<WebhookDeliveryRow> = {
  name: 'webhookDeliveries',
  keys: [
    { column: d.receivedAt, type: 'timestamptz', valueOf: (row) => row.receivedAt.toISOString() },
    { column: d.id, type: 'bigint', valueOf: (row) => String(row.id) },
  ],
  descending: true,
  read: (db, where, order, limit) =>
    db
      .select()
      .from(d)
      .where(where)
      .orderBy(...order)
      .limit(limit),
  count: (db, where) => db.$count(d, where),
};

/** The fields that conditions with operators can be put on. */
export const deliveryFields: FilterFields = { receivedAt: { kind: 'time', column: d.receivedAt } };

/** `orderSid` null: of an order that is not there, so of none. Undefined: of whichever. */
export function deliveryCondition(
  ownerAccountSid: string,
  filter: { verdicts?: readonly string[]; orderSid?: string | null; received: SQL | undefined },
): Condition {
  const { verdicts, orderSid, received } = filter;
  return and(
    eq(d.ownerAccountSid, ownerAccountSid),
    verdicts ? inArray(d.verdict, [...verdicts]) : undefined,
    orderSid === null ? sql`false` : undefined,
    orderSid ? eq(d.orderSid, orderSid) : undefined,
    received,
  );
}
