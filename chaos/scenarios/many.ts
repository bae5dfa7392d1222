// S4: very many subscribers of one instance, and one event to all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { describeFindings, gatherAudience, isComplete, moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { type Stand, waitForCalm } from '../stand.ts';
import { openSubscriber, type Subscriber } from '../subscriber.ts';
import { waitUntil } from '../wait.ts';

const rssMaxBytes = 400 * 2 ** 20;
const deliverMaxMs = 20_000;
const openedTogether = 200;
const beginMaxMs = 60_000;

/** Over WebSocket, each with a connection of its own. The instance is started anew, so that its memory is theirs alone. */
export async function runMany(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const [gateway] = stand.gateways;
  const { subscribers: count, events, calmMaxMs } = plan.many;
  await gateway.terminate();
  await gateway.start();
  await waitForCalm(stand, calmMaxMs);
  const audience = await gatherAudience(stand, (after) => openInParts(count, gateway.port, after));
  const { subscribers } = audience;
  await waitUntil(() => subscribers.every((each) => each.hasBegun), beginMaxMs);
  const silent = subscribers.filter((each) => !each.hasBegun).length;
  const beforeEvent = subscribers.map((each) => each.items.length);
  const [first, ...others] = stand.takeOrders(events);
  const startedAt = Date.now();
  await moveOrders(stand, first ? [first] : [], { steps: ['verified'] });
  const hasFirst = (each: Subscriber) => each.items.some((item) => item.sid === first?.sid);
  await waitUntil(() => subscribers.every(hasFirst), deliverMaxMs, 20);
  const tookMs = Date.now() - startedAt;
  await moveOrders(stand, others, { steps: ['verified'] });
  await waitUntil(() => subscribers.every((each) => each.items.length >= events), deliverMaxMs);
  const rss = gateway.rssBytes();
  const findings = await audience.judge(deliverMaxMs);
  const extra = beforeEvent.filter((items) => items > 0).length;
  const deliveries = findings.entries * count;
  return [
    {
      promise: 'S4',
      goal: `${count} subscribers: memory <= 400 MiB, one event to all <= 2 s, 0 lost of ${events * count} deliveries`,
      figure: `memory ${(rss / 2 ** 20).toFixed(0)} MiB; ${deliveries} deliveries: ${describeFindings(findings)}; the first to all ${tookMs} ms (with the callback's way); ${silent} had not begun before, ${extra} had other events`,
      verdict: rss <= rssMaxBytes && isComplete(findings) && findings.entries >= events ? 'green' : 'red',
    },
  ];
}

async function openInParts(count: number, port: number, after: string): Promise<Subscriber[]> {
  const subscribers: Subscriber[] = [];
  while (subscribers.length < count) {
    const part = Math.min(openedTogether, count - subscribers.length);
    for (let opened = 0; opened < part; opened += 1) {
      subscribers.push(openSubscriber({ transport: 'websocket', pickPort: () => port, after }));
    }
    await sleep(200);
  }
  return subscribers;
}
