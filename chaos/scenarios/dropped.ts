// T5 while the gateway is up: of ten callbacks three never come. The sweep must find what they would have told, within the
// pace that it keeps for the status in which the order waits.
import { judgeLog } from '../checkers.ts';
import { restartAll } from '../instances.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand, waitForMirror } from '../stand.ts';
import { forEachSideBySide } from '../wait.ts';

const droppedShare = 0.3;
/** From its last read on, in intervals: the README's table of the sweep. */
const steps = [
  { to: 'pending-verification', paceBefore: 1 },
  { to: 'verified', paceBefore: 1 },
  { to: 'pending-loa', paceBefore: 10 },
  { to: 'carrier-processing', paceBefore: 10 },
  { to: 'testing', paceBefore: 15 },
  { to: 'completed', paceBefore: 15 },
];

/** Step by step: each waits until the mirror agrees, so that every entry could be seen and must have its row. */
export async function runDropped(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { orders: count, steps: stepCount, intervalSeconds } = plan.dropped;
  await restartAll(stand, { SWEEP_INTERVAL: `${intervalSeconds}s` });
  const orders = stand.takeOrders(count);
  const slowest: string[] = [];
  let dropped = 0;
  let isInTime = true;
  for (const { to, paceBefore } of steps.slice(0, stepCount)) {
    await forEachSideBySide(orders, 16, async (order) => {
      await stand.upstream.move(order, to);
      if (stand.random.next() < droppedShare) dropped += 1;
      else await stand.sender.send({ order, status: to });
    });
    // One interval more: the sweep looks only so often.
    const goalMs = (paceBefore + 1) * intervalSeconds * 1000;
    const startedAt = Date.now();
    isInTime &&= await waitForMirror(stand, orders, 10 * goalMs);
    slowest.push(`${((Date.now() - startedAt) / 1000).toFixed(1)} of ${goalMs / 1000}`);
  }
  await restartAll(stand);
  const sids = new Set(orders.map((order) => order.sid));
  const entries = stand.history.select('moved').filter((move) => sids.has(move.orderSid));
  const rows = (await stand.readLog()).filter((row) => sids.has(row.sid));
  // The row of the status in which the stand has put them may be older than the first row here.
  const { missing, doubled, phantom, disordered } = judgeLog(
    entries,
    rows,
    new Set(orders.map(({ sid }) => `${sid} received`)),
  );
  const wrong = await findDisagreeing(stand, orders);
  const faults = missing.length + doubled.length + phantom.length + disordered.length + wrong.length;
  return [
    {
      promise: 'T5',
      goal: `30% of the callbacks dropped: every entry of ${count} orders, within the pace of its status (interval ${intervalSeconds} s)`,
      figure: `${dropped} of ${count * slowest.length} dropped: ${missing.length} missing, ${doubled.length} doubled, ${phantom.length} phantom, ${disordered.length} out of order, ${wrong.length} wrong; slowest per step ${slowest.join(', ')} s`,
      verdict: faults === 0 && isInTime && dropped > 0 ? 'green' : 'red',
    },
  ];
}
