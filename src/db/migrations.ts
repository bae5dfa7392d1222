// Brings the schema up to date at start. Two instances that boot together take turns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { type Database, rows } from './client.ts';

/** Both src/db and dist/db lie two folders below the repository. */
const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** Applies what is missing. May be repeated; throws when the database cannot be reached or refuses a statement. */
export async function migrateDatabase(database: Database): Promise<void> {
  await database.exclusively(() => database.migrate(folder));
}

/** How many migrations of this build the database lacks; 0 when it is current. */
export async function countPendingMigrations(database: Database): Promise<number> {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  const [applied] = await rows<{ last: string | number | null }>(
    database.db,
    sql`select max(created_at) as last from drizzle.__drizzle_migrations`,
  );
  return journal.entries.filter((entry) => entry.when > Number(applied?.last ?? 0)).length;
}
