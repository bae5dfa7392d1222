// Where a reader that caught up by a run of its own joins the shared one: that run may still be on its way to where the
// reader is, and what it tells until then the reader has been told.
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/client/follow-feed.ts';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { readLogHead } from '../../src/db/log.ts';
import { encodeFeedCursor } from '../../src/mirror/feed-cursor.ts';
import { createFanOut } from '../../src/server/fan-out.ts';
import type { FeedReader } from '../../src/server/feed-reader.ts';
import type { Frame } from '../../src/server/feed-run.ts';
import { openTestDatabase } from '../database.ts';
import { ownerAccountSid, sid } from '../mirror/facts.ts';
import { moveOrders, startFollowing, startLiveGateway, until } from './live-gateway.ts';
import { createToldSource, makeFrame, noteTexts, toldLogAt, toldOperation } from './told-source.ts';

/** Two readers of one operation: the first opened the shared run at 454, the second caught up beyond it, to 456. */
async function openReaders(toldBefore: readonly Frame[] = []) {
  const { source, runs } = createToldSource();
  const fanOut = createFanOut({ source, rights: '', ...toldLogAt(0), now: () => new Date() });
  const open = async (...frames: Frame[]) => {
    const reader = (await fanOut.open(toldOperation)) as FeedReader;
    runs.at(-1)?.tell(...frames);
    return noteTexts(reader);
  };
  const first = await open(makeFrame(454, 'CAUGHT_UP'));
  await until('the shared run', () => runs.length === 2);
  const shared = runs[1];
  if (shared?.after !== '454') throw new Error('the shared run begins elsewhere');
  shared.tell(...toldBefore);
  await until('the one behind', () => first.texts.length === 1 + toldBefore.length);
  const second = await open(makeFrame(455), makeFrame(456), makeFrame(456, 'CAUGHT_UP'));
  await until('its mark', () => second.texts.length >= 3);
  // It has joined when it waits there, which is in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  return { fanOut, first, second, shared };
}

const caughtUp = ['ENTRY 455', 'ENTRY 456', 'CAUGHT_UP 456'];

test('a reader that is ahead of the shared run is told nothing twice when that run comes after it', async () => {
  const { fanOut, first, second, shared } = await openReaders();
  expect(fanOut.load).toEqual({ readers: 2, sharedRuns: 1 });
  // One by one, and together with what is new: where the turns end must not matter.
  shared.tell(makeFrame(455));
  await until('the one behind', () => first.texts.length === 2);
  shared.tell(makeFrame(455, 'HEARTBEAT'), makeFrame(456), makeFrame(456, 'HEARTBEAT'), makeFrame(457));
  await until('both', () => [first, second].every(({ texts }) => texts.at(-1) === 'ENTRY 457'));
  expect(second.texts).toEqual([...caughtUp, 'HEARTBEAT 456', 'ENTRY 457']);
  expect(first.texts).toEqual([
    'CAUGHT_UP 454',
    'ENTRY 455',
    'HEARTBEAT 455',
    'ENTRY 456',
    'HEARTBEAT 456',
    'ENTRY 457',
  ]);
  await fanOut.close(1_000);
});

test('and when it is stopped before, its last word is its own place and not that of the shared run', async () => {
  const { fanOut, first, second, shared } = await openReaders();
  shared.tell(makeFrame(455));
  await until('the one behind', () => first.texts.length === 2);
  await fanOut.close(1_000);
  await Promise.all([first.ended, second.ended]);
  expect(first.texts).toEqual(['CAUGHT_UP 454', 'ENTRY 455', 'HEARTBEAT 455']);
  expect(second.texts).toEqual([...caughtUp, 'HEARTBEAT 456']);
});

// A record that waits holds the place of all frames back, and is told with more than it waited for.
const known = { ...makeFrame(454), covers: 456, text: 'STATE up to 456' };
const news = { ...makeFrame(454), covers: 457, text: 'STATE up to 457' };

test.for([
  ['before it joined', [known, news], []],
  ['after it joined', [], [known, news]],
] as const)(
  'a frame that stands behind a reader is told if it covers more than the reader knows, %s',
  async ([, before, after]) => {
    const { fanOut, first, second, shared } = await openReaders(before);
    shared.tell(...after, makeFrame(458));
    await until('both', () => [first, second].every(({ texts }) => texts.at(-1) === 'ENTRY 458'));
    expect(first.texts).toEqual(['CAUGHT_UP 454', 'STATE up to 456', 'STATE up to 457', 'ENTRY 458']);
    expect(second.texts).toEqual([...caughtUp, 'STATE up to 457', 'ENTRY 458']);
    await fanOut.close(1_000);
  },
);

test('a cursor from an instance that is ahead of this one is not answered with its own entry', async () => {
  const database = await openTestDatabase();
  const live = await startLiveGateway(database, { feed: { pollMs: 600_000 } });
  await moveOrders(database, 1, 3, 'received');
  const settled = startFollowing({ url: live.url });
  await until('the mark', () => settled.items.length > 0);
  // Written without a word to this instance: it is in the log, and the shared run has not heard of it.
  const written = { ownerAccountSid, accountSid: ownerAccountSid, kind: 'ORDER', sid: sid('HR', 1) } as const;
  await database.db
    .insert(statusTransitions)
    .values({ ...written, fromStatus: 'received', toStatus: 'verified', observedAt: new Date(), sources: ['sync'] });
  const head = await readLogHead(database.db, ownerAccountSid);
  const store = createMemoryStore(encodeFeedCursor(live.gateway.services.cursorKey, ownerAccountSid, head));
  const ahead = startFollowing({ url: live.url, store });
  await until('the other mark', () => ahead.items.length > 0);
  await until('one run for both', () => live.gateway.live.fanOut.load.sharedRuns === 1);
  await moveOrders(database, 2, 3, 'verified');
  await until('the new one', () => [settled, ahead].every(({ told }) => told.at(-1) === `${sid('HR', 2)} VERIFIED`));
  expect(settled.told).toEqual([`${sid('HR', 1)} VERIFIED`, `${sid('HR', 2)} VERIFIED`]);
  expect(ahead.told).toEqual([`${sid('HR', 2)} VERIFIED`]);
  await Promise.all([settled.stop(), ahead.stop()]);
});
