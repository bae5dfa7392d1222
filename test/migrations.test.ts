import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rows } from '../src/db/client.ts';
import { countPendingMigrations, migrateDatabase } from '../src/db/migrations.ts';
import { openServerDatabase } from '../src/db/server.ts';
import { readWalks, writeWalk } from '../src/db/walk-statements.ts';
import { createServerDatabase, openTestDatabase, testDatabaseUrl } from './database.ts';

const journal = JSON.parse(readFileSync(new URL('../drizzle/meta/_journal.json', import.meta.url), 'utf8')) as {
  entries: unknown[];
};

test('migrations may run again, and then none is pending', async () => {
  const database = await openTestDatabase();
  await migrateDatabase(database);
  expect(await countPendingMigrations(database)).toBe(0);
});

test.runIf(testDatabaseUrl)('instances that boot together on an empty server migrate it once', async () => {
  const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
  const instances = Array.from({ length: 4 }, () => openServerDatabase(url, 2));
  const [first] = instances;
  if (!first) throw new Error('no instance');
  await first.db.execute(sql`drop schema public cascade`);
  await first.db.execute(sql`drop schema drizzle cascade`);
  await first.db.execute(sql`create schema public`);
  await Promise.all(instances.map((instance) => migrateDatabase(instance)));
  expect(await countPendingMigrations(first)).toBe(0);
  const applied = await rows(first.db, sql`select hash from drizzle.__drizzle_migrations`);
  expect(applied).toHaveLength(journal.entries.length);
  await Promise.all(instances.map((instance) => instance.close()));
  await drop();
});

test.runIf(testDatabaseUrl)('lists that were walked with an older schema are to be walked anew, once', async () => {
  const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
  const database = openServerDatabase(url, 2);
  await database.db.execute(sql`drop schema public cascade`);
  await database.db.execute(sql`drop schema drizzle cascade`);
  await database.db.execute(sql`create schema public`);
  await database.migrate(withoutNewestMigration());
  const [sid, startedAt] = [`AC${'a'.repeat(32)}`, new Date()];
  const walk = { ownerAccountSid: sid, accountSid: sid, startedAt, nextPage: null, pages: 1, rows: 1, skipped: 0 };
  const rest = { problem: null, completedWalkStartedAt: startedAt };
  await writeWalk(database.db, { ...walk, ...rest, resource: 'orders', finishedAt: startedAt });
  await writeWalk(database.db, { ...walk, ...rest, resource: 'numbers', finishedAt: null });
  const startsOf = async () => (await readWalks(database.db, sid)).map((row) => row.startedAt);
  await migrateDatabase(database);
  expect(await startsOf()).toEqual([startedAt, new Date(0)]);
  await writeWalk(database.db, { ...walk, ...rest, resource: 'orders', finishedAt: startedAt });
  await migrateDatabase(database);
  expect(await startsOf()).toEqual([startedAt, startedAt]);
  await database.close();
  await drop();
});

/** A folder of its own with all migrations but the last one. */
function withoutNewestMigration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'numbergraph-migrations-'));
  cpSync(new URL('../drizzle', import.meta.url), folder, { recursive: true });
  writeFileSync(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, -1) }),
  );
  return folder;
}

test.runIf(testDatabaseUrl)(
  'the lock of migrations belongs to a transaction: behind a pooler no session is ours',
  async () => {
    const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
    const database = openServerDatabase(url, 2);
    const holders = await database.exclusively(() =>
      rows(
        database.db,
        sql`select state from pg_stat_activity join pg_locks using (pid)
        where datname = current_database() and locktype = 'advisory' and granted`,
      ),
    );
    expect([...holders]).toEqual([{ state: 'idle in transaction' }]);
    await database.close();
    await drop();
  },
);
