// Writes the log as one more instance would: under the lock that all writers take. For numbers of events that no storm of
// callbacks makes in the time of a run, and for a writer that is slow to commit. The order that it names is the one that the
// stand has made: it does not move, and no scenario judges it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stand } from './stand.ts';

/** Appends `rows` entries in one transaction, and keeps it open for `holdMs` before it commits. */
export async function appendToLog({ sql, upstream }: Stand, rows: number, holdMs = 0): Promise<void> {
  const account = upstream.parent.sid;
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7226612, hashtext(${account}))`;
    await tx`insert into status_transition
      (owner_account_sid, account_sid, kind, sid, from_status, to_status, observed_at, sources)
      select owner_account_sid, account_sid, 'ORDER', sid, status, status, now(), '{sync}' from generate_series(1, ${rows}),
        (select * from hosted_number_order where account_sid = ${account} and created_here order by first_seen_at limit 1) one`;
    await tx`select pg_notify('numbergraph_log', '')`;
    if (holdMs > 0) await sleep(holdMs);
  });
}
