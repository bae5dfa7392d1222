// All scenarios, in the order in which they run, with the promises that each of them judges.
import type { Plan } from './plan.ts';
import type { Outcome, PromiseName } from './promises.ts';
import { runBurst } from './scenarios/burst.ts';
import { runCursors } from './scenarios/cursors.ts';
import { runDatabaseKills, runOutage } from './scenarios/database.ts';
import { runExactHistory } from './scenarios/exact-history.ts';
import { runForgeries, runReplays } from './scenarios/forgeries.ts';
import { runKills } from './scenarios/kills.ts';
import { runLastWord } from './scenarios/last-word.ts';
import { runMany } from './scenarios/many.ts';
import { runMissed } from './scenarios/missed.ts';
import { runReconnects } from './scenarios/reconnects.ts';
import { runRollingRestart } from './scenarios/restart.ts';
import { runStalled } from './scenarios/stalled.ts';
import { runLatency, runSilentWake } from './scenarios/wake.ts';
import type { Stand } from './stand.ts';

export type Scenario = {
  name: string;
  covers: readonly PromiseName[];
  /** Leaves both instances up and all links whole. */
  run(stand: Stand, plan: Plan): Promise<Outcome[]>;
};

export const scenarios: readonly Scenario[] = [
  { name: 'exact-history', covers: ['T4'], run: runExactHistory },
  { name: 'forgeries', covers: ['T6'], run: runForgeries },
  { name: 'latency', covers: ['T8'], run: runLatency },
  { name: 'silent-wake', covers: ['S2'], run: runSilentWake },
  { name: 'cursors', covers: ['S6'], run: runCursors },
  { name: 'reconnects', covers: ['S1'], run: runReconnects },
  { name: 'burst', covers: ['S5'], run: runBurst },
  { name: 'replays', covers: ['T7'], run: runReplays },
  { name: 'rolling-restart', covers: ['P5'], run: runRollingRestart },
  { name: 'kills', covers: ['T1', 'T3'], run: runKills },
  { name: 'database-kills', covers: ['T2'], run: runDatabaseKills },
  { name: 'outage', covers: ['T3b'], run: runOutage },
  { name: 'missed', covers: ['T5'], run: runMissed },
  { name: 'many', covers: ['S4'], run: runMany },
  { name: 'stalled', covers: ['S3'], run: runStalled },
  { name: 'last-word', covers: ['T4'], run: runLastWord },
];
