// From a table's fields to the names of its columns, for the statements that write many rows from one JSON parameter.
import { getTableColumns } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';

/** Field name to column name, in the order of the table. */
export function columnNames(table: PgTable): Map<string, string> {
  return new Map(
    Object.entries(getTableColumns(table)).map(([field, column]) => [
      field,
      column.keyAsName ? toSnakeCase(field) : column.name,
    ]),
  );
}

/**
 * The rows as one JSON array keyed by column, sorted by sid, so that two writers lock in the same order. One parameter
 * for a page of rows: 7 times as fast as a statement with a placeholder per value, and no limit of 65,535.
 */
export function toRecordset(table: PgTable, rows: readonly ({ sid: string } & Record<string, unknown>)[]): string {
  const names = columnNames(table);
  const sorted = [...rows].sort((a, b) => (a.sid < b.sid ? -1 : 1));
  return JSON.stringify(
    sorted.map((row) => {
      const record: Record<string, unknown> = {};
      for (const [field, name] of names) record[name] = row[field] ?? null;
      return record;
    }),
  );
}
