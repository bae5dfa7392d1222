// The indexes of a list, made of its fields. Those that are followed by the order of the list let a page be a walk along
// one index; in the others equal values lie together, so that they stay small. They leave out what Twilio no longer has.
import { isNotNull, isNull, type SQL } from 'drizzle-orm';
import { type ExtraConfigColumn, index, type PgColumn } from 'drizzle-orm/pg-core';
import { reversedKey, textKey, timeKey, wordsKey } from './field-keys.ts';
import { type Field, type FieldTree, fieldsOf, type PlaceField, type SearchField } from './fields.ts';

type Columns = Readonly<Record<string, ExtraConfigColumn>>;
type Key = ExtraConfigColumn | SQL;

/** Indexes of `table`, whose list is in the order of the columns `order`. Throws where a definition names no column. */
export function indexesOf(table: string, columns: Columns, tree: FieldTree, order: readonly string[]) {
  const columnOf = (name: string) => namedColumn(columns, name);
  const keyOf = (field: Field) => keyOfField(field, columnOf(field.column)) as Key;
  const live = isNull(columnOf('vanishedAt'));
  const onTenant = (name: string, keys: readonly Key[]) =>
    index(`${table}_${name}`).on(columnOf('ownerAccountSid'), ...(keys as [ExtraConfigColumn]));
  const listKeys = order.map(columnOf);
  const fields = oncePerColumn(tree);
  const single = fields.flatMap((field) => {
    const name = snakeCase(field.column);
    if (field.index === 'ordered') return [onTenant(name, [keyOf(field), ...listKeys]).where(live)];
    if (field.index === 'own') return [onTenant(name, [keyOf(field)]).where(live)];
    if (field.index === 'elements') return [index(`${table}_${name}`).using('gin', columnOf(field.column)).where(live)];
    return [];
  });
  const shared = [...new Set(fields.map(sharedOf).filter((name) => name !== null))].map((name) => {
    const members = fields.filter((field) => sharedOf(field) === name).map(keyOf);
    return onTenant(name, members).where(live);
  });
  const searched = Object.values(tree).flatMap((node) =>
    node.kind === 'search' ? searchIndexes(table, node, columnOf, onTenant, live) : [],
  );
  const places = placesOf(tree).map(({ latitude, longitude }) =>
    onTenant('place', [columnOf(latitude), columnOf(longitude)]).where(live),
  );
  return [
    onTenant('list', listKeys).where(live),
    onTenant('vanished', listKeys).where(isNotNull(columnOf('vanishedAt'))),
    // What facets count, so that no row need be read for them; days are counted along the list.
    onTenant(
      'counted',
      fields
        .filter((field) => field.facet !== undefined && field.kind !== 'time')
        .map((field) => columnOf(field.column)),
    ).where(live),
    ...single,
    ...shared,
    ...searched,
    ...places,
  ];
}

/**
 * What the indexes of a list hold that is no column, under the names of their statistics. PostgreSQL looks at the
 * statistics of an index on expressions only where it leaves no rows out; without any it guesses, and reads a whole list
 * for ten rows. They are made by migrations of their own: Drizzle does not know them.
 */
export function expressionsOf(table: string, columns: Readonly<Record<string, PgColumn>>, tree: FieldTree) {
  const columnOf = (name: string) => namedColumn(columns, name);
  const keys = oncePerColumn(tree).flatMap((field) => {
    const key = keyOfField(field, columnOf(field.column));
    return 'table' in key ? [] : [{ name: `${table}_${snakeCase(field.column)}_key`, expression: key }];
  });
  const searched = Object.values(tree).flatMap((node) => {
    if (node.kind !== 'search') return [];
    const words = { name: `${table}_words_key`, expression: wordsKey(node.texts.map(columnOf)) };
    if (node.phoneNumber === undefined) return [words];
    return [words, { name: `${table}_last_digits_key`, expression: reversedKey(columnOf(node.phoneNumber)) }];
  });
  return [...keys, ...searched];
}

/** What an index holds of a field: its column, or a key that a missing value has as well. */
export function keyOfField(field: Pick<Field, 'kind'>, column: PgColumn): PgColumn | SQL {
  if (field.kind === 'text') return textKey(column);
  if (field.kind === 'time' && !column.notNull) return timeKey(column);
  return column;
}

function placesOf(tree: FieldTree): PlaceField[] {
  return Object.values(tree).flatMap((node) => {
    if (node.kind === 'group') return placesOf(node.fields);
    return node.kind === 'near' ? [node] : [];
  });
}

function searchIndexes(
  table: string,
  search: SearchField,
  columnOf: (name: string) => ExtraConfigColumn,
  onTenant: (name: string, keys: readonly Key[]) => ReturnType<ReturnType<typeof index>['on']>,
  live: SQL,
) {
  const words = index(`${table}_words`)
    .using('gin', wordsKey(search.texts.map(columnOf)))
    .where(live);
  if (search.phoneNumber === undefined) return [words];
  return [words, onTenant('last_digits', [reversedKey(columnOf(search.phoneNumber))]).where(live)];
}

/** Two fields of the graph may stand on one column: it has one index. */
function oncePerColumn(tree: FieldTree): Field[] {
  return [...new Map(fieldsOf(tree).map(({ field }) => [field.column, field])).values()];
}

function sharedOf(field: Field): string | null {
  return typeof field.index === 'object' ? field.index.shared : null;
}

function namedColumn<Column>(columns: Readonly<Record<string, Column>>, name: string): Column {
  const column = columns[name];
  if (!column) throw new Error(`there is no column ${name}`);
  return column;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
