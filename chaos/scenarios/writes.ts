// M1 and M2: writes while answers are lost in every way and instances are killed. Clients do what careful clients do: they
// send the same write with the same key until it is certain what has become of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcess } from '../gateway-process.ts';
import { writeSettleSeconds } from '../instances.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { forEachSideBySide, waitUntil } from '../wait.ts';

/** Clients at once: most of them wait for what is uncertain to be settled. */
const clientsTogether = 40;

/** Three in ten writes are spoiled, most of them after they were accepted; lists lag meanwhile. */
function faultsOf(path: string): object[] {
  const answer = { target: 'answer', method: 'POST', path };
  const settleMs = writeSettleSeconds * 1000;
  return [
    { ...answer, kind: 'cut-after', probability: 0.07 },
    { ...answer, kind: 'cut-late', probability: 0.06, ms: settleMs / 4 },
    { ...answer, kind: 'server-error-after', probability: 0.06 },
    { ...answer, kind: 'truncated', probability: 0.04 },
    { ...answer, kind: 'cut-before', probability: 0.04 },
    { ...answer, kind: 'server-error', probability: 0.03 },
    { ...answer, kind: 'rate-limit', probability: 0.03 },
    {
      target: 'answer',
      method: 'GET',
      path: 'HostedNumberOrders$',
      kind: 'stale-list',
      probability: 0.3,
      ms: settleMs / 3,
    },
  ];
}

type Said = { intent: { state: string } | null; codes: string[]; sid: string | null };
type Finished = 'done' | 'refused' | 'open';
type Ask = (gateway: GatewayProcess, key: string) => Promise<Said>;

export async function runWrites(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { upstream } = stand;
  await upstream.runClock(true);
  try {
    return [await runCreates(stand, plan), await runCalls(stand, plan)];
  } finally {
    await upstream.heal();
    await upstream.runClock(false);
  }
}

async function runCreates(stand: Stand, { writes }: Plan): Promise<Outcome> {
  const numbers = Array.from({ length: writes.creates }, (_, index) => `+1206${2_000_000 + index * 7}`);
  await stand.upstream.spoil(faultsOf('HostedNumberOrders$'));
  const ends = new Map<string, Finished>();
  const killer = createKiller(stand, writes.creates, writes.kills);
  await forEachSideBySide(numbers, clientsTogether, async (phoneNumber) => {
    ends.set(phoneNumber, await askUntilCertain(stand, `create ${phoneNumber}`, createOrder(phoneNumber)));
    await killer.afterEach();
  });
  await killer.finish();
  await stand.upstream.heal();
  const areSettled = await waitUntil(() => isNothingOpen(stand), 10 * writeSettleSeconds * 1000, 500);
  const all = await stand.upstream.listOrders();
  const orders = all.filter(({ phoneNumber }) => ends.has(phoneNumber));
  const perNumber = new Map<string, number>();
  for (const { phoneNumber } of orders) perNumber.set(phoneNumber, (perNumber.get(phoneNumber) ?? 0) + 1);
  const doubled = [...perNumber.values()].filter((count) => count > 1).length;
  const succeeded = await readTargets(stand, 'createHostedNumberOrder');
  const unclaimed = orders.filter((order) => !succeeded.has(order.sid)).length;
  const untold = numbers.filter((number) => ends.get(number) !== 'done').length;
  const phantom = [...succeeded.keys()].filter((sid) => !all.some((order) => order.sid === sid)).length;
  const isGreen = doubled + unclaimed + untold + phantom === 0 && areSettled && orders.length > 0;
  return {
    promise: 'M1',
    goal: `${writes.creates} creates, 30% ambiguous faults, ${writes.kills} kills: 0 numbers with two orders, 0 intents lost`,
    figure: `${orders.length} orders; ${doubled} numbers with two, ${unclaimed} orders that no intent tells of, ${untold} clients without their order, ${phantom} told and not there, ${areSettled ? 'nothing' : 'something'} left open; ${killer.kills()} kills`,
    verdict: isGreen ? 'green' : 'red',
  };
}

