// Facets: what they count is what the list has, under every filter, in one statement.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { onboardingStages } from '../../src/vocabulary.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, countStatements, type Data } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, owner, sid, stranger, subaccount } from './rows.ts';

let database: Database;
const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length] as Value;
const statuses = ['received', 'pending-verification', 'completed', 'failed', 'brand-new-word', 'another-new-word'];

const numbers = Array.from({ length: 90 }, (_, n) =>
  numberRow(n, {
    type: pick([null, 'local', 'tollfree', 'satellite'], n),
    accountSid: pick([owner, subaccount], n >> 1),
    lifecycle: pick([null, 'beta', 'generally-available'], n >> 2),
    geographyIsoCountry: pick(['US', 'CA', null], n),
    geographyRegion: pick([null, 'NY', 'CA', 'ny'], n >> 1),
    geographyLocality: `Town ${n % 70}`,
    geographyRateCenter: pick([null, 'CENTER'], n),
    regulatoryAddressRequirements: pick([null, 'none', 'lunar'], n),
    capabilitiesVoiceInboundReachability: pick([null, 'global', 'lunar'], n >> 3),
    capabilitiesSmsInboundReachability: pick([null, 'domestic'], n),
    capabilitiesMmsInboundReachability: pick(['foreign', 'global'], n),
  }),
);
const orders = Array.from({ length: 90 }, (_, n) =>
  orderRow(n, {
    status: pick(statuses, n),
    accountSid: pick([owner, subaccount], n >> 1),
    failureCode: pick([null, 'IDLE_TOO_LONG', 'UNCLASSIFIED'], n),
    signingDocumentSid: pick([null, sid('PX', 1), sid('PX', 2)], n >> 1),
    // Around midnight in UTC, which is another day elsewhere.
    dateCreated: new Date(Date.UTC(2026, 0, 1 + (n % 5), n % 2 === 0 ? 23 : 0, 59)),
  }),
);
const documents = Array.from({ length: 12 }, (_, n) =>
  documentRow(n, { status: pick(['opened', 'signed', 'torn'], n), accountSid: pick([owner, subaccount], n) }),
);

beforeAll(async () => {
  database = await openTestDatabase();
  const foreign = { ownerAccountSid: stranger, accountSid: stranger };
  await insertRows(database, {
    numbers: [...numbers, numberRow(900, { vanishedAt: now }), numberRow(901, foreign)],
    orders: [...orders, orderRow(900, { vanishedAt: now }), orderRow(901, foreign)],
    documents: [...documents, documentRow(900, { vanishedAt: now }), documentRow(901, foreign)],
  });
});

const lists: Record<string, { filter: string; facet: string }> = {
  activeNumbers: { filter: 'ActiveNumberFilter', facet: 'NumberFacet' },
  hostedNumberOrders: { filter: 'OrderFilter', facet: 'OrderFacet' },
  authorizationDocuments: { filter: 'DocumentFilter', facet: 'DocumentFacet' },
};

async function facetsOf(list: string, by: string[], filter: object = {}, limit = 50): Promise<Data[]> {
  const data = await ask(
    contextOver(database),
    `query($f: ${lists[list]?.filter}, $by: [${lists[list]?.facet}!]!, $limit: Int) {
      ${list}(filter: $f) { totalCount facets(by: $by, limit: $limit) { by buckets { value count } otherCount } } }`,
    { f: filter, by, limit },
  );
  for (const facet of data[list].facets) {
    const told = facet.buckets.reduce((sum: number, bucket: Data) => sum + bucket['count'], 0);
    expect(told + facet.otherCount).toBe(data[list].totalCount);
  }
  return data[list].facets;
}

/** The same in JavaScript: most first, then by value, nothing last. */
function tally(values: (string | null)[]): Data[] {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1));
}
const wordOf = (known: readonly string[], value: string | null | undefined) =>
  value == null ? null : known.includes(value) ? value.replaceAll('-', '_').toUpperCase() : 'UNKNOWN';
const stageOf = (status: string) =>
  Object.entries(onboardingStages)
    .find(([, words]) => (words as readonly string[]).includes(status))?.[0]
    .toUpperCase() ?? 'UNKNOWN';

