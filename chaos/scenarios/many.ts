// S4: very many subscribers of one instance, and one event to all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { openSubscriber, type Subscriber } from '../subscriber.ts';
import { waitUntil } from '../wait.ts';

const rssMaxBytes = 400 * 2 ** 20;
const deliverMaxMs = 20_000;
const openedTogether = 200;
const beginMaxMs = 60_000;

/** Over WebSocket, each with a connection of its own. The instance is started anew, so that its memory is theirs alone. */
export async function runMany(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const [gateway] = stand.gateways;
  const { subscribers: count } = plan.many;
  await gateway.kill();
  await gateway.start();
  const after = await stand.readCursor();
  const subscribers: Subscriber[] = [];
  while (subscribers.length < count) {
    for (let opened = 0; opened < openedTogether && subscribers.length < count; opened += 1) {
      subscribers.push(openSubscriber({ transport: 'websocket', pickPort: () => gateway.port, after }));
    }
    await sleep(200);
  }
  await waitUntil(() => subscribers.every((each) => each.hasBegun), beginMaxMs);
  const silent = subscribers.filter((each) => !each.hasBegun).length;
  const [order] = stand.takeOrders(1);
  const beforeEvent = subscribers.map((each) => each.items.length);
  const startedAt = Date.now();
  await moveOrders(stand, order ? [order] : [], { steps: ['verified'] });
  const hasIt = (each: Subscriber) => each.items.some((item) => item.sid === order?.sid);
  await waitUntil(() => subscribers.every(hasIt), deliverMaxMs, 20);
  const tookMs = Date.now() - startedAt;
  const rss = gateway.rssBytes();
  const without = subscribers.filter((each) => !hasIt(each)).length;
  for (const each of subscribers) each.close();
  const extra = beforeEvent.filter((items) => items > 0).length;
  return [
    {
      promise: 'S4',
      goal: `${count} subscribers: memory <= 400 MiB, one event to all <= 2 s, 0 lost`,
      figure: `memory ${(rss / 2 ** 20).toFixed(0)} MiB; ${without} without the event; to all ${tookMs} ms (with the callback's way); ${silent} had not begun before, ${extra} had other events`,
      verdict: rss <= rssMaxBytes && without === 0 ? 'green' : 'red',
    },
  ];
}
