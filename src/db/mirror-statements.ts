// The statements that write the mirror, one function each. Only mirror/ingest calls them, inside its transaction.
import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Db, rows } from './client.ts';
import { columnShapes, generatedNames, isNamed, isOwned, recordset, stringList } from './columns.ts';
import type { activeNumbers, authorizationDocuments, hostedNumberOrders } from './tables.ts';

export type StatusTable = typeof hostedNumberOrders | typeof authorizationDocuments;
export type RecordTable = StatusTable | typeof activeNumbers;
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

/** Columns that keep what they have: set once, or never given back by Twilio. `given` is what was observed now. */
const kept: Record<string, (table: string, given: string) => string> = {
  first_seen_at: (table) => `"${table}".first_seen_at`,
  hosted_numbers_access: (table) => `"${table}".hosted_numbers_access`,
  numbers_read_from: (table) => `"${table}".numbers_read_from`,
  created_here: (table, given) => `"${table}".created_here or ${given}.created_here`,
  status_since: (table, given) =>
    `case when "${table}".status = ${given}.status and "${table}".vanished_at is null then "${table}".status_since else ${given}.status_since end`,
  callback_seen_at: (table) => `"${table}".callback_seen_at`,
  // The list of a document's orders leaves it out.
  url: (table, given) => `coalesce(${given}.url, "${table}".url)`,
  contact_title: (table, given) => `coalesce(${given}.contact_title, "${table}".contact_title)`,
  contact_phone_number: (table, given) => `coalesce(${given}.contact_phone_number, "${table}".contact_phone_number)`,
};

/** What the column of a row that is there becomes. */
function writtenValue(column: string, table: string, given: string): string {
  return kept[column]?.(table, given) ?? `${given}."${column}"`;
}

/**
 * Columns of ours that say how and when we looked, or follow from others: when only they differ, nothing has changed.
 * What PostgreSQL generates of them is content again: it is what people see.
 */
const bookkeeping: readonly string[] = [
  'first_seen_at',
  'synced_at',
  'source',
  'created_here',
  'status_since',
  'callback_seen_at',
];

/** A record whose content has changed, and its row before, as JSON; null when it was not there. */
export type Changed = { sid: string; before: string | null };

/**
 * Inserts what is missing and returns its sids. Waits for a writer that inserts the same sid, so one of the two wins.
 * Most records are there, and to try to insert them all would cost as much as to write them: so it is looked first.
 */
export async function insertMissing(tx: Db, table: RecordTable, batch: Batch): Promise<Set<string>> {
  const sids = batch.records.map((record) => record.sid);
  const found = await rows<{ sid: string }>(
    tx,
    sql`select sid from ${table} where sid = any(array${stringList(sids)})`,
  );
  const there = new Set(found.map((row) => row.sid));
  const records = batch.records.filter((record) => !there.has(record.sid));
  if (records.length === 0) return new Set();
  const inserted = await rows<{ sid: string }>(
    tx,
    sql`${insertBatch(table, { ...batch, records })} on conflict (sid) do nothing returning sid`,
  );
  return new Set(inserted.map((row) => row.sid));
}

/** Inserts or replaces, unless the row there comes from a request that started later, or from another tenant. */
export async function upsertNewer(tx: Db, table: PgTable, batch: Batch): Promise<void> {
  await tx.execute(upsertBatch(table, batch));
}

/** What no observation says, or each says anew. */
const unsaid: readonly string[] = [
  'sid',
  'owner_account_sid',
  'first_seen_at',
  'synced_at',
  'source',
  'status_since',
  'callback_seen_at',
];

/**
 * Marks rows that are what was observed as seen, and returns their sids: their content is not written, and they stay on
 * their page. All rows that are there are locked, in the order of sids, for what is to be done with the others.
 */
export async function confirmSame(tx: Db, table: RecordTable, { records, shared }: Batch): Promise<Set<string>> {
  const name = getTableName(table);
  const given = recordset(table, inOrder(records));
  const compared = columnShapes(table).filter((column) => !unsaid.includes(column.name));
  const rowOf = (show: (column: string) => string) => sql.raw(compared.map((column) => show(column.name)).join(', '));
  const there = rowOf((column) => `"${name}"."${column}"`);
  const written = rowOf((column) => writtenValue(column, name, 'given'));
  const [at, source] = [toParameter(shared['syncedAt']), toParameter(shared['source'])];
  const confirmed = await rows<{ sid: string }>(
    tx,
    sql`with given (${given.names}) as (select ${given.values} from ${given.source}),
      locked as (select ${table.sid}, (${there}) is not distinct from (${written}) as is_same
        from given join ${table} on ${table.sid} = given.sid and ${isOwned(table, String(shared['ownerAccountSid']))}
        order by ${table.sid} for update of ${table})
      update ${table} set synced_at = ${at}::timestamptz, source = ${source} from locked
      where ${table.sid} = locked.sid and is_same and synced_at <= ${at}::timestamptz returning ${table.sid}`,
  );
  return new Set(confirmed.map((row) => row.sid));
}