/** Two operators ask for a call to each order, each with a key of its own: two calls at the most. */
async function runCalls(stand: Stand, { writes }: Plan): Promise<Outcome> {
  const before = await stand.upstream.countVerificationCalls();
  // Some orders of the seed have had calls already, and the third one would have to be asked for.
  const orders = stand
    .takeOrders(3 * writes.calls)
    .filter(({ sid }) => before.get(sid) === 0)
    .slice(0, writes.calls);
  await stand.upstream.spoil(faultsOf('HostedNumberOrders/'));
  const asked = orders.flatMap((order) =>
    ['a', 'b'].map((operator) => ({ order, key: `call ${operator} ${order.sid}` })),
  );
  const killer = createKiller(stand, asked.length, writes.kills);
  const ends = new Map<string, Finished>();
  await forEachSideBySide(stand.random.shuffle(asked), clientsTogether, async ({ order, key }) => {
    ends.set(key, await askUntilCertain(stand, key, startCall(order.sid)));
    await killer.afterEach();
  });
  await killer.finish();
  await stand.upstream.heal();
  const areSettled = await waitUntil(() => isNothingOpen(stand), 10 * writeSettleSeconds * 1000, 500);
  const after = await stand.upstream.countVerificationCalls();
  const succeeded = await readTargets(stand, 'startOwnershipVerification');
  const callsOf = (sid: string) => (after.get(sid) ?? 0) - (before.get(sid) ?? 0);
  const extra = orders.filter(({ sid }) => callsOf(sid) > (succeeded.get(sid) ?? 0)).length;
  const tooMany = orders.filter(({ sid }) => (after.get(sid) ?? 0) > 3 || callsOf(sid) > 2).length;
  const phantom = orders.filter(({ sid }) => callsOf(sid) < (succeeded.get(sid) ?? 0)).length;
  const untold = [...ends.values()].filter((end) => end === 'open').length;
  const calls = orders.reduce((sum, { sid }) => sum + callsOf(sid), 0);
  return {
    promise: 'M2',
    goal: `${asked.length} calls asked for by two operators per order, same faults, ${writes.kills} kills: no call that no intent tells of`,
    figure: `${calls} calls; ${extra} orders with a call that no intent tells of, ${phantom} with one that was told and not made, ${tooMany} with more than asked, ${untold} clients that do not know, ${areSettled ? 'nothing' : 'something'} left open; ${killer.kills()} kills`,
    verdict: extra + tooMany + phantom + untold === 0 && areSettled && calls > 0 ? 'green' : 'red',
  };
}

const certain = ['SUCCEEDED', 'FAILED', 'STUCK'];
const tryAgain = ['IN_PROGRESS', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_OUTCOME_UNKNOWN'];

/** The same write with the same key, at whichever instance is there, until its outcome is certain. */
async function askUntilCertain(stand: Stand, key: string, ask: Ask): Promise<Finished> {
  const deadline = Date.now() + 15 * writeSettleSeconds * 1000;
  while (Date.now() < deadline) {
    const gateway = stand.random.pick(stand.gateways);
    const said = await ask(gateway, key).catch(() => null);
    if (said?.sid) return 'done';
    if (said && said.codes.length > 0 && !said.codes.some((code) => tryAgain.includes(code))) {
      return said.intent === null || certain.includes(said.intent.state) ? 'refused' : 'open';
    }
    await sleep(200 + 600 * stand.random.next());
  }
  return 'open';
}

const answered = 'order { sid } report { intent { state } } userErrors { code }';
type Answered = {
  order: { sid: string } | null;
  report: { intent: { state: string } | null };
  userErrors: { code: string }[];
};

function toSaid({ order, report, userErrors }: Answered): Said {
  return { intent: report.intent, codes: userErrors.map(({ code }) => code), sid: order?.sid ?? null };
}

function createOrder(phoneNumber: string): Ask {
  const mutation = `mutation ($input: CreateHostedNumberOrderInput!) { write: createHostedNumberOrder(input: $input) { ${answered} } }`;
  return async (gateway, idempotencyKey) =>
    toSaid(
      (await gateway.ask<{ write: Answered }>(mutation, { input: { phoneNumber, options: { idempotencyKey } } })).write,
    );
}

function startCall(sid: string): Ask {
  const mutation = `mutation ($input: StartOwnershipVerificationInput!) { write: startOwnershipVerification(input: $input) { ${answered} } }`;
  return async (gateway, idempotencyKey) =>
    toSaid(
      (await gateway.ask<{ write: Answered }>(mutation, { input: { order: { sid }, options: { idempotencyKey } } }))
        .write,
    );
}

/** Kills one instance after another, spread over the work, and starts each again. */
function createKiller(stand: Stand, works: number, kills: number) {
  let done = 0;
  let killed = 0;
  let restarting = Promise.resolve();
  return {
    async afterEach() {
      done += 1;
      if (killed >= kills || done < ((killed + 1) * works) / (kills + 1)) return;
      killed += 1;
      const gateway = stand.random.pick(stand.gateways);
      restarting = restarting.then(async () => {
        stand.note(`kill -9 of ${gateway.name} in the middle of writes`);
        await gateway.kill();
        await gateway.start();
      });
      await restarting;
    },
    finish: () => restarting,
    kills: () => killed,
  };
}

async function isNothingOpen({ sql }: Stand): Promise<boolean> {
  const rows = await sql`select 1 from write_intent where state in ('IN_FLIGHT', 'UNKNOWN') limit 1`;
  return rows.length === 0;
}

/** How many writes of that kind succeeded for each record. */
async function readTargets({ sql }: Stand, mutation: string): Promise<Map<string, number>> {
  const rows = await sql<{ sid: string; writes: number }[]>`select target_sid as sid, count(*)::int as writes
    from write_intent where mutation = ${mutation} and state = 'SUCCEEDED' group by target_sid`;
  return new Map(rows.map(({ sid, writes }) => [sid, writes]));
}
