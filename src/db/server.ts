// PostgreSQL by postgres.js. It has no time-out of its own: the server's statement_timeout ends a statement that hangs, and
// our socket ends the wait for a server that cannot be heard.
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import type { Database, Db } from './client.ts';
import { openServerListener } from './server-listener.ts';
import { createSockets } from './server-socket.ts';

/** Any fixed number: all instances of the gateway agree on it, nothing else takes it. */
const migrationLock = 7_226_611;
const statementTimeoutMs = 30_000;
/** After it nobody speaks on the link any more. */
const silenceMaxMs = statementTimeoutMs + 5_000;
/** An idle connection is given back before its silence looks like that of a dead one. */
const idleMaxMs = 20_000;
/** How long a close waits for statements: those of requests that were cut off, whose answers nobody reads. */
const closeGraceMs = 2_000;

/** Pages of the mirror are in memory or on a disk without arms: PostgreSQL expects the arms, and would rather read it all. */
const plannerSettings = { random_page_cost: 1.1 };

/** Opens the pool; the first statement connects. Throws nothing by itself. */
export function openServerDatabase(url: string, poolSizeMax = 10, silenceMs = silenceMaxMs): Database {
  const options = {
    onnotice: () => {},
    connect_timeout: 10,
    backoff,
    // Drizzle reads arrays by itself. The driver would ask for their types on each new connection, and when that one dies
    // before the answer, nobody catches the rejection: the process ends.
    fetch_types: false,
    connection: { application_name: 'numbergraph', statement_timeout: statementTimeoutMs, ...plannerSettings },
  };
  const sockets = createSockets(silenceMs);
  const pooled = { idle_timeout: idleMaxMs / 1000, socket: sockets.open };
  const pool = postgres(url, { ...options, ...pooled, max: poolSizeMax });
  const db = drizzle(pool, { casing: 'snake_case' }) as unknown as Db;
  /** One connection, without a time-out of statements. */
  const openSession = () =>
    postgres(url, {
      ...options,
      max: 1,
      connection: { application_name: 'numbergraph migrations', statement_timeout: 0 },
    });
  return {
    kind: 'server',
    db,
    async listen(channel, onNotify) {
      const notify = (payload: string) => pool`select pg_notify(${channel}, ${payload})`;
      const listener = await openServerListener({ url, channel, onNotify, notify });
      return () => listener.close();
    },
    async exclusively(work) {
      // A transaction that stays open: the pool, or a pooler, would hand the unlock of a session's lock to another connection.
      const session = openSession();
      try {
        return await session
          .begin(async (tx) => {
            await tx`set local idle_in_transaction_session_timeout = 0`;
            await tx`select pg_advisory_xact_lock(${migrationLock})`;
            return { done: await work() };
          })
          .then(({ done }) => done);
      } finally {
        await session.end();
      }
    },
    async migrate(migrationsFolder) {
      // A new index on millions of rows takes longer than a statement may elsewhere.
      const session = openSession();
      try {
        await migrate(drizzle(session), { migrationsFolder });
      } finally {
        await session.end();
      }
    },
    close: () => pool.end({ timeout: closeGraceMs / 1000 }),
    cut() {
      // Alone it leaves a transaction waiting for its rollback, which no link takes any more.
      void pool.end({ timeout: 0 });
      sockets.breakAll();
    },
  };
}

/** Seconds until the next attempt to connect. The driver's own goes up to 20, and so long a server that is back would wait. */
function backoff(attempts: number): number {
  return (0.5 + Math.random() / 2) * Math.min(3 ** attempts / 100, 2);
}
