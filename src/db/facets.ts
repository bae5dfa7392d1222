// How the records under a filter spread over the values of fields: all facets of a list in one statement, which reads the
// records once and groups them once for each field.
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Db, rows } from './client.ts';
import type { FieldScope } from './field-scope.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { Column } from './filters-operators.ts';
import type { Condition } from './pages.ts';
import type { List } from './pages-lists.ts';

/** How many records have which value, most first; equally many, by value. `total` is all records. */
export type FacetCounts = { values: readonly { value: string | null; count: number }[]; total: number };

/** No records at all. */
const none: FacetCounts = { values: [], total: 0 };

/** The words of an enum are all told: they are few, and several may be one word of the graph. */
const wordsMax = 1000;

/** The fields of a list that are counted, by their names in the graph. */
export function facetFieldsOf(fields: Pick<FieldScope, 'tree'>): ReadonlyMap<string, Field> {
  return new Map(fieldsOf(fields.tree).flatMap(({ field }) => (field.facet ? [[field.facet, field]] : [])));
}

/** Counts the records under a condition by each of the fields; of texts the `limit` values that most have. */
export async function countFacets<Row>(
  db: Db,
  list: List<Row>,
  where: Condition,
  fields: readonly Field[],
  limit: number,
): Promise<FacetCounts[]> {
  const [counts] = await countFacetsWithin(db, list, where, fields, limit, null);
  return counts ?? fields.map(() => none);
}

/** The same for the records of each parent, in the order of `sids`; `column` names the parent of a record. */
export async function countFacetsOfParents<Row>(
  db: Db,
  list: List<Row>,
  where: Condition,
  fields: readonly Field[],
  limit: number,
  parents: { column: PgColumn; sids: readonly string[] },
): Promise<FacetCounts[][]> {
  const condition = sql`${parents.column} in ${[...parents.sids]} and ${where ?? sql`true`}`;
  return countFacetsWithin(db, list, condition, fields, limit, parents);
}

type Counted = { parent: string | null; facet: number; value: string | null; count: number; total: number };

async function countFacetsWithin<Row>(
  db: Db,
  list: List<Row>,
  where: Condition,
  fields: readonly Field[],
  limit: number,
  parents: { column: PgColumn; sids: readonly string[] } | null,
): Promise<FacetCounts[][]> {
  // Two fields may stand on one column, which is grouped once.
  const columns = [...new Set(fields.map((field) => field.column))];
  const kindOf = (column: string) => fields.find((field) => field.column === column)?.kind;
  const name = (index: number) => sql.raw(`value_${index}`);
  const values = columns.map(
    (column, index) => sql`${countedValue(kindOf(column), list.fields.columnOf(column))} as ${name(index)}`,
  );
  const each = (term: (index: number) => SQL, separator: SQL) =>
    sql.join(
      columns.map((_column, index) => term(index)),
      separator,
    );
  const sets = each((index) => sql`(parent, ${name(index)})`, sql`, `);
  const isOf = (index: number) => sql`when grouping(${name(index)}) = 0 then`;
  const limits = columns.map((column) => (kindOf(column) === 'word' ? wordsMax : limit));
  const found = await rows<Counted>(
    db,
    sql`with counted as (
        select parent, count(*) as count,
          case ${each((index) => sql`${isOf(index)} ${sql.raw(String(index))}`, sql` `)} end as facet,
          case ${each((index) => sql`${isOf(index)} ${name(index)}`, sql` `)} end as value
        from (select ${parents?.column ?? sql`null::text`} as parent, ${sql.join(values, sql`, `)}
          from ${list.table} where ${where ?? sql`true`}) as record
        group by grouping sets (${sets})),
      ranked as (
        select *, sum(count) over of_facet as total, row_number() over (of_facet order by count desc, value) as rank
        from counted window of_facet as (partition by parent, facet))
      select parent, facet, value, count::int as count, total::int as total from ranked
      where rank <= (array[${sql.raw(limits.join(', '))}])[facet + 1] order by rank`,
  );
  return (parents?.sids ?? [null]).map((sid) =>
    fields.map((field) => {
      const facetIndex = columns.indexOf(field.column);
      const own = found.filter((row) => row.parent === sid && row.facet === facetIndex);
      return { values: own, total: own[0]?.total ?? 0 };
    }),
  );
}

/** A time is counted by its day in UTC. */
function countedValue(kind: Field['kind'] | undefined, column: Column): SQL {
  return kind === 'time' ? sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')` : sql`${column}`;
}
