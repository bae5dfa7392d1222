// Filters: every operator of every field against the same question asked in JavaScript of the same rows.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { onboardingStages } from '../../src/vocabulary.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, type Data, run } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, owner, sid, subaccount } from './rows.ts';

let database: Database;
const names = [null, 'Alpha', 'alpha', 'ALPHABET', '100%', '1000', 'a_b', 'axb', 'back\\slash', 'Ünder', '', "o'neil"];
const statuses = ['received', 'pending-verification', 'completed', 'failed', 'brand-new-word', 'twilio-processing'];
const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length] as Value;

const numbers = Array.from({ length: 60 }, (_, n) =>
  numberRow(n, {
    friendlyName: pick(names, n),
    type: pick([null, 'local', 'tollfree', 'satellite'], n),
    accountSid: pick([owner, subaccount], n),
    capabilitiesVoice: n % 2 === 0,
    capabilitiesVoiceInboundConnectivity: pick([null, true, false], n),
    capabilitiesSmsInboundReachability: pick([null, 'global', 'domestic', 'lunar'], n >> 1),
    geographyLatitude: pick([null, 40.5, -12.25, 0], n),
    geographyRegion: pick([null, 'NY', 'CA'], n >> 2),
  }),
);
const orders = Array.from({ length: 60 }, (_, n) =>
  orderRow(n, {
    status: pick(statuses, n),
    friendlyName: pick(names, n),
    signingDocumentSid: pick([null, sid('PX', 1), sid('PX', 2)], n),
    dateCreated: new Date(now.getTime() - n * 86_400_000),
  }),
);
beforeAll(async () => {
  database = await openTestDatabase();
  const documents = Array.from({ length: 12 }, (_, n) =>
    documentRow(n, { email: pick([null, 'a@x.com', 'A@x.com'], n), status: pick(['opened', 'signed', 'torn'], n) }),
  );
  await insertRows(database, {
    numbers: [...numbers, numberRow(900, { vanishedAt: now })],
    orders: [...orders, orderRow(900, { vanishedAt: now })],
    documents: [...documents, documentRow(900, { vanishedAt: now })],
  });
});

const lists: Record<string, string> = {
  activeNumbers: 'ActiveNumberFilter',
  hostedNumberOrders: 'OrderFilter',
  authorizationDocuments: 'DocumentFilter',
};
async function found(list: string, filter: object): Promise<string[]> {
  const data = await ask(
    contextOver(database),
    `query($f: ${lists[list]}) { ${list}(first: 100, filter: $f) { totalCount nodes { sid } } }`,
    { f: filter },
  );
  expect(data[list].totalCount).toBe(data[list].nodes.length);
  return data[list].nodes.map((node: Data) => node['sid']).sort();
}
const wanted = (rows: Data[], test: (row: Data) => boolean) =>
  rows
    .filter(test)
    .map((row) => row['sid'])
    .sort();
const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

type Ops = Data;
function holds(value: string | null, ops: Ops): boolean {
  return Object.entries(ops).every(([op, operand]) => {
    if (op === 'eq') return value === operand;
    if (op === 'ne') return value !== operand;
    if (op === 'in') return operand.includes(value);
    if (op === 'notIn') return !operand.includes(value);
    if (op === 'isNull') return (value === null) === operand;
    if (value === null) return false;
    return op === 'startsWith' ? lower(value).startsWith(lower(operand)) : lower(value).includes(lower(operand));
  });
}

const word = fc.constantFrom(
  'Alpha',
  'alpha',
  'ALPHA',
  'a',
  '1',
  '100%',
  '%',
  '_',
  'a_b',
  '\\',
  'ü',
  'Ü',
  '',
  "'",
  'neil',
  'nothing',
);
const stringOps: fc.Arbitrary<Ops> = fc.record(
  {
    eq: word,
    ne: word,
    in: fc.array(word, { minLength: 1, maxLength: 3 }),
    notIn: fc.array(word, { minLength: 1, maxLength: 3 }),
    startsWith: word,
    contains: word,
    isNull: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('every operator on text finds what the same question finds in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(stringOps, async (ops) => {
      expect(await found('activeNumbers', { friendlyName: ops })).toEqual(
        wanted(numbers, (row) => holds(row['friendlyName'], ops)),
      );
    }),
    { numRuns: 120 },
  );
});

