// The database is away: callbacks wait in the journal, survive a kill there, and are applied in their order afterwards.
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { type Database, rows } from '../../src/db/client.ts';
import { webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { type NewDelivery, storeDeliveries } from '../../src/db/inbox-statements.ts';
import { type Journal, JournalFullError, openJournal } from '../../src/mirror/journal.ts';
import { openTestDatabase } from '../database.ts';
import { sid } from '../mirror/facts.ts';
import { createTestStack } from '../stack.ts';
import { orderThatIs, tell } from './callbacks.ts';

const log = pino({ level: 'silent' });
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const makeFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'numbergraph-journal-'));
  folders.push(folder);
  return folder;
};
const delivery = (index: number): NewDelivery => ({
  deliveryId: randomUUID(),
  ownerAccountSid: sid('AC', 1),
  accountSid: sid('AC', 1),
  receivedAt: new Date(index),
  method: 'POST',
  parameters: [['Status', `s${index}`]],
  orderSid: null,
  hintedStatus: null,
});
const collect = async (folder: string) => {
  const journal = await openJournal({ folder, log });
  const taken: NewDelivery[] = [];
  await journal.drain(async (deliveries) => void taken.push(...deliveries));
  await journal.close();
  return taken;
};
/** As a process leaves it that was killed: its name has a pid of nobody. */
const leaveBehind = (folder: string, text: string) =>
  writeFileSync(join(folder, `1-00000001.${hostname()}.999999999.dead.jsonl`), text);

/** A database that can be switched off: every statement then fails, or never ends. */
function switchable(database: Database) {
  const state: { mode: 'up' | 'refuses' | 'hangs' } = { mode: 'up' };
  const refuse = () => {
    if (state.mode === 'refuses') throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    return new Promise(() => {});
  };
  const db = new Proxy(database.db, {
    get(target, name, receiver) {
      if (state.mode === 'up') return Reflect.get(target, name, receiver) as unknown;
      if (name === 'insert' && state.mode === 'hangs') {
        return () => ({ values: () => ({ onConflictDoNothing: () => ({ returning: refuse }) }) });
      }
      return () => {
        throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
      };
    },
  });
  return { state, database: { ...database, db } };
}

test.each(['refuses', 'hangs'] as const)(
  'a database that %s costs no callback, and no order among them',
  async (mode) => {
    const { state, database } = switchable(await openTestDatabase());
    const stack = await createTestStack({ database, gateway: { journalFolder: makeFolder() } });
    const order = await orderThatIs(stack, 'completed');
    const statuses = Array.from(
      { length: 60 },
      (_, index) => `s-${String.fromCharCode(97 + (index % 26))}-${'x'.repeat(Math.floor(index / 26))}`,
    );
    state.mode = mode;
    const startedAt = Date.now();
    for (const status of statuses) expect(await tell(stack, order, status)).toBe(204);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    state.mode = 'up';
    await stack.gateway.settle();
    await tell(stack, order, 'last');
    const d = webhookDeliveries;
    const stored = await database.db.select().from(d).orderBy(d.id);
    expect(stored.map((row) => row.hintedStatus)).toEqual([...statuses, 'last']);
  },
);

test('a callback whose storing had an unknown end is stored once, however often it is handed in', async () => {
  const { db } = await openTestDatabase();
  const [first, second] = [delivery(1), delivery(2)];
  await storeDeliveries(db, [first]);
  await storeDeliveries(db, [first, second]);
  expect(await db.$count(webhookDeliveries)).toBe(2);
});

