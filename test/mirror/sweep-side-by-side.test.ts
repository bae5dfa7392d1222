// Who else sweeps, and what else is swept, keeps nobody waiting.
import { and, eq, inArray, ne } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { holdLease } from '../../src/db/walk-statements.ts';
import { logOf, moveSilently, orderThatIs } from '../inbox/callbacks.ts';
import { createTestStack } from '../stack.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
const minutes = (count: number) => count * 60_000;
/** The way to Twilio: requests of an account for these paths wait. */
const network: { held: { path: string; accountSid: string } | null; until: Promise<void> } = {
  held: null,
  until: Promise.resolve(),
};
const stack = await createTestStack({
  emulator: { orders: 300, documents: 20, subaccounts: 1 },
  gateway: { now, sweepIntervalMs: minutes(1), syncIntervalMs: minutes(600) },
  async network(reach, request) {
    const [accountSid] = atob(request.headers.get('authorization')?.replace('Basic ', '') ?? '').split(':');
    const { held, until } = network;
    if (held && held.accountSid === accountSid && request.url.includes(held.path)) await until;
    return reach();
  },
});
await stack.gateway.sweep();

test('what a document does is seen within one interval', async () => {
  const a = authorizationDocuments;
  const [document] = await stack.database.db.select().from(a).where(eq(a.status, 'opened'));
  await stack.gateway.sweep();
  await stack.control('mutate', { sid: document?.sid, changes: { status: 'canceled' } });
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  const [row] = await stack.database.db
    .select()
    .from(a)
    .where(eq(a.sid, document?.sid ?? ''));
  expect(row).toMatchObject({ status: 'canceled', source: 'reconcile' });
});

test('an account that Twilio does not answer for does not keep the others, nor orders the documents', async () => {
  const [parent] = stack.emulator.accounts;
  const inParent = and(eq(hostedNumberOrders.status, 'received'), eq(hostedNumberOrders.accountSid, parent?.sid ?? ''));
  const [own] = await stack.database.db.select().from(hostedNumberOrders).where(inParent);
  const others = and(eq(hostedNumberOrders.status, 'received'), ne(hostedNumberOrders.accountSid, parent?.sid ?? ''));
  const [other] = await stack.database.db.select().from(hostedNumberOrders).where(others);
  const [document] = await stack.database.db
    .select()
    .from(authorizationDocuments)
    .where(
      and(
        eq(authorizationDocuments.accountSid, parent?.sid ?? ''),
        inArray(authorizationDocuments.status, ['opened', 'signing']),
      ),
    );
  for (const order of [own, other]) await stack.control('mutate', { sid: order?.sid, changes: { status: 'verified' } });
  await stack.control('mutate', { sid: document?.sid, changes: { status: 'canceled' } });
  const statusOf = async (table: typeof hostedNumberOrders | typeof authorizationDocuments, sid = '') =>
    (await stack.database.db.select({ status: table.status }).from(table).where(eq(table.sid, sid)))[0]?.status;
  let release = () => {};
  network.held = { path: 'HostedNumberOrders', accountSid: parent?.sid ?? '' };
  network.until = new Promise((resolve) => {
    release = () => resolve();
  });
  clock.offsetMs += minutes(1);
  const swept = stack.gateway.sweep();
  await expect.poll(() => statusOf(hostedNumberOrders, other?.sid), { timeout: 20_000 }).toBe('verified');
  await expect.poll(() => statusOf(authorizationDocuments, document?.sid), { timeout: 20_000 }).toBe('canceled');
  expect(await statusOf(hostedNumberOrders, own?.sid)).toBe('received');
  network.held = null;
  release();
  await swept;
  expect(await statusOf(hostedNumberOrders, own?.sid)).toBe('verified');
});

test('a sweep that another instance had begun when it was killed is taken over by itself, long before the next interval', async () => {
  const order = await orderThatIs(stack, 'received');
  const { sid, ownerAccountSid } = order;
  await stack.gateway.sweep();
  await moveSilently(stack, order, 'verified');
  const lease = { name: `sweep ${ownerAccountSid}`, ownerAccountSid, holder: 'killed', lifeMs: 2_000 };
  expect(await holdLease(stack.database.db, lease)).toBe(true);
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  expect(await logOf(stack, sid)).toHaveLength(1);
  await expect.poll(async () => (await logOf(stack, sid)).length, { timeout: 30_000 }).toBe(2);
}, 60_000);
