// Buying a number: one purchase for one wish, whatever becomes of its answer.
import { beforeAll, expect, test } from 'vitest';
import { application, mutations, openNumberScene, parent, type Scene, subaccount, trunk } from './number-scene.ts';
import { settleWrites } from './settle-writes.ts';

let scene: Scene;
let elapsedMs = 0;
beforeAll(async () => {
  scene = await openNumberScene({ gateway: { now: () => new Date(Date.now() + elapsedMs) } });
});

let last = 0;
const nextPhoneNumber = () => `+1415800${String(++last).padStart(4, '0')}`;

async function buy(input: object) {
  return (await scene.ask(mutations.purchase, { input })).it;
}

test('a number is bought with its configuration and is in the mirror when the answer comes', async () => {
  const phoneNumber = nextPhoneNumber();
  const before = await scene.count();
  const configuration = {
    friendlyName: 'Desk',
    statusCallback: null,
    sms: { url: 'http://example.com/sms', method: 'GET', applicationSid: application },
  };
  const { number, report, userErrors } = await buy({ phoneNumber, configuration, options: { clientMutationId: 'm' } });
  expect(userErrors).toEqual([]);
  expect(number).toMatchObject({
    phoneNumber,
    friendlyName: 'Desk',
    accountSid: parent.accountSid,
    readFrom: 'ACTIVE_NUMBERS',
    configuration: { sms: { url: 'http://example.com/sms', method: 'GET', applicationSid: application } },
  });
  expect(report).toMatchObject({ dryRun: false, replayed: false, upstreamCalls: 1, intent: { state: 'SUCCEEDED' } });
  expect(report.changes).toContainEqual({ path: 'phoneNumber', before: null, after: phoneNumber });
  expect(report.changes).toContainEqual({ path: 'configuration.sms.method', before: null, after: 'GET' });
  expect(report.changes).toHaveLength(5);
  expect(report.notices).toEqual([
    expect.stringContaining('every month'),
    expect.stringContaining('sms.url is plain http'),
    expect.stringContaining(`application ${application} overrides`),
  ]);
  expect((await scene.count()).writes).toBe(before.writes + 1);
});

test('a subaccount buys for itself, and a setting that ActiveNumbers does not take goes the other way', async () => {
  const input = {
    phoneNumber: nextPhoneNumber(),
    account: subaccount.accountSid,
    configuration: { voice: { trunkSid: trunk } },
  };
  const { number, userErrors } = await buy(input);
  expect(userErrors).toEqual([]);
  expect(number).toMatchObject({
    accountSid: subaccount.accountSid,
    readFrom: 'INCOMING_PHONE_NUMBERS',
    configuration: { voice: { trunkSid: trunk } },
  });
});

test.each([
  ['+14158009911', 21452],
  ['+14158009912', 21650],
  ['taken', 21422],
])('what Twilio refuses is told in its words: %s', async (wanted, twilioCode) => {
  const phoneNumber = wanted === 'taken' ? (await scene.buy()).phoneNumber : wanted;
  const { number, userErrors } = await buy({ phoneNumber });
  expect(number).toBeNull();
  expect(userErrors).toMatchObject([
    { __typename: 'UpstreamError', code: 'UPSTREAM_REJECTED', twilioCode, outcomeKnown: true, path: [] },
  ]);
});

test('a trial account is told that it cannot buy', async () => {
  await scene.stack.control('mutate', { sid: subaccount.accountSid, changes: { type: 'Trial' } });
  const { userErrors } = await buy({ phoneNumber: nextPhoneNumber(), account: subaccount.accountSid });
  expect(userErrors).toMatchObject([{ code: 'UPSTREAM_REJECTED', twilioCode: 21404 }]);
  await scene.stack.control('mutate', { sid: subaccount.accountSid, changes: { type: 'Full' } });
});

test('a dry run buys nothing, and says what it would', async () => {
  const before = await scene.count();
  const { number, report, userErrors } = await buy({ phoneNumber: nextPhoneNumber(), options: { dryRun: true } });
  expect(userErrors).toEqual([]);
  expect(number).toBeNull();
  expect(report).toMatchObject({ dryRun: true, upstreamCalls: 1, changes: [{ path: 'phoneNumber' }], intent: null });
  expect(await scene.count()).toEqual(before);
});

test('the same key answers the same and buys nothing', async () => {
  const input = { phoneNumber: nextPhoneNumber(), options: { idempotencyKey: 'buy once' } };
  const first = await buy(input);
  const before = await scene.count();
  const second = await buy(input);
  expect(second).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect(await scene.count()).toEqual(before);
  const [error] = (await buy({ ...input, phoneNumber: nextPhoneNumber() })).userErrors;
  expect(error).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test.each(['cut-after', 'server-error-after', 'html', 'truncated'])(
  'a purchase whose answer is lost (%s) is found',
  async (kind) => {
    const phoneNumber = nextPhoneNumber();
    await scene.spoil({ method: 'POST', path: 'ActiveNumbers', kind });
    const { number, report, userErrors } = await buy({ phoneNumber });
    expect(userErrors).toEqual([]);
    expect(number).toMatchObject({ phoneNumber });
    expect(report.notices).toContainEqual(expect.stringContaining('it had happened'));
    expect(await scene.twilio.findNumbers(parent, phoneNumber)).toHaveLength(1);
  },
);

test('a purchase that has not happened is unknown at first, and then certain not to have happened', async () => {
  const input = { phoneNumber: nextPhoneNumber(), options: { idempotencyKey: 'lost' } };
  await scene.spoil({ method: 'POST', path: 'ActiveNumbers', kind: 'cut-before' });
  const { number, userErrors } = await buy(input);
  expect(number).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false }]);
  elapsedMs += 120_000;
  await settleWrites(scene.stack);
  const again = await buy(input);
  expect(again).toMatchObject({
    userErrors: [],
    number: { phoneNumber: input.phoneNumber },
    report: { replayed: false },
  });
});

test('a purchase that Twilio does late is unknown, and then found', async () => {
  const input = { phoneNumber: nextPhoneNumber(), options: { idempotencyKey: 'late' } };
  await scene.spoil({ method: 'POST', path: 'ActiveNumbers', kind: 'cut-late', ms: 60_000 });
  expect((await buy(input)).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  expect((await buy(input)).userErrors).toMatchObject([{ code: expect.stringMatching(/UNKNOWN|IN_PROGRESS/) }]);
  await scene.stack.control('clock/advance', { ms: 60_000 });
  await settleWrites(scene.stack);
  const found = await buy(input);
  expect(found).toMatchObject({
    userErrors: [],
    number: { phoneNumber: input.phoneNumber },
    report: { replayed: true },
  });
  expect(await scene.twilio.findNumbers(parent, input.phoneNumber)).toHaveLength(1);
});
