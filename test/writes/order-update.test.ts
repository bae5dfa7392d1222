// updateHostedNumberOrder and cancelHostedNumberOrder, end to end.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { createOrderStack, expectRefusal, type Json } from './order-stack.ts';

const stack = await createOrderStack();
const order = await stack.mirroredOrder('received', { FriendlyName: 'Shop', Email: 'a@x.com' });
const taken = await stack.mirroredOrder('received', { UniqueName: 'taken' });
const update = (input: object): Promise<Json> =>
  stack.write('updateHostedNumberOrder', { order: { sid: order.sid }, ...input });
const cancel = (sid: string, options = {}): Promise<Json> =>
  stack.write('cancelHostedNumberOrder', { order: { sid }, options });

const details = { friendlyName: 'Front desk', uniqueName: 'front-desk', ccEmails: ['b@x.com', 'c@x.com'] };

test('a dry run says what would change and sends nothing that writes', async () => {
  const before = await stack.upstream({ reads: false });
  const { report, order: shown, userErrors } = await update({ ...details, options: { dryRun: true } });
  expect(userErrors).toEqual([]);
  expect(shown.friendlyName).toBe('Shop');
  expect(report).toMatchObject({ dryRun: true, upstreamCalls: 1 });
  expect(report.changes).toEqual([
    { path: 'friendlyName', before: 'Shop', after: 'Front desk' },
    { path: 'uniqueName', before: null, after: 'front-desk' },
    { path: 'ccEmails', before: null, after: 'b@x.com, c@x.com' },
  ]);
  expect(await stack.upstream({ reads: false })).toEqual(before);
});

test('names and addresses are changed with one call; the same key answers the same with none', async () => {
  const input = { ...details, options: { idempotencyKey: 'update 1', clientMutationId: 'mine' } };
  const first = await update(input);
  expect(first.userErrors).toEqual([]);
  expect(first.clientMutationId).toBe('mine');
  expect(first.order).toMatchObject({ ...details, email: 'a@x.com' });
  expect(first.report).toMatchObject({ replayed: false, upstreamCalls: 1 });
  expect(await stack.read(order.sid)).toMatchObject({ friendly_name: 'Front desk', cc_emails: ['b@x.com', 'c@x.com'] });
  const before = await stack.upstream({ reads: true });
  const second = await update(input);
  expect(second).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect(await stack.upstream({ reads: true })).toEqual(before);
});

test('what is as wanted already is not sent', async () => {
  const before = await stack.upstream({ reads: true });
  const { report, userErrors } = await update({ friendlyName: 'Front desk', ccEmails: ['b@x.com', 'c@x.com'] });
  expect(userErrors).toEqual([]);
  expect(report).toMatchObject({ upstreamCalls: 0, changes: [] });
  expect(report.notices.join()).toContain('as wanted already');
  expect(await stack.upstream({ reads: true })).toEqual(before);
});

test.each([
  ['null', { friendlyName: null, uniqueName: null, email: null, ccEmails: null }],
  ['an empty value', { friendlyName: '', uniqueName: '', email: '', ccEmails: [] }],
])('%s clears a field', async (_, cleared) => {
  await update({ ...details, email: 'a@x.com' });
  const { order: shown, report } = await update(cleared);
  expect(shown).toMatchObject({ friendlyName: null, uniqueName: null, email: null, ccEmails: [] });
  expect(report.changes.map(({ after }: Json) => after)).toEqual([null, null, null, null]);
  const atTwilio = await stack.read(order.sid);
  expect([atTwilio.friendly_name, atTwilio.unique_name, atTwilio.email, atTwilio.cc_emails]).toEqual([
    null,
    null,
    null,
    [],
  ]);
});

const foreignSid = `HR${'f'.repeat(32)}`;
test.each<[string, object, string, string]>([
  ['order.sid', { order: { sid: 'HR123' } }, 'INVALID_INPUT', '^HR[0-9a-fA-F]{32}$'],
  ['order.sid', { order: { sid: `HR${'g'.repeat(32)}` } }, 'INVALID_INPUT', '34 characters'],
  ['order.sid', { order: { sid: `${order.sid}\n` } }, 'INVALID_INPUT', '34 characters'],
  ['order.sid', { order: { sid: order.incoming_phone_number_sid } }, 'INVALID_INPUT', 'expected HR..., got PN...'],
  ['order', { order: { sid: foreignSid } }, 'NOT_FOUND', 'there is no such order'],
  ['order', { order: { id: '%%%' } }, 'NOT_FOUND', 'there is no such order'],
  ['order', { order: { uniqueName: 'nobody' } }, 'NOT_FOUND', 'there is no such order'],
  ['order.uniqueName', { order: { uniqueName: 'a\0' } }, 'INVALID_INPUT', 'NUL'],
  ['friendlyName', { friendlyName: 'n'.repeat(65) }, 'INVALID_INPUT', 'at most 64 characters (code points); got 65'],
  ['friendlyName', { friendlyName: 'a\0b' }, 'INVALID_INPUT', 'NUL'],
  ['friendlyName', { friendlyName: 'a\ud800' }, 'INVALID_INPUT', 'surrogate'],
  ['uniqueName', { uniqueName: 'n'.repeat(129) }, 'INVALID_INPUT', 'at most 128'],
  ['uniqueName', { uniqueName: 'taken' }, 'CONFLICT', `is already used by ${taken.sid}`],
  ['email', { email: 'owner@' }, 'INVALID_INPUT', 'not a valid e-mail address'],
  ['email', { email: 'a@b@c' }, 'INVALID_INPUT', 'not a valid e-mail address'],
  ['email', { email: 'a@x.com\r\nBcc: b@x.com' }, 'INVALID_INPUT', 'not a valid e-mail address'],
  ['ccEmails.2', { ccEmails: ['a@x.com', 'b@x.com', 'c', 'd@x.com', 'e@x.com'] }, 'INVALID_INPUT', 'not a valid'],
  ['ccEmails', { ccEmails: Array.from({ length: 1000 }, (_, n) => `p${n}@x.com`) }, 'INVALID_INPUT', 'at most 50'],
  ['options.idempotencyKey', { options: { idempotencyKey: 'k'.repeat(256) } }, 'INVALID_INPUT', '1 to 255'],
])('a mistake in %s (%j) is told with %s and never reaches Twilio', async (path, input, code, message) => {
  const before = await stack.upstream({ reads: true });
  const answer = await update(input);
  const refusal = { __typename: 'InputError', code, path: path.split('.') };
  expectRefusal(answer, [{ ...refusal, message: expect.stringContaining(`${path}: `) }]);
  expect(answer.userErrors[0].message).toContain(message);
  expect(await stack.upstream({ reads: true })).toEqual(before);
});

