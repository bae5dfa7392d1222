// What the indexes of the filters and orders cost the sync: pages of 1,000 records are ingested, in turns, into two
// mirrors of the same rows, one with every index, one with the primary key and the index of the list only. Needs a server:
//   BENCH_DATABASE_URL=postgres://localhost/postgres node --import tsx bench/indexes.ts [size] [pages]
// It works in databases of its own, which it drops in the end.
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { type Database, rows } from '../src/db/client.ts';
import { openServerDatabase } from '../src/db/server.ts';
import {
  type ActiveNumberRow,
  activeNumbers,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from '../src/db/tables.ts';
import { ingest, type Observation } from '../src/mirror/ingest.ts';
import { now, owner, sid } from '../test/graph/rows.ts';
import { createLargeDatabase } from '../test/large/large-database.ts';

const pageRows = 1000;
const [size = 200_000, pages = 15] = process.argv.slice(2).map(Number);
const serverUrl = process.env['BENCH_DATABASE_URL'] ?? 'postgres://localhost/postgres';

/** Facts of one record, and more that ingest does not look at. */
type Facts = ActiveNumberRow & HostedNumberOrderRow;
const tables = { numbers: 'active_number', orders: 'hosted_number_order' } as const;
const listIndexes = ['active_number_list', 'hosted_number_order_list'];

let moment = now.getTime();
const large = await createLargeDatabase(serverUrl, { size, report: (line) => console.error(line) });
const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
const leanName = `${new URL(large.url).pathname.slice(1)}_lean`;
const leanUrl = new URL(large.url);
leanUrl.pathname = `/${leanName}`;
await admin.unsafe(`create database ${leanName} template ${new URL(large.url).pathname.slice(1)}`);
const full = openServerDatabase(large.url, 1);
const lean = openServerDatabase(leanUrl.href, 1);
try {
  await dropFilterIndexes(lean);
  console.log(`| page of ${pageRows} | every index | list index only | ratio | HOT updates, every index |`);
  console.log('|---|---|---|---|---|');
  for (const resource of ['numbers', 'orders'] as const) {
    const walk = await readWalk(resource);
    // Rows that were written in bulk lie close together; from the second walk on they have room on their pages.
    for (const time of ['first', 'second', 'third'])
      await compare(`${resource}, unchanged, ${time} walk`, resource, walk);
    await compare(
      `${resource}, changed`,
      resource,
      walk.map((page, index) => page.map((row) => change(resource, row, index))),
    );
    await compare(
      `${resource}, new`,
      resource,
      walk.map((page, index) => page.map((row, place) => renew(resource, row, index * pageRows + place))),
    );
  }
  for (const table of Object.values(tables)) await describeIndexes(table);
} finally {
  await Promise.all([full.close(), lean.close()]);
  await admin.unsafe(`drop database if exists ${leanName} with (force)`);
  await admin.end();
  await large.drop();
}

async function compare(what: string, resource: keyof typeof tables, walk: readonly Facts[][]): Promise<void> {
  const table = tables[resource];
  const times = { full: [] as number[], lean: [] as number[] };
  const before = await updatesOf(table);
  for (const [index, page] of walk.entries()) {
    moment += 1000;
    const observation: Observation = {
      ownerAccountSid: owner,
      source: 'sync',
      startedAt: new Date(moment),
      [resource]: page,
    };
    const turns = [['full', full] as const, ['lean', lean] as const];
    for (const [name, database] of index % 2 === 0 ? turns : turns.reverse()) {
      const startedAt = performance.now();
      await ingest(database, observation);
      times[name].push(performance.now() - startedAt);
    }
  }
  const [all, few] = [median(times.full), median(times.lean)];
  const after = await updatesOf(table);
  const updates = after.updates - before.updates;
  const hot = updates > 0 ? `${Math.round((100 * (after.hot - before.hot)) / updates)} %` : '';
  console.log(`| ${what} | ${all.toFixed(0)} ms | ${few.toFixed(0)} ms | ${(all / few).toFixed(2)} | ${hot} |`);
}

/** Pages from all over the table, each of neighbours: Twilio lists in an order of its own, and so the rows were written. */
async function readWalk(resource: keyof typeof tables): Promise<Facts[][]> {
  const table = resource === 'numbers' ? activeNumbers : hostedNumberOrders;
  const walk: Facts[][] = [];
  for (let page = 0; page < pages; page += 1) {
    const found: unknown[] = await full.db
      .select()
      .from(table)
      .where(sql`owner_account_sid = ${owner} and vanished_at is null`)
      .orderBy(sql`ctid`)
      .limit(pageRows)
      .offset(page * Math.floor((size * 0.95) / pages));
    walk.push(found as Facts[]);
  }
  return walk;
}

/** What changes most: where calls go for a number; the status for an order. */
function change(resource: keyof typeof tables, row: Facts, page: number): Facts {
  return resource === 'numbers'
    ? { ...row, configurationVoiceUrl: `https://changed.example.com/${page}`, friendlyName: `Changed ${page}` }
    : { ...row, status: 'carrier-processing', dateUpdated: new Date(moment) };
}

function renew(resource: keyof typeof tables, row: Facts, index: number): Facts {
  return {
    ...row,
    sid: sid(resource === 'numbers' ? 'PN' : 'HR', index),
    phoneNumber: `+44${7_000_000_000 + index * 7919}`,
  };
}

async function dropFilterIndexes(database: Database): Promise<void> {
  for (const table of Object.values(tables)) {
    const names = await rows<{ name: string }>(
      database.db,
      sql`select indexrelid::regclass::text as name from pg_index where indrelid = ${table}::regclass and not indisprimary`,
    );
    for (const { name } of names)
      if (!listIndexes.includes(name)) await database.db.execute(sql.raw(`drop index ${name}`));
  }
}

async function describeIndexes(table: string): Promise<void> {
  const [found] = await rows<{ count: number; size: string; rows: string }>(
    full.db,
    sql`select count(*)::int as count, pg_size_pretty(pg_indexes_size(${table}::regclass)) as size,
      pg_size_pretty(pg_table_size(${table}::regclass)) as rows from pg_index where indrelid = ${table}::regclass`,
  );
  console.log(`${table}: ${found?.count} indexes of ${found?.size} over rows of ${found?.rows}`);
}

async function updatesOf(table: string): Promise<{ updates: number; hot: number }> {
  // The pool has one connection: it tells at once what it has counted itself.
  await full.db.execute(sql`select pg_stat_force_next_flush()`);
  const [found] = await rows<{ updates: number; hot: number }>(
    full.db,
    sql`select n_tup_upd::int as updates, n_tup_hot_upd::int as hot from pg_stat_user_tables where relname = ${table}`,
  );
  return found ?? { updates: 0, hot: 0 };
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
