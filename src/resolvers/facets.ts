// Facets of the lists: arguments checked, and what is in the columns made words of the graph.
import { type FacetCounts, facetFieldsOf } from '../db/facets.ts';
import type { Field } from '../db/fields.ts';
import type { List } from '../db/pages-lists.ts';
import { enumName } from '../schema/enums.ts';
import type { FacetShape } from '../schema/facets.ts';
import { badUserInput } from './bad-input.ts';

const limitDefault = 50;
const limitMax = 500;

export type FacetArguments = { by: readonly string[]; limit?: number | null };
/** What is asked for: names as they came, each with its field. */
export type FacetWish = { names: readonly string[]; fields: readonly Field[]; limit: number };

/** The facets that are asked for. Throws BAD_USER_INPUT. */
export function readFacets<Row>(list: List<Row>, { by, limit }: FacetArguments): FacetWish {
  if (by.length === 0) throw badUserInput('by', 'must not be empty', by);
  const twice = by.findIndex((name, index) => by.indexOf(name) < index);
  if (twice >= 0) throw badUserInput(`by.${twice}`, 'must not come twice', by[twice]);
  const bucketsMax = limit ?? limitDefault;
  if (bucketsMax < 1 || bucketsMax > limitMax) throw badUserInput('limit', `must be 1 to ${limitMax}`, bucketsMax);
  const known = facetFieldsOf(list.fields);
  const fields = by.map((name) => {
    const field = known.get(name);
    if (!field) throw new Error(`no field ${name} to count by`);
    return field;
  });
  return { names: by, fields, limit: bucketsMax };
}

/** In the words of the graph, in the order in which they were asked for. */
export function toFacets({ names, fields, limit }: FacetWish, counts: readonly FacetCounts[]): FacetShape[] {
  return names.map((by, index) => {
    const [field, counted] = [fields[index], counts[index]];
    if (!field || !counted) throw new Error(`${by} was not counted`);
    const buckets = inWords(field, counted).slice(0, limit);
    const told = buckets.reduce((sum, { count }) => sum + count, 0);
    return { by, buckets, otherCount: counted.total - told };
  });
}

/** Several words of Twilio may be one of the graph: those that it does not know, or the statuses of a stage. */
function inWords(field: Field, { values }: FacetCounts): FacetShape['buckets'] {
  if (field.kind !== 'word') return values;
  const counts = new Map<string | null, number>();
  for (const { value, count } of values) {
    const word = wordOf(field, value);
    counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || compare(one.value, other.value));
}

function wordOf(field: Field & { kind: 'word' }, value: string | null): string | null {
  if (value === null) return field.emptyIsUnknown ? 'UNKNOWN' : null;
  const word = Object.keys(field.words).find((each) => field.words[each]?.includes(value));
  return word === undefined ? 'UNKNOWN' : enumName(word);
}

/** No value comes last. */
function compare(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : 1;
}
