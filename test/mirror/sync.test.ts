import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, rows } from '../../src/db/client.ts';
import { statusTransitions, syncWalks } from '../../src/db/gateway-tables.ts';
import { accounts, activeNumbers, hostedNumberOrders } from '../../src/db/tables.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { closeTestStacks, createTestStack, type TestStack } from '../stack.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyTestDatabase(database));
afterEach(closeTestStacks);

const first = async (stack: TestStack, status: string) => {
  const [order] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.status, status))
    .limit(1);
  if (!order) throw new Error(`no order is ${status}`);
  return order;
};

/** A request to the emulator as the account itself, behind the gateway's back. */
async function callTwilio(stack: TestStack, accountSid: string, method: string, path: string): Promise<number> {
  const account = stack.emulator.accounts.find((candidate) => candidate.sid === accountSid);
  const authorization = `Basic ${btoa(`${accountSid}:${account?.authToken}`)}`;
  return (
    await stack.emulator.fetch(new Request(`http://emulator.test${path}`, { method, headers: { authorization } }))
  ).status;
}

const count = async (stack: TestStack, table: string) =>
  (
    await rows<{ n: number }>(
      stack.database.db,
      sql.raw(`select count(*)::int as n from ${table} where vanished_at is null`),
    )
  )[0]?.n;

test('the first sync mirrors every account, number, order and document, and each order is first seen once', async () => {
  const stack = await createTestStack({ database });
  expect(await count(stack, 'account')).toBe(3);
  expect(await count(stack, 'active_number')).toBe(60 + 40 + 30 - (await withoutNumber(stack)));
  expect(await count(stack, 'hosted_number_order')).toBe(70);
  expect(await count(stack, 'authorization_document')).toBe(6);
  const seen = await stack.database.db.select().from(statusTransitions);
  expect(seen).toHaveLength(76);
  expect(seen.every((entry) => entry.fromStatus === null && entry.sources[0] === 'sync')).toBe(true);
});

test('statements are planned by what has been walked, from the first walk on', async () => {
  await createTestStack({ database });
  const known = await rows<{ relname: string }>(
    database.db,
    sql`select relname from pg_class where reltuples > 0 and relname in ('active_number', 'hosted_number_order', 'authorization_document')`,
  );
  expect(known).toHaveLength(3);
});

/** Orders that failed have lost their number. */
async function withoutNumber(stack: TestStack): Promise<number> {
  const orphans = await rows<{ n: number }>(
    stack.database.db,
    sql`select count(*)::int as n from hosted_number_order o
      where not exists (select from active_number a where a.sid = o.incoming_phone_number_sid)`,
  );
  return orphans[0]?.n ?? 0;
}

test('a second sync of an unchanged estate appends nothing to the log', async () => {
  const stack = await createTestStack({ database });
  const before = await stack.database.db.$count(statusTransitions);
  await stack.gateway.sync();
  expect(await stack.database.db.$count(statusTransitions)).toBe(before);
});

test('a change behind the gateway is found by the next sync, with sync as its source', async () => {
  const stack = await createTestStack({ database });
  const order = await first(stack, 'received');
  await stack.control('faults', [{ target: 'callback', kind: 'drop' }]);
  await stack.control(`orders/${order.sid}/move`, { status: 'verified' });
  await stack.settle();
  await stack.gateway.sync();
  const entries = await stack.database.db.select().from(statusTransitions).where(eq(statusTransitions.sid, order.sid));
  expect(entries.at(-1)).toMatchObject({ fromStatus: 'received', toStatus: 'verified', sources: ['sync'] });
});

test('what is deleted at Twilio vanishes after a complete walk, keeps its row, and leaves an entry', async () => {
  const stack = await createTestStack({ database });
  const order = await first(stack, 'received');
  expect(await callTwilio(stack, order.accountSid, 'DELETE', `/HostedNumbers/HostedNumberOrders/${order.sid}`)).toBe(
    204,
  );
  await stack.gateway.sync();
  const [row] = await stack.database.db.select().from(hostedNumberOrders).where(eq(hostedNumberOrders.sid, order.sid));
  expect(row?.vanishedAt).not.toBeNull();
  const [number] = await stack.database.db
    .select()
    .from(activeNumbers)
    .where(eq(activeNumbers.sid, order.incomingPhoneNumberSid ?? ''));
  expect(number?.vanishedAt).not.toBeNull();
  const entries = await stack.database.db.select().from(statusTransitions).where(eq(statusTransitions.sid, order.sid));
  expect(entries.at(-1)).toMatchObject({ fromStatus: 'received', toStatus: null });
});

