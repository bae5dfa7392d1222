// updateAuthorizationDocument: reopen, change, send. What is as wanted already is not sent, and what was lost is looked for.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { sid, stranger } from '../graph/rows.ts';
import type { TestStack } from '../stack.ts';
import {
  countRequests,
  createDocumentStack,
  type Payload,
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

const update = (input: object) => write(stack, 'updateAuthorizationDocument', input);
const pathsOf = (payload: Payload) => payload.report.changes.map((change: { path: string }) => change.path);

test('a document is reopened, changed and sent again, each by one write', async () => {
  const [document, orderSids] = await newDocument(2);
  const by = { document: { sid: document } };
  const { writes } = await countRequests(stack);
  const reopened = await update({ ...by, status: 'OPENED' });
  expect(reopened).toMatchObject({
    userErrors: [],
    document: { rawStatus: 'opened', mutable: true },
    report: { upstreamCalls: 1 },
  });
  expect(reopened.report.changes).toEqual([{ path: 'status', before: 'SIGNING', after: 'OPENED' }]);

  const [kept = '', dropped = ''] = orderSids;
  const [added = ''] = await verifiedOrders(stack, 1);
  const changed = await update({
    ...by,
    orders: [{ sid: kept }, { sid: added }],
    email: 'new@example.com',
    ccEmails: [],
  });
  expect(changed.userErrors).toEqual([]);
  expect(changed.report.changes).toEqual([
    { path: 'hostedNumberOrders', before: [kept, dropped].sort().join(', '), after: [kept, added].sort().join(', ') },
    { path: 'email', before: 'owner@example.com', after: 'new@example.com' },
  ]);
  expect(changed.document).toMatchObject({
    email: 'new@example.com',
    orderCounts: [{ status: 'PENDING_LOA', count: 2 }],
  });
  const [left] = await stack.database.db.select().from(hostedNumberOrders).where(eq(hostedNumberOrders.sid, dropped));
  expect(left).toMatchObject({ status: 'verified', signingDocumentSid: null });

  const sent = await update({ ...by, status: 'SIGNING', contactTitle: 'Chief' });
  expect(sent).toMatchObject({
    userErrors: [],
    document: { rawStatus: 'signing', contactTitle: 'Chief', contactPhoneNumber: '+1 (415) 555-0100' },
  });
  expect(pathsOf(sent)).toEqual(['status', 'contactTitle']);
  expect(sent.report.notices).toEqual(['Twilio sends the document for signature.']);
  expect((await countRequests(stack)).writes).toBe(writes + 3);
});

test('what is as wanted already is not sent', async () => {
  const [document, orderSids] = await newDocument(1);
  const { all } = await countRequests(stack);
  const wanted = {
    status: 'SIGNING',
    orders: orderSids.map((order) => ({ sid: order })),
    email: 'owner@example.com',
    ccEmails: [],
  };
  const { userErrors, report, document: after } = await update({ document: { sid: document }, ...wanted });
  expect(userErrors).toEqual([]);
  expect(after.sid).toBe(document);
  expect(report).toMatchObject({ upstreamCalls: 0, changes: [], intent: null });
  expect(report.notices).toContainEqual(expect.stringContaining('as wanted already'));
  expect((await countRequests(stack)).all).toBe(all);
});

test.each<[code: string, path: string, message: string, change: object]>([
  ['INVALID_INPUT', 'document.sid', 'must match ^PX[0-9a-fA-F]{32}$ (34 characters)', { document: { sid: 'PX1' } }],
  ['NOT_FOUND', 'document', 'there is no such document', { document: { sid: sid('PX', 1) } }],
  ['NOT_FOUND', 'document', 'there is no such document', { document: { id: '%%%' } }],
  [
    'INVALID_INPUT',
    'status',
    'must be OPENED or SIGNING: no other can be set (Twilio error 22122)',
    { status: 'SIGNED' },
  ],
  ['INVALID_INPUT', 'status', 'must be OPENED or SIGNING', { status: 'UNKNOWN' }],
  ['INVALID_INPUT', 'orders', 'at least one order is required (Twilio error 22101)', { orders: [] }],
  ['NOT_FOUND', 'orders.0', 'there is no such order', { orders: [{ sid: sid('HR', 1) }] }],
  ['INVALID_INPUT', 'addressSid', 'must match ^AD', { addressSid: 'AD1' }],
  ['INVALID_INPUT', 'email', 'is not a valid e-mail address', { email: 'a@b' }],
  ['INVALID_INPUT', 'ccEmails.0', 'is not a valid e-mail address', { ccEmails: ['x'] }],
  ['INVALID_INPUT', 'contactTitle', 'is required to sign a letter of authorization', { contactTitle: '' }],
  ['INVALID_INPUT', 'contactPhoneNumber', 'is required to sign a letter of authorization', { contactPhoneNumber: '' }],
])('%s at %s: %s', async (code, path, message, change) => {
  const [document] = await seededDocument();
  const { all } = await countRequests(stack);
  const { document: after, userErrors } = await update({ document: { sid: document }, ...change });
  expect(after).toBeNull();
  expect(userErrors).toEqual([
    { __typename: 'InputError', code, path: path.split('.'), message: expect.stringContaining(`${path}: ${message}`) },
  ]);
  expect((await countRequests(stack)).all).toBe(all);
});

test('a foreign document is answered like one that does not exist', async () => {
  const [row] = await stack.database.db.select().from(authorizationDocuments);
  if (!row) throw new Error('no document');
  const foreign = { ...row, sid: sid('PX', 0xf00), ownerAccountSid: stranger, accountSid: stranger };
  await stack.database.db.insert(authorizationDocuments).values(foreign);
  const { userErrors } = await update({ document: { sid: foreign.sid }, status: 'OPENED' });
  expect(userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['document'], message: 'document: there is no such document' },
  ]);
});

