// The orders that a list can be read in, read from the schema.
import { type GraphQLObjectType, getNamedType, isInputObjectType } from 'graphql';
import { schema } from '../../src/graph.ts';
import { type List, wordsOf } from './filter-leaves.ts';

export type Sort = { list: List; field: string; direction: string };

/** Every field in both directions; none while the list has no `orderBy`. */
export function sortsOf(list: List): Sort[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const argument = query.getFields()[list]?.args.find(({ name }) => name === 'orderBy');
  const input = argument && getNamedType(argument.type);
  if (!input || !isInputObjectType(input)) return [];
  const { field, direction } = input.getFields();
  if (!field || !direction) return [];
  const directions = wordsOf(direction.type) ?? [];
  return (wordsOf(field.type) ?? []).flatMap((name) =>
    directions.map((way) => ({ list, field: name, direction: way })),
  );
}

/** The arguments that read a list in an order; without sorts, in its own. */
export function orderArgument(sorts: readonly Sort[]): string {
  const keys = sorts.map(({ field, direction }) => `{field: ${field}, direction: ${direction}}`);
  return keys.length > 0 ? `, orderBy: [${keys.join(', ')}]` : '';
}
