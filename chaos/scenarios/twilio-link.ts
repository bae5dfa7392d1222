// M5 and T4: the way to Twilio is cut, falls silent, and is forgotten by what lies between. Queries go on, callbacks are
// taken, and what they told of is there once the way is.
import { setTimeout as sleep } from 'node:timers/promises';
import { entryKey, judgeLog } from '../checkers.ts';
import { isAcknowledged } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand, waitForMirror } from '../stand.ts';
import { type Order, road } from '../upstream.ts';
import { forEachSideBySide, quantile } from '../wait.ts';

const convergeGoalMs = 60_000;
const query = '{ hostedNumberOrders(first: 20) { nodes { sid status freshness { syncedAt } } } }';

export async function runTwilioLink(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { orders: count, faultMs } = plan.twilioLink;
  const orders = stand.takeOrders(count);
  const { twilioLink } = stand;
  const queries: Queries = { answered: 0, failures: [], tookMs: [] };
  let refused = 0;
  const faults: [string, string, () => void][] = [
    ['pending-verification', 'the way to Twilio is cut', () => twilioLink.cut()],
    ['verified', 'the way to Twilio is silent', () => twilioLink.fallSilent('all')],
    ['pending-loa', 'connections to Twilio are forgotten', () => twilioLink.forget()],
  ];
  for (const [status, what, spoil] of faults) {
    stand.note(what);
    spoil();
    const until = Date.now() + faultMs;
    refused += await tell(stand, orders, status);
    while (Date.now() < until) await askAll(stand, queries);
    twilioLink.restore();
  }
  const restoredAt = Date.now();
  const isRight = await waitForMirror(stand, orders, 10 * convergeGoalMs);
  const tookMs = Date.now() - restoredAt;
  const sids = new Set(orders.map((order) => order.sid));
  const entries = stand.history.select('moved').filter((move) => sids.has(move.orderSid));
  const unseen = new Set(road.flatMap((status) => orders.map(({ sid }) => entryKey({ orderSid: sid, status }))));
  for (const { sid } of orders) unseen.add(`${sid} received`);
  const { doubled, phantom, disordered } = judgeLog(entries, await stand.readLog(), unseen);
  const wrong = await findDisagreeing(stand, orders);
  const wrongs = refused + wrong.length + doubled.length + phantom.length + disordered.length;
  return [
    {
      promise: 'M5',
      goal: 'Twilio cut off and silent: 100% of the queries answered',
      figure: `${queries.answered} queries answered, ${queries.failures.length} not${queries.failures.length > 0 ? `, first ${queries.failures[0]}` : ''}; p99 ${quantile(queries.tookMs, 0.99).toFixed(0)} ms`,
      verdict: queries.failures.length === 0 && queries.answered > 0 ? 'green' : 'red',
    },
    {
      promise: 'T4',
      goal: `way to Twilio cut, silent, forgotten, ${faultMs / 1000} s each: all callbacks taken, all statuses right <= 60 s after`,
      figure: `Twilio away: ${refused} callbacks refused, ${wrong.length} wrong after ${(tookMs / 1000).toFixed(1)} s, ${doubled.length} doubled, ${phantom.length} phantom, ${disordered.length} out of order`,
      verdict: isRight && wrongs === 0 ? 'green' : 'red',
    },
  ];
}

async function tell(stand: Stand, orders: readonly Order[], status: string): Promise<number> {
  let refused = 0;
  await forEachSideBySide(orders, 8, async (order) => {
    await stand.upstream.move(order, status);
    if (!isAcknowledged(await stand.sender.send({ order, status }, { attemptsMax: 1 }))) refused += 1;
  });
  return refused;
}

type Queries = { answered: number; failures: string[]; tookMs: number[] };

async function askAll(stand: Stand, queries: Queries): Promise<void> {
  for (const gateway of stand.gateways) {
    const startedAt = performance.now();
    try {
      await gateway.ask(query);
      queries.answered += 1;
    } catch (error) {
      queries.failures.push(String(error));
    }
    queries.tookMs.push(performance.now() - startedAt);
  }
  await sleep(50);
}
