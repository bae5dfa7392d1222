// A chosen age: what is too old is read from Twilio before it is answered, once, within a budget, and never at the price of
// an answer.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { Database } from '../../src/db/client.ts';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { accounts } from '../../src/db/tables.ts';
import { TwilioRejectionError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import type { AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../../src/twilio/facts.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { makeDocument, makeNumber, makeOrder } from '../mirror/facts.ts';
import { ask, type ContextChanges, contextOver, countStatements, type Data, run, twilioThat } from './operations.ts';
import { documentRow, insertRows, now, numberRow, orderRow, owner, sid, stranger, subaccount } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});

const hourOld = new Date(now.getTime() - 3_600_000);
const minuteOld = new Date(now.getTime() - 60_000);
const ordersMade = 8;
/** Orders 0 to 3 were seen an hour ago, 4 to 7 a minute ago; lists show them by their number. */
beforeEach(async () => {
  await emptyTestDatabase(database);
  await insertRows(database, {
    accounts: [owner],
    numbers: [numberRow(1, { syncedAt: hourOld })],
    documents: [documentRow(1, { syncedAt: hourOld })],
    orders: Array.from({ length: ordersMade }, (_, index) =>
      orderRow(index, { syncedAt: index < 4 ? hourOld : minuteOld, friendlyName: 'old', uniqueName: `order ${index}` }),
    ),
  });
});

type Answer = (index: number) => Promise<HostedNumberOrderFacts>;
const renamed = (index: number, facts: Partial<HostedNumberOrderFacts> = {}) =>
  makeOrder(index, {
    accountSid: owner,
    friendlyName: 'new',
    incomingPhoneNumberSid: null,
    dateCreated: new Date(now.getTime() - index * 1000),
    ...facts,
  });

/** A Twilio of orders only, and which of them it was asked for. */
function ordersOf(answer: Answer = async (index) => renamed(index)) {
  const asked: number[] = [];
  const twilio = twilioThat({
    fetchHostedNumberOrder(_credentials, orderSid) {
      const index = Number.parseInt(orderSid.slice(2), 16);
      asked.push(index);
      return answer(index);
    },
  });
  return { asked, twilio };
}

const away = () => Promise.reject(new TwilioUnavailableError({ method: 'GET', path: '/' }, 'no answer'));
const never = () => new Promise<never>(() => {});
const gone = () => {
  const refusal = { httpStatus: 404, code: 20404, message: null, moreInfo: null };
  return Promise.reject(new TwilioRejectionError({ method: 'GET', path: '/' }, refusal));
};

const fields = 'sid friendlyName freshness { age source vanishedAt }';
const lookup = (maxAge: string, index = 0) =>
  `hostedNumberOrder(by: { sid: "${sid('HR', index)}" }, maxAge: "${maxAge}") { ${fields} }`;
const list = (maxAge: string, more = '') =>
  `hostedNumberOrders(maxAge: "${maxAge}" ${more}) { totalCount nodes { ${fields} } }`;
const asOld = (age: string) => ({ friendlyName: 'old', freshness: { age, source: 'SYNC', vanishedAt: null } });
const readNow = { friendlyName: 'new', freshness: { age: 'PT0S', source: 'READ_THROUGH', vanishedAt: null } };
const over = (changes: ContextChanges) => contextOver(database, changes);
/** Another operation of the same process. */
const besides = ({ services }: Context) => contextOver(database, services);

test('nothing is read that is young enough, or that nobody wants younger', async () => {
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio }), `{ ${lookup('PT1H')} ${list('PT60M')} }`);
  expect(data['hostedNumberOrder']).toMatchObject(asOld('PT3600S'));
  expect(data['hostedNumberOrders'].nodes).toHaveLength(ordersMade);
  await ask(over({ twilio }), `{ hostedNumberOrder(by: { sid: "${sid('HR', 0)}" }, maxAge: null) { sid } }`);
  expect(asked).toEqual([]);
});

test('an older record is read once, and the answer is what Twilio says now', async () => {
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio }), `{ ${lookup('PT59M59S')} }`);
  expect(data['hostedNumberOrder']).toMatchObject(readNow);
  expect(asked).toEqual([0]);
  expect((await ask(over({ twilio }), `{ ${lookup('PT1S')} }`))['hostedNumberOrder']).toMatchObject(readNow);
  expect(asked).toEqual([0]);
});

