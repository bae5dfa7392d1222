// From a table's fields to the names and types of its columns, for the statements that write a page of rows from one
// JSON parameter: a seventh of the time of a statement with a placeholder per value, and no limit of 65,535 of them.
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';

export type ColumnShape = { field: string; name: string; type: string };

type Column = PgTable['_']['columns'][string];

const shapes = new Map<PgTable, readonly ColumnShape[]>();

/** The columns of a table that can be written, in its order. */
export function columnShapes(table: PgTable): readonly ColumnShape[] {
  const known = shapes.get(table);
  if (known) return known;
  const written = Object.entries(getTableColumns(table)).filter(([, column]) => column.generated === undefined);
  const shape = written.map(([field, column]) => ({
    field,
    name: nameOf(field, column),
    type: column.getSQLType(),
  }));
  shapes.set(table, shape);
  return shape;
}

/** The names of the columns that PostgreSQL generates from others. */
export function generatedNames(table: PgTable): string[] {
  const generated = Object.entries(getTableColumns(table)).filter(([, column]) => column.generated !== undefined);
  return generated.map(([field, column]) => nameOf(field, column));
}

function nameOf(field: string, column: Column): string {
  return column.keyAsName ? toSnakeCase(field) : column.name;
}

/** Rows as a source of a statement: the columns they are for, their values there, and what to select these from. */
export type Recordset = { names: SQL; values: SQL; source: SQL };

/** Rows of a table from one JSON parameter, in their order; keys are its fields, of which `isMeant` picks some. */
export function recordset(
  table: PgTable,
  records: readonly object[],
  isMeant: (field: string) => boolean = () => true,
): Recordset {
  const columns = columnShapes(table).filter(({ field }) => isMeant(field));
  const list = (show: (column: ColumnShape) => string) => sql.raw(columns.map(show).join(', '));
  const definitions = list(({ field, type }) => `"${field}" ${type}`);
  return {
    names: list(({ name }) => `"${name}"`),
    values: list(({ field }) => `record."${field}"`),
    source: sql`json_to_recordset(${JSON.stringify(records)}::json) as record (${definitions})`,
  };
}

type RecordColumns = { sid: Column; ownerAccountSid: Column };

/**
 * Whether a row is the tenant's and one of these. It is looked up by its sid and by nothing else: nearly all rows are
 * the tenant's, but before the first statistics PostgreSQL takes them to be few, and would read all of them. `is true`
 * keeps the comparison from the indexes.
 */
export function isNamed(table: RecordColumns, ownerAccountSid: string, sids: readonly string[]): SQL {
  return sql`${table.sid} = any(array${stringList(sids)}) and ${isOwned(table, ownerAccountSid)}`;
}

/** Whether a row is the tenant's, of rows that are found by something else (see isNamed). */
export function isOwned(table: Pick<RecordColumns, 'ownerAccountSid'>, ownerAccountSid: string): SQL {
  return sql`(${table.ownerAccountSid} = ${ownerAccountSid}) is true`;
}

/** A list of strings as one parameter, to stand after `in`. */
export function stringList(values: readonly string[]): SQL {
  return sql`(select json_array_elements_text(${JSON.stringify(values)}::json))`;
}
