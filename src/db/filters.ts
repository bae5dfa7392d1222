// Where a filter becomes SQL: the walk over its branches. What a field can be asked is in filters-operators.ts, which
// fields there are in filters-fields.ts. Column names come from there and never from the input.
import { and, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { FilterFields } from './filters-fields.ts';
import { applyOperator, complement, type FilterField, FilterValueError } from './filters-operators.ts';

/** How deep `and`, `or` and `not` may stand in each other. */
const depthMax = 5;
/** How many values and branches one filter may hold: a statement takes 65,535 parameters, a caseless value needs two. */
const sizeMax = 5000;

/** A filter that breaks a rule; `path` begins below the filter. */
export class FilterError extends Error {
  readonly path: readonly string[];
  readonly rule: string;
  readonly value: unknown;
  constructor(path: readonly string[], rule: string, value: unknown) {
    super(`${path.join('.')} ${rule}`);
    this.path = path;
    this.rule = rule;
    this.value = value;
  }
}

/** A filter made SQL. `vanished` is undefined where the filter does not speak of it. */
export type CompiledFilter = { where: SQL | undefined; vanished: boolean | undefined };

/** No filter at all. */
export const everything: CompiledFilter = { where: undefined, vanished: undefined };

/**
 * Makes a condition of a filter that GraphQL has let through; an absent filter and `{}` are everything. `now` is what
 * `within` counts back from. Throws FilterError.
 */
export function compileFilter(fields: FilterFields, filter: object | null | undefined, now: Date): CompiledFilter {
  if (filter === null || filter === undefined) return everything;
  const { vanished, ...conditions }: { vanished?: unknown } = { ...filter };
  if (vanished === null) throw new FilterError(['vanished'], nullRule, null);
  const walk: Walk = { now, left: sizeMax };
  const where = and(...compileBranch(fields, conditions, [], 0, walk));
  return { where, vanished: typeof vanished === 'boolean' ? vanished : undefined };
}

/** The rows that Twilio still has, or those it no longer has. Every list has one of the two; the indexes are partial. */
export function vanishedCondition(column: PgColumn, vanished: boolean | undefined): SQL {
  return vanished ? sql`${column} is not null` : sql`${column} is null`;
}

type Walk = { readonly now: Date; left: number };
const nullRule = 'must not be null: leave it out, or ask for rows without a value by isNull: true';

function compileBranch(fields: FilterFields, input: object, path: string[], depth: number, walk: Walk): SQL[] {
  return given(input, path).map(([name, value]) => {
    const at = [...path, name];
    spend(walk, at);
    if (name === 'and' || name === 'or' || name === 'not') {
      return compileJunction(fields, name, value, at, depth + 1, walk);
    }
    if (name === 'vanished') throw new FilterError(at, 'may stand at the top of a filter only', value);
    const field = fields[name];
    if (field === undefined) throw new FilterError(at, 'cannot be filtered', value);
    if (!isField(field)) return everyOf(compileBranch(field, asObject(value), at, depth, walk));
    if (field.kind === 'present') return apply(field, 'eq', value, at, walk);
    return everyOf(
      given(asObject(value), at).map(([operator, operand]) => apply(field, operator, operand, [...at, operator], walk)),
    );
  });
}

function compileJunction(
  fields: FilterFields,
  name: 'and' | 'or' | 'not',
  value: unknown,
  path: string[],
  depth: number,
  walk: Walk,
): SQL {
  if (depth > depthMax) throw new FilterError(path, `is too deep: and, or and not may stand ${depthMax} deep`, depth);
  if (name === 'not') return complement(everyOf(compileBranch(fields, asObject(value), path, depth, walk)));
  if (!Array.isArray(value) || value.length === 0) throw new FilterError(path, 'must not be empty', value);
  const branches = value.map((branch, index) => {
    spend(walk, path);
    return everyOf(compileBranch(fields, asObject(branch), [...path, String(index)], depth, walk));
  });
  return (name === 'and' ? and(...branches) : or(...branches)) ?? sql`true`;
}

function apply(field: FilterField, operator: string, value: unknown, path: string[], walk: Walk): SQL {
  spend(walk, path, Array.isArray(value) ? value.length : 1);
  try {
    return applyOperator(field, operator, value, walk.now);
  } catch (error) {
    if (error instanceof FilterValueError) throw new FilterError(path, error.message, value);
    throw error;
  }
}

/** What is said in an input object: absent is no condition, null is a mistake. */
function given(input: object, path: string[]): [string, unknown][] {
  return Object.entries(input).filter(([name, value]) => {
    if (value === null) throw new FilterError([...path, name], nullRule, null);
    return value !== undefined;
  });
}

function spend(walk: Walk, path: string[], cost = 1): void {
  walk.left -= cost;
  if (walk.left < 0)
    throw new FilterError(path, `is one too many: a filter may hold ${sizeMax} values and branches`, sizeMax);
}

function everyOf(conditions: SQL[]): SQL {
  return and(...conditions) ?? sql`true`;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function isField(field: FilterField | FilterFields): field is FilterField {
  return typeof field['kind'] === 'string';
}
