// The embedded database: PGlite, in this process, in a folder or in memory. It has one connection: a statement on the
// outer handle inside a transaction never resolves. It does not guard its folder: see data-directory.ts.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as preparedDataDir } from '@electric-sql/pglite-prepopulatedfs';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Database, Db } from './client.ts';

/** PGlite starts PostgreSQL with fsync off (`-F`). */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  // As on a server (see server.ts).
  '-c',
  'random_page_cost=1.1',
];

/** Opens the database in `folder`, made on first use, or in memory when there is none, or from a dump (tests). */
export async function openEmbeddedDatabase(
  folder?: string,
  dump?: Blob,
): Promise<Database & { dump(): Promise<Blob> }> {
  if (folder) await mkdir(folder, { recursive: true });
  const isNew = !folder || !existsSync(join(folder, 'PG_VERSION'));
  const client = new PGlite({
    dataDir: folder,
    startParams,
    // A prepared folder saves initdb: 1 s instead of 3 s to the first statement.
    loadDataDir: isNew ? (dump ?? (await preparedDataDir())) : undefined,
  });
  await client.waitReady;
  const db = drizzle(client, { casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'embedded',
    db,
    listen: (channel, onNotify) => client.listen(channel, onNotify),
    exclusively: (work) => work(),
    migrate: (migrationsFolder) => migrate(drizzle(client), { migrationsFolder }),
    close: () => client.close(),
    // It runs in this process: there is no line that could fall silent.
    cut: () => {},
    dump: () => client.dumpDataDir('none'),
  };
}
