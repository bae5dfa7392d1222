// Every filter that Twilio's three lists have is there: each operation of examples/filters finds what the emulator lists for
// the same parameter, and what a look through all of its rows finds.
import { readFileSync } from 'node:fs';
import { type DocumentNode, type OperationDefinitionNode, parse, print } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestStack, type TestStack } from './stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: representations of Twilio, and answers that each operation shapes
type Json = Record<string, any>;

type Resource = {
  path: string;
  file: string;
  /** Operation, Twilio's parameter, the variable that carries its value. */
  filters: readonly (readonly [operation: string, parameter: string, variable: string])[];
};

/** The filters of seeds 002, 003 and 004. */
const resources: readonly Resource[] = [
  {
    path: '/HostedNumbers/HostedNumberOrders',
    file: 'hosted-number-orders',
    filters: [
      ['HostedNumberOrdersByStatus', 'Status', 'status'],
      ['HostedNumberOrdersByPhoneNumber', 'PhoneNumber', 'phoneNumber'],
      ['HostedNumberOrdersByIncomingPhoneNumberSid', 'IncomingPhoneNumberSid', 'sid'],
      ['HostedNumberOrdersByFriendlyName', 'FriendlyName', 'friendlyName'],
      ['HostedNumberOrdersByUniqueName', 'UniqueName', 'uniqueName'],
    ],
  },
  {
    path: '/HostedNumbers/AuthorizationDocuments',
    file: 'authorization-documents',
    filters: [
      ['AuthorizationDocumentsByEmail', 'Email', 'email'],
      ['AuthorizationDocumentsByStatus', 'Status', 'status'],
    ],
  },
  {
    path: '/Numbers/ActiveNumbers',
    file: 'active-numbers',
    filters: [
      ['ActiveNumbersByPhoneNumber', 'PhoneNumber', 'phoneNumber'],
      ['ActiveNumbersByType', 'Type', 'type'],
      ['ActiveNumbersByInboundCallerIdPreservation', 'Capabilities.Voice.InboundCallerIdPreservation', 'preservation'],
      ['ActiveNumbersByVoiceReachability', 'Capabilities.Voice.InboundReachability', 'reachability'],
      ['ActiveNumbersByInboundSenderIdPreservation', 'Capabilities.Sms.InboundSenderIdPreservation', 'preservation'],
      ['ActiveNumbersBySmsReachability', 'Capabilities.Sms.InboundReachability', 'reachability'],
      ['ActiveNumbersByMmsReachability', 'Capabilities.Mms.InboundReachability', 'reachability'],
      ['ActiveNumbersByIsoCountry', 'Geography.IsoCountry', 'isoCountry'],
      ['ActiveNumbersByLata', 'Geography.Lata', 'lata'],
      ['ActiveNumbersByRateCenter', 'Geography.RateCenter', 'rateCenter'],
      ['ActiveNumbersByLatitude', 'Geography.Latitude', 'latitude'],
      ['ActiveNumbersByLongitude', 'Geography.Longitude', 'longitude'],
      ['ActiveNumbersByRegion', 'Geography.Region', 'region'],
      ['ActiveNumbersByLocality', 'Geography.Locality', 'locality'],
      ['ActiveNumbersByPostalCode', 'Geography.PostalCode', 'postalCode'],
    ],
  },
];

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ emulator: { numbers: 400, orders: 150, documents: 20 } });
});

describe.each(resources)('$path', ({ path, file, filters }) => {
  const document = parse(readFileSync(new URL(`../examples/filters/${file}.graphql`, import.meta.url), 'utf8'));

  test('each filter has its example', () => {
    expect(operationsOf(document).map((operation) => operation.name?.value)).toEqual(filters.map(([name]) => name));
  });

  test.each(filters)('%s finds what %s=... lists', async (name, parameter, variable) => {
    const operation = operationsOf(document).find((each) => each.name?.value === name);
    const all = await listUpstream(path, new URLSearchParams());
    const value = valueThatDivides(all, parameter);
    const found = await runToTheEnd(operation, { [variable]: inTheGraph(operation, value) });
    const naive = all.filter((item) => valueAt(item, parameter) === value);
    const listed = await listUpstream(path, new URLSearchParams({ [parameter]: value }));
    expect(found).toEqual(sidsOf(naive));
    expect(found).toEqual(sidsOf(listed));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
  });

  test('each example that names a value finds something without variables', async () => {
    const complete = operationsOf(document).filter(({ variableDefinitions }) =>
      variableDefinitions?.every(({ type }) => type.kind !== 'NonNullType'),
    );
    for (const operation of complete) expect(await runToTheEnd(operation, {}), operation.name?.value).not.toEqual([]);
  });
});

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === 'OperationDefinition');
}

/** The sids on all pages. */
async function runToTheEnd(operation: OperationDefinitionNode | undefined, variables: Json): Promise<string[]> {
  const sids: string[] = [];
  let after: string | null = null;
  do {
    const answer = await stack.execute<Json, Json>(operation ? print(operation) : '', { ...variables, after });
    expect(answer.errors).toBeUndefined();
    const [page] = Object.values(answer.data ?? {}) as Json[];
    sids.push(...(page?.['nodes'] ?? []).map((node: { sid: string }) => node.sid));
    after = page?.['pageInfo'].hasNextPage ? page['pageInfo'].endCursor : null;
    if (!after) expect(sids).toHaveLength(page?.['totalCount']);
  } while (after);
  return sids.sort();
}

/** What Twilio lists, on all accounts of the tenant. */
async function listUpstream(path: string, filter: URLSearchParams): Promise<Json[]> {
  const lists = await Promise.all(
    stack.emulator.accounts.map(async ({ sid, authToken }) => {
      const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`;
      const request = new Request(`http://emulator.test${path}?PageSize=1000&${filter}`, {
        headers: { authorization },
      });
      const response = await stack.emulator.fetch(request);
      expect(response.status).toBe(200);
      return ((await response.json()) as { items: Json[] }).items;
    }),
  );
  return lists.flat();
}

const sidsOf = (items: Json[]) => items.map((item) => String(item['sid'])).sort();

/**
 * The value of an item under Twilio's parameter: `Geography.IsoCountry` is its `geography.iso_country`. As text: Twilio
 * writes LATAs and coordinates as numbers and as texts.
 */
function valueAt(item: Json, parameter: string): string | null {
  const names = parameter.split('.').map((name) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase());
  const value = names.reduce<Json | null>((part, name) => part?.[name] ?? null, item) as string | number | null;
  return value === null ? null : String(value);
}

/** A value that some items have and others have not: the most frequent of those. */
function valueThatDivides(items: Json[], parameter: string): string {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = valueAt(item, parameter);
    if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const dividing = [...counts].filter(([, count]) => count < items.length).sort(([, a], [, b]) => b - a);
  if (!dividing[0]) throw new Error(`no value of ${parameter} divides the list`);
  return dividing[0][0];
}

/** Enums of the graph are in capitals, and coordinates are numbers. */
function inTheGraph(operation: OperationDefinitionNode | undefined, value: string): string | number {
  const type = operation?.variableDefinitions?.[0]?.type;
  const name = type ? print(type).replace('!', '') : '';
  if (name === 'String' || name === 'Sid') return value;
  if (name === 'Float') return Number(value);
  return value === 'tollfree' ? 'TOLL_FREE' : value.toUpperCase().replaceAll('-', '_');
}