const expected: Record<string, Record<string, (row: Data) => string | null>> = {
  activeNumbers: {
    TYPE: (row) => ({ local: 'LOCAL', tollfree: 'TOLL_FREE' })[String(row['type'])] ?? 'UNKNOWN',
    LIFECYCLE: (row) => wordOf(['beta', 'generally-available'], row['lifecycle']),
    COUNTRY: (row) => row['geographyIsoCountry'],
    REGION: (row) => row['geographyRegion'],
    LOCALITY: (row) => row['geographyLocality'],
    RATE_CENTER: (row) => row['geographyRateCenter'],
    ADDRESS_REQUIREMENTS: (row) => wordOf(['none'], row['regulatoryAddressRequirements']),
    VOICE_REACHABILITY: (row) => wordOf(['global'], row['capabilitiesVoiceInboundReachability']),
    SMS_REACHABILITY: (row) => wordOf(['domestic'], row['capabilitiesSmsInboundReachability']),
    MMS_REACHABILITY: (row) => wordOf(['foreign', 'global'], row['capabilitiesMmsInboundReachability']),
    ACCOUNT: (row) => row['accountSid'],
  },
  hostedNumberOrders: {
    STATUS: (row) => wordOf(statuses.slice(0, 4), row['status']),
    STAGE: (row) => stageOf(row['status']),
    FAILURE_CODE: (row) => row['failureCode'],
    ACCOUNT: (row) => row['accountSid'],
    DOCUMENT: (row) => row['signingDocumentSid'],
    CREATED_DAY: (row) => row['dateCreated'].toISOString().slice(0, 10),
  },
  authorizationDocuments: {
    STATUS: (row) => wordOf(['opened', 'signed'], row['status']),
    ACCOUNT: (row) => row['accountSid'],
    CREATED_DAY: (row) => row['dateCreated'].toISOString().slice(0, 10),
  },
};
const rowsOf: Record<string, Data[]> = {
  activeNumbers: numbers,
  hostedNumberOrders: orders,
  authorizationDocuments: documents,
};

test.each(Object.keys(lists))('every facet of %s counts what the same question counts in JavaScript', async (list) => {
  const known = Object.keys(expected[list] ?? {});
  const told = await ask(contextOver(database), `{ __type(name: "${lists[list]?.facet}") { enumValues { name } } }`);
  expect(told['__type'].enumValues.map(({ name }: Data) => name).sort()).toEqual([...known].sort());
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(known, { minLength: 1 }), fc.boolean(), async (by, isOfSubaccount) => {
      const filter = isOfSubaccount ? { account: { eq: subaccount } } : {};
      const rows = (rowsOf[list] ?? []).filter((row) => !isOfSubaccount || row['accountSid'] === subaccount);
      const wanted = by.map((name) => ({
        by: name,
        buckets: tally(rows.map((row) => expected[list]?.[name]?.(row) ?? null)),
        otherCount: 0,
      }));
      expect(await facetsOf(list, by, filter, 500)).toEqual(wanted);
    }),
    { numRuns: 25 },
  );
});

test('the values that most have are told, and the rest is counted', async () => {
  const [locality] = await facetsOf('activeNumbers', ['LOCALITY'], {}, 20);
  expect(locality?.['buckets']).toEqual(tally(numbers.map((row) => row.geographyLocality ?? null)).slice(0, 20));
  expect(locality?.['otherCount']).toBe(50);
});

test('nothing under the filter: no buckets', async () => {
  expect(await facetsOf('hostedNumberOrders', ['STATUS', 'DOCUMENT'], { sid: { eq: sid('HR', 5000) } })).toEqual([
    { by: 'STATUS', buckets: [], otherCount: 0 },
    { by: 'DOCUMENT', buckets: [], otherCount: 0 },
  ]);
});

test('all facets of a list are one statement, and so are those of the orders of many documents', async () => {
  const statementsOf = (source: string) => countStatements(database, () => ask(contextOver(database), source));
  expect(
    await statementsOf('{ hostedNumberOrders { facets(by: [STATUS, STAGE, ACCOUNT, CREATED_DAY]) { otherCount } } }'),
  ).toBe(1);
  const nested = `{ authorizationDocuments { nodes { sid hostedNumberOrders {
    totalCount facets(by: [STATUS, DOCUMENT]) { by otherCount buckets { value count } } } } } }`;
  expect(await statementsOf(nested)).toBe(3);
  const { authorizationDocuments } = await ask(contextOver(database), nested);
  for (const document of authorizationDocuments.nodes) {
    const own = orders.filter((order) => order.signingDocumentSid === document.sid);
    const [status, of] = document.hostedNumberOrders.facets;
    expect(status.buckets).toEqual(tally(own.map((order) => wordOf(statuses.slice(0, 4), order.status))));
    expect(of.buckets).toEqual(own.length > 0 ? [{ value: document.sid, count: own.length }] : []);
  }
});

test.each([
  ['by: []', 'BAD_USER_INPUT'],
  ['by: [STATUS, STATUS]', 'BAD_USER_INPUT'],
  ['by: [STATUS], limit: 0', 'BAD_USER_INPUT'],
  ['by: [STATUS], limit: 501', 'BAD_USER_INPUT'],
])('facets(%s) is refused', async (args, code) => {
  const source = `{ hostedNumberOrders { facets(${args}) { otherCount } } }`;
  expect(await codesOf(contextOver(database), source)).toEqual([code]);
});