const reopenFirst =
  'document: it has been sent for signature; reopen it first, by `status: OPENED` alone (Twilio error 22107)';
test.each([
  ['changed', {}],
  ['reopened and changed at once', { status: 'OPENED' }],
  ['sent and changed', { status: 'SIGNING' }],
])('a document that is being signed cannot be %s: one read at most, no write', async (_how, more) => {
  const [document] = await newDocument(1);
  aheadMs += 60_000;
  const { all, writes } = await countRequests(stack);
  const { userErrors } = await update({ document: { sid: document }, email: 'new@example.com', ...more });
  expect(userErrors).toEqual([
    {
      __typename: 'StateError',
      code: 'WRONG_STATE',
      path: ['document'],
      message: reopenFirst,
      current: 'signing',
      allowedFrom: ['opened'],
    },
  ]);
  const after = await countRequests(stack);
  expect(after).toEqual({ all: all + 1, writes });
});

test('OPENED stands alone, on an open document too', async () => {
  const [document] = await newDocument(1);
  await update({ document: { sid: document }, status: 'OPENED' });
  await stack.settle();
  const { all } = await countRequests(stack);
  const { userErrors } = await update({ document: { sid: document }, status: 'OPENED', email: 'new@example.com' });
  expect(userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['status'], message: expect.stringContaining('OPENED stands alone') },
  ]);
  expect((await countRequests(stack)).all).toBe(all);
});

test.each(['sign', 'cancel', 'fail'])('after %s nothing can be changed: one read, no write', async (ending) => {
  const [document] = await newDocument(1);
  await stack.control(`documents/${document}/${ending}`, {});
  aheadMs += 60_000;
  for (const change of [
    { status: 'OPENED' },
    { status: 'SIGNING', email: 'new@example.com' },
    { contactTitle: 'Chief' },
  ]) {
    const { writes } = await countRequests(stack);
    const { userErrors } = await update({ document: { sid: document }, ...change });
    expect(userErrors).toMatchObject([
      {
        __typename: 'StateError',
        code: 'WRONG_STATE',
        path: ['document'],
        allowedFrom: ['opened', 'signing'],
        message: expect.stringContaining('22107'),
      },
    ]);
    expect((await countRequests(stack)).writes).toBe(writes);
  }
});

test('an order that is not verified cannot join, one that is on the document can stay', async () => {
  const [document, orderSids] = await newDocument(1);
  await update({ document: { sid: document }, status: 'OPENED' });
  const [other = ''] = await verifiedOrders(stack, 1);
  await stack.control(`orders/${other}/move`, { status: 'received' });
  await stack.settle();
  await stack.gateway.sync();
  const { writes } = await countRequests(stack);
  const orders = [...orderSids, other].map((order) => ({ sid: order }));
  const { userErrors } = await update({ document: { sid: document }, orders });
  expect(userErrors).toEqual([
    {
      __typename: 'StateError',
      code: 'WRONG_STATE',
      path: ['orders'],
      message: `orders: only verified orders can be signed for (Twilio error 22111): ${other} is received`,
      current: 'received',
      allowedFrom: ['verified'],
    },
  ]);
  expect((await countRequests(stack)).writes).toBe(writes);
});

