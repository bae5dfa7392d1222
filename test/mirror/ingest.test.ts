import { asc } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { activeNumbers, hostedNumberOrders } from '../../src/db/tables.ts';
import { ingest, ingestDisappearance } from '../../src/mirror/ingest.ts';
import type { HostedNumberOrderFacts } from '../../src/twilio/facts.ts';
import { emptyTestDatabase, openTestDatabase, testDatabaseUrl } from '../database.ts';
import { makeNumber, makeOrder, ownerAccountSid, sid } from './facts.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const observe = (seconds: number, ...orders: HostedNumberOrderFacts[]) =>
  ({ ownerAccountSid, source: 'sync', startedAt: at(seconds), orders }) as const;

async function readLog(database: Awaited<ReturnType<typeof openTestDatabase>>) {
  const log = await database.db.select().from(statusTransitions).orderBy(asc(statusTransitions.position));
  return log.map((entry) => [entry.sid, entry.fromStatus, entry.toStatus]);
}

describe('ingest', async () => {
  const database = await openTestDatabase();
  beforeEach(() => emptyTestDatabase(database));

  test('the same facts twice leave one row and one entry', async () => {
    const order = makeOrder(1, { status: 'received' });
    await ingest(database, observe(1, order));
    await ingest(database, observe(2, order));
    expect(await readLog(database)).toEqual([[order.sid, null, 'received']]);
    const [row] = await database.db.select().from(hostedNumberOrders);
    expect(row).toMatchObject({ ...order, syncedAt: at(2), firstSeenAt: at(1), source: 'sync', vanishedAt: null });
  });

  test('a change of status is an entry with where it came from', async () => {
    await ingest(database, observe(1, makeOrder(1, { status: 'received' })));
    const { changed } = await ingest(database, observe(2, makeOrder(1, { status: 'pending-verification' })));
    expect(changed).toEqual(new Set([sid('HR', 1)]));
    expect(await readLog(database)).toEqual([
      [sid('HR', 1), null, 'received'],
      [sid('HR', 1), 'received', 'pending-verification'],
    ]);
  });

  test('an answer to a request that started earlier changes nothing', async () => {
    await ingest(database, observe(5, makeOrder(1, { status: 'verified', friendlyName: 'new' })));
    await ingest(database, observe(4, makeOrder(1, { status: 'received', friendlyName: 'old' })));
    const [row] = await database.db.select().from(hostedNumberOrders);
    expect(row).toMatchObject({ status: 'verified', friendlyName: 'new', syncedAt: at(5) });
    expect(await readLog(database)).toHaveLength(1);
  });

  test('a sid that a list names twice is one row', async () => {
    await ingest(database, observe(1, makeOrder(1, { status: 'received' }), makeOrder(1, { status: 'verified' })));
    expect(await readLog(database)).toEqual([[sid('HR', 1), null, 'verified']]);
  });

  test('what is gone keeps its row and leaves an entry to nothing; what comes back, one from nothing', async () => {
    const gone = {
      ownerAccountSid,
      source: 'sync',
      startedAt: at(2),
      resource: 'orders',
      sids: [sid('HR', 1)],
    } as const;
    await ingest(database, observe(1, makeOrder(1, { status: 'received' })));
    await ingestDisappearance(database, gone);
    await ingestDisappearance(database, gone);
    const [row] = await database.db.select().from(hostedNumberOrders);
    expect(row?.vanishedAt).toEqual(at(2));
    await ingest(database, observe(3, makeOrder(1, { status: 'received' })));
    expect(await readLog(database)).toEqual([
      [sid('HR', 1), null, 'received'],
      [sid('HR', 1), 'received', null],
      [sid('HR', 1), null, 'received'],
    ]);
  });

  test('a request that began before the end and comes in after it does not bring a record back', async () => {
    await ingest(database, observe(1, makeOrder(1)));
    const gone = { ownerAccountSid, source: 'mutation-response', startedAt: at(3) } as const;
    await ingestDisappearance(database, { ...gone, resource: 'orders', sids: [sid('HR', 1)] });
    await ingest(database, observe(2, makeOrder(1)));
    const [row] = await database.db.select().from(hostedNumberOrders);
    expect(row?.vanishedAt).toEqual(at(3));
  });

  test('a record that a later request has seen does not vanish', async () => {
    await ingest(database, observe(5, makeOrder(1, { status: 'received' })));
    await ingestDisappearance(database, {
      ownerAccountSid,
      source: 'sync',
      startedAt: at(4),
      resource: 'orders',
      sids: [sid('HR', 1)],
    });
    const [row] = await database.db.select().from(hostedNumberOrders);
    expect(row?.vanishedAt).toBeNull();
  });

  test('a row of another tenant is neither seen nor changed', async () => {
    await ingest(database, observe(1, makeOrder(1, { status: 'received' })));
    await ingest(database, { ...observe(9, makeOrder(1, { status: 'failed' })), ownerAccountSid: sid('AC', 99) });
    const orders = await database.db.select().from(hostedNumberOrders);
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({ status: 'received', ownerAccountSid });
    expect(await readLog(database)).toHaveLength(1);
  });

  test('a date of Twilio becomes the effective time only where this change moved it', async () => {
    const created = new Date('2026-01-01T00:00:00Z');
    const updated = new Date('2026-01-02T00:00:00Z');
    await ingest(
      database,
      observe(1, makeOrder(1, { status: 'received', dateCreated: created, dateUpdated: created })),
    );
    await ingest(
      database,
      observe(2, makeOrder(1, { status: 'verified', dateCreated: created, dateUpdated: updated })),
    );
    await ingest(
      database,
      observe(3, makeOrder(1, { status: 'pending-loa', dateCreated: created, dateUpdated: updated })),
    );
    await ingest(database, observe(4, makeOrder(2, { status: 'testing', dateCreated: created, dateUpdated: updated })));
    const log = await database.db.select().from(statusTransitions).orderBy(asc(statusTransitions.position));
    expect(log.map((entry) => entry.effectiveAt)).toEqual([created, updated, null, null]);
  });

  test('a thousand numbers go in as one statement and keep every value', async () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => makeNumber(index));
    await ingest(database, { ownerAccountSid, source: 'sync', startedAt: at(1), numbers });
    const rows = await database.db.select().from(activeNumbers).orderBy(asc(activeNumbers.sid));
    expect(rows).toHaveLength(1000);
    for (const number of numbers) expect(rows.find((row) => row.sid === number.sid)).toMatchObject(number);
  });

  test.runIf(testDatabaseUrl)('two writers with the same new orders make one entry for each, on a server', async () => {
    const orders = Array.from({ length: 50 }, (_, index) => makeOrder(index, { status: 'received' }));
    await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        ingest(database, observe(writer, ...(writer % 2 ? orders : orders.toReversed()))),
      ),
    );
    const log = await readLog(database);
    expect(log).toHaveLength(50);
    expect(new Set(log.map(([name]) => name)).size).toBe(50);
  });
});
