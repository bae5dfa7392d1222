// createAuthorizationDocument: every mistake has its code, path and message, and Twilio is not asked for any of them.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { sid, stranger } from '../graph/rows.ts';
import type { TestStack } from '../stack.ts';
import { countRequests, createDocumentStack, parentOf, soundInput, verifiedOrders, write } from './documents.ts';

let stack: TestStack;
let verified: string[];
beforeAll(async () => {
  stack = await createDocumentStack();
  verified = await verifiedOrders(stack, 1);
});

const create = (input: object) => write(stack, 'createAuthorizationDocument', input);

type Change = (input: Awaited<ReturnType<typeof soundInput>>) => object;
const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@x.com`);
test.each<[code: string, path: string, message: string, change: Change]>([
  ['INVALID_INPUT', 'orders', 'at least one order is required (Twilio error 22101)', () => ({ orders: [] })],
  [
    'INVALID_INPUT',
    'orders',
    'at most 15000 orders in one document; got 15001',
    () => ({ orders: Array.from({ length: 15_001 }, (_, n) => ({ sid: sid('HR', n) })) }),
  ],
  [
    'INVALID_INPUT',
    'orders.1',
    'is a duplicate of item 0: both name HR',
    ({ orders }) => ({ orders: [...orders, ...orders] }),
  ],
  [
    'INVALID_INPUT',
    'orders.0.sid',
    'must match ^HR[0-9a-fA-F]{32}$ (34 characters)',
    () => ({ orders: [{ sid: 'HR123' }] }),
  ],
  ['INVALID_INPUT', 'orders.0.sid', 'expected HR..., got PX...', () => ({ orders: [{ sid: sid('PX', 1) }] })],
  ['INVALID_INPUT', 'orders.0.uniqueName', 'must not contain NUL', () => ({ orders: [{ uniqueName: 'a\0' }] })],
  [
    'NOT_FOUND',
    'orders.1',
    'there is no such order',
    ({ orders }) => ({ orders: [...orders, { sid: sid('HR', 99) }] }),
  ],
  ['NOT_FOUND', 'orders.0', 'there is no such order', () => ({ orders: [{ id: 'nonsense' }] })],
  ['NOT_FOUND', 'orders.0', 'there is no such order', () => ({ orders: [{ uniqueName: 'nobody' }] })],
  ['INVALID_INPUT', 'addressSid', 'expected AD..., got PN...', () => ({ addressSid: sid('PN', 1) })],
  ['INVALID_INPUT', 'email', 'is not a valid e-mail address; got "owner@"', () => ({ email: 'owner@' })],
  ['INVALID_INPUT', 'email', 'is not a valid e-mail address', () => ({ email: 'a@b@c' })],
  ['INVALID_INPUT', 'email', 'is not a valid e-mail address', () => ({ email: 'a@x.com\r\nBcc: b@x.com' })],
  [
    'INVALID_INPUT',
    'ccEmails.2',
    'is not a valid e-mail address',
    () => ({ ccEmails: ['a@x.com', 'b@x.com', 'c', 'd@x.com', 'e@x.com'] }),
  ],
  ['INVALID_INPUT', 'ccEmails', 'at most 50 addresses; got 1000', () => ({ ccEmails: people(1000) })],
  ['INVALID_INPUT', 'contactTitle', 'is required to sign a letter of authorization', () => ({ contactTitle: '' })],
  [
    'INVALID_INPUT',
    'contactTitle',
    'must have at most 255 characters; got 256',
    () => ({ contactTitle: 'x'.repeat(256) }),
  ],
  [
    'INVALID_INPUT',
    'contactPhoneNumber',
    'is required to sign a letter of authorization',
    () => ({ contactPhoneNumber: ' ' }),
  ],
  ['INVALID_INPUT', 'contactPhoneNumber', 'must not contain NUL', () => ({ contactPhoneNumber: '1\ud800' })],
])('%s at %s: %s', async (code, path, message, change) => {
  const sound = await soundInput(stack, verified);
  const { all } = await countRequests(stack);
  const { document, userErrors, report } = await create({ ...sound, ...change(sound) });
  expect(document).toBeNull();
  expect(userErrors).toEqual([
    { __typename: 'InputError', code, path: path.split('.'), message: expect.stringContaining(`${path}: ${message}`) },
  ]);
  expect(report).toMatchObject({ upstreamCalls: 0, changes: [], intent: null });
  expect((await countRequests(stack)).all).toBe(all);
});

test('all mistakes come in one answer', async () => {
  const { userErrors } = await create({
    orders: [{ sid: 'HR1' }, { sid: sid('HR', 99) }],
    addressSid: 'AD1',
    email: 'x',
    ccEmails: ['y'],
    contactTitle: '',
    contactPhoneNumber: '',
    options: { idempotencyKey: '' },
  });
  expect(userErrors.map((error: { path: string[] }) => error.path.join('.')).sort()).toEqual([
    'addressSid',
    'ccEmails.0',
    'contactPhoneNumber',
    'contactTitle',
    'email',
    'options.idempotencyKey',
    'orders.0.sid',
    'orders.1',
  ]);
});

test('of thousands of mistakes the first hundred are told one by one', async () => {
  const sound = await soundInput(stack, []);
  const orders = Array.from({ length: 2_000 }, (_, n) => ({ sid: sid('HR', n) }));
  const { userErrors } = await create({ ...sound, orders });
  expect(userErrors).toHaveLength(101);
  expect(userErrors[100]).toMatchObject({ path: ['orders'], message: expect.stringContaining('1900 more items') });
});

test('another tenant’s order is answered like one that does not exist', async () => {
  const [own] = verified;
  const [row] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.sid, own ?? ''));
  if (!row) throw new Error('no order');
  const foreign = {
    ...row,
    sid: sid('HR', 0xf00),
    ownerAccountSid: stranger,
    accountSid: stranger,
    uniqueName: 'theirs',
  };
  await stack.database.db.insert(hostedNumberOrders).values(foreign);
  const sound = await soundInput(stack, [foreign.sid]);
  for (const orders of [[{ sid: foreign.sid }], [{ uniqueName: 'theirs' }]]) {
    const { userErrors } = await create({ ...sound, orders });
    expect(userErrors).toEqual([
      {
        __typename: 'InputError',
        code: 'NOT_FOUND',
        path: ['orders', '0'],
        message: 'orders.0: there is no such order',
      },
    ]);
  }
});

test('a unique name in two accounts is a conflict that names the sids, and orders of two accounts do not mix', async () => {
  const [row] = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.sid, verified[0] ?? ''));
  const [sub] = await stack.database.db
    .select({ sid: hostedNumberOrders.accountSid })
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.accountSid, await subaccountSid()));
  if (!row || !sub) throw new Error('no order');
  const twins = [sid('HR', 0xa1), sid('HR', 0xa2)];
  await stack.database.db.insert(hostedNumberOrders).values([
    { ...row, sid: twins[0] ?? '', uniqueName: 'twin', status: 'verified' },
    { ...row, sid: twins[1] ?? '', uniqueName: 'twin', status: 'verified', accountSid: sub.sid },
  ]);
  const sound = await soundInput(stack, twins);
  const conflict = await create({ ...sound, orders: [{ uniqueName: 'twin' }] });
  expect(conflict.userErrors).toEqual([
    {
      __typename: 'InputError',
      code: 'CONFLICT',
      path: ['orders', '0'],
      message: `orders.0: names more than one: ${twins.join(', ')}; give the sid`,
    },
  ]);
  const mixed = await create(sound);
  expect(mixed.userErrors).toEqual([
    {
      __typename: 'InputError',
      code: 'INVALID_INPUT',
      path: ['orders'],
      message: `orders: must all be of one account; these are of ${parentOf(stack)}, ${sub.sid}`,
    },
  ]);
});

test('orders that are not verified are listed, ten of them, and Twilio is not asked', async () => {
  const rows = await stack.database.db
    .select()
    .from(hostedNumberOrders)
    .where(eq(hostedNumberOrders.accountSid, parentOf(stack)));
  const unready = rows.filter((row) => row.status !== 'verified' && row.vanishedAt === null).slice(0, 12);
  const sound = await soundInput(
    stack,
    unready.map((row) => row.sid),
  );
  const { all } = await countRequests(stack);
  const { userErrors, document } = await create(sound);
  expect(document).toBeNull();
  const listed = unready
    .slice(0, 10)
    .map((row) => `${row.sid} is ${row.status}`)
    .join(', ');
  expect(userErrors).toEqual([
    {
      __typename: 'StateError',
      code: 'WRONG_STATE',
      path: ['orders'],
      message: `orders: only verified orders can be signed for (Twilio error 22111): ${listed}, and 2 more`,
      current: [...new Set(unready.map((row) => row.status))].join(', '),
      allowedFrom: ['verified'],
    },
  ]);
  expect((await countRequests(stack)).all).toBe(all);
});

async function subaccountSid(): Promise<string> {
  const rows = await stack.database.db.select({ sid: hostedNumberOrders.accountSid }).from(hostedNumberOrders);
  const found = rows.find((row) => row.sid !== parentOf(stack) && row.sid !== stranger);
  if (!found) throw new Error('no subaccount');
  return found.sid;
}
