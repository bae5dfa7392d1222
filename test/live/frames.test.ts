// Frames of present state: what is told, how often, and of what not.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { recordChanges } from '../../src/db/gateway-tables.ts';
import { readLogHead } from '../../src/db/log.ts';
import { encodeFeedCursor } from '../../src/mirror/feed-cursor.ts';
import { ingestDisappearance } from '../../src/mirror/ingest.ts';
import { openTestDatabase } from '../database.ts';
import { makeDocument, makeNumber, makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';
import { followFrames, told } from './follow-frames.ts';
import { type LiveGateway, moveOrders, nextMoment, observe, startLiveGateway, until } from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  live = await startLiveGateway(database, { feed: { retentionMs: 90 * 86_400_000 } });
});

const cursorOf = (position: number) => encodeFeedCursor(live.gateway.services.cursorKey, ownerAccountSid, position);
const now = async () => cursorOf(await readLogHead(database.db, ownerAccountSid));
const ordersThat = (filter: string, minInterval = 'PT0S') => `subscription($after: FeedCursor) {
  hostedNumberOrderChanged(filter: ${filter}, after: $after, minInterval: "${minInterval}") {
    cursor matches order { sid status friendlyName email freshness { vanishedAt } } } }`;
const orderBy = (by: string) => `subscription($after: FeedCursor) {
  hostedNumberOrderChanged(by: ${by}, after: $after, minInterval: "PT0S") { cursor matches order { sid status friendlyName } } }`;
const numbers = `subscription($after: FeedCursor, $filter: ActiveNumberFilter) {
  activeNumberChanged(after: $after, filter: $filter, minInterval: "PT0S") { cursor matches number { sid friendlyName configuration { sms { url } } } } }`;

async function vanish(resource: 'numbers' | 'orders', index: number): Promise<void> {
  const sids = [sid(resource === 'numbers' ? 'PN' : 'HR', index)];
  await ingestDisappearance(database, { ownerAccountSid, source: 'sync', startedAt: nextMoment(), resource, sids });
}

