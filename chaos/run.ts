// `npm run chaos [-- --short] [--seed N] [--only name,name]`: runs the scenarios against a stand of its own, prints the
// table of the promises, and ends with 1 when one of them is broken.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ClusterError } from './cluster.ts';
import { fullPlan, type Plan, shortPlan } from './plan.ts';
import type { Outcome } from './promises.ts';
import { completeOutcomes, renderTable } from './report.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { openStand, type Stand } from './stand.ts';

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const plan = values.short ? shortPlan : fullPlan;
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000_000));
const startedAt = Date.now();
if (!Number.isSafeInteger(seed) || seed < 1) {
  process.stderr.write('--seed must be a whole number from 1 on\n');
  process.exit(2);
}
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));
say(`seed ${seed}, ${plan.form} form`);

try {
  const stand = await openStand({ seed, orders: plan.orders, documentOrders: plan.documentOrders });
  say(`stand is up; logs and history in ${stand.folder}`);
  const outcomes = completeOutcomes(await runScenarios(stand, plan));
  const isBroken = outcomes.some((outcome) => outcome.verdict === 'red');
  await stand.close({ keep: isBroken });
  process.stdout.write(`\n${renderTable(outcomes)}\n`);
  say(`seed ${seed}, ${plan.form} form`);
  process.exit(isBroken ? 1 : 0);
} catch (error) {
  const text = error instanceof ClusterError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

async function runScenarios(stand: Stand, planned: Plan): Promise<Outcome[]> {
  const wanted = values.only?.split(',');
  const chosen = scenarios.filter(({ name, fullOnly }) =>
    wanted ? wanted.includes(name) : !fullOnly || planned.form === 'full',
  );
  const isChosen = (name: string) => chosen.some((each) => each.name === name);
  const hostsOf = ({ beside = [] }: Scenario) => beside.filter(isChosen);
  const run = async (each: Scenario) =>
    Date.now() - startedAt > planned.beginMaxMs ? noTimeLeft(each) : runOne(stand, planned, each);
  const outcomes: Outcome[] = [];
  const underWay = new Map<Scenario, Promise<Outcome[]>>();
  for (const scenario of chosen.filter((each) => hostsOf(each).length === 0)) {
    for (const each of chosen) if (hostsOf(each)[0] === scenario.name) underWay.set(each, run(each));
    outcomes.push(...(await run(scenario)));
    for (const [each, ended] of underWay) {
      if (hostsOf(each).at(-1) !== scenario.name) continue;
      outcomes.push(...(await ended));
      underWay.delete(each);
    }
  }
  return outcomes;
}

function noTimeLeft({ name, covers }: Scenario): Outcome[] {
  return covers.map((promise) => ({ promise, goal: '', figure: `no time was left for ${name}`, verdict: 'red' }));
}

/** A scenario that cannot be carried out has kept no promise. */
async function runOne(stand: Stand, planned: Plan, { name, covers, run }: Scenario): Promise<Outcome[]> {
  say(`${name} ...`);
  try {
    const outcomes = await Promise.race([run(stand, planned), endOfTime(planned)]);
    for (const { promise, verdict, figure } of outcomes) say(`  ${promise} ${verdict}: ${figure}`);
    return outcomes;
  } catch (error) {
    const figure = `${name} failed: ${error instanceof Error ? error.message : String(error)}`;
    say(`  ${figure}`);
    return covers.map((promise) => ({ promise, goal: '', figure, verdict: 'red' }));
  }
}

async function endOfTime({ timeMaxMs }: Plan): Promise<never> {
  await sleep(Math.max(0, startedAt + timeMaxMs - Date.now()), undefined, { ref: false });
  throw new Error('it still ran when the time of the suite was over');
}

function say(text: string): void {
  process.stdout.write(`[${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${text}\n`);
}