test('a callback is on the disk when it is answered, also where the server does not wait for that', async () => {
  const { db } = await openTestDatabase();
  // Fires at the commit, under the setting that the commit then has.
  await db.execute(sql`create table commits as select current_setting('synchronous_commit') as setting where false`);
  await db.execute(sql`create function note_commit() returns trigger language plpgsql as $$ begin
    insert into commits values (current_setting('synchronous_commit')); return null; end $$`);
  await db.execute(sql`create constraint trigger note_commit after insert on webhook_delivery
    initially deferred for each row execute function note_commit()`);
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local synchronous_commit = off`);
    await storeDeliveries(tx, [delivery(1)]);
  });
  expect(await rows(db, sql`select setting from commits`)).toEqual([{ setting: 'on' }]);
});

test('a journal that a killed process left is adopted, but for its torn last line', async () => {
  const folder = makeFolder();
  const lines = [1, 2, 3].map((index) => `\n${JSON.stringify(delivery(index))}\n`);
  leaveBehind(folder, lines.join('') + lines[0]?.slice(0, 40));
  expect((await collect(folder)).map((each) => each.receivedAt.getTime())).toEqual([1, 2, 3]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a line after a torn one is whole', async () => {
  const folder = makeFolder();
  const journal = await openJournal({ folder, log });
  await journal.append(delivery(1));
  const [name = ''] = readdirSync(folder);
  appendFileSync(join(folder, name), '\n{"torn');
  await journal.append(delivery(2));
  expect(readFileSync(join(folder, name), 'utf8')).toContain('torn');
  const taken: number[] = [];
  await journal.drain(async (deliveries) => void taken.push(...deliveries.map((each) => each.receivedAt.getTime())));
  expect(taken).toEqual([1, 2]);
  expect(journal.isEmpty).toBe(true);
});

test('what the database did not take stays, also for the next process', async () => {
  const folder = makeFolder();
  const journal = await openJournal({ folder, log });
  await Promise.all([1, 2, 3].map((index) => journal.append(delivery(index))));
  await expect(journal.drain(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(journal.isEmpty).toBe(false);
  const [name = ''] = readdirSync(folder);
  leaveBehind(folder, readFileSync(join(folder, name), 'utf8'));
  expect(await collect(folder)).toHaveLength(3);
});

test('a full journal refuses, and a file of a process that lives is left alone', async () => {
  const folder = makeFolder();
  const journal = await openJournal({ folder, log, bytesMax: 500 });
  await journal.append(delivery(1));
  await expect(journal.append(delivery(2))).rejects.toThrow(JournalFullError);
  writeFileSync(join(folder, `1-00000001.${hostname()}.${process.ppid}.alive.jsonl`), JSON.stringify(delivery(9)));
  writeFileSync(join(folder, '1-00000001.elsewhere.1.alive.jsonl'), JSON.stringify(delivery(9)));
  const taken: number[] = [];
  await journal.drain(async (deliveries) => void taken.push(...deliveries.map((each) => each.receivedAt.getTime())));
  expect(taken).toEqual([1]);
  await journal.append(delivery(3));
  await journal.close();
});

/** A journal whose first delivery is in a file that the database did not take. */
const openSealed = async () => {
  const folder = makeFolder();
  const journal = await openJournal({ folder, log });
  await journal.append(delivery(1));
  await expect(journal.drain(down)).rejects.toThrow('down');
  const [name = ''] = readdirSync(folder);
  return { folder, journal, path: join(folder, name) };
};
const down = () => Promise.reject(new Error('down'));
const drainTimes = async (journal: Journal) => {
  const taken: number[] = [];
  await journal.drain(async (deliveries) => void taken.push(...deliveries.map((each) => each.receivedAt.getTime())));
  return taken;
};

test('a living process shows with each attempt that all its files are its own', async () => {
  const { journal, path } = await openSealed();
  await journal.append(delivery(2));
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(path, longAgo, longAgo);
  await expect(journal.drain(down)).rejects.toThrow('down');
  expect(statSync(path).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1_800_000);
  await journal.close();
});

test('a file that another process has taken over does not hold up the rest', async () => {
  const { journal, path } = await openSealed();
  await journal.append(delivery(2));
  rmSync(path);
  expect(await drainTimes(journal)).toEqual([2]);
  expect(journal.isEmpty).toBe(true);
  await journal.close();
});

test('a file that cannot be read is kept, and does not hold up the rest', async () => {
  const { journal, path } = await openSealed();
  const text = readFileSync(path);
  rmSync(path);
  mkdirSync(path);
  await journal.append(delivery(2));
  expect(await drainTimes(journal)).toEqual([2]);
  // Nor do callbacks go round by the journal because of it; it is tried again all the same.
  expect([journal.isEmpty, journal.hasFiles]).toEqual([true, true]);
  await journal.append(delivery(3));
  expect(journal.isEmpty).toBe(false);
  expect(await drainTimes(journal)).toEqual([3]);
  rmdirSync(path);
  writeFileSync(path, text);
  expect(await drainTimes(journal)).toEqual([1]);
  expect(journal.isEmpty).toBe(true);
  await journal.close();
});

test('an outage leaves two files, however often the journal is tried in vain', async () => {
  const { folder, journal } = await openSealed();
  for (let round = 2; round < 8; round += 1) {
    await journal.append(delivery(round));
    await expect(journal.drain(down)).rejects.toThrow('down');
  }
  expect(readdirSync(folder)).toHaveLength(2);
  expect(await drainTimes(journal)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(readdirSync(folder)).toEqual([]);
  await journal.close();
});