test('numbers and documents can be wanted as young, each in its own place', async () => {
  const asked: string[] = [];
  const twilio = twilioThat({
    async fetchActiveNumber() {
      asked.push('number');
      return makeNumber(1, { accountSid: owner, friendlyName: 'new' });
    },
    async fetchAuthorizationDocument() {
      asked.push('document');
      return makeDocument(1, { accountSid: owner, email: 'new@example.com' });
    },
  });
  const single = `{ activeNumber(by: { phoneNumber: "+14155550001" }, maxAge: "PT1M") { friendlyName }
    authorizationDocument(by: { sid: "${sid('PX', 1)}" }, maxAge: "PT1M") { email } }`;
  expect(await ask(over({ twilio }), single)).toEqual({
    activeNumber: { friendlyName: 'new' },
    authorizationDocument: { email: 'new@example.com' },
  });
  expect(asked.sort()).toEqual(['document', 'number']);
  await emptyTestDatabase(database);
  await insertRows(database, {
    numbers: [numberRow(1, { syncedAt: hourOld })],
    documents: [documentRow(1, { syncedAt: hourOld })],
  });
  const lists = `{ activeNumbers(maxAge: "PT1M") { nodes { friendlyName } } authorizationDocuments(maxAge: "PT1M") { nodes { email } } }`;
  expect(await ask(over({ twilio }), lists)).toEqual({
    activeNumbers: { nodes: [{ friendlyName: 'new' }] },
    authorizationDocuments: { nodes: [{ email: 'new@example.com' }] },
  });
  expect(asked).toHaveLength(4);
});

test('a name leads to the record that has it after reading', async () => {
  const { twilio } = ordersOf(async (index) => renamed(index, { uniqueName: 'another' }));
  const byName = '{ hostedNumberOrder(by: { uniqueName: "order 0" }, maxAge: "PT0S") { sid } }';
  expect(await ask(over({ twilio }), byName)).toEqual({ hostedNumberOrder: null });
});

test('equal reads at once are one request, in one operation and in several', async () => {
  const { asked, twilio } = ordersOf();
  const context = over({ twilio });
  const aliases = `{ a: ${lookup('PT0S')} b: ${lookup('PT1M')} ${list('PT30M')} }`;
  const answers = await Promise.all([ask(context, aliases), ask(besides(context), aliases)]);
  for (const { a, b, hostedNumberOrders } of answers) {
    expect([a, b, hostedNumberOrders.nodes[0]]).toMatchObject([readNow, readNow, readNow]);
  }
  expect(asked.sort()).toEqual([0, 1, 2, 3]);
});

test('on a list only what is too old is read, and a page that is young enough costs one statement', async () => {
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio }), `{ ${list('PT10M')} }`);
  expect(asked).toEqual([0, 1, 2, 3]);
  const nodes: Data[] = data['hostedNumberOrders'].nodes;
  expect(nodes.map((node) => node['friendlyName'])).toEqual([...Array(4).fill('new'), ...Array(4).fill('old')]);
  const again = () => ask(over({ twilio }), '{ hostedNumberOrders(maxAge: "PT10M") { nodes { sid } } }');
  expect(await countStatements(database, again)).toBe(1);
  expect(asked).toHaveLength(4);
});

test('what no longer satisfies the filter leaves page and count, and what moves up is as young', async () => {
  const { asked, twilio } = ordersOf(async (index) => renamed(index, index === 1 ? { status: 'verified' } : {}));
  const data = await ask(
    over({ twilio }),
    `{ hostedNumberOrders(first: 2, maxAge: "PT0S", filter: { status: { eq: RECEIVED } }) {
      totalCount pageInfo { hasNextPage } nodes { sid friendlyName } } }`,
  );
  expect(data['hostedNumberOrders']).toEqual({
    totalCount: ordersMade - 1,
    pageInfo: { hasNextPage: true },
    nodes: [0, 2].map((index) => ({ sid: sid('HR', index), friendlyName: 'new' })),
  });
  expect(asked).toEqual([0, 1, 2]);
});

