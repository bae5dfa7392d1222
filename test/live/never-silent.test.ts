// What a reader is told when its stream cannot go on: an error, or the place to resume from. Never a bare end, and never a
// place beyond what it was told.
import { buildSchema, GraphQLError, parse } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/client/follow-feed.ts';
import type { Context } from '../../src/context.ts';
import type { Database, Db } from '../../src/db/client.ts';
import { readLogHead } from '../../src/db/log.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { encodeFeedCursor } from '../../src/mirror/feed-cursor.ts';
import { createFanOut } from '../../src/server/fan-out.ts';
import type { FeedReader } from '../../src/server/feed-reader.ts';
import { createRunSource, type Frame, type Run } from '../../src/server/feed-run.ts';
import { openTestDatabase } from '../database.ts';
import { ownerAccountSid, sid } from '../mirror/facts.ts';
import { followFrames } from './follow-frames.ts';
import { type LiveGateway, moveOrders, startFollowing, startLiveGateway, until } from './live-gateway.ts';
import { createToldSource, makeFrame, noteTexts, toldLogAt, toldOperation } from './told-source.ts';

const unavailable = new GraphQLError('away', { extensions: { code: 'SERVICE_UNAVAILABLE' } });

type Refusal = { errors: GraphQLError[] } | null;

/** A reader that was live, and finds what comes next in memory no longer. `refuse` answers when it goes back to the log. */
async function openFallen(refuse: () => Promise<Refusal>) {
  const { source, runs } = createToldSource(async () => (runs.length === 2 ? refuse() : null));
  const fanOut = createFanOut({ source, rights: '', ...toldLogAt(0), now: () => new Date() });
  const reader = (await fanOut.open(toldOperation)) as FeedReader;
  runs[0]?.tell(makeFrame(1, 'CAUGHT_UP'));
  await reader.take();
  const live = reader.take();
  await until('the shared run', () => runs.length === 2);
  runs[1]?.tell(makeFrame(2));
  await live;
  runs[1]?.tell(...Array.from({ length: 2_000 }, (_, index) => makeFrame(3 + index)));
  // The shared run takes them in one turn, and forgets the first ones.
  await new Promise((resolve) => setImmediate(resolve));
  return { fanOut, ...noteTexts(reader) };
}

test('who falls back to a log that cannot be read is told so', async () => {
  const { fanOut, texts, ended } = await openFallen(async () => ({ errors: [unavailable] }));
  await ended;
  expect(texts).toEqual([JSON.stringify({ errors: [unavailable] })]);
  expect(fanOut.load).toEqual({ readers: 0, sharedRuns: 0 });
});

