// T2 and T3b: PostgreSQL dies under load, and PostgreSQL is away while Twilio calls only once.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeLog } from '../checkers.ts';
import { isAcknowledged, judgeInbox, moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand, waitForMirror } from '../stand.ts';
import { type Order, road } from '../upstream.ts';
import { forEachSideBySide } from '../wait.ts';

/** So many callbacks an instance has taken into its journal when it is killed. */
const journaledMin = 10;
const cutMs = 1_000;

/**
 * A storm while the postmaster is killed and stopped at once, and the links to it are cut, in turn; then it dies together
 * with the instance that holds acknowledged callbacks in its journal. Judged by the inbox.
 */
export async function runDatabaseKills(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { callbacks, kills, immediateStops, cuts } = plan.databaseKills;
  const since = stand.history.events.length;
  const ends = stand.random.shuffle([
    ...Array.from({ length: cuts }, () => 'cut' as const),
    ...Array.from({ length: kills }, () => 'kill' as const),
    ...Array.from({ length: immediateStops }, () => 'immediate' as const),
  ]);
  const endEvery = Math.floor(callbacks / (ends.length + 1));
  let chain = Promise.resolve();
  let ended = 0;
  let died = 0;
  await moveOrders(stand, stand.takeOrders(Math.ceil(callbacks / road.length)), {
    onOutcome(outcome, done) {
      const how = ends[ended];
      if (how === undefined || done < endEvery * (ended + 1) || !isAcknowledged(outcome)) return;
      ended += 1;
      chain = chain.then(async () => {
        await endAndStart(stand, how);
        died += await restartDead(stand);
      });
      // It is waited for below; until then nobody would catch it.
      chain.catch(() => {});
    },
  });
  await chain;
  died += await restartDead(stand);
  await killWithJournal(stand);
  const { lost, figure, acknowledged } = await judgeInbox(stand, since);
  return [
    {
      promise: 'T2',
      goal: `0 lost over ${kills + 1} kill -9 of the postmaster (one with an instance), ${immediateStops} immediate stops and ${cuts} cut links; no instance ends by it`,
      figure: `${figure}; instances ended by it: ${died}`,
      verdict: lost === 0 && acknowledged > 0 && died === 0 ? 'green' : 'red',
    },
  ];
}

async function endAndStart(stand: Stand, how: 'kill' | 'immediate' | 'cut'): Promise<void> {
  if (how === 'cut') {
    stand.note('the links to PostgreSQL are cut');
    stand.databaseLink.cut();
    await sleep(cutMs);
    stand.databaseLink.restore();
    return;
  }
  stand.note(how === 'kill' ? 'kill -9 of the postmaster' : 'immediate stop of PostgreSQL');
  await stand.cluster.stop(how);
  await stand.cluster.start();
}

/** What it acknowledged is in no database: only the file in its folder says so after the kill, right after an answer. */
async function killWithJournal(stand: Stand): Promise<void> {
  const [gateway] = stand.gateways;
  stand.note(`kill -9 of the postmaster, and of ${gateway.name}`);
  await stand.cluster.stop('kill');
  let journaled = 0;
  await moveOrders(stand, stand.takeOrders(4 * journaledMin), {
    steps: ['pending-verification'],
    onOutcome(outcome) {
      if (outcome.port !== gateway.port || !isAcknowledged(outcome)) return;
      journaled += 1;
      if (journaled === journaledMin) gateway.killNow();
    },
  });
  await gateway.kill();
  await Promise.all([stand.cluster.start(), gateway.start()]);
}

/** Gives how many there were. */
async function restartDead(stand: Stand): Promise<number> {
  const dead = stand.gateways.filter((gateway) => !gateway.isAlive());
  for (const gateway of dead) await gateway.start();
  return dead.length;
}

/** How long after the outage everything should be applied, and when waiting for it ends. */
const applyGoalMs = 10_000;
const applyMaxMs = 10 * applyGoalMs;

/** The database is away; each callback is sent once; one instance is killed meanwhile. */
export async function runOutage(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { callbacks, downMs } = plan.outage;
  const goal = `database down ${downMs / 1000} s, ${callbacks} callbacks once each: 0 lost, applied <= 10 s after`;
  if (!existsSync('src/mirror/journal.ts')) {
    return [{ promise: 'T3b', goal, figure: 'this build has no journal', verdict: 'not run' }];
  }
  const orders = stand.takeOrders(Math.ceil(callbacks / 2));
  const since = stand.history.events.length;
  await stand.cluster.stop('immediate');
  stand.note('PostgreSQL is away');
  const startedAt = Date.now();
  const refused = await sendOnce(stand, orders, ['pending-verification', 'verified']);
  const [, second] = stand.gateways;
  await second.kill();
  stand.note(`kill -9 of ${second.name}`);
  await sleep(Math.max(0, downMs - (Date.now() - startedAt)));
  await stand.cluster.start();
  const backAt = Date.now();
  await second.start();
  const isApplied = await waitForMirror(stand, orders, applyMaxMs);
  return [{ promise: 'T3b', goal, ...(await judgeOutage(stand, orders, { since, refused, backAt, isApplied })) }];
}

async function sendOnce(stand: Stand, orders: readonly Order[], steps: readonly string[]): Promise<number> {
  let refused = 0;
  for (const status of steps) {
    await forEachSideBySide(orders, 24, async (order) => {
      await stand.upstream.move(order, status);
      if (!isAcknowledged(await stand.sender.send({ order, status }, { attemptsMax: 1 }))) refused += 1;
    });
  }
  return refused;
}

async function judgeOutage(
  stand: Stand,
  orders: readonly Order[],
  { since, refused, backAt, isApplied }: { since: number; refused: number; backAt: number; isApplied: boolean },
): Promise<Pick<Outcome, 'figure' | 'verdict'>> {
  const appliedMs = Date.now() - backAt;
  const sids = new Set(orders.map((order) => order.sid));
  const { lost } = await judgeInbox(stand, since);
  const entries = stand.history.select('moved').filter((move) => sids.has(move.orderSid));
  const first = new Set(entries.map((entry) => `${entry.orderSid} pending-verification`));
  const log = judgeLog(entries, await stand.readLog(), first);
  const wrong = await findDisagreeing(stand, orders);
  const faults = refused + lost + wrong.length + log.doubled.length + log.phantom.length + log.disordered.length;
  return {
    figure: `${refused} refused, ${lost} lost, ${wrong.length} not applied, ${log.disordered.length} out of order, applied after ${(appliedMs / 1000).toFixed(1)} s (with the restart of a killed instance)`,
    verdict: faults === 0 && isApplied ? 'green' : 'red',
  };
}
