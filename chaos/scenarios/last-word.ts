// T4, once more and over everything: after all faults of a run, each order that was ever moved stands where Twilio has it,
// and its log holds nothing twice, nothing invented, nothing in another order.
import { entryKey, judgeLog, type LogRow } from '../checkers.ts';
import type { Outcome } from '../promises.ts';
import { findDisagreeing, type Stand } from '../stand.ts';
import { waitUntil } from '../wait.ts';

/** Longer than the claim of a killed instance lives. */
const settleMaxMs = 120_000;

export async function runLastWord(stand: Stand): Promise<Outcome[]> {
  const moves = stand.history.select('moved');
  const moved = new Set(moves.map((move) => move.orderSid));
  const orders = (await stand.upstream.listOrders()).filter((order) => moved.has(order.sid));
  await waitUntil(async () => (await findDisagreeing(stand, orders)).length === 0, settleMaxMs, 1_000);
  const wrong = await findDisagreeing(stand, orders);
  const everything = new Set(moves.map(entryKey));
  const rows = (await stand.readLog()).filter((row) => moved.has(row.sid) && isAboutMove(row, everything));
  const { doubled, phantom, disordered } = judgeLog(moves, rows, everything);
  const faults = wrong.length + doubled.length + phantom.length + disordered.length;
  return [
    {
      promise: 'T4',
      goal: 'in the end every order of the run stands where Twilio has it',
      figure: `after all faults ${orders.length} orders: ${wrong.length} wrong, ${doubled.length} doubled, ${phantom.length} phantom, ${disordered.length} out of order`,
      verdict: faults === 0 ? 'green' : 'red',
    },
  ];
}

/**
 * The rows that the scenario of the stalled readers wrote lead from a status to itself; and where an order stood when it
 * was seen first, the suite has not moved it to.
 */
function isAboutMove({ sid, fromStatus, toStatus }: LogRow, moves: ReadonlySet<string>): boolean {
  if (fromStatus === null) return moves.has(entryKey({ orderSid: sid, status: toStatus ?? '' }));
  return fromStatus !== toStatus;
}
