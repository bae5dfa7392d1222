// What a subscriber of present state is told of a record that has changed: the row as it is, whether it matches, whether it
// matched before, and how far that tells of the log. One statement, so that all four are of one moment.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { recordChanges } from './gateway-tables.ts';
import type { Condition } from './pages.ts';
import { type List, ofTenant } from './pages-lists.ts';

export type ReadRecord<Row> = {
  row: Row;
  /** Whether it satisfies the condition now. */
  matches: boolean;
  /** Whether it did just before any of its changes since `first`: then the subscriber may have it. */
  matched: boolean;
  /** The newest change that the row contains. */
  covers: number;
};

/** By sid; `first` is a position. A record that is not there, or another tenant's, is left out. */
export async function readFrames<Row>(
  db: Db,
  list: List<Row>,
  ownerAccountSid: string,
  condition: Condition,
  due: readonly { sid: string; first: number }[],
): Promise<Map<string, ReadRecord<Row>>> {
  const { table } = list;
  const holds = sql<boolean>`(${condition ?? sql`true`}) is true`;
  const { position, before } = recordChanges;
  const ofRecord = sql`${recordChanges.ownerAccountSid} = ${ownerAccountSid} and ${recordChanges.sid} = due.sid`;
  // The row before goes by the name of its table, so that the condition can be put to it as it stands.
  const matched = sql<boolean>`exists (
    select 1 from ${recordChanges} cross join lateral jsonb_populate_record(null::${table}, ${before}) as ${table}
    where ${ofRecord} and ${position} >= due.first and ${before} is not null and ${holds})`;
  const found = await db
    .select({
      sid: sql<string>`due.sid`,
      row: getTableColumns(table),
      matches: holds,
      matched,
      covers: sql<string>`coalesce((select max(${position}) from ${recordChanges} where ${ofRecord}), 0)`,
    })
    .from(table)
    .innerJoin(
      sql`json_to_recordset(${JSON.stringify(due)}::json) as due (sid text, first bigint)`,
      eq(list.sid, sql`due.sid`),
    )
    .where(ofTenant(list, ownerAccountSid));
  // The columns of a list's table are its row.
  return new Map(
    found.map(({ sid, row, covers, ...judged }) => [sid, { ...judged, row: row as Row, covers: Number(covers) }]),
  );
}
