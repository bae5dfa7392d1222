// One `Database` behind two drivers: PGlite embedded in this process, or PostgreSQL by postgres.js. Nothing outside
// this folder knows which one it has. The drivers differ in what `execute` returns: use `rows`.
import { type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** A handle for statements: the database itself, or the transaction that a statement must run in. */
export type Db = PgDatabase<PgQueryResultHKT>;

export interface Database {
  readonly kind: 'embedded' | 'server';
  readonly db: Db;
  /** Calls `onNotify` after each NOTIFY on `channel`, and after each reconnection, when some may have been missed. */
  listen(channel: string, onNotify: () => void): Promise<() => Promise<void>>;
  /** Runs `work` while no other instance runs it (migrations). */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  migrate(folder: string): Promise<void>;
  /** Waits a little for what is under way. */
  close(): Promise<void>;
  /**
   * Rejects everything that waits for an answer, and whatever is asked later: for a stop that has waited long enough.
   */
  cut(): void;
}

/**
 * To be returned by a statement: the commit that it belongs to waits for the disk, also where the server is set not to
 * (`synchronous_commit = off`). Holds for this transaction alone, and costs no round trip of its own.
 */
export const madeDurable = sql<string>`set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, true)`;

/** The rows of a raw statement, whichever driver answered. Column names as in SQL; the caller names their types. */
export async function rows<Row extends Record<string, unknown>>(db: Db, statement: SQL): Promise<Row[]> {
  const result: unknown = await db.execute(statement);
  if (Array.isArray(result)) return result as Row[];
  return (result as { rows: Row[] }).rows;
}
