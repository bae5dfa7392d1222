// S2 and T8: how long a callback takes to a subscriber, with the wake-up link as it should be and with it silent.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { graphWord } from '../checkers.ts';
import { restartAll } from '../instances.ts';
import { type Audience, describeFindings, isComplete, openAudience } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { openProxy } from '../proxy.ts';
import { type Stand, waitForCalm } from '../stand.ts';
import { type Order, road } from '../upstream.ts';
import { quantile } from '../wait.ts';

type Sent = { key: string; at: number; port: number };

/** At a steady pace, whatever the answers take; each order waits for its turn, so that no entry is overtaken. */
async function sendSteadily(stand: Stand, orders: readonly Order[], perSecond: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  const sending: Promise<void>[] = [];
  const startedAt = Date.now();
  for (const status of road) {
    for (const order of orders) {
      await sleep(Math.max(0, startedAt + (sending.length * 1000) / perSecond - Date.now()));
      sending.push(sendOne(stand, order, status, sent));
    }
  }
  await Promise.all(sending);
  return sent;
}

async function sendOne(stand: Stand, order: Order, status: string, sent: Sent[]): Promise<void> {
  await stand.upstream.move(order, status);
  const at = Date.now();
  const { port } = await stand.sender.send({ order, status });
  sent.push({ key: `${order.sid} ${graphWord(status)}`, at, port });
}

/** Milliseconds from the sending of each callback to each subscriber, on the instance that took it and across. */
function measureDelays(audience: Audience, sent: readonly Sent[]): { same: number[]; across: number[] } {
  const byKey = new Map(sent.map((each) => [each.key, each]));
  const delays = { same: [] as number[], across: [] as number[] };
  for (const subscriber of audience.subscribers) {
    for (const item of subscriber.items) {
      const cause = byKey.get(`${item.sid} ${item.to ?? ''}`);
      if (cause) delays[cause.port === subscriber.port ? 'same' : 'across'].push(item.at - cause.at);
    }
  }
  return delays;
}

export async function runLatency(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { perSecond, seconds, subscribers } = plan.latency;
  const orders = stand.takeOrders(Math.ceil((perSecond * seconds) / road.length));
  await waitForCalm(stand);
  const audience = await openAudience(stand, subscribers);
  const sent = await sendSteadily(stand, orders, perSecond);
  const findings = await audience.judge(20_000);
  const { same, across } = measureDelays(audience, sent);
  const [sameMs, acrossMs] = [quantile(same, 0.99), quantile(across, 0.99)];
  const isHeld = isComplete(findings) && same.length > 0 && across.length > 0 && sameMs <= 10_000 && acrossMs <= 20_000;
  return [
    {
      promise: 'T8',
      goal: `${perSecond} callbacks/s, ${subscribers} subscribers: p99 <= 1 s same instance, <= 2 s across`,
      figure: `p99 ${sameMs.toFixed(0)} ms same, ${acrossMs.toFixed(0)} ms across, of ${same.length + across.length} deliveries; ${describeFindings(findings)}`,
      verdict: isHeld ? 'green' : 'red',
    },
  ];
}

/** The connection that carries NOTIFY falls silent and stays open: nobody is told that it is gone. */
export async function runSilentWake(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const silence = {
    begin: () => stand.databaseLink.fallSilent('listening'),
    end: () => stand.databaseLink.restore(),
  };
  return [await judgeSilence(stand, plan, 'NOTIFY', silence)];
}

/** The same with Redis, where there is one: the whole link falls silent. */
export async function runSilentRedis(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const redisUrl = new URL(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379');
  if (!(await isListening(redisUrl))) {
    return [{ promise: 'S2', goal: '', figure: `Redis: none at ${redisUrl.host}`, verdict: 'not run' }];
  }
  const redisLink = await openProxy(Number(redisUrl.port || 6379));
  redisUrl.port = String(redisLink.port);
  await restartAll(stand, { WAKE_URL: redisUrl.href });
  const silence = { begin: () => redisLink.fallSilent('all'), end: () => redisLink.restore() };
  const outcome = await judgeSilence(stand, plan, 'Redis', silence);
  await restartAll(stand);
  redisLink.close();
  return [outcome];
}

async function judgeSilence(
  stand: Stand,
  plan: Plan,
  link: string,
  silence: { begin(): void; end(): void },
): Promise<Outcome> {
  const { silentMs, orders: count } = plan.silentWake;
  const orders = stand.takeOrders(count);
  const audience = await openAudience(stand, 10);
  silence.begin();
  stand.note(`the wake-up link falls silent: ${link}`);
  const sent = await sendSteadily(stand, orders, (count * road.length * 1000) / silentMs);
  const findings = await audience.judge(30_000);
  silence.end();
  const { same, across } = measureDelays(audience, sent);
  const slowest = Math.max(0, ...same, ...across);
  return {
    promise: 'S2',
    goal: `wake-up link (${link}) silent for ${silentMs / 1000} s: 0 missed, added delay <= 5 s`,
    figure: `${link}: ${findings.entries} events: ${describeFindings(findings)}; slowest delivery ${slowest} ms`,
    verdict: isComplete(findings) && findings.entries > 0 && slowest <= 50_000 ? 'green' : 'red',
  };
}

async function isListening({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port || 6379), hostname);
  const isUp = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isUp;
}
