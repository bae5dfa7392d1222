// What is read to make sure and is what it was is marked as seen and not written again; whatever differs is written.
import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { rows } from '../../src/db/client.ts';
import { isOwned } from '../../src/db/columns.ts';
import { recordChanges, statusTransitions } from '../../src/db/gateway-tables.ts';
import { confirmSame } from '../../src/db/mirror-statements.ts';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { ingest, ingestDisappearance } from '../../src/mirror/ingest.ts';
import { emptyTestDatabase, openTestDatabase, testDatabaseUrl } from '../database.ts';
import { makeDocument, makeNumber, makeOrder, ownerAccountSid, sid } from './facts.ts';

const database = await openTestDatabase();
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const many = Array.from({ length: 200 }, (_, index) => index);
const estate = { orders: many.map((n) => makeOrder(n)), numbers: many.map((n) => makeNumber(n)) };
const documents = many.map((n) => makeDocument(n));

beforeEach(async () => {
  await emptyTestDatabase(database);
  await observe(1, { ...estate, documents });
});

function observe(seconds: number, facts: Partial<Parameters<typeof ingest>[1]>, source: 'sync' | 'reconcile' = 'sync') {
  return ingest(database, { ownerAccountSid, source, startedAt: at(seconds), ...facts });
}

async function readPlaces() {
  return rows<{ sid: string; page: string }>(
    database.db,
    sql`select sid, split_part(trim('(' from ctid::text), ',', 1) as page from ${hostedNumberOrders}
      union all select sid, split_part(trim('(' from ctid::text), ',', 1) from ${activeNumbers} order by sid`,
  );
}

test('lists in which nothing has changed are seen, and no row leaves its page', async () => {
  const places = await readPlaces();
  const changes = await database.db.$count(recordChanges);
  await observe(2, { ...estate, documents }, 'reconcile');
  for (const table of [hostedNumberOrders, activeNumbers, authorizationDocuments]) {
    const seen = await database.db.select({ at: table.syncedAt, source: table.source }).from(table);
    expect(seen).toEqual(many.map(() => ({ at: at(2), source: 'reconcile' })));
  }
  expect(await readPlaces()).toEqual(places);
  expect(await database.db.$count(recordChanges)).toBe(changes);
});

test('what differs in a list is written and told of, and the rest is seen', async () => {
  const orders = estate.orders.map((order, index) =>
    index % 50 === 0 ? { ...order, status: 'verified', friendlyName: 'new' } : order,
  );
  const { changed } = await observe(2, { orders }, 'reconcile');
  const moved = orders.filter(({ status }) => status === 'verified');
  expect(changed).toEqual(new Set(moved.map((order) => order.sid)));
  const stored = await database.db.select().from(hostedNumberOrders).orderBy(asc(hostedNumberOrders.sid));
  expect(stored.map(({ friendlyName, status, syncedAt }) => [friendlyName, status, syncedAt])).toEqual(
    orders.map(({ friendlyName, status }) => [friendlyName, status, at(2)]),
  );
});

test('an answer to a request that started earlier confirms nothing', async () => {
  await observe(5, { orders: estate.orders }, 'reconcile');
  await observe(4, { orders: estate.orders }, 'sync');
  const [row] = await database.db.select().from(hostedNumberOrders).limit(1);
  expect(row).toMatchObject({ syncedAt: at(5), source: 'reconcile' });
});

test('a record that was gone and is the same again has come back', async () => {
  const sids = [sid('HR', 7)];
  const gone = { ownerAccountSid, source: 'sync', startedAt: at(2), resource: 'orders', sids } as const;
  await ingestDisappearance(database, gone);
  await observe(3, { orders: estate.orders }, 'reconcile');
  const named = eq(hostedNumberOrders.sid, sid('HR', 7));
  const [row] = await database.db.select().from(hostedNumberOrders).where(named);
  expect(row).toMatchObject({ vanishedAt: null, syncedAt: at(3) });
  const log = await database.db
    .select()
    .from(statusTransitions)
    .where(eq(statusTransitions.sid, sid('HR', 7)));
  expect(log.map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual([
    [null, 'received'],
    ['received', null],
    [null, 'received'],
  ]);
});

test('rows of another tenant are not the same as anything', async () => {
  const shared = { ownerAccountSid: sid('AC', 2), source: 'sync', firstSeenAt: at(2), syncedAt: at(2) };
  const unchanged = estate.orders.map((order) => ({ ...order, createdHere: false }));
  expect(await confirmSame(database.db, hostedNumberOrders, { records: unchanged, shared })).toEqual(new Set());
  const owned = isOwned(hostedNumberOrders, ownerAccountSid);
  expect(await database.db.$count(hostedNumberOrders, sql`${owned} and synced_at = ${at(1).toISOString()}`)).toBe(200);
});

// The embedded database has one connection.
test.skipIf(!testDatabaseUrl)('a row that another writer changes meanwhile is compared as he leaves it', async () => {
  const first = estate.orders.slice(0, 1);
  const isWaiting = async () =>
    (
      await rows(
        database.db,
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).length > 0;
  let reading: Promise<unknown> = Promise.resolve();
  await database.db.transaction(async (tx) => {
    await tx
      .update(hostedNumberOrders)
      .set({ friendlyName: 'theirs' })
      .where(eq(hostedNumberOrders.sid, sid('HR', 0)));
    reading = observe(2, { orders: first }, 'reconcile');
    await expect.poll(isWaiting).toBe(true);
  });
  await reading;
  const [row] = await database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.sid, sid('HR', 0)));
  expect(row).toMatchObject({ friendlyName: first[0]?.friendlyName, syncedAt: at(2) });
});

const other = (value: unknown, type: string): unknown => {
  if (type === 'boolean') return value !== true;
  if (type === 'date') return at(59);
  if (type === 'array') return ['other'];
  return type === 'number' ? 7 : 'other';
};
const everyField = [
  ...fieldsOf(hostedNumberOrders, { ...estate.orders[3], createdHere: false }),
  ...fieldsOf(activeNumbers, estate.numbers[3]),
  ...fieldsOf(authorizationDocuments, documents[3]),
];

function fieldsOf(table: typeof hostedNumberOrders | typeof activeNumbers | typeof authorizationDocuments, facts = {}) {
  const columns: Record<string, { dataType: string }> = getTableColumns(table);
  const fields = Object.entries(facts).filter(([field]) => field !== 'sid');
  return fields.map(([field, value]) => {
    const record = { ...facts, sid: 'sid' in facts ? String(facts.sid) : '' };
    return { table, field, record, changed: other(value, columns[field]?.dataType ?? '') };
  });
}

test('a value of any field that differs is noticed', async () => {
  const shared = { ownerAccountSid, source: 'sync', firstSeenAt: at(2), syncedAt: at(2) };
  const overlooked: string[] = [];
  for (const { table, field, record, changed } of everyField) {
    const whole = await confirmSame(database.db, table, { records: [record], shared });
    const differing = await confirmSame(database.db, table, { records: [{ ...record, [field]: changed }], shared });
    if (whole.size !== 1 || differing.size !== 0) overlooked.push(field);
  }
  expect(everyField.length).toBeGreaterThan(100);
  expect(overlooked).toEqual([]);
});