type Tree = Data;
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  stringOps.map((ops) => ({ friendlyName: ops })),
  fc
    .subarray(['RECEIVED', 'FAILED', 'UNKNOWN', 'TESTING'], { minLength: 1 })
    .map((words) => ({ status: { in: words } })),
  fc.constantFrom('LIVE', 'UNKNOWN', 'OWNERSHIP').map((stage) => ({ stage: { ne: stage } })),
  fc.constantFrom('PX').map(() => ({ signingDocumentSid: { ne: sid('PX', 1) } })),
  fc.constant({}),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ and: all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((some) => ({ or: some })),
    tie('tree').map((inner) => ({ not: inner })),
  ),
}));
const wordOf = (status: string) =>
  status === 'brand-new-word' ? 'UNKNOWN' : status.toUpperCase().replaceAll('-', '_');
const stageOf = (status: string) =>
  Object.entries(onboardingStages)
    .find(([, words]) => (words as readonly string[]).includes(status))?.[0]
    .toUpperCase()
    .replaceAll('-', '_') ?? 'UNKNOWN';
function satisfies(row: Data, filter: Tree): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return value.every((each: Tree) => satisfies(row, each));
    if (name === 'or') return value.some((each: Tree) => satisfies(row, each));
    if (name === 'not') return !satisfies(row, value);
    if (name === 'status') return value.in.includes(wordOf(row['status']));
    if (name === 'stage') return stageOf(row['status']) !== value.ne;
    return holds(row[name] ?? null, value);
  });
}

test('and, or and not, in each other, find what the same question finds in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (filter) => {
      expect(await found('hostedNumberOrders', filter)).toEqual(wanted(orders, (row) => satisfies(row, filter)));
    }),
    { numRuns: 120 },
  );
});

const by = (name: string) => (row: Data) => row[name];
test.each<[string, object, (row: Data) => boolean]>([
  ['activeNumbers', { type: { eq: 'UNKNOWN' } }, (row) => [null, 'satellite'].includes(row['type'])],
  ['activeNumbers', { type: { eq: 'TOLL_FREE' } }, (row) => row['type'] === 'tollfree'],
  ['activeNumbers', { type: { isNull: true } }, (row) => row['type'] === null],
  ['activeNumbers', { phoneNumber: { startsWith: '+14155550' } }, () => true],
  ['activeNumbers', { phoneNumber: { contains: '0007' } }, (row) => row['phoneNumber'].includes('0007')],
  ['activeNumbers', { account: { ne: subaccount } }, (row) => row['accountSid'] === owner],
  [
    'activeNumbers',
    { capabilities: { voice: { present: true, inboundConnectivity: { eq: true } } } },
    (row) => row['capabilitiesVoice'] && row['capabilitiesVoiceInboundConnectivity'] === true,
  ],
  [
    'activeNumbers',
    { capabilities: { sms: { inboundReachability: { eq: 'UNKNOWN' } } } },
    (row) => row['capabilitiesSmsInboundReachability'] === 'lunar',
  ],
  [
    'activeNumbers',
    { capabilities: { sms: { inboundReachability: { notIn: ['GLOBAL', 'UNKNOWN'] } } } },
    (row) => [null, 'domestic'].includes(row['capabilitiesSmsInboundReachability']),
  ],
  [
    'activeNumbers',
    { geography: { latitude: { gte: -12.25, lte: 1 } } },
    (row) => row['geographyLatitude'] !== null && row['geographyLatitude'] <= 1,
  ],
  [
    'activeNumbers',
    { geography: { latitude: { eq: 40.5 }, region: { in: ['NY', 'CA'] } } },
    (row) => row['geographyLatitude'] === 40.5 && row['geographyRegion'] !== null,
  ],
  [
    'activeNumbers',
    { not: { capabilities: { voice: { inboundConnectivity: { eq: true } } } } },
    (row) => row['capabilitiesVoiceInboundConnectivity'] !== true,
  ],
])('%s %j', async (list, filter, test) => {
  expect(await found(list, filter)).toEqual(wanted(numbers, test));
});

