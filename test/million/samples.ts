// Values to ask for, taken from the rows: what many rows have, what few have, what none has, and the ends of a range.

import { sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getNamedType } from 'graphql';
import { type Database, rows } from '../../src/db/client.ts';
import { type Field, fieldsOf } from '../../src/db/fields.ts';
import { authorizationDocumentFields } from '../../src/db/fields-documents.ts';
import { activeNumberFields } from '../../src/db/fields-numbers.ts';
import { hostedNumberOrderFields } from '../../src/db/fields-orders.ts';
import { owner } from '../graph/rows.ts';
import { type FilterLeaf, isList, type Question, wordsOf } from '../large/filter-leaves.ts';

const tables = {
  ActiveNumberFilter: 'active_number',
  OrderFilter: 'hosted_number_order',
  DocumentFilter: 'authorization_document',
} as const;

const trees = {
  ActiveNumberFilter: activeNumberFields,
  OrderFilter: hostedNumberOrderFields,
  DocumentFilter: authorizationDocumentFields,
} as const;

/** Values of fields that no column has. */
const given: Record<string, readonly unknown[]> = {
  near: [
    { latitude: 40.7, longitude: -74, radiusKm: 5 },
    { latitude: 40.7, longitude: -74, radiusKm: 300 },
    { latitude: -60, longitude: 10, radiusKm: 50 },
  ],
  search: ['4711', '0000017', 'signer42@', 'no such words'],
};

type Samples = { common: string; rare: string; low: string; middle: string; high: string };

/** Gives the values for one operator; remembers what it has read of a column. */
export function createSampler(database: Database) {
  const known = new Map<string, Promise<Samples>>();
  const samplesOf = (leaf: FilterLeaf) => {
    const field = fieldOf(leaf);
    const key = `${tables[leaf.of]}.${field.column}`;
    const samples = known.get(key) ?? readSamples(database, tables[leaf.of], field);
    known.set(key, samples);
    return samples;
  };
  return async (leaf: FilterLeaf, question: Question): Promise<readonly unknown[]> => {
    const special = given[leaf.path.at(-1) ?? ''];
    if (special) return special;
    const words = wordsOf(question.type);
    if (words) return isList(question.type) ? [words.slice(0, 1), words.slice(-2), words.slice(1, 4), words] : words;
    const type = getNamedType(question.type).name;
    if (type === 'Boolean') return [true, false];
    if (type === 'Duration') return ['PT1M', 'P7D', 'P900D'];
    return valuesOf(type, question, await samplesOf(leaf));
  };
}

function valuesOf(type: string, { operator, type: input }: Question, samples: Samples): readonly unknown[] {
  const { common, rare, low, middle, high } = samples;
  if (type === 'DateTime') return [low, middle, high];
  const read = type === 'Float' || type === 'Int' ? Number : String;
  const absent = type === 'Sid' ? `${rare.slice(0, 2)}${'0'.repeat(32)}` : read === Number ? -99_999 : 'no such value';
  if (isList(input)) return [[read(common)], [read(rare), absent]];
  if (operator === 'startsWith' || operator === 'contains')
    return [common.slice(0, 3), rare.slice(0, -1), rare, absent];
  if (operator === 'eq' || operator === 'ne' || operator === 'has') return [read(common), read(rare), absent];
  return [read(low), read(middle), read(high)];
}

function fieldOf(leaf: FilterLeaf): Field {
  const defined = fieldsOf(trees[leaf.of]).find(({ path }) => path.join('.') === leaf.field);
  if (!defined) throw new Error(`${leaf.field} has no definition`);
  return defined.field;
}

async function readSamples(database: Database, table: string, field: Field): Promise<Samples> {
  const column = sql.identifier(toSnakeCase(field.column));
  // Of a list of texts, its items.
  const value = field.kind === 'texts' ? sql`unnest(${column})` : column;
  const [samples] = await rows<Samples>(
    database.db,
    sql`with live as (
        select ${value} as value from ${sql.raw(table)}
        where owner_account_sid = ${owner} and vanished_at is null and ${column} is not null),
      counted as (select to_jsonb(value) #>> '{}' as value, count(*) as rows from live group by live.value),
      ends as (select percentile_disc(array[0.001, 0.5, 0.999]) within group (order by value) as at from live)
      select (select value from counted order by rows desc, value limit 1) as common,
        (select value from counted order by rows, value limit 1) as rare,
        to_jsonb(at[1]) #>> '{}' as low, to_jsonb(at[2]) #>> '{}' as middle, to_jsonb(at[3]) #>> '{}' as high
      from ends`,
  );
  if (!samples) throw new Error(`no sample of ${table}.${field.column}`);
  return samples;
}
