// The driver must outlive its connections. On a server they are cut under load here; see decision 0008.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { expect, test, vi } from 'vitest';
import { openProxy } from '../chaos/proxy.ts';
import { type Db, rows } from '../src/db/client.ts';
import { openServerDatabase } from '../src/db/server.ts';
import { isDatabaseUnavailable } from '../src/db/unavailable.ts';
import { testDatabaseUrl } from './database.ts';

test('the installed driver has the patch', () => {
  const source = readFileSync(new URL('../node_modules/postgres/src/connection.js', import.meta.url), 'utf8');
  expect(source).toContain('chunk = nextWriteTimer = null\n    socket.removeListener');
  expect(source).toContain('rows = 0\n    closedTime');
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

test.runIf(testDatabaseUrl)('rows before an error are no part of the next answer', async () => {
  const database = openServerDatabase(testDatabaseUrl ?? '', 1);
  const broken = sql`select 10 / (5 - step) as quotient from generate_series(1, 10) as step`;
  await expect(rows(database.db, broken)).rejects.toThrow();
  expect(await rows(database.db, sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  await database.close();
});

test.runIf(testDatabaseUrl)('nor are those of a connection that died', async () => {
  const database = openServerDatabase(testDatabaseUrl ?? '', 1);
  // Rows leave as soon as they fill the server's buffer.
  const dying = sql`select repeat('x', 1000), case when step = 300 then pg_terminate_backend(pg_backend_pid()) end
    from generate_series(1, 400) as step`;
  const error = await rows(database.db, dying).catch((reason: unknown) => reason);
  expect(isDatabaseUnavailable(error)).toBe(true);
  expect(await rows(database.db, sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  await database.close();
});

test.runIf(testDatabaseUrl)('a statement that comes between the reset of a link and its end is rejected', async () => {
  const url = new URL(testDatabaseUrl ?? '');
  const proxy = await openProxy(Number(url.port || 5432));
  url.port = String(proxy.port);
  const database = openServerDatabase(url.href, 1);
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const number = asked;
    const answer = await rows(database.db, sql`select ${number}::int as number`).catch((error: unknown) => error);
    expect(isDatabaseUnavailable(answer) || answer).toEqual(isDatabaseUnavailable(answer) || [{ number }]);
  };
  for (let round = 0; round < 50; round += 1) {
    await ask();
    proxy.cut();
    const answers: Promise<void>[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      if (turn >= round % 10) answers.push(ask());
      await new Promise((resolve) => setImmediate(resolve));
    }
    proxy.restore();
    await Promise.all(answers);
  }
  await ask();
  await database.close();
  proxy.close();
});

test.runIf(testDatabaseUrl)('what ends one connection is told to none of the next', async () => {
  const database = openServerDatabase(testDatabaseUrl ?? '', 1);
  const admin = postgres(testDatabaseUrl ?? '', { max: 1, onnotice: () => {} });
  const [backend] = await rows<{ pid: number }>(database.db, sql`select pg_backend_pid() as pid`);
  const cut = rows(database.db, sql`select pg_sleep(20)`).catch((error: unknown) => error);
  const isRunning = async () =>
    (await admin`select from pg_stat_activity where pid = ${backend?.pid ?? 0} and query like '%pg_sleep%'`).length ===
    1;
  await vi.waitUntil(isRunning, 10_000);
  await admin`select pg_terminate_backend(${backend?.pid ?? 0})`;
  expect(isDatabaseUnavailable(await cut)).toBe(true);
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

/** As long as a stop may take. Without the cut the silence would end by itself after half a minute. */
const cutMaxMs = 10_000;

test.runIf(testDatabaseUrl)(
  'a cut rejects what waits on a silent link, and what is asked later',
  async () => {
    const url = new URL(testDatabaseUrl ?? '');
    const proxy = await openProxy(Number(url.port || 5432));
    url.host = `127.0.0.1:${proxy.port}`;
    const database = openServerDatabase(url.href, 2);
    const ask = (db: Db, what: string) => rows(db, sql`select ${what} as answer`);
    let isSilent = false;
    const begun = database.db.transaction(async (tx) => {
      await ask(tx, 'on a whole link');
      proxy.fallSilent('all');
      isSilent = true;
      // One that the driver has not sent before: behind it, it keeps the rollback to itself.
      await rows(tx, sql`select ${1}::int as number`);
    });
    await expect.poll(() => isSilent).toBe(true);
    const waiting = [begun, ask(database.db, 'on a new link'), ask(database.db, 'with no place in the pool')];
    database.cut();
    const outcomes = await Promise.allSettled([...waiting, ask(database.db, 'later')]);
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : 'an answer'));
    expect(reasons.map(isDatabaseUnavailable)).toEqual([true, true, true, true]);
    await database.close();
    proxy.close();
  },
  cutMaxMs,
);
