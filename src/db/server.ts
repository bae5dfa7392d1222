// PostgreSQL by postgres.js. It has no time-out of its own: the server's statement_timeout ends a statement that hangs.
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import type { Database, Db } from './client.ts';
import { openServerListener } from './server-listener.ts';
import * as tables from './tables.ts';

/** Any fixed number: all instances of the gateway agree on it, nothing else takes it. */
const migrationLock = 7_226_611;
const statementTimeoutMs = 30_000;

/** Opens the pool; the first statement connects. Throws nothing by itself. */
export function openServerDatabase(url: string, poolSizeMax = 10): Database {
  const options = {
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: 'numbergraph', statement_timeout: statementTimeoutMs },
  };
  const pool = postgres(url, { ...options, max: poolSizeMax });
  const db = drizzle(pool, { schema: tables, casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'server',
    db,
    async listen(channel, onNotify) {
      const notify = (payload: string) => pool`select pg_notify(${channel}, ${payload})`;
      const listener = await openServerListener({ url, channel, onNotify, notify });
      return () => listener.close();
    },
    async exclusively(work) {
      // A session lock needs a session of its own: the pool would hand the unlock to another connection.
      const session = postgres(url, { ...options, max: 1, connection: { application_name: 'numbergraph migrations' } });
      try {
        await session`select pg_advisory_lock(${migrationLock})`;
        return await work();
      } finally {
        await session.end();
      }
    },
    migrate: (migrationsFolder) => migrate(drizzle(pool), { migrationsFolder }),
    close: () => pool.end({ timeout: 5 }),
  };
}
