// The status of an order at a moment, from the log: that of its last entry until then. The log has the whole history of a
// record, since the gateway first saw it.
import { type SQL, sql } from 'drizzle-orm';
import { statusTransitions as t } from './gateway-tables.ts';
import { type List, type OrderThenRow, ordersAsOf } from './pages-lists.ts';
import { hostedNumberOrders as o } from './tables.ts';

/** Orders as they stood at that moment. An entry counts from Twilio's date of it; without one, from when it was seen. */
export function ordersAsOfTime(moment: Date): List<OrderThenRow> {
  return ordersAsOf(moment, statusAt(moment));
}

/** Null: not there, or not seen yet. */
function statusAt(moment: Date): SQL {
  return sql`(select ${t.toStatus} from ${t} where ${t.sid} = ${o.sid}
    and coalesce(${t.effectiveAt}, ${t.observedAt}) <= ${moment.toISOString()}::timestamptz
    order by ${t.position} desc limit 1)`;
}