describe.for(['websocket', 'sse'] as const)('over %s', (transport) => {
  const base = transport === 'sse' ? 1_000 : 0;

  test("one record begins with its present state; another's changes are not told; gone, it leaves", async () => {
    await observe(database, { orders: [makeOrder(base + 1), makeOrder(base + 2)] });
    const query = orderBy(`{ sid: "${sid('HR', base + 1)}" }`);
    const following = followFrames({ live, query, transport });
    await until('the present state', () => following.frames.length === 1);
    await moveOrders(database, base + 2, base + 3, 'verified');
    await observe(database, { orders: [makeOrder(base + 1, { friendlyName: 'renamed' })] });
    await until('the change', () => following.frames.length === 2);
    await vanish('orders', base + 1);
    await until('the end', () => following.frames.length === 3);
    await following.stop();
    const seen = following.frames.map(({ matches, order }) => [matches, order?.['sid'], order?.['friendlyName']]);
    expect(seen).toEqual([
      [true, sid('HR', base + 1), `Order ${base + 1}`],
      [true, sid('HR', base + 1), 'renamed'],
      [false, sid('HR', base + 1), 'renamed'],
    ]);
  });

  test('what enters, changes and leaves a filter is told, once each; what never matched is silent', async () => {
    const after = await now();
    const query = ordersThat(`{ friendlyName: { startsWith: "${transport}-watched" } }`);
    const following = followFrames({ live, query, variables: { after }, transport });
    const states = [
      { friendlyName: 'not yet' },
      { friendlyName: `${transport}-watched` },
      { friendlyName: `${transport}-watched`, email: 'new@example.com' },
      { friendlyName: 'left' },
      { friendlyName: 'left', email: 'later@example.com' },
    ];
    for (const [index, state] of states.entries()) {
      await observe(database, {
        orders: [makeOrder(base + 10, state), makeOrder(base + 11, { email: `${index}@x.org` })],
      });
      // One by one, or they would be coalesced.
      await observe(database, { orders: [makeOrder(base + 20 + index, { friendlyName: `${transport}-watched` })] });
      await until('what follows', () => told(following).some((each) => each.startsWith(sid('HR', base + 20 + index))));
    }
    await following.stop();
    const of = (index: number) => told(following).filter((each) => each.startsWith(sid('HR', index)));
    expect(of(base + 10)).toEqual([
      `${sid('HR', base + 10)} true ${transport}-watched`,
      `${sid('HR', base + 10)} true ${transport}-watched`,
      `${sid('HR', base + 10)} false left`,
    ]);
    expect(of(base + 11)).toEqual([]);
  });

  test('one who comes back is told of each record that has changed once, as it is now, with no status in play', async () => {
    await observe(database, { numbers: [1, 2, 3, 4].map((n) => makeNumber(base + n)) });
    const after = await now();
    for (const url of ['https://one.example', 'https://two.example']) {
      await observe(database, { numbers: [makeNumber(base + 1, { configurationSmsUrl: url }), makeNumber(base + 2)] });
    }
    await vanish('numbers', base + 3);
    await observe(database, { numbers: [makeNumber(base + 5)] });
    const filter = { phoneNumber: { startsWith: '+1' } };
    const following = followFrames({ live, query: numbers, variables: { after, filter }, transport });
    await until('what was missed', () => following.frames.length === 3);
    await observe(database, { numbers: [makeNumber(base + 4, { friendlyName: 'live' })] });
    await until('the live one', () => following.frames.length === 4);
    await following.stop();
    expect(following.frames.map(({ matches, number }) => [number?.['sid'], matches])).toEqual([
      [sid('PN', base + 1), true],
      [sid('PN', base + 3), false],
      [sid('PN', base + 5), true],
      [sid('PN', base + 4), true],
    ]);
    expect(following.frames[0]?.number).toMatchObject({ configuration: { sms: { url: 'https://two.example' } } });
  });

  test('mistakes are refused before the stream begins', async () => {
    await observe(database, { orders: [makeOrder(base + 30)] });
    const [order, theirs] = [sid('HR', base + 30), sid('HR', base + 31)];
    const foreign = sid('AC', 2);
    await observe(database, { orders: [makeOrder(base + 31, { accountSid: foreign, uniqueName: 'theirs' })] }, foreign);
    const cases: [string, Record<string, unknown>, string][] = [
      [orderBy(`{ sid: "${sid('HR', 0xffff)}" }`), {}, 'NOT_FOUND'],
      [orderBy('{ uniqueName: "nobody" }'), {}, 'NOT_FOUND'],
      [orderBy(`{ sid: "${theirs}" }`), {}, 'NOT_FOUND'],
      [orderBy('{ uniqueName: "theirs" }'), {}, 'NOT_FOUND'],
      [orderBy('{ sid: "HR1" }'), {}, 'BAD_USER_INPUT'],
      [orderBy(`{ sid: "${order}" }, filter: {}`), {}, 'BAD_USER_INPUT'],
      [ordersThat('{}', 'PT61S'), {}, 'BAD_USER_INPUT'],
      [ordersThat('{}', 'soon'), {}, 'BAD_USER_INPUT'],
      [ordersThat('{ or: [] }'), {}, 'BAD_USER_INPUT'],
      [ordersThat('{}'), { after: 'garbage' }, 'BAD_CURSOR'],
      [ordersThat('{}'), { after: cursorOf(1 + (await readLogHead(database.db, ownerAccountSid))) }, 'BAD_CURSOR'],
    ];
    for (const [query, variables, code] of cases) {
      const following = followFrames({ live, query, variables, transport });
      await until(`the refusal of ${query}`, () => following.hasEnded);
      expect([following.codes, following.frames]).toEqual([[code], []]);
    }
  });
});

test('a cursor beyond the retention is refused, for nothing could stand for what is gone', async () => {
  await observe(database, { orders: [makeOrder(300)] });
  const position = await readLogHead(database.db, ownerAccountSid);
  await observe(database, { orders: [makeOrder(300, { friendlyName: 'old' })] });
  const [head, old] = [await readLogHead(database.db, ownerAccountSid), new Date('2020-01-01')];
  await database.db.update(recordChanges).set({ observedAt: old }).where(eq(recordChanges.position, head));
  const refused = followFrames({ live, query: ordersThat('{}'), variables: { after: cursorOf(position) } });
  await until('the refusal', () => refused.hasEnded);
  expect(refused.codes).toEqual(['CURSOR_EXPIRED']);
  const kept = followFrames({ live, query: ordersThat('{}'), variables: { after: cursorOf(head) } });
  await observe(database, { orders: [makeOrder(300, { friendlyName: 'new' })] });
  await until('what follows', () => kept.frames.length === 1);
  await kept.stop();
});

