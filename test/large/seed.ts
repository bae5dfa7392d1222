// Fills a migrated database with a large mirror: so many numbers, as many orders, a document for fifty of them, and their
// log. Deterministic, and made by the database itself: a million of each takes minutes on a server.
import { getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Database, type Db, rows } from '../../src/db/client.ts';
import { columnShapes } from '../../src/db/columns.ts';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { accounts, activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { insertRows, owner, stranger } from '../graph/rows.ts';
import { numberColumns } from './number-columns.ts';
import { documentColumns, orderColumns } from './order-columns.ts';
import { accountSids } from './shared-columns.ts';

export type SeedOptions = {
  /** How many numbers, and how many orders: 5,000 or more, in thousands. */
  size: number;
  /** The log of transitions as well: four entries for most orders. */
  log?: boolean;
  report?: (line: string) => void;
};

/** Rows of one statement: each ends well within the server's time limit. */
const chunkRows = 50_000;
const filled: readonly PgTable[] = [activeNumbers, hostedNumberOrders, authorizationDocuments, statusTransitions];

/**
 * Fills an empty database. Indexes are dropped, and made again from their own definitions when the rows are in: half the
 * time of keeping them up to date. Ends with the statistics that a server has after a night.
 */
export async function seedLargeMirror(database: Database, { size, log = false, report }: SeedOptions): Promise<void> {
  const startedAt = performance.now();
  const say = (what: string) => report?.(`${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${what}`);
  await insertRows(database, { accounts: accountSids });
  await database.db.execute(
    sql`update ${accounts} set owner_account_sid = case sid when ${stranger} then sid else ${owner} end`,
  );
  await database.db.transaction(async (tx) => {
    await prepareTransaction(database, tx);
    const indexes = await dropIndexes(tx);
    const documents = size / 50;
    await fill(tx, activeNumbers, numberColumns(size), size);
    say(`${size} numbers`);
    await fill(tx, hostedNumberOrders, orderColumns(size, documents), size);
    await fill(tx, authorizationDocuments, documentColumns(documents), documents);
    say(`${size} orders, ${documents} documents`);
    if (log) await fillLog(tx);
    for (const definition of indexes) await tx.execute(sql.raw(definition));
    say(`${indexes.length} indexes`);
  });
  for (const table of filled) await database.db.execute(sql`vacuum (analyze) ${table}`);
  say('statistics');
}

async function prepareTransaction({ kind }: Database, tx: Db): Promise<void> {
  if (kind === 'embedded') return;
  await tx.execute(sql`set local statement_timeout = 0`);
  await tx.execute(sql`set local maintenance_work_mem = '512MB'`);
}

/** Drops what is not part of a constraint, and returns what makes it again. */
async function dropIndexes(tx: Db): Promise<string[]> {
  const names = filled.map((table) => getTableName(table));
  const indexes = await rows<{ name: string; definition: string }>(
    tx,
    sql`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
      where i.indrelid in ${names.map((name) => sql`${name}::regclass`)} and c.oid is null order by 1`,
  );
  for (const { name } of indexes) await tx.execute(sql.raw(`drop index ${name}`));
  return indexes.map(({ definition }) => definition);
}

async function fill(tx: Db, table: PgTable, columns: Record<string, string>, size: number): Promise<void> {
  const shapes = columnShapes(table).filter(({ field }) => field in columns);
  const names = shapes.map(({ name }) => `"${name}"`).join(', ');
  const values = shapes.map(({ field }) => columns[field]).join(', ');
  for (let start = 1; start <= size; start += chunkRows) {
    const end = Math.min(size, start + chunkRows - 1);
    await tx.execute(
      sql.raw(
        `insert into "${getTableName(table)}" (${names}) select ${values} from generate_series(${start}::bigint, ${end}::bigint) as n`,
      ),
    );
  }
}

/** The way of each order to where it stands, its steps spread evenly between its two dates. */
async function fillLog(tx: Db): Promise<void> {
  await tx.execute(sql`
    insert into ${statusTransitions} (owner_account_sid, account_sid, kind, sid, from_status, to_status, observed_at,
      effective_at, sources, time_in_previous_ms)
    select owner_account_sid, account_sid, 'ORDER', sid, lag(step) over way, step, at,
      case when number > 1 then at end, array['sync'], (extract(epoch from at - lag(at) over way) * 1000)::bigint
    from (
      select o.*, step, number,
        date_trunc('milliseconds', date_created + (date_updated - date_created) * ((number - 1)::float8 / greatest(1, cardinality(steps) - 1))) as at
      from (
        select *, case
          when status in ('twilio-processing', 'received') then array[status]
          when status in ('pending-verification', 'verified') then array['received', status]
          when status in ('pending-loa', 'action-required') then array['received', 'verified', status]
          else array['received', 'verified', 'pending-loa', status] end as steps
        from ${hostedNumberOrders}
      ) o cross join lateral unnest(steps) with ordinality as passed (step, number)
    ) entry
    window way as (partition by sid order by number)
    order by at`);
}
