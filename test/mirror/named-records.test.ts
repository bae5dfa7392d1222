// Records that are named by their sids are found by these alone, also while nobody has looked at how the rows are
// spread.
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rows } from '../../src/db/client.ts';
import { isNamed } from '../../src/db/columns.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { ingest } from '../../src/mirror/ingest.ts';
import { openTestDatabase } from '../database.ts';
import { makeOrder, ownerAccountSid, sid } from './facts.ts';

const database = await openTestDatabase();

test('before the first statistics, not all orders of the tenant are read for one', async () => {
  const orders = Array.from({ length: 3_000 }, (_, index) => makeOrder(index));
  await ingest(database, { ownerAccountSid, source: 'sync', startedAt: new Date(), orders });
  const named = isNamed(hostedNumberOrders, ownerAccountSid, [sid('HR', 1), sid('HR', 2)]);
  const plan = await rows(
    database.db,
    sql`explain select sid from ${hostedNumberOrders} where ${named} order by sid for update`,
  );
  const steps = plan.map((line) => String(line['QUERY PLAN'])).join('\n');
  expect([...steps.matchAll(/Index Scan (?:using|on) (\w+)/g)].map(([, index]) => index)).toEqual([
    'hosted_number_order_pkey',
  ]);
  expect(steps).not.toContain('Seq Scan');
});

test('a record of another tenant is not found by its sid', async () => {
  const find = (owner: string) =>
    database.db
      .select({ sid: hostedNumberOrders.sid })
      .from(hostedNumberOrders)
      .where(isNamed(hostedNumberOrders, owner, [sid('HR', 1)]));
  expect(await find(ownerAccountSid)).toEqual([{ sid: sid('HR', 1) }]);
  expect(await find(sid('AC', 2))).toEqual([]);
});
