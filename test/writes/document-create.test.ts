// createAuthorizationDocument: what is refused costs Twilio nothing, what is sent is sent once.
import { desc, eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { writeIntents } from '../../src/db/gateway-tables.ts';
import type { TestStack } from '../stack.ts';
import {
  countRequests,
  createDocumentStack,
  parentOf,
  soundInput,
  spoilNextWrite,
  verifiedOrders,
  write,
} from './documents.ts';
import { settleWrites } from './settle-writes.ts';

let stack: TestStack;
let aheadMs = 0;
beforeAll(async () => {
  stack = await createDocumentStack({ gateway: { now: () => new Date(Date.now() + aheadMs) } });
});

const create = (input: object) => write(stack, 'createAuthorizationDocument', input);

test('a document is made by one write, sent at once, and its orders move to pending-loa', async () => {
  const orderSids = await verifiedOrders(stack, 3);
  const input = await soundInput(stack, orderSids);
  const { writes } = await countRequests(stack);
  const walks = await countWalks();
  const { document, report, userErrors, clientMutationId } = await create({
    ...input,
    ccEmails: ['legal@example.com'],
    options: { clientMutationId: 'mine' },
  });
  expect(userErrors).toEqual([]);
  expect(clientMutationId).toBe('mine');
  expect(document).toMatchObject({
    rawStatus: 'signing',
    mutable: false,
    email: 'owner@example.com',
    ccEmails: ['legal@example.com'],
    addressSid: input.addressSid,
    contactTitle: 'Owner',
    contactPhoneNumber: '+1 (415) 555-0100',
    account: { sid: parentOf(stack) },
    orderCounts: [{ status: 'PENDING_LOA', count: 3 }],
  });
  expect(document.hostedNumberOrders.nodes.map((order: { sid: string }) => order.sid).sort()).toEqual(
    [...orderSids].sort(),
  );
  expect(report).toMatchObject({ dryRun: false, replayed: false, upstreamCalls: 1, intent: { state: 'SUCCEEDED' } });
  expect(report.changes).toContainEqual({
    path: 'hostedNumberOrders',
    before: null,
    after: [...orderSids].sort().join(', '),
  });
  expect(report.changes.map((change: { path: string }) => change.path)).toEqual([
    'hostedNumberOrders',
    'addressSid',
    'email',
    'ccEmails',
    'contactTitle',
    'contactPhoneNumber',
  ]);
  expect((await countRequests(stack)).writes).toBe(writes + 1);
  expect(await countWalks()).toBe(walks + 1);
});

test('the contact survives what Twilio says of the document later', async () => {
  const input = await soundInput(stack, await verifiedOrders(stack, 1));
  const { document } = await create(input);
  aheadMs += 60_000;
  await stack.gateway.sync();
  const query = `query($by: DocumentRef!) { authorizationDocument(by: $by) { contactTitle contactPhoneNumber freshness { source } } }`;
  const { data } = await stack.execute<object, object>(query, { by: { sid: document.sid } });
  expect(data).toEqual({
    authorizationDocument: {
      contactTitle: 'Owner',
      contactPhoneNumber: '+1 (415) 555-0100',
      freshness: { source: 'SYNC' },
    },
  });
});

test('a dry run tells everything and sends nothing; its key stays free', async () => {
  const input = await soundInput(stack, await aVerifiedOrder());
  const { all } = await countRequests(stack);
  const { document, report, userErrors } = await create({ ...input, options: { dryRun: true, idempotencyKey: 'dry' } });
  expect(userErrors).toEqual([]);
  expect(document).toBeNull();
  expect(report).toMatchObject({ dryRun: true, upstreamCalls: 1, intent: null });
  expect(report.changes).toContainEqual({ path: 'email', before: null, after: 'owner@example.com' });
  expect((await countRequests(stack)).all).toBe(all);
  expect((await create({ ...input, options: { idempotencyKey: 'dry' } })).report.replayed).toBe(false);
});

test('the same key answers the same and asks Twilio nothing; with another input it is refused', async () => {
  const input = { ...(await soundInput(stack, await aVerifiedOrder())), options: { idempotencyKey: 'once' } };
  const first = await create(input);
  await stack.settle();
  const { all } = await countRequests(stack);
  const second = await create(input);
  expect(second).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect((await create({ ...input, email: 'other@example.com' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect((await countRequests(stack)).all).toBe(all);
});

test('two documents for overlapping orders are not made at once', async () => {
  const orderSids = await verifiedOrders(stack, 3);
  const [one, two] = [await soundInput(stack, orderSids.slice(0, 2)), await soundInput(stack, orderSids.slice(1))];
  const { writes } = await countRequests(stack);
  const answers = await Promise.all([create(one), create(two)]);
  expect(answers.filter((answer) => answer.document !== null)).toHaveLength(1);
  const [error] = answers.flatMap((answer) => answer.userErrors);
  expect(['IN_PROGRESS', 'WRONG_STATE']).toContain(error.code);
  expect((await countRequests(stack)).writes).toBe(writes + 1);
});

test.each(['cut-after', 'server-error-after'])(
  '%s: the document is found by looking, and not made again',
  async (kind) => {
    const input = await soundInput(stack, await aVerifiedOrder());
    await spoilNextWrite(stack, kind);
    const { writes } = await countRequests(stack);
    const { document, userErrors, report } = await create({ ...input, options: { idempotencyKey: kind } });
    expect(userErrors).toEqual([]);
    expect(document).toMatchObject({
      rawStatus: 'signing',
      contactTitle: 'Owner',
      orderCounts: [{ status: 'PENDING_LOA', count: 1 }],
    });
    expect(report.notices).toContainEqual(expect.stringContaining('the gateway looked, and it had happened'));
    expect((await countRequests(stack)).writes).toBe(writes + 1);
  },
);

test('a document that comes to light late is found by a later look', async () => {
  const input = { ...(await soundInput(stack, await aVerifiedOrder())), options: { idempotencyKey: 'late' } };
  await spoilNextWrite(stack, 'cut-late', { ms: 5_000 });
  const first = await create(input);
  expect(first).toMatchObject({
    document: null,
    userErrors: [{ code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false }],
  });
  await stack.control('clock/advance', { ms: 6_000 });
  await settleWrites(stack);
  const again = await create(input);
  expect(again.userErrors).toEqual([]);
  expect(again).toMatchObject({
    document: { rawStatus: 'signing' },
    report: { replayed: true, intent: { state: 'SUCCEEDED' } },
  });
});

test('what has not happened is told when Twilio has had time, and can be asked for again', async () => {
  const input = { ...(await soundInput(stack, await aVerifiedOrder())), options: { idempotencyKey: 'lost' } };
  await spoilNextWrite(stack, 'cut-before');
  expect((await create(input)).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  aheadMs += 120_000;
  await settleWrites(stack);
  const [intent] = await stack.database.db.select().from(writeIntents).where(eq(writeIntents.state, 'FAILED'));
  expect(intent?.mutation).toBe('createAuthorizationDocument');
  const again = await create(input);
  expect(again).toMatchObject({ userErrors: [], document: { rawStatus: 'signing' }, report: { replayed: false } });
});

test('a document made elsewhere for the order is not taken for the one that was asked for', async () => {
  const [orderSid = ''] = await aVerifiedOrder();
  const input = await soundInput(stack, [orderSid]);
  await spoilNextWrite(stack, 'cut-before');
  const first = create({ ...input, options: { idempotencyKey: 'elsewhere' } });
  expect((await first).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  const { gateway, twilio } = stack;
  const credentials = gateway.services.credentialsOf();
  if (!credentials) throw new Error('no credentials');
  const { orders: _, ...rest } = input;
  await twilio.createAuthorizationDocument(credentials, {
    ...rest,
    hostedNumberOrderSids: [orderSid],
    email: 'else@example.com',
  });
  aheadMs += 120_000;
  await settleWrites(stack);
  const [intent] = await stack.database.db.select().from(writeIntents).orderBy(desc(writeIntents.id)).limit(1);
  expect(intent).toMatchObject({ state: 'FAILED', targetSid: null });
});

async function aVerifiedOrder(): Promise<string[]> {
  return verifiedOrders(stack, 1);
}

/** Reads of the list of a document's orders. */
async function countWalks(): Promise<number> {
  const counters = (await stack.control('counters')) as Record<string, { reads: number }>;
  return counters['DependentHostedNumberOrders']?.reads ?? 0;
}
