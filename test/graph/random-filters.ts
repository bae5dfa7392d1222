// Random filters as clients write them, made of the definitions of fields and of the operators that the graph has for
// them: a field or an operator that is added is asked by itself.
import fc from 'fast-check';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { type Field, type FieldTree, isField, type LinkName } from '../../src/db/fields.ts';
import { schema } from '../../src/graph.ts';
import type { Filter } from './naive-filters.ts';
import { type ListName, lists, type Rows, texts } from './random-rows.ts';
import { now } from './rows.ts';

/** One condition: an operator of a field, a circle, a search, whether a capability is there. */
export type Leaf = { name: string; asked: fc.Arbitrary<Filter>; weight: number };
/** How many times as often a condition on several columns is to be asked. */
const weightOfMany = 25;

const ends: Record<LinkName, ListName> = {
  orderOfNumber: 'hostedNumberOrders',
  ordersOfDocument: 'hostedNumberOrders',
  numberOfOrder: 'activeNumbers',
  documentOfOrder: 'authorizationDocuments',
};

/** The input type of a list's filter. */
export function filterTypeOf(name: ListName): GraphQLInputObjectType {
  return asInputObject(schema.getType(lists[name].filter));
}

/** Every condition that a list's filter has, links aside. Operands are taken from `rows`, or a little beside them. */
export function leavesOf(name: ListName, rows: Rows): Leaf[] {
  return leavesIn(lists[name].list.fields.tree, filterTypeOf(name), name, rows);
}

function leavesIn(tree: FieldTree, type: GraphQLInputObjectType, list: ListName, rows: Rows): Leaf[] {
  const wrapped = (name: string, leaf: Leaf): Leaf => ({
    ...leaf,
    name: `${name}.${leaf.name}`,
    asked: leaf.asked.map((asked) => ({ [name]: asked })),
  });
  return Object.entries(tree).flatMap(([name, node]) => {
    const input = getNamedType(inputOf(type, name));
    if (isField(node)) return fieldLeaves(name, node, input, list, rows);
    if (node.kind === 'group') {
      return leavesIn(node.fields, asInputObject(input), list, rows).map((leaf) => wrapped(name, leaf));
    }
    if (node.kind === 'near')
      return [{ name, asked: circle(rows).map((asked) => ({ [name]: asked })), weight: weightOfMany }];
    if (node.kind === 'search') {
      const columns = [...node.texts, ...(node.phoneNumber ? [node.phoneNumber] : [])];
      return [{ name, asked: search(columns, list, rows).map((asked) => ({ [name]: asked })), weight: weightOfMany }];
    }
    return [];
  });
}

function fieldLeaves(name: string, field: Field, input: GraphQLInputType, list: ListName, rows: Rows): Leaf[] {
  if (!isInputObjectType(input)) return [{ name, asked: fc.boolean().map((asked) => ({ [name]: asked })), weight: 1 }];
  return Object.values(input.getFields()).map((operator) => ({
    name: `${name}.${operator.name}`,
    asked: operandOf(operator.type, operator.name, field, list, rows).map((operand) => ({
      [name]: { [operator.name]: operand },
    })),
    weight: 1,
  }));
}

function operandOf(
  type: GraphQLInputType,
  operator: string,
  field: Field,
  list: ListName,
  rows: Rows,
): fc.Arbitrary<unknown> {
  const inner = getNullableType(type);
  if (isListType(inner)) {
    return fc.array(operandOf(inner.ofType, operator, field, list, rows), { minLength: 1, maxLength: 4 });
  }
  const named = getNamedType(inner);
  if (isEnumType(named)) return fc.constantFrom(...named.getValues().map((value) => value.name));
  const stored = storedValues(field.column, list, rows);
  switch (named.name) {
    case 'String':
      return operator === 'eq' || operator === 'ne' || operator === 'in' || operator === 'notIn' || operator === 'has'
        ? textLike(stored.map(String))
        : partOf(stored.map(String));
    case 'Sid':
      return fc.oneof(
        fc.constantFrom(...(stored as string[])),
        fc.constantFrom(...(stored as string[])).map(otherCase),
      );
    case 'Int':
      return fc.oneof(
        fc.constantFrom(...(stored as number[])),
        fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
      );
    case 'Float':
      return fc.oneof(fc.constantFrom(...(stored as number[])), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return moment(stored as Date[]);
    case 'Duration':
      return fc.constantFrom('P7D', 'P1W', 'PT36H', 'P1DT1H30M', 'PT0S', 'P36500D', 'PT90.5S');
    default:
      throw new Error(`no operands of type ${named.name}`);
  }
}

const valuesMax = 200;
/** Values that some rows have in a column, items of lists one by one. */
function storedValues(column: string, list: ListName, rows: Rows): unknown[] {
  const values = rows[list].slice(0, valuesMax).flatMap((row) => row[column] ?? []);
  return values.length > 0 ? values : [texts[2]];
}

/** A stored text, with a slip here and there. */
function textLike(stored: readonly string[]): fc.Arbitrary<string> {
  const text = fc.constantFrom(...stored);
  return fc.oneof(
    { weight: 4, arbitrary: text },
    text.map((each) => each.toUpperCase()),
    text.map((each) => `${each} `),
    anyText,
  );
}

/** A piece of a stored text, in any case. */
function partOf(stored: readonly string[]): fc.Arbitrary<string> {
  const piece = fc
    .tuple(fc.constantFrom(...stored), fc.nat(), fc.nat())
    .map(([text, from, length]) => slice(text, from, length));
  const beginning = fc.tuple(fc.constantFrom(...stored), fc.nat()).map(([text, length]) => slice(text, 0, length));
  const cased = (text: fc.Arbitrary<string>) =>
    fc.oneof(
      text,
      text.map((each) => each.toUpperCase()),
      text.map((each) => each.toLowerCase()),
    );
  return fc.oneof(cased(beginning), cased(piece), fc.constantFrom(...texts), anyText);
}

/** Text that PostgreSQL can keep: fast-check gives no half of a surrogate pair in this unit. */
const anyText = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));

