// T4, once more and over everything: after all faults of a run, each order that was ever moved stands where Twilio has
// it, and its log holds nothing twice, nothing invented, nothing in another order.
import { entryKey, judgeLog, type LogRow } from '../checkers.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { waitUntil } from '../wait.ts';

/** The share of all orders that must stand where the suite has moved them. */
const leftAloneMin = 0.9;
/** Longer than the claim of a killed instance lives. */
const settleMaxMs = 120_000;

export async function runLastWord(stand: Stand): Promise<Outcome[]> {
  const moves = stand.history.select('moved');
  const last = new Map(moves.map((move) => [move.orderSid, move.status]));
  const orders = (await stand.upstream.listOrders()).filter((order) => last.has(order.sid));
  const findWrong = async () => {
    const statuses = await stand.readStatuses();
    return orders.filter((order) => statuses.get(order.sid) !== order.status);
  };
  await waitUntil(async () => (await findWrong()).length === 0, settleMaxMs, 1_000);
  const wrong = await findWrong();
  const leftAlone = new Set(orders.filter(({ sid, status }) => last.get(sid) === status).map(({ sid }) => sid));
  const everything = new Set(moves.map(entryKey));
  const rows = (await stand.readLog()).filter((row) => last.has(row.sid) && isAboutMove(row, everything));
  const isRecorded = ({ sid, toStatus }: LogRow) => everything.has(entryKey({ orderSid: sid, status: toStatus ?? '' }));
  const { doubled, disordered } = judgeLog(moves, rows.filter(isRecorded), everything);
  const { phantom } = judgeLog(
    moves,
    rows.filter(({ sid }) => leftAlone.has(sid)),
    everything,
  );
  const isMostJudged = leftAlone.size >= leftAloneMin * orders.length;
  const faults = wrong.length + doubled.length + phantom.length + disordered.length;
  return [
    {
      promise: 'T4',
      goal: 'in the end every order of the run stands where Twilio has it',
      figure: `after all faults ${orders.length} orders: ${wrong.length} wrong, ${doubled.length} doubled, ${disordered.length} out of order, ${phantom.length} phantom (judged of ${leftAlone.size})`,
      verdict: faults === 0 && isMostJudged ? 'green' : 'red',
    },
  ];
}

/**
 * The rows that the scenario of the stalled readers wrote lead from a status to itself; and where an order stood when
 * it was seen first, the suite has not moved it to.
 */
function isAboutMove({ sid, fromStatus, toStatus }: LogRow, moves: ReadonlySet<string>): boolean {
  if (fromStatus === null) return moves.has(entryKey({ orderSid: sid, status: toStatus ?? '' }));
  return fromStatus !== toStatus;
}
