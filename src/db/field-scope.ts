// Where the fields of a filter or an order are: the columns of a table, or of a copy of it under another name.
import { getTableColumns, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { FieldTree } from './fields.ts';
import type { Column } from './filters-operators.ts';

export type FieldScope = {
  tree: FieldTree;
  /** The column of that name, or what stands for it. Throws where there is none: a definition is wrong then. */
  columnOf(name: string): Column;
  /** Where a row has the value of that column. */
  propertyOf(name: string): string;
};

/** What stands for a column, and where a row has it. */
export type Substitute = { expression: SQL; property: string };

/** The fields of a table; `instead` has what stands for the columns of those names. */
export function scopeOf(
  table: PgTable,
  tree: FieldTree,
  instead: Readonly<Record<string, Substitute>> = {},
): FieldScope {
  const columns: Readonly<Record<string, Column>> = getTableColumns(table);
  return {
    tree,
    propertyOf: (name) => instead[name]?.property ?? name,
    columnOf(name) {
      const column = instead[name]?.expression ?? columns[name];
      if (column === undefined) throw new Error(`no column ${name}`);
      return column;
    },
  };
}
