// The funnel: which moves of an order count as entering and leaving a stage, when, and how long they say it took.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { createTestStack } from '../stack.ts';
import { readThrough, sighting, timeOf, writeLog } from './funnel-model.ts';
import { ask, codesOf, contextOver, type Data, run } from './operations.ts';
import { insertRows, now, orderRow, owner, sid, stranger, subaccount, transitionRow } from './rows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
const document = `query($filter: OrderFilter, $window: TimeOp) { onboardingFunnel(filter: $filter, window: $window) {
  stages { stage entered left waiting p50 p95 } } }`;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});

/** An entry of a history: the status entered (null: gone), how many days ago, and what is out of the ordinary. */
type Step = [to: string | null, days: number, changes?: Parameters<typeof transitionRow>[2]];
const undated = { effectiveAt: null };
const inferred = { effectiveAt: null, inferred: true, sources: ['inferred'] };

/** A history as the log has it: dated by Twilio, and observed an hour later. */
function history(number: number, steps: Step[]) {
  return steps.map(([to, days, changes], index) =>
    transitionRow(sid('HR', number), to, {
      fromStatus: steps[index - 1]?.[0] ?? null,
      effectiveAt: daysAgo(days),
      observedAt: new Date(daysAgo(days).getTime() + hourMs),
      ...changes,
    }),
  );
}

/** The stages where something is: entered, left, waiting, p50, p95. */
async function funnel(args: Data = {}, context = contextOver(database)): Promise<Record<string, unknown[]>> {
  const { onboardingFunnel } = await ask(context, document, args);
  const told = onboardingFunnel.stages.filter((each: Data) => each['entered'] + each['left'] + each['waiting'] > 0);
  return Object.fromEntries(
    told.map((each: Data) => [
      each['stage'],
      [each['entered'], each['left'], each['waiting'], each['p50'], each['p95']],
    ]),
  );
}

