// The arguments of a list, checked: how much, from where, under which filter.
import type { Context } from '../context.ts';
import type { FieldScope } from '../db/field-scope.ts';
import { type CompiledFilter, compileFilter, FilterError } from '../db/filters.ts';
import type { Window } from '../db/pages.ts';
import { decodeCursor } from '../db/pages-cursor.ts';
import type { List } from '../db/pages-lists.ts';
import type { Order } from '../db/sorting.ts';
import { builder } from '../schema/builder.ts';
import { badCursor, badUserInput } from './bad-input.ts';

const pageSizeMax = 100;
const pageSizeDefault = 50;

export type WindowArguments = {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
};

/** The arguments that every connection takes beside its filter. */
export const windowFields = builder.args((t) => ({
  first: t.int({
    description: `The first so many records after \`after\`: 1 to ${pageSizeMax}, ${pageSizeDefault} without it.`,
  }),
  after: t.string({ description: 'Only records behind this cursor.' }),
  last: t.int({
    description: `The last so many records before \`before\`: 1 to ${pageSizeMax}. Not beside \`first\`.`,
  }),
  before: t.string({ description: 'Only records in front of this cursor.' }),
}));

/** The window that `first`, `after`, `last` and `before` name. Throws BAD_USER_INPUT or BAD_CURSOR. */
export function readWindow<Row>(
  args: WindowArguments,
  order: Order<Row>,
  scope: string,
  context: Context,
): Window<Row> {
  const { first, last } = args;
  if (isGiven(first) && isGiven(last)) throw badUserInput('last', 'must not stand beside first', last);
  return {
    order,
    limit: pageSizeOf('first', first) ?? pageSizeOf('last', last) ?? pageSizeDefault,
    backward: isGiven(last),
    after: readCursor('after', args.after, scope, context),
    before: readCursor('before', args.before, scope, context),
  };
}

/** A filter made SQL; a mistake in it is BAD_USER_INPUT with the path to it. */
export function readFilter(
  argument: string,
  fields: FieldScope,
  filter: object | null | undefined,
  context: Context,
): CompiledFilter {
  try {
    const { now, ownerAccountSid } = context.services;
    return compileFilter(fields, filter, { ownerAccountSid, now: now() });
  } catch (error) {
    if (error instanceof FilterError) throw badUserInput([argument, ...error.path].join('.'), error.rule, error.value);
    throw error;
  }
}

/** What `orderBy` takes: fields of the list's sort enum, the first counts most. */
export type SortArgument = readonly { field: string; direction: 'ASC' | 'DESC' }[];

/** The order that is asked for, or the list's own. Throws BAD_USER_INPUT. */
export function readOrder<Row>(list: List<Row>, sorts: SortArgument | null | undefined): Order<Row> {
  if (!isGiven(sorts)) return list.order;
  if (sorts.length === 0) throw badUserInput('orderBy', 'must not be empty', sorts);
  const names = sorts.map((sort) => sort.field);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) throw badUserInput(`orderBy.${twice}.field`, 'must not come twice', names[twice]);
  return list.orderBy(sorts.map(({ field, direction }) => ({ field, descending: direction === 'DESC' })));
}

function pageSizeOf(argument: string, size: number | null | undefined): number | null {
  if (!isGiven(size)) return null;
  if (size >= 1 && size <= pageSizeMax) return size;
  throw badUserInput(argument, `must be 1 to ${pageSizeMax}`, size);
}

function readCursor(argument: string, cursor: string | null | undefined, scope: string, context: Context) {
  if (!isGiven(cursor)) return null;
  const values = decodeCursor(context.services.cursorKey, scope, cursor);
  if (values === null) throw badCursor(argument);
  return values;
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
