// Filters mean the fields that they are named after: what the graph shows at a path is found by a filter at that path, and
// whatever the filter finds shows it. Over GraphQL, for every field that is defined.
import { type GraphQLObjectType, getNamedType, isCompositeType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { type Field, fieldsOf } from '../../src/db/fields.ts';
import { schema } from '../../src/graph.ts';
import { openTestDatabase } from '../database.ts';
import { ask, contextOver, type Data } from './operations.ts';
import { filterTypeOf } from './random-filters.ts';
import { insertRandomRows, type ListName, listNames, lists, seed } from './random-rows.ts';

const nodeTypes: Record<ListName, string> = {
  activeNumbers: 'ActiveNumber',
  hostedNumberOrders: 'HostedNumberOrder',
  authorizationDocuments: 'AuthorizationDocument',
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRandomRows(database, 300, seed);
});

describe.each(listNames)(`%s, seed ${seed}`, (name) => {
  const { tree } = lists[name].list.fields;
  const fields = fieldsOf(tree).filter(({ field }) => field.kind !== 'present');

  test('a filter has the fields that are defined, the three that join conditions, and vanished', () => {
    const inputs = Object.keys(filterTypeOf(name).getFields()).sort();
    expect(inputs).toEqual([...Object.keys(tree), 'and', 'or', 'not', 'vanished'].sort());
  });

  test.each(fields.map((each) => [each.path.join('.'), each] as const))('%s', async (_name, { path, field }) => {
    const all = await read(name, path, {});
    const value = all.find((shown) => shown !== null && shown.length !== 0);
    expect(value, 'no row shows the field').toBeDefined();
    const found = await read(name, path, nested(path, conditionOn(field, value)));
    expect(found.length).toBeGreaterThan(0);
    for (const shown of found) expect(shown).toEqual(Array.isArray(value) ? expect.arrayContaining([value[0]]) : value);
    if (found.length < 100 && all.length < 100)
      expect(found).toHaveLength(all.filter((shown) => shown === value).length);
  });

  test('what has a block in the graph is found by `present`', async () => {
    for (const { path } of fieldsOf(tree).filter(({ field }) => field.kind === 'present')) {
      const block = path.slice(0, -1);
      const shows = async (present: boolean) => read(name, [...block, '__typename'], nested(path, present));
      expect((await shows(true)).every((shown) => shown !== null)).toBe(true);
      expect((await shows(false)).every((shown) => shown === null)).toBe(true);
    }
  });
});

/** What the first hundred nodes show at a path. */
async function read(name: ListName, path: readonly string[], filter: object): Promise<Data[string][]> {
  const { nodes } = (
    await ask(
      contextOver(database),
      `query($f: ${lists[name].filter}) { ${name}(first: 100, filter: $f) { nodes { ${selectionOf(name, path)} } } }`,
      { f: filter },
    )
  )[name];
  const shown = [...path, ...sidBelow(name, path)];
  return nodes.map((node: Data) => shown.reduce((part: Data | null, key) => part?.[key] ?? null, node));
}

function selectionOf(name: ListName, path: readonly string[]): string {
  return [...path, ...sidBelow(name, path)].reduceRight(
    (inner, key) => (inner === '' ? key : `${key} { ${inner} }`),
    '',
  );
}

/** An account is filtered by its sid. */
function sidBelow(name: ListName, path: readonly string[]): string[] {
  let type = schema.getType(nodeTypes[name]);
  for (const key of path) {
    const field = isObjectType(type) ? (type as GraphQLObjectType).getFields()[key] : undefined;
    type = field && getNamedType(field.type);
  }
  return isCompositeType(type) ? ['sid'] : [];
}

function conditionOn(field: Field, shown: Data[string]): object {
  if (field.kind === 'texts') return { has: shown[0] };
  if (field.kind !== 'time') return { eq: shown };
  return { gte: shown, lt: new Date(Date.parse(shown) + 1).toISOString() };
}

function nested(path: readonly string[], condition: unknown): object {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), condition) as object;
}
