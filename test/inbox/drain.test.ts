// How the inbox goes on: after a failure of the database, past a delivery that it refuses, and when it is woken late.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { webhookDeliveries } from '../../src/db/gateway-tables.ts';
import {
  claimDeliveries,
  type NewDelivery,
  postponeDeliveries,
  releaseDeliveries,
  storeDeliveries,
} from '../../src/db/inbox-statements.ts';
import type { HintOutcomes } from '../../src/mirror/hint-reader.ts';
import { type InboxOptions, openInbox } from '../../src/mirror/inbox.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { sid } from '../mirror/facts.ts';

const whole = await openTestDatabase();
beforeEach(() => emptyTestDatabase(whole));

const ownerAccountSid = sid('AC', 1);
const patient = { timeout: 30_000 };
const d = webhookDeliveries;
const nothingRead: HintOutcomes = { outcomes: new Map(), walked: new Map() };

const deliver = (orderSid: string | null): NewDelivery => ({
  deliveryId: randomUUID(),
  ownerAccountSid,
  accountSid: ownerAccountSid,
  receivedAt: new Date(),
  method: 'POST',
  parameters: [],
  orderSid,
  hintedStatus: 'completed',
});
const open = (options: Partial<InboxOptions>) =>
  openInbox({
    database: whole,
    ownerAccountSid,
    orders: { readAgain: async () => nothingRead, settle: async () => {} },
    journal: null,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    // No test waits for the poll.
    pollMs: 3_600_000,
    ...options,
  });
const verdicts = async () => (await whole.db.select().from(d).orderBy(d.id)).map((row) => row.verdict);

/** The database, whose transactions fail with an error while there is one. */
function failing(state: { error: Error | null }): Database {
  const db = new Proxy(whole.db, {
    get(target, name, receiver) {
      if (name === 'transaction' && state.error) {
        const { error } = state;
        return () => Promise.reject(error);
      }
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { ...whole, db };
}

test('what was being judged when the database went away is judged as soon as it is back', async () => {
  const state: { error: Error | null } = { error: Object.assign(new Error('down'), { code: 'ECONNREFUSED' }) };
  await storeDeliveries(whole.db, [deliver(null), deliver(null)]);
  const inbox = open({ database: failing(state) });
  await expect.poll(async () => (await whole.db.select().from(d))[0]?.attempts, patient).toBeGreaterThan(0);
  state.error = null;
  await expect.poll(verdicts, patient).toEqual(['UNRELATED', 'UNRELATED']);
  expect((await whole.db.select().from(d)).map((row) => row.attempts)).toEqual([1, 1]);
  await inbox.close();
});

test('a claim that is given back is free at once, but not one that another instance has taken over', async () => {
  await storeDeliveries(whole.db, [deliver(null)]);
  const claim = (claimMs: number) => claimDeliveries(whole.db, ownerAccountSid, 10, claimMs);
  const first = await claim(0);
  const second = await claim(60_000);
  await releaseDeliveries(whole.db, first);
  await postponeDeliveries(
    whole.db,
    first.map(({ id, retryAt }) => ({ id, retryAt, waitMs: 0 })),
  );
  expect(await claim(60_000)).toEqual([]);
  await releaseDeliveries(whole.db, second);
  expect(await claim(60_000)).toMatchObject([{ attempts: 2 }]);
});

test.each([
  ['refuses', '22P05'],
  ['never has the time for', '57014'],
])('a delivery that the database %s waits by itself; those beside it are judged', patient, async (_how, code) => {
  const bad = sid('HR', 3);
  const all = [1, 2, 3, 4, 5].map((index) => deliver(index === 3 ? bad : null));
  await storeDeliveries(whole.db, all);
  const refusal = Object.assign(new Error('refused'), { code });
  const inbox = open({
    orders: {
      readAgain: (names) =>
        names.some((name) => name.sid === bad) ? Promise.reject(refusal) : Promise.resolve(nothingRead),
      settle: async () => {},
    },
  });
  await expect.poll(verdicts, patient).toEqual(['UNRELATED', 'UNRELATED', 'PENDING', 'UNRELATED', 'UNRELATED']);
  await inbox.close();
});

test('a replay is answered while the inbox never becomes empty', async () => {
  await storeDeliveries(whole.db, [deliver(sid('HR', 1))]);
  const [stored] = await whole.db.select().from(d);
  let end = () => {};
  const endless = new Promise<HintOutcomes>((resolve) => {
    end = () => resolve(nothingRead);
  });
  const inbox = open({ orders: { readAgain: () => endless, settle: async () => {} } });
  await expect.poll(async () => (await whole.db.select().from(d))[0]?.attempts, patient).toBeGreaterThan(0);
  expect(await inbox.replay(stored?.id ?? 0)).toMatchObject({ verdict: 'PENDING' });
  end();
  await inbox.close();
});

test('a wake-up is heard whenever it comes', async () => {
  let claims = 0;
  const microtasks = async (count: number) => {
    for (let step = 0; step < count; step += 1) await Promise.resolve();
  };
  const returning = async () => {
    claims += 1;
    await microtasks(30);
    return [];
  };
  const update = () => ({ set: () => ({ where: () => ({ returning }) }) });
  const database = { ...whole, db: { update } } as unknown as Database;
  // A round ends some microtasks after its last look: it is woken after each number of them.
  for (let count = 0; count < 60; count += 1) {
    const inbox = open({ database });
    await microtasks(count);
    const before = claims;
    await inbox.settle();
    expect(claims, `after ${count} microtasks`).toBeGreaterThan(before);
    await inbox.close();
  }
});

test('what the database has no time for now is no fault of a delivery: all of them come again together', async () => {
  const sids = [1, 2, 3, 4].map((index) => sid('HR', index));
  await storeDeliveries(whole.db, sids.map(deliver));
  const asked: number[] = [];
  const timeOut = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
  const inbox = open({
    orders: {
      readAgain(names) {
        asked.push(names.length);
        if (asked.length < 3) return Promise.reject(new Error('failed', { cause: timeOut }));
        return Promise.resolve({ ...nothingRead, outcomes: new Map(names.map((name) => [name.sid, 'missing'])) });
      },
      settle: async () => {},
    },
  });
  await expect.poll(() => asked, patient).toEqual([4, 4, 4]);
  await inbox.close();
});