test('a record that changes faster than the interval is held back, and whoever leaves meanwhile misses nothing', async () => {
  const after = await now();
  const query = ordersThat('{ friendlyName: { startsWith: "paced" } }', 'PT1M');
  await until('nobody', () => live.gateway.live.fanOut.load.sharedRuns === 0);
  const following = followFrames({ live, query, variables: { after } });
  await until('it is live', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  await observe(database, { orders: [makeOrder(310, { friendlyName: 'paced 0' })] });
  await until('the first', () => following.frames.length === 1);
  for (let n = 1; n < 10; n += 1) await observe(database, { orders: [makeOrder(310, { friendlyName: `paced ${n}` })] });
  await observe(database, { orders: [makeOrder(311, { friendlyName: 'paced other' })] });
  await until('the other', () => following.frames.length === 2);
  await following.stop();
  expect(told(following)).toEqual([`${sid('HR', 310)} true paced 0`, `${sid('HR', 311)} true paced other`]);
  const again = followFrames({ live, query, variables: { after: following.frames.at(-1)?.cursor } });
  await until('both', () => again.frames.length === 2);
  await again.stop();
  expect(told(again)).toEqual([`${sid('HR', 310)} true paced 9`, `${sid('HR', 311)} true paced other`]);
});

test('and its last state always arrives', async () => {
  const query = ordersThat('{ friendlyName: { startsWith: "trailing" } }', 'PT0.05S');
  const following = followFrames({ live, query, variables: { after: await now() } });
  for (let n = 0; n < 20; n += 1)
    await observe(database, { orders: [makeOrder(320, { friendlyName: `trailing ${n}` })] });
  await until('the last', () => told(following).at(-1) === `${sid('HR', 320)} true trailing 19`);
  await following.stop();
});

test('one that came and went within the interval leaves, since others on the line may have seen it', async () => {
  const query = ordersThat('{ friendlyName: { startsWith: "brief" } }');
  const after = await now();
  await observe(database, { orders: [makeOrder(330, { friendlyName: 'before' }), makeOrder(331)] });
  await observe(database, { orders: [makeOrder(330, { friendlyName: 'brief' })] });
  await observe(database, {
    orders: [makeOrder(330, { friendlyName: 'after' }), makeOrder(331, { email: 'x@y.org' })],
  });
  const following = followFrames({ live, query, variables: { after } });
  await observe(database, { orders: [makeOrder(332, { friendlyName: 'brief' })] });
  await until('what follows', () => following.frames.length >= 2);
  await following.stop();
  expect(told(following)).toEqual([`${sid('HR', 330)} false after`, `${sid('HR', 332)} true brief`]);
});

test('a name is followed to whichever record has it, and one that is refused leaves the others on its socket alone', async () => {
  await observe(database, { orders: [makeOrder(340, { uniqueName: 'main line' })] });
  const following = followFrames({ live, query: orderBy('{ uniqueName: "main line" }') });
  await until('the present one', () => following.frames.length === 1);
  await observe(database, {
    orders: [makeOrder(340, { uniqueName: null }), makeOrder(341, { uniqueName: 'main line' })],
  });
  await until('both', () => following.frames.length === 3);
  await following.stop();
  expect(told(following)).toEqual([
    `${sid('HR', 340)} true Order 340`,
    `${sid('HR', 341)} true Order 341`,
    `${sid('HR', 340)} false Order 340`,
  ]);
});

test('without by and filter every document is told; a foreign one never is', async () => {
  const query = `subscription($after: FeedCursor) { authorizationDocumentChanged(after: $after) { matches document { sid email } } }`;
  const following = followFrames({ live, query, variables: { after: await now() } });
  const foreign = sid('AC', 2);
  const facts = { sid: sid('PX', 2), accountSid: foreign };
  await observe(database, { documents: [makeDocument(2, facts)] }, foreign);
  await observe(database, { documents: [makeDocument(1)] });
  await until('ours', () => following.frames.length > 0);
  await observe(database, { documents: [makeDocument(1, { email: 'other@example.com' })] });
  await until('the change', () => following.frames.length === 2);
  await following.stop();
  expect(following.frames.map(({ document }) => document)).toEqual([
    { sid: sid('PX', 1), email: 'signer@example.com' },
    { sid: sid('PX', 1), email: 'other@example.com' },
  ]);
});
