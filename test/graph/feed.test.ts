// The feed of transitions: from a cursor or from now, in order, marked, filtered, and gone when the subscriber is.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { Database } from '../../src/db/client.ts';
import type { StatusTransitionRow } from '../../src/db/gateway-tables.ts';
import { appendToLog, readLog, readLogHeads, readOldestSince } from '../../src/db/log.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import type { Feed } from '../../src/mirror/feed.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { ask, contextOver, countStatements, follow, unaskedChanges } from './operations.ts';
import { documentRow, insertRows, now, orderRow, owner, sid, stranger, transitionRow } from './rows.ts';

let database: Database;
let feed: ReturnType<typeof feedOver>;
let context: Context;
beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(async () => {
  await emptyTestDatabase(database);
  feed = feedOver(database);
  context = contextOver(database, { feed });
  await insertRows(database, { orders: [1, 2, 3].map((n) => orderRow(n)), documents: [documentRow(1)] });
});

const defaults = {
  fromStatus: null,
  toStatus: null,
  effectiveAt: null,
  inferred: false,
  anomalous: false,
  timeInPreviousMs: null,
};

/** The log as it is, woken by hand; an empty batch by hand as well. */
function feedOver({ db }: Database) {
  let resume: () => void = () => {};
  let wakes = 0;
  let silence = 0;
  const wake = () => {
    wakes += 1;
    resume();
  };
  const state = { followers: 0 };
  const follow: Feed['follow'] = async function* (start, signal): AsyncGenerator<readonly StatusTransitionRow[]> {
    let position = start;
    state.followers += 1;
    try {
      while (!signal.aborted) {
        const wakesBefore = wakes;
        const batch = await readLog(db, owner, position, 2);
        position = batch.at(-1)?.position ?? position;
        if (batch.length > 0) yield batch;
        else if (silence-- > 0) yield [];
        else if (wakes === wakesBefore)
          await new Promise<void>((resolve) => {
            resume = resolve;
            if (signal.aborted) resolve();
            signal.addEventListener('abort', () => resolve());
          });
      }
    } finally {
      state.followers -= 1;
    }
  };
  return {
    state,
    follow,
    heads: () => readLogHeads(db, owner),
    oldestAfter: (position: number) => readOldestSince(db, owner, position, new Date(now.getTime() - 90 * 86_400_000)),
    changes: unaskedChanges,
    heartbeatMs: 15_000,
    close: async () => {},
    beat() {
      silence = 1;
      wake();
    },
    async append(...transitions: ReturnType<typeof transitionRow>[]) {
      await appendToLog(
        db,
        transitions.map((each) => ({ ...defaults, ...each })),
      );
      wake();
    },
  };
}

const item = `__typename ... on OrderTransition { cursor from to rawTo order { sid status } }
  ... on DocumentTransition { cursor document { sid } to } ... on FeedCaughtUp { cursor replayed } ... on FeedHeartbeat { cursor serverTime }`;
const operation = `subscription($after: FeedCursor, $orders: OrderFilter, $to: [OrderStatus!], $kinds: [TransitionKind!]) {
  transitions(after: $after, orders: $orders, to: $to, kinds: $kinds) { ${item} } }`;
const start = async (variables = {}, over = context) => {
  const items = await follow(over, operation, variables);
  const next = async () => {
    const { value } = await items.next();
    expect(value?.errors).toBeUndefined();
    return value?.data?.['transitions'];
  };
  return { items, next };
};
const [o1, o2, o3] = [sid('HR', 1), sid('HR', 2), sid('HR', 3)];

test('without a cursor the feed begins with the mark and goes on live', async () => {
  await feed.append(transitionRow(o1, 'received'));
  const { items, next } = await start();
  expect(await next()).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 0 });
  const live = next();
  await feed.append(transitionRow(o2, 'verified', { fromStatus: 'received' }));
  expect(await live).toMatchObject({
    __typename: 'OrderTransition',
    from: 'RECEIVED',
    to: 'VERIFIED',
    order: { sid: o2 },
  });
  await items.return();
});

test('with a cursor what was missed comes first, then the mark with its count, then what is live', async () => {
  const { asOf } = (await ask(context, '{ hostedNumberOrders { asOf } }'))['hostedNumberOrders'];
  await feed.append(
    transitionRow(o1, 'received'),
    transitionRow(o2, 'received'),
    transitionRow(sid('PX', 1), 'signing', { kind: 'DOCUMENT' }),
  );
  const { items, next } = await start({ after: asOf });
  const missed = [await next(), await next(), await next()];
  expect(missed.map((each) => each.order?.sid ?? each.document.sid)).toEqual([o1, o2, sid('PX', 1)]);
  const mark = await next();
  expect(mark).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 3, cursor: missed[2].cursor });
  const live = next();
  await feed.append(transitionRow(o3, 'brand-new'));
  expect(await live).toMatchObject({ to: 'UNKNOWN', rawTo: 'brand-new' });
  await items.return();

  const resumed = await start({ after: missed[1].cursor });
  expect(await resumed.next()).toMatchObject({ document: { sid: sid('PX', 1) } });
  await resumed.items.return();
});

