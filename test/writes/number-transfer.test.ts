// Giving numbers to another account of the tenant.
import { beforeAll, expect, test } from 'vitest';
import type { Data } from '../graph/operations.ts';
import { mutations, openNumberScene, parent, type Scene, subaccount } from './number-scene.ts';
import { settleWrites } from './settle-writes.ts';

let scene: Scene;
let elapsedMs = 0;
beforeAll(async () => {
  scene = await openNumberScene({ gateway: { now: () => new Date(Date.now() + elapsedMs) } });
});

async function buy(): Promise<string> {
  const { sid } = await scene.buy();
  await scene.stack.gateway.sync();
  return sid;
}

async function transfer(sid: string, toAccount: string, options: object = {}): Promise<Data> {
  const { it } = await scene.ask(mutations.transfer, { input: { numbers: [{ sid }], toAccount, options } });
  expect(it.userErrors).toEqual([]);
  return it.rows[0];
}

test('a number goes to a subaccount and back, and keeps what the mirror knows of it', async () => {
  const sid = await buy();
  const before = await scene.count();
  const there = await transfer(sid, subaccount.accountSid);
  expect(there).toMatchObject({
    userErrors: [],
    number: { sid, accountSid: subaccount.accountSid, readFrom: 'ACTIVE_NUMBERS' },
    report: {
      upstreamCalls: 1,
      changes: [{ path: 'accountSid', before: parent.accountSid, after: subaccount.accountSid }],
    },
  });
  const back = await transfer(sid, parent.accountSid);
  expect(back).toMatchObject({ userErrors: [], number: { accountSid: parent.accountSid } });
  expect((await scene.count()).writes).toBe(before.writes + 2);
  expect(await scene.twilio.fetchIncomingPhoneNumber(parent, sid)).toMatchObject({ accountSid: parent.accountSid });
});

test('a number that is there already costs no call', async () => {
  const sid = await buy();
  const before = await scene.count();
  const row = await transfer(sid, parent.accountSid);
  expect(row).toMatchObject({ userErrors: [], number: { sid }, report: { changes: [], upstreamCalls: 0 } });
  expect(await scene.count()).toEqual(before);
});

test('a hosted number goes when its order is completed; before, it costs no write', async () => {
  const { sid, orderSid } = await scene.host('testing');
  await scene.stack.gateway.sync();
  const before = await scene.count();
  const early = await transfer(sid, subaccount.accountSid);
  expect(early['userErrors']).toMatchObject([
    {
      __typename: 'StateError',
      code: 'WRONG_STATE',
      path: ['numbers', '0'],
      current: 'testing',
      allowedFrom: ['completed'],
    },
  ]);
  expect(await scene.count()).toEqual(before);
  await scene.stack.control(`orders/${orderSid}/move`, { status: 'completed' });
  elapsedMs += 31_000;
  const late = await transfer(sid, subaccount.accountSid);
  expect(late).toMatchObject({ userErrors: [], number: { accountSid: subaccount.accountSid } });
  expect(await scene.count()).toEqual({ reads: before.reads + 1, writes: before.writes + 1 });
});

test('a dry run moves nothing', async () => {
  const sid = await buy();
  const before = await scene.count();
  const row = await transfer(sid, subaccount.accountSid, { dryRun: true });
  expect(row).toMatchObject({
    userErrors: [],
    report: { dryRun: true, upstreamCalls: 1 },
    number: { accountSid: parent.accountSid },
  });
  expect(await scene.count()).toEqual(before);
});

test('the same key answers the same and moves nothing', async () => {
  const sid = await buy();
  const options = { idempotencyKey: 'move once' };
  const first = await transfer(sid, subaccount.accountSid, options);
  const before = await scene.count();
  const second = await transfer(sid, subaccount.accountSid, options);
  expect(second).toEqual({ ...first, report: { ...first['report'], replayed: true } });
  expect(await scene.count()).toEqual(before);
});

test.each(['cut-after', 'server-error-after', 'html'])(
  'a transfer whose answer is lost (%s) is found',
  async (kind) => {
    const sid = await buy();
    await scene.spoil({ method: 'POST', path: sid, kind });
    const row = await transfer(sid, subaccount.accountSid);
    expect(row).toMatchObject({ userErrors: [], number: { accountSid: subaccount.accountSid } });
    expect(row['report'].notices).toContainEqual(expect.stringContaining('it had happened'));
  },
);

test('a transfer that Twilio does late is unknown, and then found', async () => {
  const sid = await buy();
  const options = { idempotencyKey: 'late' };
  await scene.spoil({ method: 'POST', path: sid, kind: 'cut-late', ms: 60_000 });
  const lost = await transfer(sid, subaccount.accountSid, options);
  expect(lost['userErrors']).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', path: ['numbers', '0'] }]);
  await scene.stack.control('clock/advance', { ms: 60_000 });
  await settleWrites(scene.stack);
  const found = await transfer(sid, subaccount.accountSid, options);
  expect(found).toMatchObject({
    userErrors: [],
    report: { replayed: true },
    number: { accountSid: subaccount.accountSid },
  });
});
