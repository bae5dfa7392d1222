// Whether the process lives, and whether it can serve: JSON for people and for probes. It says what is wrong.
import type { Database } from '../db/client.ts';
import { countPendingMigrations } from '../db/migrations.ts';
import { readWalks, syncResources } from '../db/walk-statements.ts';

export type ReadinessOptions = {
  database: Database;
  ownerAccountSid: string;
  /** The accounts that are walked. */
  accountSids(): readonly string[];
  now(): Date;
  staleAfterMs: number;
};

type Check = { ok: boolean; detail: string };

/** 200 when the database answers, is migrated, and every list has been walked once; else 503. Notes do not fail it. */
export async function answerReadiness(options: ReadinessOptions): Promise<Response> {
  const checks: Record<string, Check> = {};
  const notes: string[] = [];
  try {
    const pending = await countPendingMigrations(options.database);
    checks['database'] = { ok: true, detail: `${options.database.kind} database answers` };
    checks['migrations'] = { ok: pending === 0, detail: pending === 0 ? 'all applied' : `${pending} missing` };
    Object.assign(checks, await checkSync(options, notes));
  } catch {
    checks['database'] = { ok: false, detail: 'the database does not answer' };
  }
  const ok = Object.values(checks).every((check) => check.ok);
  return Response.json({ status: ok ? 'ready' : 'not ready', checks, notes }, { status: ok ? 200 : 503 });
}

async function checkSync(options: ReadinessOptions, notes: string[]): Promise<Record<string, Check>> {
  const accountSids = options.accountSids();
  const expected = accountSids.length * syncResources.length;
  const stored = await readWalks(options.database.db, options.ownerAccountSid);
  const walks = stored.filter((walk) => accountSids.includes(walk.accountSid));
  const done = walks.filter((walk) => walk.completedWalkStartedAt !== null || isWithoutAccess(walk));
  for (const walk of walks) {
    if (walk.problem !== null) notes.push(`${walk.resource} of ${walk.accountSid}: ${walk.problem}`);
    if (walk.skipped > 0)
      notes.push(`${walk.resource} of ${walk.accountSid}: ${walk.skipped} could not be read and were skipped`);
  }
  const starts = walks.flatMap((walk) => (walk.completedWalkStartedAt ? [walk.completedWalkStartedAt.getTime()] : []));
  const ageSeconds = starts.length > 0 ? Math.round((options.now().getTime() - Math.min(...starts)) / 1000) : null;
  const isFirstDone = done.length === expected;
  if (ageSeconds !== null && ageSeconds * 1000 > options.staleAfterMs) {
    notes.push(`the oldest walk began ${ageSeconds} s ago: answers are stale`);
  }
  return {
    firstSync: { ok: isFirstDone, detail: isFirstDone ? 'done' : `${done.length} of ${expected} lists walked so far` },
    syncAge: { ok: true, detail: ageSeconds === null ? 'no list walked yet' : `${ageSeconds} s` },
  };
}

function isWithoutAccess(walk: { finishedAt: Date | null; problem: string | null }): boolean {
  return walk.finishedAt !== null && walk.problem !== null;
}
