// Once per run: one migrated database that every test copies. Embedded: a dump in a temporary folder.
// With TEST_DATABASE_URL: a template database on that server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbeddedDatabase } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrations.ts';
import { openServerDatabase } from '../src/db/server.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL'];
  return url ? prepareServer(url) : prepareEmbedded();
}

async function prepareEmbedded(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'numbergraph-test-'));
  const file = join(folder, 'migrated.tar');
  const database = await openEmbeddedDatabase();
  await migrateDatabase(database);
  await writeFile(file, Buffer.from(await (await database.dump()).arrayBuffer()));
  await database.close();
  process.env['NUMBERGRAPH_TEST_DUMP'] = file;
  return () => rm(folder, { recursive: true });
}

async function prepareServer(url: string): Promise<() => Promise<void>> {
  const name = `numbergraph_test_${process.pid}`;
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name}`);
  await admin.unsafe(`create database ${name}`);
  const template = new URL(url);
  template.pathname = `/${name}`;
  const database = openServerDatabase(template.href);
  await migrateDatabase(database);
  await database.close();
  process.env['NUMBERGRAPH_TEST_TEMPLATE'] = name;
  return async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
}
