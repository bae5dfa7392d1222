// Writes to orders whose answer is lost: looked for, never sent again, never told as failed when they have happened.
import { expect, test } from 'vitest';
import { createOrderStack, type Json } from './order-stack.ts';

const stack = await createOrderStack();

type Case = {
  mutation: string;
  method: 'POST' | 'DELETE';
  status: 'received' | 'pending-verification';
  input(order: Json): object;
  /** What shows that it has happened, in Twilio's own answer. */
  hasHappened(atTwilio: Json): boolean;
};
const cases: Case[] = [
  {
    mutation: 'updateHostedNumberOrder',
    method: 'POST',
    status: 'received',
    input: () => ({ friendlyName: 'Front desk', uniqueName: null, ccEmails: ['a@x.com'] }),
    hasHappened: ({ friendly_name }) => friendly_name === 'Front desk',
  },
  {
    mutation: 'startOwnershipVerification',
    method: 'POST',
    status: 'pending-verification',
    input: () => ({ extension: '5105' }),
    hasHappened: ({ verification_attempts }) => verification_attempts === 2,
  },
  {
    mutation: 'startOwnershipVerification',
    method: 'POST',
    status: 'received',
    input: () => ({ type: 'PHONE_BILL', documentSid: `RI${'1'.repeat(32)}` }),
    hasHappened: ({ verification_type }) => verification_type === 'phone-bill',
  },
  {
    mutation: 'submitVerificationCode',
    method: 'POST',
    status: 'pending-verification',
    input: ({ verification_code }) => ({ code: verification_code }),
    hasHappened: ({ status }) => status === 'verified',
  },
  {
    mutation: 'cancelHostedNumberOrder',
    method: 'DELETE',
    status: 'received',
    input: () => ({}),
    hasHappened: ({ code }) => code === 20404,
  },
];
let next = 0;
const begin = async ({ status, input, mutation }: Case) => {
  next += 1;
  const order = await stack.mirroredOrder(status);
  const options = { idempotencyKey: `key ${next}` };
  const asked = { order: { sid: order.sid }, ...input(order), options };
  return { order, write: () => stack.write(mutation, asked) };
};
const stateOf = async (): Promise<Json> =>
  (await stack.ask('{ writeIntents(first: 1) { nodes { mutation state } } }')).writeIntents.nodes[0];

const accepted = ['cut-after', 'server-error-after', 'truncated', 'html'] as const;
test.each(cases.flatMap((each) => accepted.map((fault) => ({ ...each, fault }))))(
  '$mutation that was accepted ($fault) is found by looking',
  async (each) => {
    const { order, write } = await begin(each);
    await stack.fault(each.fault, each.method);
    const answer = await write();
    expect(answer.userErrors).toEqual([]);
    expect(answer.order.sid).toBe(order.sid);
    expect(each.hasHappened(await stack.read(order.sid))).toBe(true);
    await stack.settle();
    const before = await stack.upstream({ reads: true });
    expect((await write()).report.replayed).toBe(true);
    expect(await stack.upstream({ reads: true })).toEqual(before);
    expect(await stateOf()).toEqual({ mutation: each.mutation, state: 'SUCCEEDED' });
  },
);

test.each(cases)(
  '$mutation that never came to Twilio is unknown at first, then free to be sent again',
  async (each) => {
    const { order, write } = await begin(each);
    await stack.fault('cut-before', each.method);
    const answer = await write();
    expect(answer.userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false }]);
    expect(await stateOf()).toEqual({ mutation: each.mutation, state: 'UNKNOWN' });
    // Nothing is sent while it is unknown.
    expect((await write()).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
    expect(each.hasHappened(await stack.read(order.sid))).toBe(false);
    await stack.settleWrites();
    expect(await stateOf()).toEqual({ mutation: each.mutation, state: 'FAILED' });
    expect((await write()).userErrors).toEqual([]);
    expect(each.hasHappened(await stack.read(order.sid))).toBe(true);
  },
);

test.each(cases)('$mutation that is accepted late is found by the sweeper', async (each) => {
  const { order, write } = await begin(each);
  await stack.fault('cut-late', each.method, { ms: 1_000 });
  expect((await write()).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  await stack.pass(1_000);
  await stack.settleWrites();
  expect(await stateOf()).toEqual({ mutation: each.mutation, state: 'SUCCEEDED' });
  const answer = await write();
  expect(answer.userErrors).toEqual([]);
  expect(answer.report).toMatchObject({ replayed: true });
  expect(answer.report.notices.join()).toContain('it had happened');
  expect(each.hasHappened(await stack.read(order.sid))).toBe(true);
});

test.each(cases)('$mutation that Twilio had no time for was not done, and its key is free', async (each) => {
  const { write } = await begin(each);
  await stack.fault('rate-limit', each.method, { retryAfterSeconds: 0 });
  expect((await write()).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', outcomeKnown: true }]);
  expect((await write()).userErrors).toEqual([]);
});
