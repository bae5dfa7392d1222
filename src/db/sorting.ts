// What lists are ordered by: the keys of an order, how pages begin after a row, and what a cursor holds of it.
import { and, or, type SQL, sql } from 'drizzle-orm';
import { keyOfField } from './field-indexes.ts';
import { textKeyOf, timeKeyOf } from './field-keys.ts';
import type { FieldScope } from './field-scope.ts';
import { type Field, fieldsOf } from './fields.ts';

/** One key of an order; its value in a cursor is text. None is ever null: a missing value has a key behind all others. */
export type SortKey<Row> = {
  expression: SQL;
  type: 'text' | 'timestamptz' | 'bigint';
  descending: boolean;
  valueOf(row: Row): string;
};

/** The keys of a list, in their order; unique together, the last one is the sid or id. */
export type Order<Row> = readonly SortKey<Row>[];

/** One wish of a client: a name of the list's sort enum. */
export type SortWish = { field: string; descending: boolean };

/** The fields of a list that it can be ordered by, under their names in the graph. */
export function sortFieldsOf(fields: Pick<FieldScope, 'tree'>): ReadonlyMap<string, Field> {
  return new Map(fieldsOf(fields.tree).flatMap(({ field }) => (field.sort ? [[field.sort, field] as const] : [])));
}

/**
 * The order that is wished for, made unique by the keys of the list's own order, which go the way of the last wish: so one
 * wish is a walk along one index, either way.
 */
export function orderBy<Row extends object>(
  fields: FieldScope,
  wishes: readonly SortWish[],
  listKeys: readonly string[],
): Order<Row> {
  const sortable = sortFieldsOf(fields);
  const wished = wishes.map(({ field: name, descending }) => {
    const field = sortable.get(name);
    if (!field) throw new Error(`no field ${name} to sort by`);
    return { field, descending };
  });
  const descending = wished.at(-1)?.descending ?? false;
  const own = fieldsOf(fields.tree).map(({ field }) => field);
  const rest = listKeys.flatMap((column) => {
    if (wished.some(({ field }) => field.column === column)) return [];
    const field = own.find((each) => each.column === column);
    return field ? [{ field, descending }] : [];
  });
  return [...wished, ...rest].map((key) => sortKey<Row>(fields, key.field, key.descending));
}

/** The columns of the words and times that are sorted by are the values themselves; texts sort by their keys. */
function sortKey<Row extends object>(fields: FieldScope, field: Field, descending: boolean): SortKey<Row> {
  const column = fields.columnOf(field.column);
  const property = fields.propertyOf(field.column);
  const valueIn = (row: Row): unknown => Reflect.get(row, property);
  const key = { expression: sql`${'table' in column ? keyOfField(field, column) : column}`, descending };
  if (field.kind === 'time')
    return { ...key, type: 'timestamptz', valueOf: (row) => timeKeyOf(valueIn(row) as Date | null) };
  if (field.kind === 'text')
    return { ...key, type: 'text', valueOf: (row) => textKeyOf(valueIn(row) as string | null) };
  return { ...key, type: 'text', valueOf: (row) => String(valueIn(row)) };
}

/** As it stands after `order by`, or the other way round. */
export function orderTerms<Row>(order: Order<Row>, backward: boolean): SQL[] {
  // Two words and no more: an index in ascending order serves both when all keys run the same way.
  return order.map((key) => sql`${key.expression} ${key.descending !== backward ? sql`desc` : sql`asc`}`);
}

/**
 * The rows on one side of a place in the order, `inclusive`: its own row too. Keys that all run the same way are compared
 * as one row, which PostgreSQL answers from the index; else the first key bounds what is read, and the rest is compared.
 */
export function beyond<Row>(
  order: Order<Row>,
  values: readonly string[],
  side: 'before' | 'after',
  inclusive = false,
): SQL {
  const bounds = order.map((key, index) => sql`${values[index]}::${sql.raw(key.type)}`);
  const isGreater = order.map((key) => key.descending === (side === 'before'));
  if (isGreater.every((greater) => greater === isGreater[0])) {
    const columns = sql.join(
      order.map((key) => key.expression),
      sql`, `,
    );
    return sql`(${columns}) ${compare(isGreater[0] ?? true, inclusive)} (${sql.join(bounds, sql`, `)})`;
  }
  const steps = order.map((key, index) => {
    const isLast = index === order.length - 1;
    const same = order.slice(0, index).map((earlier, at) => sql`${earlier.expression} = ${bounds[at]}`);
    return and(
      ...same,
      sql`${key.expression} ${compare(isGreater[index] ?? true, inclusive && isLast)} ${bounds[index]}`,
    );
  });
  const first = sql`${order[0]?.expression} ${compare(isGreater[0] ?? true, true)} ${bounds[0]}`;
  return sql`(${first} and ${or(...steps)})`;
}

function compare(greater: boolean, inclusive: boolean): SQL {
  if (greater) return inclusive ? sql`>=` : sql`>`;
  return inclusive ? sql`<=` : sql`<`;
}
