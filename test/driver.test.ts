// The driver must outlive its connections. On a server they are cut under load here; see decision 0008.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { openProxy } from '../chaos/proxy.ts';
import { rows } from '../src/db/client.ts';
import { openServerDatabase } from '../src/db/server.ts';
import { isDatabaseUnavailable } from '../src/db/unavailable.ts';
import { testDatabaseUrl } from './database.ts';

test('the installed driver has the patch', () => {
  const source = readFileSync(new URL('../node_modules/postgres/src/connection.js', import.meta.url), 'utf8');
  expect(source).toContain('chunk = nextWriteTimer = null\n    socket.removeListener');
});

test.runIf(testDatabaseUrl)('connections that are cut under load fail their statements and nothing else', async () => {
  const database = openServerDatabase(testDatabaseUrl ?? '', 4);
  const admin = postgres(testDatabaseUrl ?? '', { max: 1, onnotice: () => {} });
  const application = 'numbergraph';
  const failures: unknown[] = [];
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      await database.db
        .transaction(async (tx) => {
          for (let step = 0; step < 5; step += 1)
            await tx.execute(sql`select ${step}::int as step, ${'x'.repeat(300)} as padding`);
        })
        .catch((error: unknown) => failures.push(error));
    }
  };
  const workers = Array.from({ length: 8 }, work);
  for (let round = 0; round < 40; round += 1) {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${application} and datname = current_database()`;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  isOver = true;
  await Promise.all(workers);
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter((error) => !isDatabaseUnavailable(error))).toEqual([]);
  expect(await rows(database.db, sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  await database.close();
  await admin.end();
});

test.runIf(testDatabaseUrl)(
  'a connection that dies while it is new rejects nothing that nobody waits for',
  async () => {
    const url = new URL(testDatabaseUrl ?? '');
    let cuts = 0;
    const proxy = await openProxy(Number(url.port || 5432), (piece) => {
      // The question for types, by which the driver begins where it is not told otherwise.
      if (cuts === 1 || !piece.includes('pg_type')) return;
      cuts += 1;
      proxy.cut();
      proxy.restore();
    });
    url.port = String(proxy.port);
    const database = openServerDatabase(url.href, 1);
    // An unhandled rejection fails the run.
    expect(await rows(database.db, sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
    await database.close();
    proxy.close();
  },
);
