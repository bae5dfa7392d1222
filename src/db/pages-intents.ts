// The list of writes, newest first.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type WriteIntentRow, writeIntents as w } from './gateway-tables.ts';
import type { Condition } from './pages.ts';
import type { PagedList } from './pages-lists.ts';

export const intentList: PagedList<WriteIntentRow> = {
  name: 'writeIntents',
  order: [
    {
      expression: sql`${w.createdAt}`,
      type: 'timestamptz',
      descending: true,
      valueOf: (row) => row.createdAt.toISOString(),
    },
    { expression: sql`${w.id}`, type: 'bigint', descending: true, valueOf: (row) => String(row.id) },
  ],
  read: (db, where, order, limit) =>
    db
      .select()
      .from(w)
      .where(where)
      .orderBy(...order)
      .limit(limit),
  count: (db, where) => db.$count(w, where),
};

/** Of the tenant, and in one of these states; null is every state. */
export function intentCondition(ownerAccountSid: string, states: readonly string[] | null): Condition {
  return and(eq(w.ownerAccountSid, ownerAccountSid), states ? inArray(w.state, [...states]) : undefined);
}
