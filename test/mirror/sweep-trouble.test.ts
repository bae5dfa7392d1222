// Where Twilio gives nothing for a record or an account, the sweep reads the others, and makes up for it later.
import { and, asc, eq, inArray } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { authorizationDocuments } from '../../src/db/tables.ts';
import { createTestStack } from '../stack.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
const minutes = (count: number) => count * 60_000;

test('a document that cannot be read does not keep the others of its account', async () => {
  let unreadable = 'none';
  const stack = await createTestStack({
    emulator: { orders: 300, documents: 20 },
    gateway: { now, sweepIntervalMs: minutes(1), syncIntervalMs: minutes(600) },
    network: async (reach, request) =>
      request.url.endsWith(unreadable) ? Response.json({ code: 20001 }, { status: 400 }) : reach(),
  });
  await stack.gateway.sweep();
  const [parent] = stack.emulator.accounts;
  const d = authorizationDocuments;
  const isOpen = and(eq(d.accountSid, parent?.sid ?? ''), inArray(d.status, ['opened', 'signing']));
  const [first, second] = await stack.database.db.select().from(d).where(isOpen).orderBy(asc(d.syncedAt), asc(d.sid));
  unreadable = first?.sid ?? '';
  await stack.control('mutate', { sid: second?.sid, changes: { status: 'canceled' } });
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  const [row] = await stack.database.db
    .select()
    .from(d)
    .where(eq(d.sid, second?.sid ?? 'too few documents'));
  expect(row).toMatchObject({ status: 'canceled', source: 'reconcile' });
});