test('a walk that is cut off marks nothing as vanished', async () => {
  const stack = await createTestStack({ database });
  const order = await first(stack, 'received');
  await callTwilio(stack, order.accountSid, 'DELETE', `/HostedNumbers/HostedNumberOrders/${order.sid}`);
  await stack.control('faults', [
    { target: 'answer', method: 'GET', path: 'HostedNumberOrders', kind: 'server-error' },
  ]);
  await stack.gateway.sync();
  expect(await stack.database.db.$count(hostedNumberOrders, isNotNull(hostedNumberOrders.vanishedAt))).toBe(0);
  const [walk] = await stack.database.db
    .select()
    .from(syncWalks)
    .where(and(eq(syncWalks.accountSid, order.accountSid), eq(syncWalks.resource, 'orders')));
  expect(walk?.problem).not.toBeNull();
});

test('a list that passes a record by does not make it vanish: it is asked for by sid first', async () => {
  const stack = await createTestStack({ database, emulator: { orders: 40 } });
  // The list lags: it does not show what was made in the last hour, though the order is there.
  await stack.control('faults', [
    { target: 'answer', path: 'HostedNumberOrders$', kind: 'stale-list', ms: 400 * 86_400_000 },
  ]);
  await stack.gateway.sync();
  expect(await stack.database.db.$count(hostedNumberOrders, isNotNull(hostedNumberOrders.vanishedAt))).toBe(0);
});

test('without the ActiveNumbers preview numbers come from IncomingPhoneNumbers, and say so', async () => {
  const stack = await createTestStack({ database, emulator: { activeNumbersPreview: false } });
  const numbers = await stack.database.db.select().from(activeNumbers);
  expect(numbers.length).toBeGreaterThan(60);
  expect(new Set(numbers.map((number) => number.readFrom))).toEqual(new Set(['incoming-phone-numbers']));
  const known = await stack.database.db.select().from(accounts);
  expect(new Set(known.map((account) => account.numbersReadFrom))).toEqual(new Set(['incoming-phone-numbers']));
});

test('without the hosted-numbers preview numbers still work, and readyz says what is missing', async () => {
  const stack = await createTestStack({ database, emulator: { hostedNumbersPreview: false } });
  expect(await count(stack, 'active_number')).toBeGreaterThan(60);
  const response = await stack.gateway.fetch(new Request('http://gateway.test/readyz'));
  const body = (await response.json()) as { status: string; notes: string[] };
  expect([response.status, body.status]).toEqual([200, 'ready']);
  expect(body.notes.join()).toContain('no access to the hosted-numbers preview');
});

test('a walk goes on from the page that the process before had reached', async () => {
  const stack = await createTestStack({
    database,
    emulator: { numbers: 2500, orders: 0, documents: 0, subaccounts: 0, bigDocumentOrders: 0 },
  });
  const [parent] = stack.emulator.accounts;
  const [walk] = await stack.database.db.select().from(syncWalks).where(eq(syncWalks.resource, 'numbers'));
  expect(walk).toMatchObject({ pages: 3, rows: 2500 });
  const page = await stack.twilio.listActiveNumbers({
    accountSid: parent?.sid ?? '',
    authToken: parent?.authToken ?? '',
  });
  await stack.database.db
    .update(syncWalks)
    .set({ finishedAt: null, nextPage: page.nextPage, pages: 1, rows: 1000 })
    .where(eq(syncWalks.resource, 'numbers'));
  const before = (await stack.control('counters')) as Record<string, { reads: number }>;
  await stack.gateway.sync();
  const after = (await stack.control('counters')) as Record<string, { reads: number }>;
  const [resumed] = await stack.database.db.select().from(syncWalks).where(eq(syncWalks.resource, 'numbers'));
  expect(resumed).toMatchObject({ pages: 3, rows: 2500 });
  expect(resumed?.startedAt).toEqual(walk?.startedAt);
  expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
});

test('a number that is read alone keeps what only the list tells of it', async () => {
  const stack = await createTestStack({ database });
  const [before] = await stack.database.db
    .select()
    .from(activeNumbers)
    .where(isNotNull(activeNumbers.configurationVoiceReceiveMode))
    .limit(1);
  const { gateway, twilio } = stack;
  const credentials = gateway.services.credentialsOf(before?.accountSid);
  if (!before || !credentials) throw new Error('no number');
  const number = await twilio.fetchActiveNumber(credentials, before.sid);
  expect(before).toMatchObject(number);
});