test.each<[object, (row: Data) => boolean]>([
  [{ dateCreated: { within: 'P7D' } }, (row) => now.getTime() - by('dateCreated')(row).getTime() <= 7 * 86_400_000],
  [
    { dateCreated: { gte: '2026-02-01T00:00:00Z', lt: '2026-02-10T13:00:00+01:00' } },
    (row) =>
      row['dateCreated'] >= new Date('2026-02-01T00:00:00Z') && row['dateCreated'] < new Date('2026-02-10T12:00:00Z'),
  ],
  [
    { stage: { in: ['OWNERSHIP', 'DEAD'] } },
    (row) => ['received', 'pending-verification', 'failed'].includes(row['status']),
  ],
  [{ signingDocumentSid: { notIn: [sid('PX', 1)] } }, (row) => row['signingDocumentSid'] !== sid('PX', 1)],
])('hostedNumberOrders %j', async (filter, test) => {
  expect(await found('hostedNumberOrders', filter)).toEqual(wanted(orders, test));
});

test('absent and false show what Twilio has, true what it no longer has', async () => {
  expect(await found('hostedNumberOrders', { vanished: false })).toHaveLength(60);
  expect(await found('hostedNumberOrders', { vanished: true })).toEqual([sid('HR', 900)]);
  expect(await found('activeNumbers', { vanished: true })).toEqual([sid('PN', 900)]);
  expect(await found('authorizationDocuments', { vanished: true })).toEqual([sid('PX', 900)]);
  expect(await found('authorizationDocuments', { email: { eq: 'a@x.com' } })).toHaveLength(4);
  expect(await found('authorizationDocuments', { status: { eq: 'UNKNOWN' } })).toHaveLength(4);
});

const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) });
test.each<[string, object]>([
  ['filter.friendlyName.in', { friendlyName: { in: [] } }],
  ['filter.and', { and: [] }],
  ['filter.or.0.or', { or: [{ or: [] }] }],
  ['filter.friendlyName.eq', { friendlyName: { eq: null } }],
  ['filter.friendlyName', { friendlyName: null }],
  ['filter.vanished', { vanished: null }],
  ['filter.not.vanished', { not: { vanished: true } }],
  ['filter.friendlyName.eq', { friendlyName: { eq: 'a\0b' } }],
  ['filter.friendlyName.contains', { friendlyName: { contains: '\ud800' } }],
  ['filter.signingDocumentSid.eq', { signingDocumentSid: { eq: 'PX123' } }],
  ['filter.account.in', { account: { in: [owner, sid('PN', 1)] } }],
  ['filter.dateCreated.gte', { dateCreated: { gte: 'yesterday' } }],
  ['filter.dateCreated.gte', { dateCreated: { gte: '2026-02-30T00:00:00Z' } }],
  ['filter.dateCreated.lt', { dateCreated: { lt: '0000-01-01T00:00:00Z' } }],
  ['filter.dateCreated.within', { dateCreated: { within: '7 days' } }],
  ['filter.dateCreated.within', { dateCreated: { within: 'P99999999D' } }],
  ['filter.not.not.not.not.not.not', deep(6)],
])('%s is refused by name', async (argument, filter) => {
  const { errors } = await run(
    contextOver(database),
    'query($f: OrderFilter) { hostedNumberOrders(filter: $f) { totalCount } }',
    { f: filter },
  );
  expect(errors?.map((error) => error.extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
});

test('five levels are not too deep, null says isNull, and 5,000 values are the most', async () => {
  await found('hostedNumberOrders', deep(5));
  const { errors } = await run(
    contextOver(database),
    '{ hostedNumberOrders(filter: {friendlyName: {eq: null}}) { totalCount } }',
  );
  expect(errors?.[0]?.message).toContain('isNull');
  const many = Array.from({ length: 5000 }, (_, n) => `name ${n}`);
  const source = 'query($f: OrderFilter) { hostedNumberOrders(filter: $f) { totalCount } }';
  expect(await codesOf(contextOver(database), source, { f: { friendlyName: { in: many.slice(2) } } })).toEqual([]);
  expect(await codesOf(contextOver(database), source, { f: { friendlyName: { in: many } } })).toEqual([
    'BAD_USER_INPUT',
  ]);
});
