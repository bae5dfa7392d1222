// T4: every callback comes three times, half of them late or before an older one; the log must still be the real history.
import type { Callback } from '../callbacks.ts';
import { entryKey, judgeLog } from '../checkers.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand, waitForMirror } from '../stand.ts';
import { type Order, road } from '../upstream.ts';
import { forEachSideBySide } from '../wait.ts';

const copies = 3;
const agreeMaxMs = 30_000;

/**
 * In waves: all orders take a step, and the next wave waits until the mirror agrees, so that each entry could be seen. One
 * order in five takes two steps at once and tells the second first; a row for the first is then right, and none as well.
 */
export async function runExactHistory(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const orders = stand.takeOrders(plan.history.orders);
  const overtaken = new Set<string>();
  let late: Callback[] = [];
  for (const [wave, status] of road.entries()) {
    const now: Callback[] = late;
    late = [];
    for (const order of orders) {
      const told = await takeSteps(stand, order, { wave, status, overtaken });
      for (const callback of told) {
        const isLate = stand.random.next() < 0.5;
        now.push(callback);
        for (let copy = 1; copy < copies; copy += 1) (isLate ? late : now).push(callback);
      }
    }
    await sendAll(stand, stand.random.shuffle(now));
    await waitForMirror(stand, orders, agreeMaxMs);
  }
  await sendAll(stand, stand.random.shuffle(late));
  await waitForMirror(stand, orders, agreeMaxMs);
  return [await judge(stand, orders, overtaken)];
}

async function takeSteps(
  stand: Stand,
  order: Order,
  { wave, status, overtaken }: { wave: number; status: string; overtaken: Set<string> },
): Promise<Callback[]> {
  const isJumper = Number.parseInt(order.sid.slice(-2), 16) % 5 === 0;
  if (isJumper && wave % 2 === 1) return [];
  await stand.upstream.move(order, status);
  const following = road[wave + 1];
  if (!isJumper || following === undefined) return [{ order, status }];
  await stand.upstream.move(order, following);
  overtaken.add(entryKey({ orderSid: order.sid, status }));
  return [
    { order, status: following },
    { order, status },
  ];
}

function sendAll(stand: Stand, callbacks: readonly Callback[]): Promise<void> {
  return forEachSideBySide(callbacks, 24, async (callback) => void (await stand.sender.send(callback)));
}

async function judge(stand: Stand, orders: readonly Order[], overtaken: ReadonlySet<string>): Promise<Outcome> {
  const sids = new Set(orders.map((order) => order.sid));
  const entries = stand.history.select('moved').filter((move) => sids.has(move.orderSid));
  const rows = (await stand.readLog()).filter((row) => sids.has(row.sid));
  const { missing, doubled, phantom, disordered } = judgeLog(entries, rows, overtaken);
  const wrong = await findDisagreeing(stand, orders);
  const faults = missing.length + doubled.length + phantom.length + disordered.length + wrong.length;
  return {
    promise: 'T4',
    goal: `${orders.length} orders, x${copies}, half late: one row per entry, 0 phantom, in order, last status right`,
    figure: `${entries.length} entries (${overtaken.size} overtaken), ${rows.length} rows: ${missing.length} missing, ${doubled.length} doubled, ${phantom.length} phantom, ${disordered.length} orders out of order, ${wrong.length} wrong in the end`,
    verdict: faults === 0 ? 'green' : 'red',
  };
}
