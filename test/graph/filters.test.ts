// Filters: what is refused and by which name, and what absent, null and `isNull` are. That each operator finds what it
// says: filters-random.test.ts.
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, type Data, run } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, owner, sid } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    numbers: [numberRow(1), numberRow(2, { vanishedAt: now })],
    orders: [
      orderRow(1, { friendlyName: 'Front desk' }),
      orderRow(2, { friendlyName: null }),
      orderRow(3, { vanishedAt: now }),
    ],
    documents: [documentRow(1), documentRow(2, { vanishedAt: now })],
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

test('absent, null and isNull are three things', async () => {
  const all = [sid('HR', 1), sid('HR', 2)];
  expect(await found('hostedNumberOrders', {})).toEqual(all);
  expect(await found('hostedNumberOrders', { friendlyName: {} })).toEqual(all);
  expect(await found('hostedNumberOrders', { friendlyName: { isNull: true } })).toEqual([sid('HR', 2)]);
  expect(await found('hostedNumberOrders', { friendlyName: { isNull: false } })).toEqual([sid('HR', 1)]);
  for (const filter of [{ friendlyName: null }, { friendlyName: { eq: null } }, { friendlyName: { isNull: null } }]) {
    const { errors } = await refused('OrderFilter', filter);
    expect(errors).toMatchObject([{ message: expect.stringContaining('isNull: true') }]);
  }
});

test('absent and false show what Twilio has, true what it no longer has', async () => {
  for (const [list, prefix, gone] of [
    ['activeNumbers', 'PN', 2],
    ['hostedNumberOrders', 'HR', 3],
    ['authorizationDocuments', 'PX', 2],
  ] as const) {
    expect(await found(list, { vanished: false })).toEqual(await found(list, {}));
    expect(await found(list, { vanished: true })).toEqual([sid(prefix, gone)]);
  }
});

const refused = (type: string, filter: object) =>
  run(
    contextOver(database),
    `query($f: ${type}) { ${Object.keys(lists).find((list) => lists[list] === type)}(filter: $f) { totalCount } }`,
    { f: filter },
  );

const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) });
const near = (changes: object) => ({
  geography: { near: { latitude: 1, longitude: 1, radiusKm: 1, ...changes } },
});
test.each<[string, object, string?]>([
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
  ['filter.not', { not: null }],
  ['filter.and.1.or', { and: [{}, { or: null }] }],
  ['filter.dateCreated.gte', { dateCreated: { gte: '9999-12-31T23:59:59-01:00' } }],
  ['filter.dateCreated.lt', { dateCreated: { lt: '0001-01-01T00:00:00+01:00' } }],
  ['filter.search', { search: '' }],
  ['filter.search', { search: ' +-. ' }],
  ['filter.search', { search: 'a'.repeat(257) }],
  ['filter.search', { search: 'a\0' }],
  ['filter.activeNumber.vanished', { activeNumber: { vanished: true } }],
  ['filter.activeNumber.friendlyName.eq', { activeNumber: { friendlyName: { eq: null } } }],
  ['filter.activeNumber', { activeNumber: null }],
  ['filter.ccEmails.has', { ccEmails: { has: null } }],
  [
    'filter.and.0.activeNumber.hostedNumberOrder.authorizationDocument.not.hostedNumberOrders',
    {
      and: [{ activeNumber: { hostedNumberOrder: { authorizationDocument: { not: { hostedNumberOrders: {} } } } } }],
    },
  ],
  ['filter.geography.near', { geography: { near: null } }, 'ActiveNumberFilter'],
  ['filter.geography.near', near({ latitude: 90.1 }), 'ActiveNumberFilter'],
  ['filter.geography.near', near({ longitude: -180.5 }), 'ActiveNumberFilter'],
  ['filter.geography.near', near({ radiusKm: 0 }), 'ActiveNumberFilter'],
  ['filter.geography.near', near({ radiusKm: -1 }), 'ActiveNumberFilter'],
  ['filter.geography.near', near({ radiusKm: 20_016 }), 'ActiveNumberFilter'],
  ['filter.capabilities.voice.present', { capabilities: { voice: { present: null } } }, 'ActiveNumberFilter'],
])('%s is refused by name', async (argument, filter, type = 'OrderFilter') => {
  const { errors } = await refused(type, filter);
  expect(errors).toMatchObject([
    { message: expect.stringContaining(argument), extensions: { code: 'BAD_USER_INPUT', argument } },
  ]);
});

test('five levels are not too deep, and 5,000 values and branches are the most', async () => {
  await found('hostedNumberOrders', deep(5));
  const many = Array.from({ length: 5000 }, (_, n) => `name ${n}`);
  const source = 'query($f: OrderFilter) { hostedNumberOrders(filter: $f) { totalCount } }';
  const codes = (filter: object) => codesOf(contextOver(database), source, { f: filter });
  // The field is one of them.
  expect(await codes({ friendlyName: { in: many.slice(1) } })).toEqual([]);
  expect(await codes({ friendlyName: { in: many } })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ or: many.map(() => ({ stage: { eq: 'UNKNOWN', ne: 'LIVE' } })) })).toEqual(['BAD_USER_INPUT']);
});

test('as many values and branches as a filter may hold are no more parameters than a statement takes', async () => {
  const unknown = { eq: 'UNKNOWN', ne: 'UNKNOWN', in: ['UNKNOWN'], notIn: ['UNKNOWN'] };
  const orders = { or: Array.from({ length: 830 }, () => ({ status: unknown })) };
  expect(await found('hostedNumberOrders', orders)).toEqual([]);
  const numbers = { or: Array.from({ length: 1600 }, () => near({})) };
  expect(await found('activeNumbers', numbers)).toEqual([]);
});