function slice(text: string, from: number, length: number): string {
  const characters = [...text];
  const start = from % (characters.length + 1);
  return characters.slice(start, start + (length % (characters.length + 2))).join('');
}

/** Sids are compared letter by letter. */
function otherCase(text: string): string {
  return text.slice(0, 2) + text.slice(2).toUpperCase();
}

/** At a stored time, a millisecond beside it, or far from all, in different zones. */
function moment(stored: readonly Date[]): fc.Arbitrary<string> {
  const near = fc.tuple(fc.constantFrom(...stored), fc.constantFrom(-1, 0, 1)).map(([time, ms]) => time.getTime() + ms);
  const written = fc.tuple(near, fc.constantFrom(0, 330, -480)).map(([time, minutes]) => inZone(time, minutes));
  return fc.oneof(
    { weight: 5, arbitrary: written },
    fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', now.toISOString()),
  );
}

function inZone(time: number, minutes: number): string {
  const two = (value: number) => String(Math.abs(value)).padStart(2, '0');
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  return new Date(time + minutes * 60_000).toISOString().replace('Z', zone);
}

function circle(rows: Rows): fc.Arbitrary<Filter> {
  const stored = (column: string) => storedValues(column, 'activeNumbers', rows) as number[];
  return fc.record({
    latitude: fc.oneof(
      fc.constantFrom(...stored('geographyLatitude')),
      fc.constantFrom(-90, -89.99, -1e-200, 0, 89.99, 90),
      fc.double({ min: -90, max: 90, noNaN: true }),
    ),
    longitude: fc.oneof(
      fc.constantFrom(...stored('geographyLongitude')),
      fc.constantFrom(-180, -179.99, 0, 1e-200, 179.99, 180),
      fc.double({ min: -180, max: 180, noNaN: true }),
    ),
    radiusKm: fc.oneof(
      fc.constantFrom(1e-300, 1e-5, 0.5, 50, 1000, 5000, 9000, 10_010, 15_000, 20_000, 20_015),
      fc.double({ min: 1e-3, max: 20_015, noNaN: true }),
    ),
  });
}

/** Words, beginnings of words, or last digits as people write them. */
function search(columns: readonly string[], list: ListName, rows: Rows): fc.Arbitrary<string> {
  const stored = columns.flatMap((column) => storedValues(column, list, rows).map(String)).filter(isSearchable);
  const whole = fc.constantFrom(...stored).map((text) => [...text].slice(0, 256).join(''));
  const words = fc
    .tuple(fc.constantFrom(...stored), fc.constantFrom(...stored), fc.nat({ max: 9 }))
    .map(([one, other, length]) => `${slice(one, 0, length + 1)} ${slice(other, 0, length + 2)}`);
  const digits = fc
    .tuple(fc.constantFrom(...stored), fc.integer({ min: 1, max: 8 }), fc.constantFrom('', ' ', '-', '.', ')('))
    .map(([text, count, separator]) => [...text].slice(-count).join(separator));
  return fc.oneof(whole, words, digits, fc.constantFrom(...texts)).filter(isSearchable);
}

/** There is a letter, a digit or something that is not ASCII, and it is not too long. */
function isSearchable(text: string): boolean {
  return /[0-9A-Za-z\u{80}-\u{10ffff}]/u.test(text) && [...text].length <= 256;
}

const depthMax = 5;
/** A filter with `and`, `or`, `not` and links in each other, as deep as they may stand. */
export function filterOf(name: ListName, rows: Rows, depth: number = depthMax): fc.Arbitrary<Filter> {
  return memoized(name, depth, () => {
    const leaf = fc.oneof(...leavesOf(name, rows).map(({ asked }) => asked));
    if (depth === 0) return leaf;
    const inner = filterOf(name, rows, depth - 1);
    const some = fc.array(inner, { minLength: 1, maxLength: 3 });
    const links = Object.entries(lists[name].list.fields.tree).flatMap(([field, node]) =>
      node.kind === 'link' ? [filterOf(ends[node.link], rows, depth - 1).map((asked) => ({ [field]: asked }))] : [],
    );
    return fc.oneof(
      { weight: 2, arbitrary: leaf },
      { weight: 2, arbitrary: fc.tuple(leaf, inner).map(([one, other]) => ({ ...one, ...other })) },
      { weight: 2, arbitrary: some.map((and) => ({ and })) },
      { weight: 3, arbitrary: some.map((or) => ({ or })) },
      { weight: 2, arbitrary: inner.map((not) => ({ not })) },
      ...links.map((arbitrary) => ({ weight: 2, arbitrary })),
      { weight: 1, arbitrary: fc.constant({}) },
    );
  });

  function memoized(list: ListName, level: number, make: () => fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
    const known = made.get(rows) ?? new Map<string, fc.Arbitrary<Filter>>();
    made.set(rows, known);
    const key = `${list} ${level}`;
    const arbitrary = known.get(key) ?? make();
    known.set(key, arbitrary);
    return arbitrary;
  }
}

const made = new WeakMap<Rows, Map<string, fc.Arbitrary<Filter>>>();

function inputOf(type: GraphQLInputObjectType, name: string): GraphQLInputType {
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no ${name}`);
  return field.type;
}

function asInputObject(type: unknown): GraphQLInputObjectType {
  if (!isInputObjectType(type)) throw new Error(`${String(type)} is no input object`);
  return type;
}
