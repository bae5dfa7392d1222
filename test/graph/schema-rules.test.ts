// The rules of the schema itself: described throughout, named by one pattern, fit for Relay, and printed as committed.
import { readFileSync } from 'node:fs';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graph.ts';
import { printGraph } from '../../src/print-schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const outputs = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const fields = outputs.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));

test('the schema is valid', () => {
  expect(validateSchema(schema)).toEqual([]);
});

test('everything has a description', () => {
  const bare: string[] = [];
  const look = (path: string, described: { description?: string | null }) => {
    if (!described.description?.trim()) bare.push(path);
  };
  const lookAtInputs = (path: string, inputs: readonly (GraphQLArgument | GraphQLInputField)[]) => {
    for (const input of inputs) look(`${path}.${input.name}`, input);
  };
  for (const type of types) {
    look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) lookAtInputs(type.name, Object.values(type.getFields()));
  }
  for (const { type, field } of fields) {
    look(`${type.name}.${field.name}`, field);
    lookAtInputs(`${type.name}.${field.name}`, field.args);
  }
  expect(bare).toEqual([]);
});

test('types are named by their part, and lists are of things that are there', () => {
  for (const type of types) {
    if (isEnumType(type)) for (const value of type.getValues()) expect(value.name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    if (isInputObjectType(type)) expect(type.name).toMatch(/(Input|Filter|Sort|Op|Ref|Options)$/);
    expect(type.name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
  }
  for (const { type, field } of fields) {
    expect(`${type.name}.${field.name}`).toMatch(/\.[a-z][A-Za-z0-9]*$/);
    const list = isNonNullType(field.type) ? field.type.ofType : field.type;
    // `nodes` answers null in the place of an id that leads nowhere; the Relay specification wants it so.
    if (isListType(list) && `${type.name}.${field.name}` !== 'Query.nodes') {
      expect(`${type.name}.${field.name}: ${String(field.type)}`).toMatch(/: \[\w+!\]!$/);
    }
  }
});

test('writes take one input and give the payload of their noun', () => {
  for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    expect(field.args.map((arg) => arg.name)).toEqual(['input']);
    expect(String(field.args[0]?.type)).toBe(`${name[0]?.toUpperCase()}${name.slice(1)}Input!`);
    expect(String(field.type)).toMatch(/Payload!$/);
    const payload = getNamedType(field.type);
    expect(isObjectType(payload) && Object.keys(payload.getFields())).toEqual(
      expect.arrayContaining(['clientMutationId', 'userErrors']),
    );
  }
});

test('connections follow the Relay specification', () => {
  const connections = fields.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(3);
  for (const { field } of connections) {
    const args = Object.fromEntries(field.args.map((arg) => [arg.name, String(arg.type)]));
    expect(args).toMatchObject({
      first: 'Int',
      after: 'String',
      last: 'Int',
      before: 'String',
      // A write has its state to be chosen by, and nothing else.
      ...(field.name === 'writeIntents' ? { states: '[WriteState!]' } : { filter: expect.stringMatching(/Filter$/) }),
    });
    const connection = getNamedType(field.type);
    if (!isObjectType(connection)) throw new Error(`${connection.name} is no object`);
    const noun = connection.name.replace(/Connection$/, '');
    const shape = Object.fromEntries(
      Object.values(connection.getFields()).map((each) => [each.name, String(each.type)]),
    );
    expect(shape).toEqual({
      edges: `[${noun}Edge!]!`,
      nodes: `[${noun}!]!`,
      pageInfo: 'PageInfo!',
      totalCount: 'Int!',
      ...(['WebhookDelivery', 'WriteIntent'].includes(noun) ? {} : { asOf: 'FeedCursor!', facets: '[Facet!]!' }),
    });
    const edge = schema.getType(`${noun}Edge`);
    // Under asOfTime an order has a status of then.
    const then = noun === 'HostedNumberOrder' ? ['rawStatusThen', 'stageThen', 'statusThen'] : [];
    expect(isObjectType(edge) && Object.keys(edge.getFields()).sort()).toEqual(['cursor', 'node', ...then]);
  }
  const nodes = schema.getPossibleTypes(schema.getType('Node') as never).map((type) => type.name);
  expect(nodes.sort()).toEqual([
    'Account',
    'ActiveNumber',
    'AuthorizationDocument',
    'DocumentTransition',
    'HostedNumberOrder',
    'OrderTransition',
    'WebhookDelivery',
    'WriteIntent',
  ]);
});

/** Derived by the gateway: there is no word of Twilio behind them. */
const ours = ['OnboardingStage', 'CallbackCoverage', 'WriteState'];

test('every enum with UNKNOWN has the raw word beside it', () => {
  for (const { type, field } of fields) {
    const named = getNamedType(field.type);
    const isVendors = isEnumType(named) && named.getValue('UNKNOWN') && !ours.includes(named.name);
    // A count of orders puts all unknown words together.
    if (!isVendors || type.name === 'StatusCount') continue;
    const raw = `raw${field.name[0]?.toUpperCase()}${field.name.slice(1)}`;
    expect(Object.keys(type.getFields())).toContain(raw);
  }
});

test('schema.graphql is what the code prints', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(printGraph());
});
