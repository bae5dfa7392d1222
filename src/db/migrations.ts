// Brings the schema up to date at start. Two instances that boot together take turns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { type Database, rows } from './client.ts';
import { forgetWalks } from './walk-statements.ts';

/** Both src/db and dist/db lie two folders below the repository. */
const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/**
 * Applies what is missing. What was walked before is to be walked anew then: the mirror may lack what Twilio has told. May
 * be repeated; throws when the database cannot be reached or refuses a statement.
 */
export async function migrateDatabase(database: Database): Promise<void> {
  await database.exclusively(async () => {
    const last = await readLastMigration(database);
    // Before it: killed in between, a process has caused a walk too many, and not one too few.
    if (last > 0 && countLater(last) > 0) await forgetWalks(database.db);
    await database.migrate(folder);
  });
}

/** How many migrations of this build the database lacks; 0 when it is current. */
export async function countPendingMigrations(database: Database): Promise<number> {
  return countLater(await readLastMigration(database));
}

/** How many migrations of this build were made after that. */
function countLater(madeAt: number): number {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  return journal.entries.filter((entry) => entry.when > madeAt).length;
}

/** When the newest migration that is applied was made; 0 when none is. */
async function readLastMigration({ db }: Database): Promise<number> {
  const [table] = await rows<{ name: string | null }>(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations') as name`,
  );
  if (!table?.name) return 0;
  const [applied] = await rows<{ last: string | number | null }>(
    db,
    sql`select max(created_at) as last from drizzle.__drizzle_migrations`,
  );
  return Number(applied?.last ?? 0);
}
