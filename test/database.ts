// A fresh, migrated database for a test: embedded, or on the server that TEST_DATABASE_URL names. It is closed (and
// dropped) when the test file ends.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { afterAll } from 'vitest';
import type { Database } from '../src/db/client.ts';
import { openEmbeddedDatabase } from '../src/db/embedded.ts';
import * as gatewayTables from '../src/db/gateway-tables.ts';
import { openServerDatabase } from '../src/db/server.ts';
import * as tables from '../src/db/tables.ts';

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

/** The server to test against; undefined means embedded. */
export const testDatabaseUrl = process.env['TEST_DATABASE_URL'];

/** Opens a fresh database with the current schema and no rows. */
export async function openTestDatabase(): Promise<Database> {
  const { database, close } = testDatabaseUrl ? await openOnServer(testDatabaseUrl) : await openEmbedded();
  opened.push(close);
  return database;
}

/** Empties every table, so that the tests of a file can share a database (a new embedded one takes a second or two). */
export async function emptyTestDatabase(database: Database): Promise<void> {
  const names = Object.values({ ...tables, ...gatewayTables })
    .filter((table) => is(table, PgTable))
    .map((table) => getTableName(table));
  await database.db.execute(sql.raw(`truncate ${names.join(', ')} restart identity`));
}

/** Makes a fresh database on the test server and gives its address, for tests that start a gateway of their own. */
export async function createServerDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `${process.env['NUMBERGRAPH_TEST_TEMPLATE']}_${randomBytes(4).toString('hex')}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${process.env['NUMBERGRAPH_TEST_TEMPLATE']}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
  return { url: url.href, drop };
}

async function openEmbedded() {
  const dump = new Blob([await readFile(process.env['NUMBERGRAPH_TEST_DUMP'] ?? '')]);
  const database = await openEmbeddedDatabase(undefined, dump);
  return { database, close: () => database.close() };
}

async function openOnServer(serverUrl: string) {
  const { url, drop } = await createServerDatabase(serverUrl);
  const database = openServerDatabase(url, 5);
  const close = async () => {
    await database.close();
    await drop();
  };
  return { database, close };
}
