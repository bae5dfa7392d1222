// All scenarios, in the order in which they run, with the promises that each of them judges.
import type { Plan } from './plan.ts';
import type { Outcome, PromiseName } from './promises.ts';
import { runBurst } from './scenarios/burst.ts';
import { runCursors } from './scenarios/cursors.ts';
import { runDatabaseKills, runOutage } from './scenarios/database.ts';
import { runDropped } from './scenarios/dropped.ts';
import { runEmbeddedKills } from './scenarios/embedded.ts';
import { runExactHistory } from './scenarios/exact-history.ts';
import { runForgeries, runReplays } from './scenarios/forgeries.ts';
import { runHalfOpen } from './scenarios/half-open.ts';
import { runFullJournal } from './scenarios/journal.ts';
import { runKills } from './scenarios/kills.ts';
import { runLastWord } from './scenarios/last-word.ts';
import { runMany } from './scenarios/many.ts';
import { runMissed } from './scenarios/missed.ts';
import { runReconnects } from './scenarios/reconnects.ts';
import { runRollingRestart } from './scenarios/restart.ts';
import { runStalled } from './scenarios/stalled.ts';
import { runTwilioLink } from './scenarios/twilio-link.ts';
import { runLatency, runSilentRedis, runSilentWake } from './scenarios/wake.ts';
import { runWrites } from './scenarios/writes.ts';
import type { Stand } from './stand.ts';

export type Scenario = {
  name: string;
  covers: readonly PromiseName[];
  /** The short form has no time for it, unless `--only` asks for it: then with the figures of that form. */
  fullOnly?: boolean;
  /** It begins with the first of these, goes on beside what follows, and is awaited after the last: it mostly waits. */
  beside?: readonly string[];
  /** Leaves both instances up and all links whole. */
  run(stand: Stand, plan: Plan): Promise<Outcome[]>;
};

export const scenarios: readonly Scenario[] = [
  { name: 'forgeries', covers: ['T6'], run: runForgeries },
  { name: 'cursors', covers: ['S6'], run: runCursors },
  { name: 'silent-wake', covers: ['S2'], run: runSilentWake },
  {
    name: 'replays',
    covers: ['T7'],
    run: runReplays,
    // Its callbacks are confirmed after half a minute.
    beside: ['silent-wake', 'reconnects', 'latency', 'burst'],
  },
  { name: 'silent-redis', covers: ['S2'], run: runSilentRedis, fullOnly: true },
  { name: 'reconnects', covers: ['S1'], run: runReconnects },
  { name: 'half-open', covers: ['S1'], run: runHalfOpen, fullOnly: true },
  // On processes that have worked for a while, as in production: its 30 s would else be their first.
  { name: 'latency', covers: ['T8'], run: runLatency },
  { name: 'burst', covers: ['S5'], run: runBurst },
  { name: 'rolling-restart', covers: ['P5'], run: runRollingRestart },
  // It leaves callbacks that are asked for again for half a minute: who has to wait until the inbox is judged comes before.
  { name: 'exact-history', covers: ['T4'], run: runExactHistory },
  { name: 'dropped', covers: ['T5'], run: runDropped, fullOnly: true },
  // Before the kills: what was killed holds the lease of the sweep for half a minute.
  { name: 'missed', covers: ['T5'], run: runMissed },
  { name: 'kills', covers: ['T1', 'T3'], run: runKills },
  { name: 'database-kills', covers: ['T2'], run: runDatabaseKills },
  { name: 'outage', covers: ['T3b'], run: runOutage },
  { name: 'full-journal', covers: ['T3b'], run: runFullJournal },
  { name: 'twilio-link', covers: ['M5', 'T4'], run: runTwilioLink, fullOnly: true },
  { name: 'writes', covers: ['M1', 'M2'], run: runWrites, fullOnly: true },
  {
    name: 'embedded-kills',
    covers: ['T1'],
    run: runEmbeddedKills,
    fullOnly: true,
    // With a Twilio of its own.
    beside: ['writes'],
  },
  { name: 'many', covers: ['S4'], run: runMany },
  { name: 'stalled', covers: ['S3'], run: runStalled },
  { name: 'last-word', covers: ['T4'], run: runLastWord, fullOnly: true },
];