test.for([
  ['to a run', null],
  ['and is refused', { errors: [unavailable] }],
] as const)('who falls back %s while the gateway stops has its last word', async ([, outcome]) => {
  let asked = () => {};
  let answer = (_refusal: Refusal) => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { fanOut, texts, ended } = await openFallen(() => {
    asked();
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  await isAsked;
  const closed = fanOut.close(600_000);
  answer(outcome && { errors: [...outcome.errors] });
  await Promise.all([closed, ended]);
  expect(texts).toEqual(['HEARTBEAT 2']);
});

test('a run ends with the event that could not be read: those behind it are not told', async () => {
  const events = [1, 2, 3, 4].map((position) => ({ position, transitions: { position } }));
  const schema = buildSchema(`
    type Query { nothing: Int }
    type Subscription { transitions: Item }
    type Item { position: Int, order: Int }`);
  Object.assign(schema.getSubscriptionType()?.getFields()['transitions'] ?? {}, {
    async *subscribe() {
      yield* events;
    },
  });
  const item = schema.getType('Item');
  if (!item || !('getFields' in item)) throw new Error('no item');
  Object.assign(item.getFields()['order'] ?? {}, {
    async resolve({ position }: { position: number }) {
      if (position === 3) throw unavailable;
      return position;
    },
  });
  const source = createRunSource({
    schema,
    createContext: () => ({}) as Context,
    maskError: (error) => error as Error,
  });
  const document = parse('subscription { transitions { position order } }');
  const run = (await source.open({ ...toldOperation, document }, null)) as Run;
  const frames: Frame[] = [];
  for (let frame = await run.next(); frame !== null; frame = await run.next()) frames.push(frame);
  expect(frames.map(({ position }) => position)).toEqual([1, 2, null]);
  const { data, errors } = JSON.parse(frames.at(-1)?.text ?? '');
  expect([data, errors[0].extensions.code]).toEqual([undefined, 'SERVICE_UNAVAILABLE']);
});

/** The database, of which the orders can be made unreadable while everything else goes on. */
function withoutOrders(database: Database) {
  const state = { isAway: false };
  const db: Db = Object.create(database.db);
  db.select = ((...columns: Parameters<Db['select']>) => {
    const selecting = database.db.select(...columns);
    const from = selecting.from.bind(selecting);
    return Object.assign(selecting, {
      from(...table: Parameters<typeof from>) {
        const isAsked = (table[0] as unknown) === hostedNumberOrders;
        if (state.isAway && isAsked) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
        return from(...table);
      },
    });
  }) as Db['select'];
  return { state, database: { ...database, db } };
}

let database: Database;
let state: { isAway: boolean };
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  const breaking = withoutOrders(database);
  state = breaking.state;
  live = await startLiveGateway(breaking.database);
});

test.for([
  ['websocket', 10],
  ['sse', 20],
] as const)(
  'an event that the database did not let be told is told to who resumes, over %s',
  async ([transport, base]) => {
    const query = `subscription($after: FeedCursor) { transitions(after: $after) {
      ... on OrderTransition { cursor to order { sid } } ... on FeedCaughtUp { cursor } } }`;
    const first = followFrames({ live, query, transport });
    await until('the mark', () => first.frames.length === 1);
    await moveOrders(database, base, base + 1, 'received');
    await until('the first one', () => first.frames.length === 2);
    state.isAway = true;
    await moveOrders(database, base, base + 2, 'verified');
    await until('the end', () => first.hasEnded);
    state.isAway = false;
    expect(first.codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(first.frames).toHaveLength(2);
    const after = first.frames.at(-1)?.cursor;
    // An EventSource sends what it was given as an id last.
    if (transport === 'sse') expect(first.ids.at(-1)).toBe(after);
    const variables = transport === 'sse' ? {} : { after };
    const again = followFrames({ live, query, variables, transport, lastEventId: first.ids.at(-1) });
    await until('the missed ones', () => again.frames.length >= 3);
    const missed = again.frames.slice(0, 2).map(({ order }) => order?.['sid']);
    expect(missed.sort()).toEqual([sid('HR', base), sid('HR', base + 1)]);
    await again.stop();
  },
);

test('the client module comes back by itself, and gives each transition once', async () => {
  const head = await readLogHead(database.db, ownerAccountSid);
  const cursor = encodeFeedCursor(live.gateway.services.cursorKey, ownerAccountSid, head);
  const breaks: unknown[] = [];
  const all = (['websocket', 'sse'] as const).map((transport) =>
    startFollowing({
      url: live.url,
      transport,
      store: createMemoryStore(cursor),
      onDisconnect: (error) => breaks.push(error),
    }),
  );
  await until('both', () => all.every(({ items }) => items.length > 0));
  state.isAway = true;
  await moveOrders(database, 1, 3, 'received');
  await until('both breaks', () => breaks.length >= 2);
  state.isAway = false;
  await until('all', () => all.every(({ told }) => told.length === 2));
  for (const { told } of all) expect(told.sort()).toEqual([`${sid('HR', 1)} RECEIVED`, `${sid('HR', 2)} RECEIVED`]);
  await Promise.all(all.map((each) => each.stop()));
});