test('asOf is of before the page was read, so that following from there tells what reading it has found', async () => {
  const { twilio } = ordersOf(async (index) => renamed(index, { status: 'verified' }));
  const [before, after] = [over({}), over({ twilio })];
  const place = '{ hostedNumberOrders { asOf } }';
  const { asOf } = (await ask(before, place))['hostedNumberOrders'];
  const data = await ask(
    after,
    `{ hostedNumberOrders(first: 1, maxAge: "PT0S") { totalCount nodes { status } asOf } }`,
  );
  expect(data['hostedNumberOrders']).toEqual({ totalCount: ordersMade, nodes: [{ status: 'VERIFIED' }], asOf });
  expect((await ask(over({}), place))['hostedNumberOrders'].asOf).not.toBe(asOf);
});

test('a record that Twilio has no longer is vanished: a lookup says so, a list leaves it out', async () => {
  const { asked, twilio } = ordersOf(gone);
  const data = await ask(over({ twilio }), `{ ${lookup('PT0S')} ${list('PT10M')} }`);
  expect(data['hostedNumberOrder']).toMatchObject({ sid: sid('HR', 0), freshness: { vanishedAt: now.toISOString() } });
  expect(data['hostedNumberOrders']).toMatchObject({ totalCount: 4, nodes: Array(4).fill(asOld('PT60S')) });
  // Each twice: a read that lags is no end of a record.
  expect(asked.toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

test('a record that Twilio does not show once, and then does, has not vanished', async () => {
  const missed = new Set<number>();
  const { twilio } = ordersOf(async (index) => {
    const isSeen = missed.has(index);
    missed.add(index);
    return isSeen ? renamed(index) : gone();
  });
  const data = await ask(over({ twilio }), `{ ${lookup('PT0S')} }`);
  expect(data['hostedNumberOrder']).toMatchObject(readNow);
  expect(await database.db.select().from(statusTransitions)).toEqual([]);
});

test('a record that has vanished is not asked for again', async () => {
  await insertRows(database, { orders: [orderRow(20, { syncedAt: hourOld, vanishedAt: hourOld })] });
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio }), `{ ${lookup('PT0S', 20)} }`);
  expect(data['hostedNumberOrder'].freshness).toMatchObject({ age: 'PT3600S', vanishedAt: hourOld.toISOString() });
  expect(asked).toEqual([]);
});

test.each([
  ['cannot be reached', away],
  ['refuses', () => Promise.reject(new Error('whatever it is'))],
  ['does not answer', never],
])('when Twilio %s the mirror answers with its age', async (_how, answer) => {
  const { twilio } = ordersOf(answer);
  const { data, errors } = await run(
    over({ twilio, limits: { sleep: async () => {} } }),
    `{ ${lookup('PT0S')} ${list('PT0S')} }`,
  );
  expect(errors).toBeUndefined();
  expect(data?.['hostedNumberOrder']).toMatchObject(asOld('PT3600S'));
  expect(data?.['hostedNumberOrders']).toMatchObject({ totalCount: ordersMade });
  expect(data?.['hostedNumberOrders'].nodes.at(-1)).toMatchObject(asOld('PT60S'));
});

test('one record without an answer does not hold back the others', async () => {
  const { twilio } = ordersOf((index) => (index === 2 ? never() : Promise.resolve(renamed(index))));
  const isRead = async () =>
    (await ask(over({}), '{ hostedNumberOrders(filter: { friendlyName: { eq: "new" } }) { totalCount } }'))[
      'hostedNumberOrders'
    ].totalCount === 3;
  const sleep = () => expect.poll(isRead).toBe(true);
  const data = await ask(over({ twilio, limits: { sleep } }), `{ ${list('PT10M', 'first: 4')} }`);
  const names = data['hostedNumberOrders'].nodes.map((node: Data) => node['friendlyName']);
  expect(names).toEqual(['new', 'new', 'old', 'new']);
});

test('when the time is up nothing more is asked', async () => {
  const { asked, twilio } = ordersOf(never);
  const context = over({ twilio, limits: { sleep: async () => {} } });
  await ask(context, `{ ${lookup('PT0S', 0)} }`);
  await ask(context, `{ ${lookup('PT0S', 1)} }`);
  expect(asked).toEqual([0]);
});

test('the budget is spent in the order of the page, and the rest keeps its age', async () => {
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio, limits: { readsMax: 3 } }), `{ ${list('PT0S')} }`);
  expect(asked).toEqual([0, 1, 2]);
  const ages = data['hostedNumberOrders'].nodes.map((node: Data) => node['freshness'].age);
  expect(ages).toEqual([...Array(3).fill('PT0S'), 'PT3600S', ...Array(4).fill('PT60S')]);
});

