// The log of changes: each change of a record's content is one entry with what the record was before, and nothing else is.
import { asc } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { recordChanges } from '../../src/db/gateway-tables.ts';
import { areChangesExpired, deleteOldChanges, readLogHead, readLogHeads } from '../../src/db/log.ts';
import { activeNumbers, hostedNumberOrders } from '../../src/db/tables.ts';
import { ingest, ingestCallbacks, ingestDisappearance, type Observation } from '../../src/mirror/ingest.ts';
import { emptyTestDatabase, openTestDatabase, testDatabaseUrl } from '../database.ts';
import { makeNumber, makeOrder, ownerAccountSid, sid } from './facts.ts';

let database: Database;
let minutes = 0;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyTestDatabase(database));

async function observe(facts: Pick<Observation, 'orders' | 'numbers' | 'documents'>): Promise<void> {
  minutes += 1;
  const startedAt = new Date(Date.UTC(2026, 0, 1, 0, minutes));
  await ingest(database, { ownerAccountSid, source: 'sync', startedAt, ...facts });
}

async function readAll() {
  return database.db.select().from(recordChanges).orderBy(asc(recordChanges.position));
}

test('a record first seen, changed, gone and come back makes an entry each time, with the row before', async () => {
  await observe({ numbers: [makeNumber(1), makeNumber(2)] });
  await observe({ numbers: [makeNumber(1, { configurationSmsUrl: 'https://example.com/sms' }), makeNumber(2)] });
  const sids = [sid('PN', 1)];
  const startedAt = new Date(Date.UTC(2026, 0, 1, 1));
  const gone = { ownerAccountSid, source: 'sync', resource: 'numbers', startedAt, sids } as const;
  await ingestDisappearance(database, gone);
  await ingestDisappearance(database, gone);
  minutes = 61;
  await observe({ numbers: [makeNumber(1, { configurationSmsUrl: 'https://example.com/sms' })] });
  const entries = (await readAll()).map(({ sid, kind, before }) => [kind, sid, before]);
  expect(entries).toEqual([
    ['NUMBER', sid('PN', 1), null],
    ['NUMBER', sid('PN', 2), null],
    ['NUMBER', sid('PN', 1), expect.not.objectContaining({ configuration_sms_url: expect.anything() })],
    ['NUMBER', sid('PN', 1), expect.objectContaining({ configuration_sms_url: 'https://example.com/sms' })],
    ['NUMBER', sid('PN', 1), expect.objectContaining({ vanished_at: expect.any(String) })],
  ]);
});

test('that the gateway made an order, learned after it was seen, is a change: callbacks are then expected for it', async () => {
  await observe({ orders: [makeOrder(1)] });
  minutes += 1;
  const startedAt = new Date(Date.UTC(2026, 0, 1, 0, minutes));
  const made = { orders: [makeOrder(1)], createdHere: new Set([sid('HR', 1)]) };
  await ingest(database, { ownerAccountSid, source: 'mutation-response', startedAt, ...made });
  await observe({ orders: [makeOrder(1)] });
  const [first, second, ...others] = await readAll();
  expect([first?.before, others]).toEqual([null, []]);
  expect(second?.before).toMatchObject({ callback_coverage: 'UNKNOWN' });
});

test('the first callback for an order is a change once, also when instances see it at once; its time stays', async () => {
  await observe({ orders: [makeOrder(1), makeOrder(2)] });
  const sighting = (hour: number, ...orders: number[]) => ({
    ownerAccountSid,
    orderSids: orders.map((order) => sid('HR', order)),
    at: new Date(Date.UTC(2026, 0, 2, hour)),
  });
  await ingestCallbacks(database, sighting(1, 1));
  await Promise.all([2, 3, 4].map((hour) => ingestCallbacks(database, sighting(hour, 2, 1))));
  await ingestCallbacks(database, { ...sighting(5, 1), ownerAccountSid: sid('AC', 9) });
  const changes = (await readAll()).slice(2);
  expect(changes.map((entry) => entry.sid)).toEqual([sid('HR', 1), sid('HR', 2)]);
  for (const { before } of changes) expect(before).not.toHaveProperty('callback_seen_at');
  const [first] = await database.db.select().from(hostedNumberOrders).orderBy(asc(hostedNumberOrders.sid));
  expect(first?.callbackSeenAt).toEqual(sighting(1).at);
});

test('the same facts again, or older ones, are no change', async () => {
  await observe({ orders: [makeOrder(1)], numbers: [makeNumber(1)] });
  await observe({ orders: [makeOrder(1)], numbers: [makeNumber(1)] });
  const startedAt = new Date(Date.UTC(2025, 0, 1));
  const older = { orders: [makeOrder(1, { friendlyName: 'old' })], numbers: [makeNumber(1, { friendlyName: 'old' })] };
  await ingest(database, { ownerAccountSid, source: 'sync', startedAt, ...older });
  expect(await readAll()).toHaveLength(2);
});

test('a change of status is in both logs, one that is none only in this one, and they share their positions', async () => {
  await observe({ orders: [makeOrder(1)] });
  await observe({ orders: [makeOrder(1, { email: 'other@example.com' })] });
  await observe({ orders: [makeOrder(1, { email: 'other@example.com', status: 'verified' })] });
  const entries = await readAll();
  expect(entries.map(({ position }) => position)).toEqual([2, 3, 5]);
  expect(entries[1]?.before).toMatchObject({
    email: 'owner@example.com',
    cc_emails: ['one@example.com', expect.any(String)],
  });
  expect(await readLogHeads(database.db, ownerAccountSid)).toEqual({ transitions: 4, changes: 5, newest: 5 });
});

test('old entries are deleted in bounded batches, and one who comes back to a place before them is told', async () => {
  for (const status of ['received', 'verified', 'pending-loa', 'failed'])
    await observe({ orders: [makeOrder(1, { status })] });
  const [first, second, third, fourth] = await readAll();
  const before = fourth?.observedAt ?? new Date();
  const expired = (position: number) => areChangesExpired(database.db, ownerAccountSid, position, before);
  expect([await expired(0), await expired(second?.position ?? 0), await expired(third?.position ?? 0)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await deleteOldChanges(database.db, ownerAccountSid, before, 1)).toBe(true);
  expect((await readAll()).map(({ position }) => position)).not.toContain(first?.position);
  while (await deleteOldChanges(database.db, ownerAccountSid, before, 1));
  const left = await readAll();
  expect(left.map(({ position }) => position)).toEqual([third?.position, fourth?.position]);
  // The last of the old ones only marks the place: the person in it is gone.
  expect(left.map((entry) => entry.before)).toEqual([null, expect.any(Object)]);
  expect([await expired(0), await expired(second?.position ?? 0), await expired(third?.position ?? 0)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await readLogHead(database.db, ownerAccountSid)).toBe(fourth?.position);
});

test.runIf(testDatabaseUrl)(
  'writers of one record at the same moment are a chain: each was before what the next one saw',
  async () => {
    await observe({ numbers: [makeNumber(1)] });
    for (let round = 0; round < 20; round += 1) {
      const names = [0, 1, 2, 3].map((n) => `round ${round} writer ${n}`);
      await Promise.all(names.map((friendlyName) => observe({ numbers: [makeNumber(1, { friendlyName })] })));
    }
    const befores = (await readAll()).slice(1).map(({ before }) => (before as { friendly_name: string }).friendly_name);
    const [row] = await database.db.select().from(activeNumbers);
    expect(befores.length).toBeGreaterThan(20);
    expect(new Set([...befores, row?.friendlyName]).size).toBe(befores.length + 1);
  },
);
