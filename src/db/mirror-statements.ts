// The statements that write the mirror, one function each. Only mirror/ingest calls them, inside its transaction.
import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Db, rows } from './client.ts';
import { columnShapes, stringList } from './columns.ts';
import type { authorizationDocuments, hostedNumberOrders } from './tables.ts';

export type StatusTable = typeof hostedNumberOrders | typeof authorizationDocuments;
/** Facts by field of the table, and the fields that are the same for all of them. */
export type Batch = { records: readonly { sid: string }[]; shared: Record<string, unknown> };

/** What the mirror knew of a record before, as far as a transition is judged by it. */
export type Known = {
  sid: string;
  accountSid: string;
  status: string;
  dateUpdated: Date;
  syncedAt: Date;
  statusSince: Date | null;
  vanished: boolean;
  /** How far ownership has been proved; null for documents. */
  verification: Verification | null;
};

export type Verification = { verificationAttempts: number; verificationDocumentSid: string | null };

/** Columns that keep what they have: set once, or never given back by Twilio. */
const kept: Record<string, (table: string) => string> = {
  first_seen_at: (table) => `"${table}".first_seen_at`,
  hosted_numbers_access: (table) => `"${table}".hosted_numbers_access`,
  numbers_read_from: (table) => `"${table}".numbers_read_from`,
  created_here: (table) => `"${table}".created_here or excluded.created_here`,
  status_since: (table) =>
    `case when "${table}".status = excluded.status and "${table}".vanished_at is null then "${table}".status_since else excluded.status_since end`,
  callback_seen_at: (table) => `"${table}".callback_seen_at`,
  // The list of a document's orders leaves it out.
  url: (table) => `coalesce(excluded.url, "${table}".url)`,
  contact_title: (table) => `coalesce(excluded.contact_title, "${table}".contact_title)`,
  contact_phone_number: (table) => `coalesce(excluded.contact_phone_number, "${table}".contact_phone_number)`,
};

/** Inserts what is missing and returns its sids. Waits for a writer that inserts the same sid, so one of the two wins. */
export async function insertMissing(tx: Db, table: PgTable, batch: Batch): Promise<Set<string>> {
  const inserted = await rows<{ sid: string }>(
    tx,
    sql`${insertBatch(table, batch)} on conflict (sid) do nothing returning sid`,
  );
  return new Set(inserted.map((row) => row.sid));
}

/** Inserts or replaces, unless the row there comes from a request that started later, or from another tenant. */
export async function upsertNewer(tx: Db, table: PgTable, batch: Batch): Promise<void> {
  const name = getTableName(table);
  const assignments = columnShapes(table)
    .filter((column) => column.name !== 'sid')
    .map((column) => sql.raw(`"${column.name}" = ${kept[column.name]?.(name) ?? `excluded."${column.name}"`}`));
  await tx.execute(
    sql`${insertBatch(table, batch)}
      on conflict (sid) do update set ${sql.join(assignments, sql`, `)}
      where ${table}.synced_at <= excluded.synced_at and ${table}.owner_account_sid = excluded.owner_account_sid`,
  );
}

/** Locks what is there, in the order of sids, and says what it was. Rows of another tenant are not seen. */
export async function lockKnown(
  tx: Db,
  table: StatusTable,
  ownerAccountSid: string,
  sids: readonly string[],
): Promise<Map<string, Known>> {
  if (sids.length === 0) return new Map();
  const isOrders = 'verificationAttempts' in table;
  const found = await tx
    .select({
      sid: table.sid,
      accountSid: table.accountSid,
      status: table.status,
      dateUpdated: table.dateUpdated,
      syncedAt: table.syncedAt,
      statusSince: table.statusSince,
      vanishedAt: table.vanishedAt,
      attempts: isOrders ? table.verificationAttempts : sql<null>`null`,
      documentSid: isOrders ? table.verificationDocumentSid : sql<null>`null`,
    })
    .from(table)
    .where(sql`${table.ownerAccountSid} = ${ownerAccountSid} and ${table.sid} in ${stringList(sids)}`)
    .orderBy(table.sid)
    .for('update');
  return new Map(
    found.map(({ vanishedAt, attempts, documentSid, ...row }) => {
      const verification =
        attempts === null ? null : { verificationAttempts: attempts, verificationDocumentSid: documentSid };
      return [row.sid, { ...row, verification, vanished: vanishedAt !== null }];
    }),
  );
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
    where sid in ${stringList(sids)} and owner_account_sid = ${ownerAccountSid} and vanished_at is null and synced_at <= ${moment}`);
}

/** In the order of sids, so that two writers lock in the same order. */
function insertBatch(table: PgTable, { records, shared }: Batch): SQL {
  const columns = columnShapes(table);
  const json = JSON.stringify([...records].sort((a, b) => (a.sid < b.sid ? -1 : 1)));
  const own = columns.filter((column) => !(column.field in shared));
  const names = sql.raw(columns.map((column) => `"${column.name}"`).join(', '));
  const definitions = sql.raw(own.map((column) => `"${column.field}" ${column.type}`).join(', '));
  const values = columns.map((column) =>
    column.field in shared
      ? sql`${toParameter(shared[column.field])}::${sql.raw(column.type)}`
      : sql.raw(`record."${column.field}"`),
  );
  return sql`insert into ${table} (${names})
    select ${sql.join(values, sql`, `)} from json_to_recordset(${json}::json) as record (${definitions})`;
}

/** postgres.js takes no Date in a raw statement. */
function toParameter(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
