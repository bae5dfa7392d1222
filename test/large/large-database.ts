// A large mirror in a database of its own on a server, for tests and measurements.
import postgres from 'postgres';
import { migrateDatabase } from '../../src/db/migrations.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { type SeedOptions, seedLargeMirror } from './seed.ts';

/** The gateway takes a link for dead sooner than a million rows are sorted. */
const silenceMs = 600_000;

/** Makes and fills it. Takes about three minutes for a million; `drop` ends whatever is still connected. */
export async function createLargeDatabase(
  serverUrl: string,
  options: SeedOptions,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `numbergraph_large_${process.pid}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const drop = async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
  await admin.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    const database = openServerDatabase(url.href, 2, silenceMs);
    await migrateDatabase(database);
    await seedLargeMirror(database, options);
    await database.close();
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: url.href, drop };
}