test('all mistakes come in one answer', async () => {
  const answer = await update({ order: { sid: 'HR1' }, friendlyName: 'n'.repeat(65), email: 'x', ccEmails: ['y'] });
  expect(answer.userErrors.map(({ path }: Json) => path.join('.'))).toEqual([
    'order.sid',
    'friendlyName',
    'email',
    'ccEmails.0',
  ]);
});

test('a unique name in two accounts is a conflict that names both orders', async () => {
  const subaccount = stack.emulator.accounts[1]?.sid ?? '';
  const one = await stack.makeOrder('twilio-processing', { UniqueName: 'both' });
  const { sid: other } = await stack.post('/HostedNumbers/HostedNumberOrders', {
    PhoneNumber: '+15017123999',
    SmsCapability: 'true',
    UniqueName: 'both',
    AccountSid: subaccount,
  });
  await stack.gateway.sync();
  const answer = await stack.write('updateHostedNumberOrder', { order: { uniqueName: 'both' }, friendlyName: 'x' });
  expectRefusal(answer, [{ code: 'CONFLICT', path: ['order'], message: expect.stringContaining(one.sid) }]);
  expect(answer.userErrors[0].message).toContain(other);
});

test('an order that is gone at Twilio is not found, at the cost of two reads, and vanishes', async () => {
  const gone = await stack.mirroredOrder();
  await stack.control('mutate', { sid: gone.sid, changes: {}, remove: true });
  await stack.pass(31_000);
  const answer = await stack.write('updateHostedNumberOrder', { order: { sid: gone.sid }, friendlyName: 'x' });
  expectRefusal(answer, [{ code: 'NOT_FOUND', path: ['order'] }]);
  expect(answer.report.upstreamCalls).toBe(2);
  expect((await stack.order(gone.sid, 'freshness { vanishedAt }')).freshness.vanishedAt).not.toBeNull();
});

test('a cancelled order vanishes at once with its number, and the log has its last entry', async () => {
  const doomed = await stack.mirroredOrder('verified');
  await stack.settle();
  const dry = await cancel(doomed.sid, { dryRun: true });
  expect(dry.report.notices[0]).toContain(doomed.incoming_phone_number_sid);
  const key = { idempotencyKey: 'cancel 1' };
  const answer = await cancel(doomed.sid, key);
  expect(answer.userErrors).toEqual([]);
  expect(answer.order).toMatchObject({
    sid: doomed.sid,
    status: 'VERIFIED',
    freshness: { vanishedAt: expect.any(String) },
  });
  expect(answer.report).toMatchObject({
    upstreamCalls: 1,
    changes: [{ path: 'status', before: 'VERIFIED', after: null }],
  });
  expect((await cancel(doomed.sid, key)).report.replayed).toBe(true);
  expectRefusal(await cancel(doomed.sid), [{ code: 'NOT_FOUND' }]);
  const entries = stack.database.db.select().from(statusTransitions).where(eq(statusTransitions.sid, doomed.sid));
  const last = (await entries.orderBy(statusTransitions.position)).at(-1);
  expect(last).toMatchObject({ fromStatus: 'verified', toStatus: null, sources: ['mutation-response'] });
  const number = `{ activeNumber(by: { sid: "${doomed.incoming_phone_number_sid}" }) { freshness { vanishedAt } } }`;
  expect((await stack.ask(number)).activeNumber.freshness.vanishedAt).not.toBeNull();
  await expect(stack.post(`/HostedNumbers/HostedNumberOrders/${doomed.sid}`, {})).rejects.toThrow('20404');
});

const deletable = ['received', 'pending-verification', 'verified', 'pending-loa'];
test.each([
  [
    'twilio-processing',
    'deletable only in received, pending-verification, verified, pending-loa; now: twilio-processing',
  ],
  ['carrier-processing', 'now: carrier-processing'],
  ['testing', 'now: testing'],
  ['action-required', 'now: action-required'],
  ['failed', 'is final'],
  ['completed', 'release its number (PN'],
] as const)('an order that is %s cannot be cancelled, at the cost of one read at the most', async (status, message) => {
  const fixed = await stack.mirroredOrder(status);
  const before = await stack.upstream({ reads: false });
  await stack.pass(31_000);
  const answer = await cancel(fixed.sid);
  const refusal = { __typename: 'StateError', code: 'WRONG_STATE', path: ['order'], current: status };
  expectRefusal(answer, [{ ...refusal, allowedFrom: deletable, message: expect.stringContaining(message) }]);
  expect(answer.report.upstreamCalls).toBe(1);
  expect(await stack.upstream({ reads: false })).toEqual(before);
});
