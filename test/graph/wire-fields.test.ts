// No field of Twilio's examples is lost on its way: each has a column, and a field of the graph that shows it.
import { readdirSync, readFileSync } from 'node:fs';
import { getTableColumns } from 'drizzle-orm';
import { type GraphQLObjectType, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/graph.ts';
import { pathsOf, type Resource, resources } from './wire-homes.ts';

const folder = new URL('../fixtures/twilio/', import.meta.url);

function hasField(type: GraphQLObjectType, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  const field = type.getFields()[first];
  if (!field || rest.length === 0) return field !== undefined;
  const inner = getNamedType(field.type);
  return (isObjectType(inner) || isInterfaceType(inner)) && hasField(inner as GraphQLObjectType, rest.join('.'));
}

const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('001-'));
test('there are examples to walk', () => {
  expect(files.length).toBeGreaterThan(12);
});

describe.each(files)('%s', (file) => {
  const kind = Object.keys(resources).find((each) => file.includes(each));
  const body = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const items: unknown[] = Array.isArray(body.items) ? body.items : [body];
  const paths = [...new Set(items.flatMap((item) => pathsOf(item)))];
  test('is of a known resource, or an empty list', () => {
    expect(kind !== undefined || items.length === 0).toBe(true);
  });
  if (kind === undefined) return;
  const resource = resources[kind] as Resource;
  const columns = Object.keys(getTableColumns(resource.table));
  test.each(paths)('%s has a column and a field', (path) => {
    const { column, field } = resource.home(path);
    expect(columns).toContain(column);
    const type = schema.getType(resource.type);
    expect(isObjectType(type) && hasField(type, field), `no field ${resource.type}.${field}`).toBe(true);
  });
});
