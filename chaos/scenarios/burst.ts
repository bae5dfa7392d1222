// S5: one signature moves all orders of the largest document at once, while subscribers listen.
import { describeFindings, isComplete, openAudience } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import type { Order } from '../upstream.ts';
import { forEachSideBySide, waitUntil } from '../wait.ts';

const deliverGoalMs = 60_000;

export async function runBurst(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { documentSid, orders } = await findLargestDocument(stand);
  const audience = await openAudience(stand, plan.burst.subscribers);
  await stand.upstream.signDocument(documentSid, orders);
  const signedAt = Date.now();
  await forEachSideBySide(orders, 32, async (order) => {
    await stand.sender.send({ order, status: 'carrier-processing' });
  });
  const isWhole = await waitUntil(
    () => audience.subscribers.every((each) => each.items.length >= orders.length),
    plan.form === 'short' ? deliverGoalMs : 10 * deliverGoalMs,
  );
  const tookMs = Date.now() - signedAt;
  const findings = await audience.judge(10_000);
  const restarted = stand.gateways.filter((gateway) => !gateway.isAlive()).length;
  return [
    {
      promise: 'S5',
      goal: `${orders.length} transitions at once to ${plan.burst.subscribers} subscribers: 0 missed, all <= 60 s`,
      figure: `${findings.entries} entries: ${describeFindings(findings)}; all delivered after ${(tookMs / 1000).toFixed(1)} s; ${restarted} instances ended`,
      verdict:
        isWhole && isComplete(findings) && findings.entries >= orders.length && restarted === 0 ? 'green' : 'red',
    },
  ];
}

async function findLargestDocument(stand: Stand): Promise<{ documentSid: string; orders: Order[] }> {
  const bySid = new Map<string, Order[]>();
  for (const order of await stand.upstream.listOrders()) {
    if (order.documentSid === null || order.status !== 'pending-loa') continue;
    const orders = bySid.get(order.documentSid) ?? [];
    orders.push(order);
    bySid.set(order.documentSid, orders);
  }
  const [largest] = [...bySid].sort(([, a], [, b]) => b.length - a.length);
  if (!largest) throw new Error('no document waits for its signature');
  return { documentSid: largest[0], orders: largest[1] };
}