describe('one history', () => {
  beforeEach(() => emptyTestDatabase(database));

  const none = [null, null];
  const lasted = (days: number) => [`PT${days * 86_400}S`, `PT${days * 86_400}S`];
  const cases: [string, Step[], Record<string, unknown[]>][] = [
    [
      'each stage is entered and left once, whatever statuses it has',
      [
        ['twilio-processing', 20],
        ['received', 19],
        ['pending-verification', 17],
        ['verified', 15],
        ['pending-loa', 14],
        ['carrier-processing', 10],
        ['testing', 6],
        ['completed', 5],
      ],
      {
        ELIGIBILITY: [1, 1, 0, ...lasted(1)],
        OWNERSHIP: [1, 1, 0, ...lasted(4)],
        AUTHORIZATION: [1, 1, 0, ...lasted(5)],
        CARRIER: [1, 1, 0, ...lasted(5)],
        LIVE: [1, 0, 0, ...none],
      },
    ],
    [
      'a visit that began before the window has its whole length',
      [
        ['received', 50],
        ['pending-verification', 40],
        ['verified', 5],
      ],
      { OWNERSHIP: [0, 1, 0, ...lasted(45)], AUTHORIZATION: [1, 0, 0, ...none] },
    ],
    [
      'an order that comes again makes another visit',
      [
        ['received', 20],
        ['action-required', 18],
        ['received', 15],
        ['verified', 9],
      ],
      {
        OWNERSHIP: [2, 2, 0, 'PT345600S', `PT${(2 + 0.95 * 4) * 86_400}S`],
        NEEDS_OPERATOR: [1, 1, 0, ...lasted(3)],
        AUTHORIZATION: [1, 0, 0, ...none],
      },
    ],
    [
      'an order that is gone has left its stage, when it was found gone',
      [
        ['received', 20],
        [null, 10, undated],
      ],
      { OWNERSHIP: [1, 1, 0, `PT${10 * 86_400 + 3600}S`, `PT${10 * 86_400 + 3600}S`] },
    ],
    [
      'what was there before the gateway looked was not entered, and nobody knows how long it was there',
      [
        ['received', 20, undated],
        ['pending-verification', 15],
        ['verified', 10],
      ],
      { OWNERSHIP: [0, 1, 0, ...none], AUTHORIZATION: [1, 0, 0, ...none] },
    ],
    [
      'an entry that Twilio gave no date counts when it was observed',
      [
        ['received', 20, undated],
        ['verified', 15, undated],
        ['failed', 10, undated],
      ],
      { OWNERSHIP: [0, 1, 0, ...none], AUTHORIZATION: [1, 1, 0, ...lasted(5)], DEAD: [1, 0, 0, ...none] },
    ],
    [
      'stages that an order must have passed are counted, without a length',
      [
        ['received', 20],
        ['verified', 10, inferred],
        ['pending-loa', 10, inferred],
        ['carrier-processing', 11],
        ['testing', 9],
        ['completed', 8],
      ],
      {
        OWNERSHIP: [1, 1, 0, ...none],
        AUTHORIZATION: [1, 1, 0, ...none],
        CARRIER: [1, 1, 0, ...lasted(3)],
        LIVE: [1, 0, 0, ...none],
      },
    ],
    [
      'an inferred status of the stage that an order is in makes no difference',
      [
        ['verified', 20],
        ['pending-loa', 10, inferred],
        ['carrier-processing', 11],
      ],
      { AUTHORIZATION: [1, 1, 0, ...lasted(9)], CARRIER: [1, 0, 0, ...none] },
    ],
    [
      'a move that the lifecycle does not know is a move',
      [
        ['completed', 20],
        ['received', 10, { anomalous: true }],
      ],
      { LIVE: [1, 1, 0, ...lasted(10)], OWNERSHIP: [1, 0, 0, ...none] },
    ],
    [
      'an order that comes back from nowhere has another visit, and not a longer one',
      [
        ['received', 20],
        [null, 15],
        ['received', 10, undated],
        ['verified', 5],
      ],
      { OWNERSHIP: [1, 2, 0, ...lasted(5)], AUTHORIZATION: [1, 0, 0, ...none] },
    ],
    [
      'where two clocks disagree there is no length below zero',
      [
        ['received', 10],
        ['verified', 12],
      ],
      { OWNERSHIP: [1, 1, 0, ...none], AUTHORIZATION: [1, 0, 0, ...none] },
    ],
    [
      'all statuses that are not in the vocabulary are one stage, and visits of the very moment have a length of zero',
      [
        ['received', 20],
        ['shipped', 15],
        ['arrived', 14],
        ['completed', 5],
        ['failed', 5],
      ],
      {
        OWNERSHIP: [1, 1, 0, ...lasted(5)],
        UNKNOWN: [1, 1, 0, ...lasted(10)],
        LIVE: [1, 1, 0, ...lasted(0)],
        DEAD: [1, 0, 0, ...none],
      },
    ],
  ];
  test.each(cases)('%s', async (_name, steps, expected) => {
    await insertRows(database, { transitions: history(1, steps) });
    expect(await funnel()).toEqual(expected);
  });

  test('every stage is told in its order, but UNKNOWN only where something is', async () => {
    const stages = async () => (await ask(contextOver(database), document))['onboardingFunnel'].stages;
    const none = { entered: 0, left: 0, waiting: 0, p50: null, p95: null };
    const names = ['ELIGIBILITY', 'OWNERSHIP', 'AUTHORIZATION', 'CARRIER', 'LIVE', 'NEEDS_OPERATOR', 'DEAD'];
    expect(await stages()).toEqual(names.map((stage) => ({ stage, ...none })));
    await insertRows(database, { orders: [orderRow(1, { status: 'shipped' })] });
    expect((await stages())[7]).toEqual({ stage: 'UNKNOWN', ...none, waiting: 1 });
  });

  test('whole seconds, cut off as those of `timeInPrevious` are', async () => {
    const steps = history(1, [
      ['received', 2],
      ['verified', 2, { effectiveAt: new Date(daysAgo(2).getTime() + 10_999) }],
    ]);
    await insertRows(database, { transitions: steps });
    expect(await funnel()).toMatchObject({ OWNERSHIP: [1, 1, 0, 'PT10S', 'PT10S'] });
  });
});

