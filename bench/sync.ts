// How fast the first sync is, and whether its memory stays flat. Needs a PostgreSQL server:
//   BENCH_DATABASE_URL=postgres://localhost/postgres node --import tsx bench/sync.ts [numbers] [orders] [documents]
// It works in a database of its own, which it drops in the end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import postgres from 'postgres';
import { rows } from '../src/db/client.ts';
import { compileFilter } from '../src/db/filters.ts';
import { migrateDatabase } from '../src/db/migrations.ts';
import { listCondition, readPage } from '../src/db/pages.ts';
import { activeNumberList, hostedNumberOrderList, type List } from '../src/db/pages-lists.ts';
import { openServerDatabase } from '../src/db/server.ts';
import { openAccountDirectory } from '../src/mirror/account-directory.ts';
import { startSync } from '../src/mirror/sync.ts';
import { createTwilioClient } from '../src/twilio/client.ts';

const [numbers = '200000', orders = '100000', documents = '1000'] = process.argv.slice(2);
const serverUrl = process.env['BENCH_DATABASE_URL'] ?? 'postgres://localhost/postgres';
const name = `numbergraph_bench_${process.pid}`;
const log = pino({ level: 'warn' });
const now = () => new Date();

const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
await admin.unsafe(`create database ${name}`);
const child = spawn(
  process.execPath,
  ['--max-old-space-size=8192', '--import', 'tsx', 'bench/emulator-process.ts', numbers, orders, documents],
  {
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
try {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const upstream = JSON.parse(line) as { url: string; accountSid: string; authToken: string };
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = openServerDatabase(url.href);
  await migrateDatabase(database);
  const twilio = createTwilioClient({ previewUrl: upstream.url, apiUrl: upstream.url, log });
  const { accountSid, authToken } = upstream;
  const directory = await openAccountDirectory({
    database,
    accountSid,
    authTokens: [authToken],
    callbackSecret: 'bench',
    twilio,
    now,
  });

  const samples: number[] = [];
  const sampler = setInterval(() => samples.push(process.memoryUsage.rss() / 2 ** 20), 250);
  for (const round of ['first sync', 'second sync, nothing changed']) {
    samples.length = 0;
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    const sync = startSync({
      database,
      ownerAccountSid: accountSid,
      twilio,
      directory,
      log,
      now,
      intervalMs: 3_600_000,
    });
    await sync.run();
    const seconds = (performance.now() - startedAt) / 1000;
    const used = process.cpuUsage(cpu);
    await sync.close();
    const [count] = await rows<{ n: number }>(database.db, sql`select sum(rows)::int as n from sync_walk`);
    const total = count?.n ?? 0;
    const quarter = Math.floor(samples.length / 4);
    const peakOf = (from: number, to: number) => Math.max(0, ...samples.slice(from, to)).toFixed(0);
    console.log(
      `${round}: ${total} rows in ${seconds.toFixed(1)} s, ${(total / seconds).toFixed(0)} rows/s, ${((used.user + used.system) / 1000 / total).toFixed(3)} ms CPU per row`,
    );
    console.log(
      `  peak RSS by quarter of the walk, MiB: ${[0, 1, 2, 3].map((part) => peakOf(part * quarter, (part + 1) * quarter)).join(', ')}`,
    );
  }
  clearInterval(sampler);
  await database.db.execute(sql`analyze`);
  const filter = { geography: { region: { eq: 'NY' } }, capabilities: { sms: { present: true } } };
  await timeFirstPage('numbers of one region with SMS', activeNumberList, filter);
  await timeFirstPage('completed orders', hostedNumberOrderList, { status: { eq: 'completed' } });
  await database.close();

  async function timeFirstPage<Row>(what: string, list: List<Row>, filter: object): Promise<void> {
    const condition = listCondition(
      list,
      accountSid,
      compileFilter(list.fields, filter, { ownerAccountSid: accountSid, now: now() }),
    );
    const window = { order: list.order, limit: 50, backward: false, after: null, before: null };
    await statisticsAreReported();
    const scansBefore = await countSequentialScans();
    const times: number[] = [];
    for (let round = 0; round < 21; round += 1) {
      const startedAt = performance.now();
      await readPage(database.db, list, condition, window);
      times.push(performance.now() - startedAt);
    }
    await statisticsAreReported();
    const median = times.sort((a, b) => a - b)[10] ?? 0;
    console.log(
      `first page, ${what}: median ${median.toFixed(1)} ms, ${(await countSequentialScans()) - scansBefore} sequential scans`,
    );
  }

  /** PostgreSQL reports its statistics once a second. */
  function statisticsAreReported(): Promise<void> {
    return sleep(1500);
  }

  async function countSequentialScans(): Promise<number> {
    const [scans] = await rows<{ n: number }>(
      database.db,
      sql`select sum(seq_scan)::int as n from pg_stat_user_tables where relname in ('active_number', 'hosted_number_order')`,
    );
    return scans?.n ?? 0;
  }
} finally {
  child.stdin.end();
  await once(child, 'exit');
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}
