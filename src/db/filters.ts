// Where a filter becomes SQL: the walk over its branches. What a field can be asked is in filters-operators.ts, which
// fields there are in fields-*.ts. Column names come from there and never from the input.
import { and, or, type SQL, sql } from 'drizzle-orm';
import type { FieldScope } from './field-scope.ts';
import { type Field, type FieldNode, isField } from './fields.ts';
import { openLink } from './filters-links.ts';
import { applyOperator, type Column, complement, FilterValueError } from './filters-operators.ts';
import { nearCondition, searchCondition } from './filters-search.ts';

/** How deep `and`, `or`, `not` and links may stand in each other. */
const depthMax = 5;
/** How many values and branches one filter may hold: the embedded database takes 32,767 parameters, a value needs up to three. */
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

/** A filter made SQL. `vanished` is undefined where the filter does not speak of it; `isLinked`: it asks other records too. */
export type CompiledFilter = { where: SQL | undefined; vanished: boolean | undefined; isLinked: boolean };

/** No filter at all. */
export const everything: CompiledFilter = { where: undefined, vanished: undefined, isLinked: false };

/** Whose records links lead to, and what `within` counts back from. */
export type FilterSetting = { ownerAccountSid: string; now: Date };

/**
 * Makes a condition of a filter that GraphQL has let through; an absent filter and `{}` are everything. Throws FilterError.
 */
export function compileFilter(
  fields: FieldScope,
  filter: object | null | undefined,
  setting: FilterSetting,
): CompiledFilter {
  if (filter === null || filter === undefined) return everything;
  const { vanished, ...conditions }: { vanished?: unknown } = { ...filter };
  if (vanished === null) throw new FilterError(['vanished'], nullRule, null);
  const walk: Walk = { ...setting, left: sizeMax, links: 0 };
  const where = and(...compileBranch(fields, conditions, { path: [], depth: 0 }, walk));
  return { where, vanished: typeof vanished === 'boolean' ? vanished : undefined, isLinked: walk.links > 0 };
}

type Walk = FilterSetting & { left: number; links: number };
/** Where a branch stands in the filter. */
type Branch = { path: readonly string[]; depth: number };
const nullRule = 'must not be null: leave it out, or ask for rows without a value by isNull: true';

function compileBranch(fields: FieldScope, input: object, at: Branch, walk: Walk): SQL[] {
  return given(input, at.path).map(([name, value]) => {
    const below = { path: [...at.path, name], depth: at.depth };
    spend(walk, below.path);
    if (name === 'and' || name === 'or' || name === 'not')
      return compileJunction(fields, name, value, deeper(below), walk);
    if (name === 'vanished') throw new FilterError(below.path, 'may stand at the top of a filter only', value);
    const node = fields.tree[name];
    if (node === undefined) throw new FilterError(below.path, 'cannot be filtered', value);
    return compileNode(fields, node, value, below, walk);
  });
}

function compileNode(fields: FieldScope, node: FieldNode, value: unknown, at: Branch, walk: Walk): SQL {
  if (isField(node)) return compileField(node, fields.columnOf(node.column), value, at, walk);
  switch (node.kind) {
    case 'group':
      return everyOf(compileBranch({ ...fields, tree: node.fields }, asObject(value), at, walk));
    case 'link': {
      walk.links += 1;
      const end = openLink(node.link, fields, walk.ownerAccountSid, `linked_${walk.links}`);
      return end.exists(everyOf(compileBranch(end.fields, asObject(value), deeper(at), walk)));
    }
    case 'near':
      return ruled(at.path, value, () => nearCondition(node, fields.columnOf, asObject(value)));
    case 'search':
      return ruled(at.path, value, () => searchCondition(node, fields.columnOf, value));
    default:
      return node satisfies never;
  }
}

function compileField(field: Field, column: Column, value: unknown, at: Branch, walk: Walk): SQL {
  const apply = (operator: string, operand: unknown, path: readonly string[]) => {
    spend(walk, path, Array.isArray(operand) ? operand.length : 1);
    return ruled(path, operand, () => applyOperator(field, column, operator, operand, walk.now));
  };
  if (field.kind === 'present') return apply('eq', value, at.path);
  return everyOf(
    given(asObject(value), at.path).map(([operator, operand]) => apply(operator, operand, [...at.path, operator])),
  );
}

function compileJunction(fields: FieldScope, name: 'and' | 'or' | 'not', value: unknown, at: Branch, walk: Walk): SQL {
  if (name === 'not') return complement(everyOf(compileBranch(fields, asObject(value), at, walk)));
  if (!Array.isArray(value) || value.length === 0) throw new FilterError(at.path, 'must not be empty', value);
  const branches = value.map((branch, index) => {
    spend(walk, at.path);
    return everyOf(compileBranch(fields, asObject(branch), { ...at, path: [...at.path, String(index)] }, walk));
  });
  return (name === 'and' ? and(...branches) : or(...branches)) ?? sql`true`;
}

/** One level down. Throws FilterError below the last. */
function deeper({ path, depth }: Branch): Branch {
  if (depth < depthMax) return { path, depth: depth + 1 };
  throw new FilterError(path, `is too deep: and, or, not and links may stand ${depthMax} deep`, depth + 1);
}

/** A value that breaks a rule is an error of the filter at its place. */
function ruled(path: readonly string[], value: unknown, apply: () => SQL): SQL {
  try {
    return apply();
  } catch (error) {
    if (error instanceof FilterValueError) throw new FilterError(path, error.message, value);
    throw error;
  }
}

/** What is said in an input object: absent is no condition, null is a mistake. */
function given(input: object, path: readonly string[]): [string, unknown][] {
  return Object.entries(input).filter(([name, value]) => {
    if (value === null) throw new FilterError([...path, name], nullRule, null);
    return value !== undefined;
  });
}

function spend(walk: Walk, path: readonly string[], cost = 1): void {
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