describe('many histories', () => {
  beforeEach(() => emptyTestDatabase(database));
  const road: Step[] = [
    ['received', 20],
    ['verified', 10],
  ];

  test('the median and the 95th percentile lie between the visits', async () => {
    const transitions = [1, 2, 3, 4].flatMap((days) =>
      history(days, [
        ['received', 20],
        ['verified', 20 - days],
      ]),
    );
    await insertRows(database, { transitions });
    // Of 1, 2, 3 and 4 days: at 1.5 and at 2.85 steps behind the first.
    expect((await funnel())['OWNERSHIP']).toEqual([4, 4, 0, `PT${2.5 * 86_400}S`, `PT${3.85 * 86_400}S`]);
  });

  test('a window has its beginning and not its end', async () => {
    await insertRows(database, { transitions: history(1, road) });
    const [entered, left] = [daysAgo(20).toISOString(), daysAgo(10).toISOString()];
    const counts = async (window: Data) => (await funnel({ window }))['OWNERSHIP']?.slice(0, 2) ?? [0, 0];
    expect(await counts({ gte: entered, lt: left })).toEqual([1, 0]);
    expect(await counts({ gte: left })).toEqual([0, 1]);
    expect(await counts({ within: 'P10D' })).toEqual([0, 1]);
    expect(await counts({ gte: left, lt: left })).toEqual([0, 0]);
    expect(await counts({ within: 'P20D', lt: left })).toEqual([1, 0]);
    expect(await counts({ gte: entered, within: 'P1D' })).toEqual([0, 0]);
    expect(await counts({ within: 'P1D', gte: entered })).toEqual([0, 0]);
  });

  test('a visit whose beginning Twilio dated before the window has its length, whatever was inferred within', async () => {
    const steps: Step[] = [
      ['received', 20],
      ['verified', 10, inferred],
      ['carrier-processing', 11],
      ['completed', 8],
    ];
    await insertRows(database, { transitions: history(1, steps) });
    expect(await funnel({ window: { gte: daysAgo(10).toISOString() } })).toEqual({
      OWNERSHIP: [0, 1, 0, null, null],
      AUTHORIZATION: [1, 0, 0, null, null],
      CARRIER: [0, 1, 0, 'PT259200S', 'PT259200S'],
      LIVE: [1, 0, 0, null, null],
    });
  });

  test('without a window it is the last 30 days', async () => {
    const transitions = [
      ...history(1, [['received', 30]]),
      ...history(2, [['received', 30 + 1 / dayMs]]),
      ...history(3, [['received', 0]]),
    ];
    await insertRows(database, { transitions });
    expect(await funnel()).toEqual({ OWNERSHIP: [2, 0, 0, null, null] });
    expect(await funnel({ window: null })).toEqual(await funnel({ window: { within: 'P30D' } }));
  });

  test('a filter is about the orders as they are today', async () => {
    const gone = { status: 'verified', vanishedAt: now };
    await insertRows(database, {
      transitions: [1, 2, 3, 4].flatMap((number) => history(number, road)),
      orders: [
        orderRow(1, { status: 'verified' }),
        orderRow(2, { status: 'failed', friendlyName: 'Two' }),
        orderRow(3, gone),
      ],
    });
    const counted = async (filter?: Data) => {
      const told = await funnel({ filter });
      const waiting = Object.entries(told).flatMap(([stage, [, , count]]) => (count ? [[stage, count]] : []));
      return [told['OWNERSHIP']?.slice(0, 2), Object.fromEntries(waiting)];
    };
    // The fourth is in the log and not in the mirror.
    expect(await counted()).toEqual([[4, 4], { AUTHORIZATION: 1, DEAD: 1 }]);
    expect(await counted({})).toEqual(await counted());
    expect(await counted({ status: { eq: 'VERIFIED' } })).toEqual([[2, 2], { AUTHORIZATION: 1 }]);
    expect(await counted({ friendlyName: { eq: 'Two' } })).toEqual([[1, 1], { DEAD: 1 }]);
    expect(await counted({ vanished: false })).toEqual([[2, 2], { AUTHORIZATION: 1, DEAD: 1 }]);
    expect(await counted({ vanished: true })).toEqual([[1, 1], {}]);
    expect(await counted({ stage: { eq: 'LIVE' } })).toEqual([undefined, {}]);
  });

  test('of another tenant, and of documents, nothing is counted', async () => {
    const theirs = { ownerAccountSid: stranger, accountSid: stranger };
    const others = history(1, road).map((entry) => ({ ...entry, ...theirs }));
    const documents = history(2, road).map((entry) => ({ ...entry, kind: 'DOCUMENT' }));
    // The beginning of a visit is not looked for at strangers either.
    const [theirBeginning] = history(3, [['received', 40]]).map((entry) => ({ ...entry, ...theirs }));
    const [, ownEnd] = history(3, road);
    if (!theirBeginning || !ownEnd) throw new Error('a history has an entry for each step');
    await insertRows(database, {
      transitions: [...others, ...documents, theirBeginning, ownEnd],
      orders: [orderRow(1, theirs)],
    });
    const own = { OWNERSHIP: [0, 1, 0, null, null], AUTHORIZATION: [1, 0, 0, null, null] };
    expect(await funnel()).toEqual(own);
    expect(await funnel({ filter: { status: { eq: 'RECEIVED' } } })).toEqual({});
  });
});

