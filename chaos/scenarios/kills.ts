// T1 and T3: a storm of callbacks over two instances, which are killed in its midst, each time right after an answer; then
// a database link that falls silent, where an answer may be no but must come.
import { isAcknowledged, judgeInbox, moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { road } from '../upstream.ts';
import { forEachSideBySide, quantile } from '../wait.ts';

/** A commit then takes longer than an answer: who answers before it is found out by the kill. */
const linkDelayMs = 10;
const silentMs = 5_000;
const answerMaxMs = 10_000;

/** Judges the inbox after the storm. */
export async function runKills(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { callbacks, kills } = plan.kills;
  const since = stand.history.events.length;
  stand.databaseLink.slowDown(linkDelayMs);
  await stormWithKills(stand, callbacks, kills);
  stand.databaseLink.restore();
  const acknowledged = stand.history.select('acknowledged', since);
  const { lost, figure } = await judgeInbox(stand, since);
  const p99 = quantile(
    acknowledged.map((event) => event.tookMs),
    0.99,
  );
  const silence = await answerInSilence(stand);
  const isHeld = lost === 0 && acknowledged.length > 0;
  return [
    {
      promise: 'T1',
      goal: `0 lost of ${callbacks} over ${kills} kills`,
      figure: `${figure}, ${kills} kills, 2 instances`,
      verdict: isHeld ? 'green' : 'red',
    },
    {
      promise: 'T3',
      goal: '0 lost by a kill right after the 204; every answer <= 2 s, never > 10 s, also when the database falls silent',
      figure: `${lost} lost; p99 ${p99.toFixed(0)} ms; database silent for ${silentMs / 1000} s: slowest answer ${silence.slowestMs.toFixed(0)} ms, ${silence.none} without one`,
      verdict: isHeld && silence.slowestMs <= answerMaxMs && silence.none === 0 ? 'green' : 'red',
    },
  ];
}

/** Each order goes its whole road, each step is told once; an instance dies after each part of the acknowledgements. */
async function stormWithKills(stand: Stand, callbacks: number, kills: number): Promise<void> {
  const orders = stand.takeOrders(Math.ceil(callbacks / road.length));
  const killEvery = Math.floor(callbacks / (kills + 1));
  const restarts: Promise<void>[] = [];
  await moveOrders(stand, orders, {
    onOutcome(outcome, done) {
      const isDue = restarts.length < kills && done >= killEvery * (restarts.length + 1);
      if (!isDue || !isAcknowledged(outcome)) return;
      const restart = killRightAfterAnswer(stand, outcome.port);
      // It is waited for below; until then nobody would catch it.
      restart.catch(() => {});
      restarts.push(restart);
    },
  });
  await Promise.all(restarts);
}

async function killRightAfterAnswer(stand: Stand, port: number): Promise<void> {
  const gateway = stand.gateways.find((each) => each.port === port);
  if (!gateway) return;
  gateway.killNow();
  stand.note(`kill -9 of ${gateway.name}`);
  await gateway.kill();
  await gateway.start();
}

async function answerInSilence(stand: Stand): Promise<{ slowestMs: number; none: number }> {
  const orders = stand.takeOrders(20);
  const answers: { answer: number | null; tookMs: number }[] = [];
  stand.note('the database falls silent');
  stand.databaseLink.fallSilent('all');
  const sending = forEachSideBySide(orders, orders.length, async (order) => {
    await stand.upstream.move(order, 'verified');
    answers.push(await stand.sender.send({ order, status: 'verified' }, { attemptsMax: 1 }));
  });
  await new Promise((resolve) => setTimeout(resolve, silentMs));
  stand.databaseLink.restore();
  await sending;
  return {
    slowestMs: Math.max(...answers.map(({ tookMs }) => tookMs)),
    none: answers.filter(({ answer }) => answer === null).length,
  };
}