test('a dry run sends nothing that writes, and the same key answers the same', async () => {
  const [document] = await newDocument(1);
  const input = { document: { sid: document }, status: 'OPENED' };
  const before = await countRequests(stack);
  const dry = await update({ ...input, options: { dryRun: true } });
  expect(dry.report).toMatchObject({ dryRun: true, upstreamCalls: 1, changes: [{ path: 'status' }], intent: null });
  expect((await countRequests(stack)).writes).toBe(before.writes);
  const first = await update({ ...input, options: { idempotencyKey: 'reopen' } });
  await stack.settle();
  const { all } = await countRequests(stack);
  const second = await update({ ...input, options: { idempotencyKey: 'reopen' } });
  expect(second).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect((await countRequests(stack)).all).toBe(all);
});

test.each(['cut-after', 'server-error-after'])('%s: every kind of change is found by looking', async (kind) => {
  const [document, orderSids] = await newDocument(2);
  const by = { document: { sid: document } };
  for (const change of [
    { status: 'OPENED' },
    { email: 'new@example.com', ccEmails: ['a@x.com', 'b@x.com'] },
    { orders: orderSids.slice(1).map((order) => ({ sid: order })) },
    { contactTitle: 'Chief' },
    { status: 'SIGNING', contactPhoneNumber: '555' },
  ]) {
    // What shows a change of the contact is Twilio's date.
    await stack.control('clock/advance', { ms: 1_000 });
    await spoilNextWrite(stack, kind);
    const { userErrors, report } = await update({ ...by, ...change });
    expect(userErrors).toEqual([]);
    expect(report.notices).toContainEqual(expect.stringContaining('the gateway looked, and it had happened'));
  }
  const { document: after } = await update({ ...by, status: 'SIGNING' });
  expect(after).toMatchObject({
    rawStatus: 'signing',
    contactTitle: 'Chief',
    contactPhoneNumber: '555',
    orderCounts: [{ count: 1 }],
  });
});

test.each([
  ['a status', { status: 'OPENED' }],
  ['a change that can be seen', { email: 'new@example.com' }],
  ['a change of orders', { orders: true }],
  ['a change of the contact', { contactTitle: 'Chief' }],
])('%s that has not happened is told when Twilio has had time', async (name, change) => {
  const [document, orderSids] = await newDocument(2);
  if (!('status' in change)) await update({ document: { sid: document }, status: 'OPENED' });
  const orders = 'orders' in change ? { orders: [{ sid: orderSids[0] }] } : {};
  const input = { document: { sid: document }, ...change, ...orders, options: { idempotencyKey: name } };
  await spoilNextWrite(stack, 'cut-before');
  expect((await update(input)).userErrors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false }]);
  // One write to a document at a time.
  const meanwhile = await update({ document: { sid: document }, status: 'status' in change ? 'OPENED' : 'SIGNING' });
  expect(meanwhile.userErrors).toMatchObject([{ code: 'IN_PROGRESS' }]);
  aheadMs += 120_000;
  await settleWrites(stack);
  const again = await update(input);
  expect(again).toMatchObject({ userErrors: [], report: { replayed: false, intent: { state: 'SUCCEEDED' } } });
});

/** A document that is being signed, and its orders. */
async function newDocument(orders: number): Promise<[documentSid: string, orderSids: string[]]> {
  const orderSids = await verifiedOrders(stack, orders);
  const { document } = await write(stack, 'createAuthorizationDocument', await soundInput(stack, orderSids));
  // Its orders have moved: requests are counted from when the callbacks of that are judged.
  await stack.settle();
  return [document.sid, orderSids];
}

async function seededDocument(): Promise<[string]> {
  const d = authorizationDocuments;
  const [row] = await stack.database.db.select().from(d).where(eq(d.status, 'signing'));
  if (!row) throw new Error('no document');
  return [row.sid];
}
