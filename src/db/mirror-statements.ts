// The statements that write the mirror, one function each. Only mirror/ingest calls them, inside its transaction.
import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Db, rows } from './client.ts';
import { columnNames, toRecordset } from './columns.ts';
import type { authorizationDocuments, hostedNumberOrders } from './tables.ts';

export type StatusTable = typeof hostedNumberOrders | typeof authorizationDocuments;
type Row = { sid: string } & Record<string, unknown>;

/** What the mirror knew of a record before, as far as a transition is judged by it. */
export type Known = {
  sid: string;
  accountSid: string;
  status: string;
  dateUpdated: Date;
  syncedAt: Date;
  vanished: boolean;
};

/** Columns that keep what they have: set once, or never given back by Twilio. */
const kept: Record<string, (table: string) => SQL> = {
  first_seen_at: (table) => sql.raw(`"${table}".first_seen_at`),
  hosted_numbers_access: (table) => sql.raw(`"${table}".hosted_numbers_access`),
  numbers_read_from: (table) => sql.raw(`"${table}".numbers_read_from`),
  created_here: (table) => sql.raw(`"${table}".created_here or excluded.created_here`),
  contact_title: (table) => sql.raw(`coalesce(excluded.contact_title, "${table}".contact_title)`),
  contact_phone_number: (table) => sql.raw(`coalesce(excluded.contact_phone_number, "${table}".contact_phone_number)`),
};

/** Inserts what is missing and returns its sids. Waits for a writer that inserts the same sid, so one of the two wins. */
export async function insertMissing(tx: Db, table: PgTable, records: readonly Row[]): Promise<Set<string>> {
  const inserted = await rows<{ sid: string }>(
    tx,
    sql`${insertRecordset(table, records)} on conflict (sid) do nothing returning sid`,
  );
  return new Set(inserted.map((row) => row.sid));
}

/**
 * Inserts or replaces, unless the row there comes from a request that started later, or from another tenant.
 * Returns the sids that were written.
 */
export async function upsertNewer(tx: Db, table: PgTable, records: readonly Row[]): Promise<Set<string>> {
  const name = getTableName(table);
  const assignments = [...columnNames(table).values()]
    .filter((column) => column !== 'sid')
    .map((column) => sql`${sql.identifier(column)} = ${kept[column]?.(name) ?? sql.raw(`excluded."${column}"`)}`);
  const written = await rows<{ sid: string }>(
    tx,
    sql`${insertRecordset(table, records)}
        on conflict (sid) do update set ${sql.join(assignments, sql`, `)}
        where ${table}.synced_at <= excluded.synced_at and ${table}.owner_account_sid = excluded.owner_account_sid
        returning sid`,
  );
  return new Set(written.map((row) => row.sid));
}

/** Locks what is there, in the order of sids, and says what it was. Rows of another tenant are not seen. */
export async function lockKnown(
  tx: Db,
  table: StatusTable,
  ownerAccountSid: string,
  sids: readonly string[],
): Promise<Map<string, Known>> {
  if (sids.length === 0) return new Map();
  const found = await tx
    .select({
      sid: table.sid,
      accountSid: table.accountSid,
      status: table.status,
      dateUpdated: table.dateUpdated,
      syncedAt: table.syncedAt,
      vanishedAt: table.vanishedAt,
    })
    .from(table)
    .where(sql`${table.ownerAccountSid} = ${ownerAccountSid} and ${table.sid} in ${sids}`)
    .orderBy(table.sid)
    .for('update');
  return new Map(found.map(({ vanishedAt, ...row }) => [row.sid, { ...row, vanished: vanishedAt !== null }]));
}

/** Marks rows as gone, unless they are already, or a request that started after `at` has seen them. */
export async function setVanished(
  tx: Db,
  table: PgTable,
  ownerAccountSid: string,
  sids: readonly string[],
  at: Date,
): Promise<void> {
  const moment = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`update ${table} set vanished_at = ${moment}
    where sid in ${sids} and owner_account_sid = ${ownerAccountSid} and vanished_at is null and synced_at <= ${moment}`);
}

function insertRecordset(table: PgTable, records: readonly Row[]): SQL {
  const columns = sql.join(
    [...columnNames(table).values()].map((column) => sql.identifier(column)),
    sql`, `,
  );
  return sql`insert into ${table} (${columns})
    select ${columns} from json_populate_recordset(null::${table}, ${toRecordset(table, records)}::json)`;
}
