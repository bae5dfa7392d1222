// Giving a number up: asked for twice, gone at once, and certain whatever becomes of the answer.
import { beforeAll, expect, test } from 'vitest';
import type { Data } from '../graph/operations.ts';
import { mutations, openNumberScene, parent, type Scene } from './number-scene.ts';
import { settleWrites } from './settle-writes.ts';

let scene: Scene;
let elapsedMs = 0;
beforeAll(async () => {
  scene = await openNumberScene({ gateway: { now: () => new Date(Date.now() + elapsedMs) } });
});

type Owned = { sid: string; phoneNumber: string };

async function buy(): Promise<Owned> {
  const bought = await scene.buy();
  await scene.stack.gateway.sync();
  return bought;
}

async function release({ sid, phoneNumber }: Owned, options: object = {}): Promise<Data> {
  const input = { number: { sid }, confirmPhoneNumber: phoneNumber, options };
  return (await scene.ask(mutations.release, { input }))['it'];
}

async function isListed({ phoneNumber }: Owned): Promise<boolean> {
  const query = 'query($p: String!) { activeNumbers(filter: { phoneNumber: { eq: $p } }) { totalCount } }';
  return (await scene.ask(query, { p: phoneNumber }))['activeNumbers'].totalCount > 0;
}

test('a hosted number is released end to end: confirmed, gone from the lists at once, with three days of grace', async () => {
  const hosted = await scene.host('completed');
  await scene.stack.gateway.sync();
  expect(await isListed(hosted)).toBe(true);
  const { number, report, userErrors } = await release(hosted);
  expect(userErrors).toEqual([]);
  expect(number).toMatchObject({ sid: hosted.sid, freshness: { vanishedAt: expect.any(String) } });
  expect(report).toMatchObject({
    upstreamCalls: 1,
    changes: [{ path: 'phoneNumber', before: hosted.phoneNumber, after: null }],
    notices: [expect.stringContaining('three days')],
    intent: { state: 'SUCCEEDED' },
  });
  expect(await isListed(hosted)).toBe(false);
  await expect(scene.twilio.fetchIncomingPhoneNumber(parent, hosted.sid)).rejects.toMatchObject({ httpStatus: 404 });
  expect((await release(hosted)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['number'] }]);
  const anew = () => scene.twilio.purchaseActiveNumber(parent, 'incoming-phone-numbers', hosted.phoneNumber, {});
  await expect(anew()).rejects.toMatchObject({ code: 21422 });
  await scene.stack.control('clock/advance', { duration: 'P3DT1H' });
  await expect(anew()).resolves.toMatchObject({ phoneNumber: hosted.phoneNumber });
});

test('a bought number is released without grace', async () => {
  const bought = await buy();
  const { report, userErrors } = await release(bought);
  expect(userErrors).toEqual([]);
  expect(report.notices).toEqual([expect.stringContaining('another customer')]);
  expect(await isListed(bought)).toBe(false);
});

test('while its order is under way the number is not released: cancelling is the way, and it costs one read at most', async () => {
  const hosted = await scene.host('received');
  await scene.stack.gateway.sync();
  elapsedMs += 31_000;
  const before = await scene.count();
  const { number, userErrors } = await release(hosted);
  expect(number).toBeNull();
  expect(userErrors).toMatchObject([
    {
      __typename: 'StateError',
      code: 'WRONG_STATE',
      path: ['number'],
      current: 'received',
      allowedFrom: ['completed', 'failed'],
      message: expect.stringContaining(`cancel the order ${hosted.orderSid}`),
    },
  ]);
  expect(await scene.count()).toEqual({ reads: before.reads + 1, writes: before.writes });
  expect((await release(hosted)).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  expect(await scene.count()).toEqual({ reads: before.reads + 1, writes: before.writes });
});

test('a dry run releases nothing', async () => {
  const bought = await buy();
  const before = await scene.count();
  const { report, userErrors } = await release(bought, { dryRun: true });
  expect(userErrors).toEqual([]);
  expect(report).toMatchObject({ dryRun: true, upstreamCalls: 1, changes: [{ after: null }] });
  expect(await scene.count()).toEqual(before);
  expect(await isListed(bought)).toBe(true);
});

test('the same key answers the same, though the number is gone', async () => {
  const bought = await buy();
  const first = await release(bought, { idempotencyKey: 'release once' });
  const before = await scene.count();
  const second = await release(bought, { idempotencyKey: 'release once' });
  expect(second).toEqual({ ...first, report: { ...first['report'], replayed: true } });
  expect(await scene.count()).toEqual(before);
});

test.each(['cut-after', 'server-error-after'])('a release whose answer is lost (%s) is found', async (kind) => {
  const bought = await buy();
  await scene.spoil({ method: 'DELETE', path: bought.sid, kind });
  const { number, report, userErrors } = await release(bought);
  expect(userErrors).toEqual([]);
  expect(number).toMatchObject({ freshness: { vanishedAt: expect.any(String) } });
  expect(report.notices).toContainEqual(expect.stringContaining('it had happened'));
});

test('a release that Twilio does late is unknown, and then found', async () => {
  const bought = await buy();
  await scene.spoil({ method: 'DELETE', path: bought.sid, kind: 'cut-late', ms: 60_000 });
  const lost = await release(bought, { idempotencyKey: 'late' });
  expect(lost['userErrors']).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false }]);
  expect(await isListed(bought)).toBe(true);
  await scene.stack.control('clock/advance', { ms: 60_000 });
  await settleWrites(scene.stack);
  expect(await isListed(bought)).toBe(false);
  expect(await release(bought, { idempotencyKey: 'late' })).toMatchObject({
    userErrors: [],
    report: { replayed: true },
  });
});

test('a number that somebody else has released is found gone', async () => {
  const bought = await buy();
  await scene.twilio.releaseActiveNumber(parent, 'incoming-phone-numbers', bought.sid);
  elapsedMs += 31_000;
  expect((await release(bought)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['number'] }]);
  expect(await isListed(bought)).toBe(false);
});
