// One clock for all instances: the database's. Which of two answers is newer, and whether an entry came after its callback, is
// decided by times that different instances have written; instances whose clocks differ would drop each other's reads.
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { type Database, rows } from './client.ts';

export interface DatabaseClock {
  /** The server's time, known to half a round trip. It never goes back. */
  now(): Date;
  close(): void;
}

const measureEveryMs = 60_000;
/** Of so many measures the one with the shortest round trip counts. */
const measuresTogether = 3;

/**
 * Measures how far this process is from the server's clock, now and every minute. The embedded database runs in this process
 * and has its clock. Throws when the database cannot be reached; later failures leave what is known.
 */
export async function openDatabaseClock(database: Database, log: Logger): Promise<DatabaseClock> {
  if (database.kind === 'embedded') return { now: () => new Date(), close: () => {} };
  // Not Date: somebody may set it, and what is written then would be from the future until the next measure.
  let known = await measureOffset(database);
  let lastMs = 0;
  const timer = setInterval(() => {
    measureOffset(database).then(
      (measured) => {
        known = corrected(known, measured);
      },
      (error: unknown) => log.warn({ err: error, source: 'database' }, 'the clock of the database could not be read'),
    );
  }, measureEveryMs);
  timer.unref();
  return {
    now() {
      lastMs = Math.max(lastMs, performance.now() + known.offsetMs);
      return new Date(lastMs);
    },
    close: () => clearInterval(timer),
  };
}

/** `offsetMs`: milliseconds to add to `performance.now()`, known to half of `roundTripMs`. */
type Measure = { roundTripMs: number; offsetMs: number };

/**
 * A measure that is no better moves what is known only as far as it contradicts it: under load the wait for a connection lies
 * in its round trip, all of it before the statement.
 */
function corrected(known: Measure, measured: Measure): Measure {
  if (measured.roundTripMs <= known.roundTripMs) return measured;
  const slackMs = measured.roundTripMs / 2;
  const atLeastMs = Math.max(known.offsetMs, measured.offsetMs - slackMs);
  return { ...known, offsetMs: Math.min(atLeastMs, measured.offsetMs + slackMs) };
}

async function measureOffset({ db }: Database): Promise<Measure> {
  let best: Measure = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let measure = 0; measure < measuresTogether; measure += 1) {
    const askedAtMs = performance.now();
    const [read] = await rows<{ ms: string | number }>(
      db,
      sql`select extract(epoch from clock_timestamp()) * 1000 as ms`,
    );
    const roundTripMs = performance.now() - askedAtMs;
    const offsetMs = Number(read?.ms) - askedAtMs - roundTripMs / 2;
    if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs };
  }
  return best;
}