test('silence is told, with the place to resume from', async () => {
  const { items, next } = await start();
  const { cursor } = await next();
  const beat = next();
  feed.beat();
  expect(await beat).toEqual({ __typename: 'FeedHeartbeat', cursor, serverTime: now.toISOString() });
  await items.return();
});

test('an order is shown as it is when its item is sent, however long the subscription lasts', async () => {
  const { items, next } = await start();
  await next();
  for (const status of ['received', 'verified', 'completed']) {
    await database.db.update(hostedNumberOrders).set({ status });
    const live = next();
    await feed.append(transitionRow(o1, status));
    expect((await live).order.status).toBe(status.toUpperCase());
  }
  await items.return();
});

test('kinds, to and orders choose, and orders and to leave documents alone', async () => {
  await database.db.update(hostedNumberOrders).set({ friendlyName: 'Shop' });
  await insertRows(database, { orders: [orderRow(4, { friendlyName: 'Bar' })] });
  await feed.append(
    transitionRow(o1, 'received'),
    transitionRow(o1, 'verified'),
    transitionRow(sid('HR', 4), 'verified'),
    transitionRow(sid('PX', 1), 'signed', { kind: 'DOCUMENT' }),
    transitionRow(o2, null),
  );
  const after = (await ask(context, '{ hostedNumberOrders { asOf } }'))['hostedNumberOrders'].asOf;
  const chosen = async (variables: object) => {
    const beginning = await firstCursor();
    const { items, next } = await start({ after: beginning, ...variables });
    const seen: string[] = [];
    for (let each = await next(); each.__typename !== 'FeedCaughtUp'; each = await next()) {
      seen.push(
        `${(each.order ?? each.document).sid.slice(0, 2)}${(each.order ?? each.document).sid.slice(-1)} ${each.to}`,
      );
    }
    await items.return();
    return seen;
  };
  expect(after).toEqual(expect.any(String));
  expect(await chosen({})).toEqual(['HR1 RECEIVED', 'HR1 VERIFIED', 'HR4 VERIFIED', 'PX1 SIGNED', 'HR2 null']);
  expect(await chosen({ kinds: ['DOCUMENT'] })).toEqual(['PX1 SIGNED']);
  expect(await chosen({ to: ['VERIFIED'] })).toEqual(['HR1 VERIFIED', 'HR4 VERIFIED', 'PX1 SIGNED']);
  expect(await chosen({ orders: { friendlyName: { eq: 'Shop' } }, kinds: ['ORDER'] })).toEqual([
    'HR1 RECEIVED',
    'HR1 VERIFIED',
    'HR2 null',
  ]);
});

/** A cursor of the empty log. */
async function firstCursor(): Promise<string> {
  const empty = contextOver(database, { feed });
  empty.loaders.logHead = async () => 0;
  return (await ask(empty, '{ hostedNumberOrders { asOf } }'))['hostedNumberOrders'].asOf;
}

test('an order that is gone still tells its end under a filter of orders', async () => {
  const { items, next } = await start({ orders: { phoneNumber: { startsWith: '+1' } } });
  await next();
  await database.db.update(hostedNumberOrders).set({ vanishedAt: now });
  const live = next();
  await feed.append(transitionRow(o1, null));
  expect(await live).toMatchObject({ to: null, order: { sid: o1 } });
  await items.return();
});

test('orders of a burst are judged in one statement for fifty', async () => {
  const after = await firstCursor();
  await feed.append(...Array.from({ length: 40 }, () => transitionRow(o1, 'received')));
  const judged = await countStatements(database, async () => {
    const { items, next } = await start({ after, orders: { status: { eq: 'FAILED' } } });
    expect(await next()).toMatchObject({ __typename: 'FeedCaughtUp', replayed: 0 });
    await items.return();
  });
  // The head, the age of the cursor, 20 batches of two and a judgement for each.
  expect(judged).toBe(42);
});

test('a subscriber who leaves while nothing happens is not followed any longer', async () => {
  const { items, next } = await start();
  await next();
  const waiting = items.next();
  await new Promise((resolve) => setImmediate(resolve));
  await items.return();
  expect((await waiting).done).toBe(true);
  expect(feed.state.followers).toBe(0);
});

test('a cursor that is garbled, of a list or of another tenant is refused', async () => {
  const foreign = contextOver(database, { ownerAccountSid: stranger });
  const cursors = [
    'garbage',
    '',
    (await ask(context, '{ hostedNumberOrders(first: 1) { pageInfo { endCursor } } }'))['hostedNumberOrders'].pageInfo
      .endCursor,
    (await ask(foreign, '{ hostedNumberOrders { asOf } }'))['hostedNumberOrders'].asOf,
  ];
  for (const after of cursors) {
    await expect(start({ after })).rejects.toMatchObject({ extensions: { code: 'BAD_CURSOR' } });
  }
  await expect(start({ kinds: [] })).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  await expect(start({ orders: { and: [] } })).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});
