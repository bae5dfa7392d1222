// Everything that a filter can ask, read from the schema itself: a field that is added is tested without a line here.
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { schema } from '../../src/graph.ts';

/** The filter of each list. */
export const lists = {
  activeNumbers: 'ActiveNumberFilter',
  hostedNumberOrders: 'OrderFilter',
  authorizationDocuments: 'DocumentFilter',
} as const;
export type List = keyof typeof lists;

/** One field of a filter, with the way to it; through a link at most once. */
export type FilterLeaf = {
  list: List;
  path: readonly string[];
  /** Whose field it is: the list's own filter, or that of the linked record. */
  of: (typeof lists)[List];
  /** The way to it from there. */
  field: string;
  input: GraphQLInputType;
};

/** What one operator of a leaf is given; `operator` is empty where the field takes a value itself. */
export type Question = { operator: string; type: GraphQLInputType };

const roots: readonly string[] = Object.values(lists);
const junctions = ['and', 'or', 'not'];

/** The leaves of every filter, and those behind each link from it. */
export function filterLeaves(): FilterLeaf[] {
  return (Object.keys(lists) as List[]).flatMap((list) => leavesOf(list, lists[list], [], lists[list], []));
}

/** The operators of a leaf. */
export function questionsOf({ input }: FilterLeaf): Question[] {
  const type = getNamedType(input);
  if (!isInputObjectType(type) || !type.name.endsWith('Op')) return [{ operator: '', type: input }];
  return Object.values(type.getFields()).map((field) => ({ operator: field.name, type: field.type }));
}

/** The filter that puts one question. */
export function filterOf({ path }: FilterLeaf, operator: string, value: unknown): object {
  const names = operator === '' ? path : [...path, operator];
  return names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

/** Words of an enum, null when the type is none. */
export function wordsOf(type: GraphQLInputType): string[] | null {
  const named = getNamedType(type);
  return isEnumType(named) ? named.getValues().map((value) => value.name) : null;
}

export function isList(type: GraphQLInputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function leavesOf(
  list: List,
  typeName: string,
  path: readonly string[],
  of: FilterLeaf['of'],
  within: readonly string[],
): FilterLeaf[] {
  const isLinked = path.length > within.length;
  const fields = Object.values((schema.getType(typeName) as GraphQLInputObjectType).getFields());
  return fields.flatMap((field): FilterLeaf[] => {
    const next = getNamedType(field.type);
    const at = [...path, field.name];
    if (junctions.includes(field.name) || (isLinked && field.name === 'vanished')) return [];
    if (roots.includes(next.name))
      return isLinked ? [] : leavesOf(list, next.name, at, next.name as FilterLeaf['of'], []);
    if (next.name.endsWith('Filter')) return leavesOf(list, next.name, at, of, [...within, field.name]);
    return [{ list, path: at, of, field: [...within, field.name].join('.'), input: field.type }];
  });
}
