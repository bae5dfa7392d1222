// Several forwarders over one database, some of which die: each status comes once, none is lost, and however many there
// are, few are in memory.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import type { PostStatus } from '../../src/mirror/forward-request.ts';
import { createServerDatabase, emptyTestDatabase, openTestDatabase, testDatabaseUrl } from '../database.ts';
import { observe } from '../live/live-gateway.ts';
import { makeOrder, sid } from '../mirror/facts.ts';
import { forwardOf, forwardOver, makeForwarded, moveThrough, until } from './forwards.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyTestDatabase(database));

const url = 'https://receiver.example.com/hook';
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** Takes posts in place of a receiver, and watches that no order has two at once. */
function recordPosts(took: () => Promise<unknown> = async () => {}) {
  const posts: string[] = [];
  const underWay = new Set<string>();
  const seen = { posts, mostAtOnce: 0, overlaps: 0 };
  const post: PostStatus = async ({ orderSid, status }) => {
    if (underWay.has(orderSid)) seen.overlaps += 1;
    underWay.add(orderSid);
    seen.mostAtOnce = Math.max(seen.mostAtOnce, underWay.size);
    await took();
    posts.push(`${orderSid} ${status}`);
    underWay.delete(orderSid);
    return { is: 'delivered' };
  };
  return { seen, post };
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 2));
const statuses = ['received', 'verified', 'pending-loa', 'completed'];

async function moveAll(count: number): Promise<void> {
  for (const status of statuses)
    await observe(database, { orders: range(count).map((index) => makeOrder(index, { status })) });
}

test('two that share a database post each status once, in order', async () => {
  const { seen, post } = recordPosts(aMoment);
  await makeForwarded(database, range(50), url);
  forwardOver(database, { post });
  forwardOver(database, { post });
  await moveAll(50);
  await until('all', () => seen.posts.length >= 200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen.posts.length).toBe(200);
  expect(new Set(seen.posts).size).toBe(200);
  expect(seen.overlaps).toBe(0);
  for (const index of range(50)) {
    const own = seen.posts.filter((each) => each.startsWith(sid('HR', index)));
    expect(own).toEqual(statuses.map((status) => `${sid('HR', index)} ${status}`));
  }
});

test('what one has taken when it dies, another posts once the lease has ended', async () => {
  const held: string[] = [];
  const dead: PostStatus = async ({ orderSid }, signal) => {
    held.push(orderSid);
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));
    throw new Error('gone');
  };
  await makeForwarded(database, [1], url);
  await moveThrough(database, 1, statuses);
  // It hangs from here on as a killed process does: its lease runs, nobody renews it, and it never takes the order again.
  forwardOver(database, { post: dead, leaseMs: 500, pollMs: 60_000 });
  await until('taken', () => held.length === 1);
  const { seen, post } = recordPosts();
  forwardOver(database, { post });
  await until('all', () => seen.posts.length >= 4);
  expect(seen.posts).toEqual(statuses.map((status) => `${sid('HR', 1)} ${status}`));
});

test('one that comes back late from a post has lost its lease and does not go on', async () => {
  const late: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await makeForwarded(database, [1], url);
  const slow: PostStatus = async ({ status }) => {
    late.push(status);
    await held;
    return { is: 'delivered' };
  };
  await moveThrough(database, 1, statuses);
  // Nothing wakes it again before the other one is done, so it takes the order once.
  forwardOver(database, { post: slow, leaseMs: 1_000, pollMs: 60_000 });
  await until('taken', () => late.length === 1);
  const { seen, post } = recordPosts();
  forwardOver(database, { post });
  await until('all', () => seen.posts.length >= 4);
  letGo();
  await until('noted', async () => (await forwardOf(database, 1)).leaseHolder === null);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(late).toEqual(['received']);
  expect((await forwardOf(database, 1)).position).toBe((await forwardOf(database, 1)).newestPosition);
});

test('a stop waits for posts under way, and the next start goes on after them', async () => {
  const first = recordPosts(() => new Promise((resolve) => setTimeout(resolve, 50)));
  await makeForwarded(database, range(30), url);
  const forwarder = forwardOver(database, { post: first.post });
  await moveAll(30);
  await until('some', () => first.seen.posts.length > 10);
  await forwarder.close();
  const second = recordPosts();
  forwardOver(database, { post: second.post });
  await until('all', () => first.seen.posts.length + second.seen.posts.length >= 120);
  const all = [...first.seen.posts, ...second.seen.posts];
  expect(new Set(all).size).toBe(120);
  expect(all.length).toBe(120);
});

// A document covers up to 15,000 orders: those take minutes here, and no more memory.
const burst = Number(process.env['TEST_FORWARD_BURST'] ?? 1_500);
test(`a burst of ${burst} is posted to the end, with no more than the bound at once`, async () => {
  const { seen, post } = recordPosts();
  const indexes = range(burst);
  await observe(database, { orders: indexes.map((index) => makeOrder(index, { status: 'twilio-processing' })) });
  await database.db.execute(
    `insert into status_forward (sid, owner_account_sid, url, newest_position)
     select sid, owner_account_sid, '${url}', 0 from hosted_number_order`,
  );
  forwardOver(database, { post, pollMs: 1_000 });
  await observe(database, { orders: indexes.map((index) => makeOrder(index, { status: 'received' })) });
  await until('all', () => seen.posts.length >= burst, 240_000);
  expect(new Set(seen.posts).size).toBe(burst);
  expect(seen.mostAtOnce).toBeLessThanOrEqual(20);
}, 300_000);

describe.skipIf(!testDatabaseUrl)('two connections to one PostgreSQL', () => {
  test('what one instance appends the other posts too, and each status comes once', async () => {
    const { url: address, drop } = await createServerDatabase(testDatabaseUrl ?? '');
    const [one, other] = [openServerDatabase(address, 4), openServerDatabase(address, 4)];
    const mine = recordPosts(aMoment);
    const theirs = recordPosts(aMoment);
    const forwarders = [forwardOver(one, { post: mine.post }), forwardOver(other, { post: theirs.post })];
    await makeForwarded(one, range(300), url);
    for (const status of statuses)
      await observe(one, { orders: range(300).map((index) => makeOrder(index, { status })) });
    await until('all', () => mine.seen.posts.length + theirs.seen.posts.length >= 1200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const all = [...mine.seen.posts, ...theirs.seen.posts];
    expect(all.length).toBe(1200);
    expect(new Set(all).size).toBe(1200);
    expect(theirs.seen.posts.length).toBeGreaterThan(0);
    await Promise.all(forwarders.map((forwarder) => forwarder.close()));
    await Promise.all([one.close(), other.close()]);
    await drop();
  });
});