/**
 * Inserts or replaces as upsertNewer does, but rows that this transaction has locked, and says which of them have
 * changed. The rows before are those of the statement's snapshot: without the lock another writer could come between
 * the snapshot and the write.
 */
export function replaceNewer(tx: Db, table: RecordTable, batch: Batch): Promise<Changed[]> {
  const sids = batch.records.map((record) => record.sid);
  const written = columnShapes(table).map((column) => column.name);
  const content = [...written.filter((name) => !bookkeeping.includes(name)), ...generatedNames(table)];
  const rowOf = (alias: string) => sql.raw(`(${content.map((name) => `${alias}."${name}"`).join(', ')})`);
  return rows<Changed>(
    tx,
    sql`with old as (select * from ${table} where sid = any(array${stringList(sids)})),
      written as (${upsertBatch(table, batch)} returning *)
      select old.sid, jsonb_strip_nulls(to_jsonb(old))::text as before from old join written on written.sid = old.sid
      where ${rowOf('old')} is distinct from ${rowOf('written')} order by old.sid`,
  );
}

function upsertBatch(table: PgTable, batch: Batch): SQL {
  const name = getTableName(table);
  const assignments = columnShapes(table)
    .filter((column) => column.name !== 'sid')
    .map((column) => sql.raw(`"${column.name}" = ${writtenValue(column.name, name, 'excluded')}`));
  return sql`${insertBatch(table, batch)}
    on conflict (sid) do update set ${sql.join(assignments, sql`, `)}
    where ${table}.synced_at <= excluded.synced_at and ${table}.owner_account_sid = excluded.owner_account_sid`;
}

/** Locks what is there, in the order of sids. */
export async function lockRecords(
  tx: Db,
  table: RecordTable,
  ownerAccountSid: string,
  sids: readonly string[],
): Promise<void> {
  if (sids.length === 0) return;
  await tx.execute(
    sql`select sid from ${table} where ${isNamed(table, ownerAccountSid, sids)} order by sid for update`,
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
    .where(isNamed(table, ownerAccountSid, sids))
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

/**
 * Marks rows that this transaction has locked as gone, unless they are already, or a request after `at` has seen them.
 * A request that began before `at` and still saw them comes too late from then on.
 */
export function setVanished(
  tx: Db,
  table: RecordTable,
  ownerAccountSid: string,
  sids: readonly string[],
  at: Date,
): Promise<Changed[]> {
  const moment = sql`${at.toISOString()}::timestamptz`;
  const gone = sql`${isNamed(table, ownerAccountSid, sids)} and vanished_at is null and synced_at <= ${moment}`;
  return rows<Changed>(
    tx,
    sql`with old as (select * from ${table} where ${gone}),
      written as (update ${table} set vanished_at = ${moment}, synced_at = ${moment} where ${gone} returning sid)
      select old.sid, jsonb_strip_nulls(to_jsonb(old))::text as before from old join written on written.sid = old.sid
      order by old.sid`,
  );
}

/**
 * Remembers the first callback for orders that this transaction has locked; those that had one before stay as they are.
 * What is silent is sorted out behind the look-up by sid: beside it, the list was compared with every silent order.
 */
export function setCallbackSeen(
  tx: Db,
  table: typeof hostedNumberOrders,
  ownerAccountSid: string,
  sids: readonly string[],
  at: Date,
): Promise<Changed[]> {
  return rows<Changed>(
    tx,
    sql`with old as materialized (select * from ${table} where ${isNamed(table, ownerAccountSid, sids)}),
      silent as (select * from old where callback_seen_at is null),
      written as (update ${table} as seen set callback_seen_at = ${at.toISOString()}::timestamptz from silent
        where seen.sid = silent.sid returning seen.sid)
      select silent.sid, jsonb_strip_nulls(to_jsonb(silent))::text as before
      from silent join written on written.sid = silent.sid order by silent.sid`,
  );
}

function insertBatch(table: PgTable, { records, shared }: Batch): SQL {
  const own = recordset(table, inOrder(records), (field) => !(field in shared));
  const others = columnShapes(table).filter(({ field }) => field in shared);
  const names = sql.raw(others.map(({ name }) => `"${name}"`).join(', '));
  const values = others.map(({ field, type }) => sql`${toParameter(shared[field])}::${sql.raw(type)}`);
  return sql`insert into ${table} (${own.names}, ${names}) select ${own.values}, ${sql.join(values, sql`, `)} from ${own.source}`;
}

/** In the order of sids, so that two writers lock in the same order. */
function inOrder<Row extends { sid: string }>(records: readonly Row[]): Row[] {
  return [...records].sort((a, b) => (a.sid < b.sid ? -1 : 1));
}

/** postgres.js takes no Date in a raw statement. */
function toParameter(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
