// The list of status callbacks, newest first. It has no records that vanish, so its conditions are its own.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type FieldScope, scopeOf } from './field-scope.ts';
import { time } from './fields.ts';
import { webhookDeliveries as d, type WebhookDeliveryRow } from './gateway-tables.ts';
import type { Condition } from './pages.ts';
import type { PagedList } from './pages-lists.ts';

export const deliveryList: PagedList<WebhookDeliveryRow> = {
  name: 'webhookDeliveries',
  order: [
    {
      expression: sql`${d.receivedAt}`,
      type: 'timestamptz',
      descending: true,
      valueOf: (row) => row.receivedAt.toISOString(),
    },
    { expression: sql`${d.id}`, type: 'bigint', descending: true, valueOf: (row) => String(row.id) },
  ],
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
export const deliveryFields: FieldScope = scopeOf(d, {
  receivedAt: time('receivedAt', 'list', 'When the callback came in.'),
});

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