describe('arguments', () => {
  const rule = /must begin, by gte or within, at most P366D before it ends/;
  const cases: [Data, RegExp][] = [
    [{ window: { isNull: false, within: 'P1D' } }, /^window.isNull /],
    [{ window: { isNull: null, within: 'P1D' } }, /^window.isNull /],
    [{ window: { within: null } }, /^window.within must not be null/],
    [{ window: { within: 'P1M' } }, /^window.within must be an ISO 8601 duration/],
    [{ window: { gte: 'yesterday' } }, /^window.gte must be a time by RFC 3339/],
    [{ window: { within: 'P1D', lt: null } }, /^window.lt must not be null/],
    [{ window: { within: 'P1D', lt: '2026-02-30T00:00:00Z' } }, /^window.lt must be a time/],
    [{ window: {} }, rule],
    [{ window: { lt: now.toISOString() } }, rule],
    [{ window: { within: 'P367D' } }, rule],
    [{ window: { gte: '2020-01-01T00:00:00Z', lt: '2021-01-02T00:00:01Z' } }, rule],
    [{ filter: { status: { in: [] } } }, /^filter.status.in must not be empty/],
  ];
  test.each(cases)('%j is BAD_USER_INPUT', async (args, message) => {
    const { errors } = await run(contextOver(database), document, args);
    expect(errors?.[0]?.message).toMatch(message);
    expect(await codesOf(contextOver(database), document, args)).toEqual(['BAD_USER_INPUT']);
  });

  test('a window of 366 days is taken, wherever it lies', async () => {
    expect(await codesOf(contextOver(database), document, { window: { within: 'P366D' } })).toEqual([]);
    const leapYear = { gte: '2020-01-01T00:00:00Z', lt: '2021-01-01T00:00:00Z' };
    expect(await codesOf(contextOver(database), document, { window: leapYear })).toEqual([]);
  });
});

const orderSeen = fc.record({
  account: fc.constantFrom(owner, subaccount),
  sightings: fc.array(sighting, { minLength: 1 }),
});
const hour = fc.integer({ min: 0, max: 4000 });

test('the funnel is what one finds who reads the log of each order from its beginning', async () => {
  await emptyTestDatabase(database);
  let runs = 0;
  const inputs = [fc.array(orderSeen, { minLength: 1 }), hour, hour, fc.boolean()] as const;
  await fc.assert(
    fc.asyncProperty(...inputs, async (seen, one, other, isFiltered) => {
      runs += 1;
      const ownerAccountSid = sid('AC', runs);
      const all = seen.map(({ account, sightings }, index) => {
        const number = runs * 1000 + index;
        const status = sightings.at(-1)?.status ?? null;
        const changes = { ownerAccountSid, accountSid: account, vanishedAt: status === null ? now : null };
        const log = writeLog(sid('HR', number), sightings).map((entry) => ({ ...entry, ownerAccountSid }));
        return { account, status, log, row: orderRow(number, { ...changes, status: status ?? 'received' }) };
      });
      await insertRows(database, { transitions: all.flatMap(({ log }) => log), orders: all.map(({ row }) => row) });
      const window = { gte: timeOf(Math.min(one, other)), lt: timeOf(Math.max(one, other)) };
      const filter = isFiltered ? { account: { eq: subaccount } } : null;
      const args = { filter, window: { gte: window.gte.toISOString(), lt: window.lt.toISOString() } };
      const told = await funnel(args, contextOver(database, { ownerAccountSid }));
      const wanted = all.filter(({ account }) => !isFiltered || account === subaccount);
      expect(told).toEqual(readThrough(wanted, window));
    }),
    { numRuns: 80 },
  );
});

test('an order that the emulator takes through its life goes through the funnel', async () => {
  const stack = await createTestStack();
  const read = async () => {
    const { data } = await stack.execute<Data, Data>(document, { window: { within: 'P1D' } });
    return Object.fromEntries(data?.['onboardingFunnel'].stages.map((each: Data) => [each['stage'], each]));
  };
  const { data } = await stack.execute<Data, Data>(
    '{ hostedNumberOrders(first: 1, filter: { stage: { eq: OWNERSHIP } }) { nodes { sid } } }',
  );
  const before = await read();
  await stack.control(`orders/${data?.['hostedNumberOrders'].nodes[0].sid}/move`, { status: 'verified' });
  await stack.settle();
  const after = await read();
  expect(after['OWNERSHIP']).toMatchObject({
    left: before['OWNERSHIP'].left + 1,
    waiting: before['OWNERSHIP'].waiting - 1,
  });
  expect(after['AUTHORIZATION']).toMatchObject({
    entered: before['AUTHORIZATION'].entered + 1,
    waiting: before['AUTHORIZATION'].waiting + 1,
  });
  const { data: lists } = await stack.execute<Data, Data>(
    '{ hostedNumberOrders(filter: { stage: { eq: AUTHORIZATION } }) { totalCount } }',
  );
  expect(after['AUTHORIZATION'].waiting).toBe(lists?.['hostedNumberOrders'].totalCount);
});
