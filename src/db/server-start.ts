// The gateway and its database are often started together: the one waits for the other, and says so.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { StartError } from '../start-error.ts';
import type { Database } from './client.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

const pauseMs = 1_000;

/**
 * Resolves once the database answers. Throws StartError when it has not within `waitMaxMs`, and at once what it answers
 * instead (a wrong password, no such database).
 */
export async function waitForDatabase({ db }: Database, waitMaxMs: number, log: Logger): Promise<void> {
  const deadline = Date.now() + waitMaxMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.execute(sql`select 1`);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (Date.now() + pauseMs > deadline) throw unreachable(waitMaxMs, error);
      if (attempt === 1) {
        log.warn({ err: error, source: 'database' }, `no database yet; the start waits ${waitMaxMs / 1000} s for it`);
      }
    }
    await sleep(pauseMs);
  }
}

function unreachable(waitMaxMs: number, cause: unknown): StartError {
  return new StartError(
    `The database of DATABASE_URL cannot be reached: no answer for ${waitMaxMs / 1000} s (DATABASE_WAIT). Is it running, and is the address right?`,
    { cause },
  );
}
