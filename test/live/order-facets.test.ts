// The subscription of facets: present at once, told again when orders have changed, shared, and resumed.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { makeDocument, makeOrder, sid } from '../mirror/facts.ts';
import { type FramesFollowing, followFrames } from './follow-frames.ts';
import { type LiveGateway, moveOrders, observe, startLiveGateway, until } from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  live = await startLiveGateway(database);
});

const facetsOf = (name: string, minInterval = 'PT0S') => `subscription {
  orderFacets(filter: { friendlyName: { startsWith: "${name}" } }, by: [STATUS, STAGE], minInterval: "${minInterval}") {
    cursor facets { by buckets { value count } otherCount } } }`;

/** "STATUS count" of the last frame. */
function lastTold({ frames }: FramesFollowing): string[] {
  const { facets } = (frames.at(-1) ?? { facets: [] }) as unknown as {
    facets: { by: string; buckets: { value: string; count: number }[] }[];
  };
  const status = facets.find(({ by }) => by === 'STATUS');
  return (status?.buckets ?? []).map(({ value, count }) => `${value} ${count}`).sort();
}
const untilTold = (following: FramesFollowing, ...wanted: string[]) =>
  until(wanted.join(', '), () => JSON.stringify(lastTold(following)) === JSON.stringify(wanted));

describe.for(['websocket', 'sse'] as const)('over %s', (transport) => {
  const base = transport === 'sse' ? 100 : 0;
  const name = `facets over ${transport}`;
  const named = (index: number, status: string) => makeOrder(base + index, { friendlyName: name, status });

  test('the present at once, then every change, until it is silent', async () => {
    await observe(database, { orders: [named(1, 'received'), named(2, 'received')] });
    const following = followFrames({ live, query: facetsOf(name), transport });
    const other = followFrames({ live, query: facetsOf(name), transport });
    await untilTold(following, 'RECEIVED 2');
    await observe(database, { orders: [named(1, 'verified')] });
    await untilTold(following, 'RECEIVED 1', 'VERIFIED 1');
    await untilTold(other, 'RECEIVED 1', 'VERIFIED 1');
    await observe(database, { orders: [named(3, 'completed')] });
    await untilTold(following, 'COMPLETED 1', 'RECEIVED 1', 'VERIFIED 1');
    await untilTold(other, 'COMPLETED 1', 'RECEIVED 1', 'VERIFIED 1');
    await following.stop();
    await other.stop();
    expect(following.codes).toEqual([]);
  });
});

test('a burst is one frame of each interval, and its end is told', async () => {
  const name = 'facets of a burst';
  const orders = Array.from({ length: 40 }, (_, index) => makeOrder(300 + index, { friendlyName: name }));
  await observe(database, { orders });
  const following = followFrames({ live, query: facetsOf(name, 'PT1S') });
  await untilTold(following, 'RECEIVED 40');
  for (let index = 0; index < 40; index += 1) {
    await moveOrders(database, 300 + index, 301 + index, 'verified', { friendlyName: name });
  }
  await untilTold(following, 'VERIFIED 40');
  await following.stop();
  expect(following.frames.length).toBeLessThan(20);
});

test('one who comes back hears what has changed meanwhile, and nothing when nothing has', async () => {
  const name = 'facets resumed';
  await observe(database, { orders: [makeOrder(400, { friendlyName: name })] });
  const first = followFrames({ live, query: facetsOf(name), transport: 'sse' });
  await untilTold(first, 'RECEIVED 1');
  await first.stop();
  const lastEventId = first.ids.at(-1);
  const quiet = followFrames({ live, query: facetsOf(name), transport: 'sse', lastEventId });
  await observe(database, { orders: [makeOrder(400, { friendlyName: name, status: 'completed' })] });
  await untilTold(quiet, 'COMPLETED 1');
  await quiet.stop();
  const late = followFrames({ live, query: facetsOf(name), transport: 'sse', lastEventId });
  await untilTold(late, 'COMPLETED 1');
  await late.stop();
});

test('under a filter through a link it is told again when the other record has changed', async () => {
  const name = 'facets linked';
  const document = (status: string) => makeDocument(1, { status });
  await observe(database, {
    documents: [document('signing')],
    orders: [makeOrder(500, { friendlyName: name, signingDocumentSid: sid('PX', 1) })],
  });
  const query = `subscription { orderFacets(by: [STATUS], minInterval: "PT0S", filter: {
    friendlyName: { eq: "${name}" }, authorizationDocument: { status: { eq: SIGNED } } }) {
    cursor facets { by buckets { value count } otherCount } } }`;
  const following = followFrames({ live, query });
  await until('a frame', () => following.frames.length === 1);
  expect(lastTold(following)).toEqual([]);
  await observe(database, { documents: [document('signed')] });
  await untilTold(following, 'RECEIVED 1');
  await following.stop();
});

test.each([
  ['by: []', 'BAD_USER_INPUT'],
  ['by: [STATUS], minInterval: "PT2M"', 'BAD_USER_INPUT'],
  ['by: [STATUS], filter: { or: [] }', 'BAD_USER_INPUT'],
])('orderFacets(%s) is refused', async (args, code) => {
  const following = followFrames({ live, query: `subscription { orderFacets(${args}) { cursor } }` });
  await until('the refusal', () => following.hasEnded);
  expect(following.codes).toEqual([code]);
});