test('aliases share one budget', async () => {
  const { asked, twilio } = ordersOf();
  const aliases = [0, 1, 2, 3, 4].map((index) => `a${index}: ${lookup('PT0S', index)} b${index}: ${list('PT0S')}`);
  const data = await ask(over({ twilio, limits: { readsMax: 3 } }), `{ ${aliases.join(' ')} }`);
  expect(asked).toHaveLength(3);
  for (const index of [0, 1, 2, 3, 4]) {
    const isRead = asked.includes(index);
    expect(data[`a${index}`]).toMatchObject(isRead ? readNow : { friendlyName: 'old' });
  }
});

test('the document of an order that has moved is read too, and nobody waits for it', async () => {
  const documents: ((facts: AuthorizationDocumentFacts) => void)[] = [];
  const twilio = twilioThat({
    fetchHostedNumberOrder: async () => renamed(0, { status: 'completed', signingDocumentSid: sid('PX', 1) }),
    fetchAuthorizationDocument: () => new Promise((resolve) => documents.push(resolve)),
  });
  expect((await ask(over({ twilio }), `{ ${lookup('PT0S')} }`))['hostedNumberOrder']).toMatchObject(readNow);
  await expect.poll(() => documents.length).toBe(1);
  documents[0]?.(makeDocument(1, { accountSid: owner, status: 'signed' }));
  const status = async () =>
    (await ask(over({}), `{ authorizationDocument(by: { sid: "${sid('PX', 1)}" }) { status } }`))[
      'authorizationDocument'
    ];
  await expect.poll(status).toEqual({ status: 'SIGNED' });
});

test('an operation reads fifty records at the most', async () => {
  await insertRows(database, { orders: Array.from({ length: 60 }, (_, index) => orderRow(100 + index)) });
  const { asked, twilio } = ordersOf();
  const time = new Date(now.getTime() + 1000);
  await ask(over({ twilio, now: () => time }), `{ a: ${list('PT0S')} b: ${list('PT0S', 'last: 50')} }`);
  expect(new Set(asked).size).toBe(50);
  expect(asked).toHaveLength(50);
});

test('an account says how fresh it is too, once Twilio was asked for it', async () => {
  await insertRows(database, { numbers: [numberRow(2, { accountSid: subaccount })] });
  const query = `{ viewer { accounts { freshness { age } } } activeNumber(by: { sid: "${sid('PN', 2)}" }) { account { freshness { age } } } }`;
  const data = await ask(over({}), query);
  expect(data['viewer'].accounts).toEqual([{ freshness: { age: 'PT0S' } }]);
  expect(data['activeNumber'].account).toEqual({ freshness: null });
  await database.db.update(accounts).set({ syncedAt: new Date(0) });
  expect((await ask(over({}), query))['viewer'].accounts).toEqual([{ freshness: null }]);
});

test('what no account that we have the token of owns is left as it is', async () => {
  await insertRows(database, {
    orders: [orderRow(20, { accountSid: stranger, syncedAt: hourOld, friendlyName: 'old' })],
  });
  const { asked, twilio } = ordersOf();
  const data = await ask(over({ twilio }), `{ ${lookup('PT0S', 20)} }`);
  expect(data['hostedNumberOrder']).toMatchObject(asOld('PT3600S'));
  expect(asked).toEqual([]);
});

test('what the mirror lacks is not looked for', async () => {
  const { asked, twilio } = ordersOf();
  expect(await ask(over({ twilio }), `{ ${lookup('PT0S', 99)} }`)).toEqual({ hostedNumberOrder: null });
  expect(asked).toEqual([]);
});

test.each(['', 'PT', 'P', 'ten minutes', 'P1Y', '-PT1S', 'PT1,5S', 'P36501D', '10', 'pt1s'])(
  'maxAge %j is refused with its name, before anything is read',
  async (maxAge) => {
    const { asked, twilio } = ordersOf();
    for (const field of [lookup(maxAge), list(maxAge)]) {
      const { errors } = await run(over({ twilio }), `{ ${field} }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'maxAge' } }]);
      expect(errors?.[0]?.message).toContain('PT0S to P36500D');
    }
    expect(asked).toEqual([]);
  },
);
