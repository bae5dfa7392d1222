import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rows } from '../src/db/client.ts';
import { countPendingMigrations, migrateDatabase } from '../src/db/migrations.ts';
import { openServerDatabase } from '../src/db/server.ts';
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
