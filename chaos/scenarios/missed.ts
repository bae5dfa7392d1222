// T5: both instances are down for the whole life of orders, no callback ever comes, and a document is cancelled as well.
import { findUnfounded, judgeLog } from '../checkers.ts';
import { restartAll, startAll, stopAll } from '../instances.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand, waitForMirror } from '../stand.ts';
import { road } from '../upstream.ts';
import { forEachSideBySide, waitUntil } from '../wait.ts';

/** After so many it is broken. */
const sweepsMax = { short: 2, full: 10 };

export async function runMissed(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { orders: count, sweepSeconds } = plan.missed;
  const orders = stand.takeOrders(count);
  await stopAll(stand);
  stand.note('both instances are stopped');
  for (const status of road) await forEachSideBySide(orders, 16, (order) => stand.upstream.move(order, status));
  const document = (await stand.upstream.listDocuments()).find(
    ({ status }) => status === 'opened' || status === 'signing',
  );
  if (document) await stand.upstream.cancelDocument(document.sid);
  const head = await stand.readLogHead();
  const startedAt = Date.now();
  // The walk with which an instance begins may find some of it before the sweep does; no other one comes in time.
  await startAll(stand, { SWEEP_INTERVAL: `${sweepSeconds}s` });
  const waitMaxMs = sweepsMax[plan.form] * sweepSeconds * 1000;
  const isRight = await waitForMirror(stand, orders, waitMaxMs);
  const isDocumentRight =
    !document ||
    (await waitUntil(async () => (await stand.readStatuses()).get(document.sid) === 'canceled', waitMaxMs));
  const tookMs = Date.now() - startedAt;
  await restartAll(stand);
  const sids = new Set(orders.map((order) => order.sid));
  const rows = (await stand.readLog(head)).filter((row) => sids.has(row.sid));
  const entries = stand.history.select('moved').filter((move) => sids.has(move.orderSid));
  const skipped = new Set(road.slice(0, -1).flatMap((status) => orders.map(({ sid }) => `${sid} ${status}`)));
  const first = orders.map(({ sid }) => `${sid} received`);
  const { doubled, phantom, disordered } = judgeLog(entries, rows, new Set([...skipped, ...first]));
  const wrong = await findDisagreeing(stand, orders);
  const unfounded = findUnfounded(rows, ['reconcile', 'sync']).length;
  const faults = doubled.length + phantom.length + disordered.length + wrong.length + unfounded;
  const sources = [...new Set(rows.flatMap((row) => row.sources))].join(', ');
  return [
    {
      promise: 'T5',
      goal: `down for the life of ${orders.length} orders: all right within one sweep (${sweepSeconds} s), documents too`,
      figure: `${wrong.length} wrong after ${(tookMs / 1000).toFixed(1)} s, document ${isDocumentRight ? 'right' : 'wrong'}; ${rows.length} rows (${sources}): ${doubled.length} doubled, ${phantom.length} phantom, ${disordered.length} out of order, ${unfounded} of another source or with an invented time`,
      verdict: faults === 0 && isRight && isDocumentRight ? 'green' : 'red',
    },
  ];
}
