// The verification loop: calls, phone bills and codes, end to end.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { writeIntents } from '../../src/db/gateway-tables.ts';
import { createOrderStack, expectRefusal, type Json } from './order-stack.ts';

const stack = await createOrderStack();
const start = (order: Json, input: object = {}): Promise<Json> =>
  stack.write('startOwnershipVerification', { order: { sid: order.sid }, ...input });
const submit = (order: Json, code: string, options = {}): Promise<Json> =>
  stack.write('submitVerificationCode', { order: { sid: order.sid }, code, options });
const verificationOf = async (order: Json): Promise<Json> =>
  (await stack.order(order.sid, 'verification { attempts attemptsRemaining code codeExpiresAt nextCallRepeatsCode }'))
    .verification;
const msUntil = (time: string) => Date.parse(time) - stack.now().getTime();
const minute = 60_000;
const billSid = `RI${'1'.repeat(32)}`;

test('a call is made once, and the same key makes no other', async () => {
  const order = await stack.mirroredOrder();
  const input = { extension: 'wwww2wwwwww5wwwwww9', callDelay: 31, options: { idempotencyKey: 'call 1' } };
  const dry = await start(order, { ...input, options: { dryRun: true } });
  expect(dry.report).toMatchObject({ dryRun: true, upstreamCalls: 1 });
  expect((await stack.read(order.sid)).verification_attempts).toBe(0);
  const first = await start(order, input);
  expect(first.userErrors).toEqual([]);
  expect(first.order).toMatchObject({
    status: 'PENDING_VERIFICATION',
    verification: { type: 'PHONE_CALL', extension: input.extension, callDelay: 31, attempts: 1, attemptsRemaining: 2 },
  });
  expect(first.report.upstreamCalls).toBe(1);
  expect(first.report.changes).toEqual(dry.report.changes);
  expect(first.report.changes).toContainEqual({ path: 'verification.attempts', before: '0', after: '1' });
  expect(first.report.notices).toEqual([
    expect.stringMatching(/^Attempt 1 of 3\. The call tells a new code, which lives 10 minutes\./),
    expect.stringContaining('30 in another'),
  ]);
  const second = await start(order, input);
  expect(second.report).toEqual({ ...first.report, replayed: true });
  expect((await stack.read(order.sid)).verification_call_sids).toHaveLength(1);
  const reused = await start(order, { ...input, callDelay: 5 });
  expectRefusal(reused, [{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('a call within ten minutes repeats the code and gives it no more time; a later one tells a new code', async () => {
  const order = await stack.mirroredOrder();
  const first = await start(order);
  const expiresAt = first.order.verification.codeExpiresAt;
  const { code } = await verificationOf(order);
  expect(Math.abs(msUntil(expiresAt) - 10 * minute)).toBeLessThan(minute);
  expect(first.order.verification.nextCallRepeatsCode).toBe(true);
  await stack.pass(6 * minute);
  const second = await start(order);
  expect(second.report.notices[0]).toContain(`lives until ${expiresAt}: this call tells the same one again`);
  expect(second.order.verification).toMatchObject({ attempts: 2, codeExpiresAt: expiresAt, nextCallRepeatsCode: true });
  expect((await verificationOf(order)).code).toBe(code);
  // Another change of the order gives the code no more time either.
  await stack.write('updateHostedNumberOrder', { order: { sid: order.sid }, friendlyName: 'x' });
  await stack.pass(5 * minute);
  expect(await verificationOf(order)).toMatchObject({ codeExpiresAt: expiresAt, nextCallRepeatsCode: false });
  const third = await start(order, { allowLastAttempt: true });
  expect(third.report.notices[0]).toMatch(/^Attempt 3 of 3\. This is the last one.* tells a new code/);
  expect(third.order.verification).toMatchObject({ attemptsRemaining: 0, nextCallRepeatsCode: false });
  expect(msUntil(third.order.verification.codeExpiresAt)).toBeGreaterThan(9 * minute);
});

test('the third call must be asked for, and there is no fourth', async () => {
  const order = await stack.mirroredOrder();
  await start(order);
  await start(order);
  const before = await stack.upstream({ reads: false });
  const attempts = { __typename: 'AttemptsError', code: 'LIMIT_EXCEEDED', codeExpiresAt: expect.any(String) };
  const asked = 'the next is the last one';
  expectRefusal(await start(order), [
    { ...attempts, attempts: 2, path: ['allowLastAttempt'], message: expect.stringContaining(asked) },
  ]);
  expect(await stack.upstream({ reads: false })).toEqual(before);
  expect((await start(order, { allowLastAttempt: true })).userErrors).toEqual([]);
  const after = await stack.upstream({ reads: false });
  expectRefusal(await start(order, { allowLastAttempt: true }), [
    { ...attempts, attempts: 3, path: ['order'], message: expect.stringMatching(/all 3 attempts.*support.*22100/) },
  ]);
  const { viewerActions } = await stack.order(order.sid, 'viewerActions { mutation allowed reasonNot }');
  expect(viewerActions).toContainEqual({
    mutation: 'startOwnershipVerification',
    allowed: false,
    reasonNot: expect.stringContaining('22100'),
  });
  expect(await stack.upstream({ reads: false })).toEqual(after);
});

test('two operators cannot call the same number at once', async () => {
  const order = await stack.mirroredOrder();
  await stack.fault('slow', 'POST', { ms: 300 });
  const answers = await Promise.all([start(order), start(order)]);
  expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'DONE').sort()).toEqual(['DONE', 'IN_PROGRESS']);
  expect((await stack.read(order.sid)).verification_attempts).toBe(1);
});

test('a phone bill is handed in with its document; handed in again it is not sent', async () => {
  const order = await stack.mirroredOrder();
  const bill = { type: 'PHONE_BILL', documentSid: billSid };
  const { order: shown, report } = await start(order, bill);
  expect(shown).toMatchObject({
    status: 'PENDING_VERIFICATION',
    verification: { type: 'PHONE_BILL', documentSid: billSid, attempts: 0, codeExpiresAt: null },
  });
  expect(report.notices).toEqual([expect.stringContaining('no code to submit')]);
  expect((await start(order, bill)).report).toMatchObject({ upstreamCalls: 0, changes: [] });
  // The order has its document by now.
  expect((await start(order, { type: 'PHONE_BILL' })).userErrors).toEqual([]);
  expectRefusal(await submit(order, '1234'), [
    { code: 'WRONG_STATE', message: expect.stringContaining('phone bill'), current: 'pending-verification' },
  ]);
});

test.each([['0123'], ['012345']])(
  'the code %s verifies the order, and is stored nowhere by the gateway',
  async (code) => {
    const order = await stack.makeOrder('pending-verification');
    await stack.control('mutate', { sid: order.sid, changes: { verification_code: code } });
    await stack.gateway.sync();
    const key = { idempotencyKey: `digits: ${code.length}` };
    expect((await submit(order, code, { dryRun: true })).report).toMatchObject({ dryRun: true, upstreamCalls: 1 });
    const answer = await submit(order, code, key);
    expect(answer.userErrors).toEqual([]);
    expect(answer.order.status).toBe('VERIFIED');
    expect(answer.report.changes).toEqual([{ path: 'status', before: 'PENDING_VERIFICATION', after: 'VERIFIED' }]);
    expect((await submit(order, code, key)).report.replayed).toBe(true);
    const intents = await stack.database.db.select().from(writeIntents).where(eq(writeIntents.targetSid, order.sid));
    const stored = JSON.stringify(intents);
    expect(stored).toContain('submitVerificationCode');
    expect(stored).not.toContain(`"${code}"`);
  },
);

test('a wrong code is refused by Twilio', async () => {
  const order = await stack.mirroredOrder('pending-verification');
  const wrong = order.verification_code === '9999' ? '9998' : '9999';
  expectRefusal(await submit(order, wrong), [
    { __typename: 'UpstreamError', code: 'UPSTREAM_REJECTED', twilioCode: 22113, outcomeKnown: true },
  ]);
});

test('a code of eleven minutes is not sent', async () => {
  const order = await stack.mirroredOrder();
  await start(order);
  const { code, codeExpiresAt } = await verificationOf(order);
  await stack.pass(11 * minute);
  const before = await stack.upstream({ reads: false });
  expectRefusal(await submit(order, code), [
    {
      __typename: 'AttemptsError',
      code: 'CODE_EXPIRED',
      path: ['code'],
      message: expect.stringMatching(/codes last 10 minutes; request a new call/),
      attempts: 1,
      codeExpiresAt,
    },
  ]);
  const { viewerActions } = await stack.order(order.sid, 'viewerActions { mutation allowed }');
  expect(viewerActions).toContainEqual({ mutation: 'submitVerificationCode', allowed: false });
  expect(await stack.upstream({ reads: false })).toEqual(before);
});

const known = await stack.mirroredOrder();
test.each<[string, object, string]>([
  ['callDelay', { callDelay: -1 }, 'must be whole seconds from 0 to 60; got -1'],
  ['callDelay', { callDelay: 61 }, 'must be whole seconds from 0 to 60; got 61'],
  ['extension', { extension: '12a4' }, '22117'],
  ['extension', { extension: 'wwww2wwwwww5wwwwww9″' }, 'digits, w'],
  ['extension', { extension: '' }, '22117'],
  ['extension', { extension: '12\n' }, '22117'],
  ['documentSid', { type: 'PHONE_BILL' }, 'is required (RI...) when type is PHONE_BILL (Twilio error 22118)'],
  ['documentSid', { type: 'PHONE_BILL', documentSid: `PN${'1'.repeat(32)}` }, 'expected RI..., got PN...'],
  ['type', { type: 'UNKNOWN' }, '22120'],
])('a call with a mistake in %s (%j) never reaches Twilio', async (path, input, message) => {
  const before = await stack.upstream({ reads: true });
  const answer = await start(known, input);
  expectRefusal(answer, [{ __typename: 'InputError', code: 'INVALID_INPUT', path: [path] }]);
  expect(answer.userErrors[0].message).toContain(`${path}: `);
  expect(answer.userErrors[0].message).toContain(message);
  expect(await stack.upstream({ reads: true })).toEqual(before);
});

test.each(['123', '12345', '1234567', '12a4', '', '1234\n', '١٢٣٤'])(
  'the code %j is no code, and not told back',
  async (code) => {
    const before = await stack.upstream({ reads: true });
    const answer = await submit(known, code);
    expectRefusal(answer, [
      { code: 'INVALID_INPUT', path: ['code'], message: expect.stringContaining('4 or 6 digits') },
    ]);
    if (code.length > 4) expect(answer.userErrors[0].message).not.toContain(code);
    expect(await stack.upstream({ reads: true })).toEqual(before);
  },
);

test('what GraphQL itself refuses never gets here', async () => {
  for (const input of ['callDelay: 2.5', 'type: sms', 'type: "sms"']) {
    const { errors } = await stack.execute(
      `mutation { startOwnershipVerification(input: { order: { sid: "${known.sid}" }, ${input} }) { order { sid } } }`,
    );
    expect(errors?.length).toBeGreaterThan(0);
  }
});

test.each([
  ['verified', '22111'],
  ['pending-loa', '22111'],
  ['carrier-processing', '22111'],
  ['testing', '22111'],
  ['twilio-processing', '22111'],
  ['completed', 'which is final: create a new one (Twilio error 22112)'],
  ['failed', 'which is final: create a new one (Twilio error 22112)'],
  ['action-required', '22112'],
] as const)('ownership of an order that is %s cannot be verified, at the cost of one read', async (status, message) => {
  const order = await stack.mirroredOrder(status);
  await stack.pass(31_000);
  const before = await stack.upstream({ reads: false });
  const refusal = { __typename: 'StateError', code: 'WRONG_STATE', path: ['order'], current: status };
  const answer = await start(order);
  const only = { message: expect.stringContaining('only from received or pending-verification') };
  expectRefusal(answer, [{ ...refusal, ...only, allowedFrom: ['received', 'pending-verification'] }]);
  expect(answer.userErrors[0].message).toContain(message);
  expect(answer.report.upstreamCalls).toBe(1);
  const submitted = await submit(order, '1234');
  const none = { message: expect.stringContaining('no verification call is in progress (Twilio error 22114)') };
  expectRefusal(submitted, [{ ...refusal, ...none, allowedFrom: ['pending-verification'] }]);
  expect(await stack.upstream({ reads: false })).toEqual(before);
});
