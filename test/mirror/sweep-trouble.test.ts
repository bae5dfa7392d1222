// Where Twilio gives nothing for a record or an account, the sweep reads the others, and makes up for it later.
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { createOrderReader } from '../../src/mirror/order-reader.ts';
import { startSweep } from '../../src/mirror/sweep.ts';
import { createTwilioClient } from '../../src/twilio/client.ts';
import { logOf, moveSilently, orderThatIs } from '../inbox/callbacks.ts';
import { createTestStack } from '../stack.ts';

const clock = { offsetMs: 0 };
const now = () => new Date(Date.now() + clock.offsetMs);
const minutes = (count: number) => count * 60_000;

test('a document that cannot be read does not keep the others of its account', async () => {
  let unreadable = 'none';
  const stack = await createTestStack({
    emulator: { orders: 300, documents: 20 },
    gateway: { now, sweepIntervalMs: minutes(1), syncIntervalMs: minutes(600) },
    network: async (reach, request) =>
      request.url.endsWith(unreadable) ? Response.json({ code: 20001 }, { status: 400 }) : reach(),
  });
  await stack.gateway.sweep();
  const [parent] = stack.emulator.accounts;
  const d = authorizationDocuments;
  const isOpen = and(eq(d.accountSid, parent?.sid ?? ''), inArray(d.status, ['opened', 'signing']));
  const [first, second] = await stack.database.db.select().from(d).where(isOpen).orderBy(asc(d.syncedAt), asc(d.sid));
  unreadable = first?.sid ?? '';
  await stack.control('mutate', { sid: second?.sid, changes: { status: 'canceled' } });
  clock.offsetMs += minutes(1);
  await stack.gateway.sweep();
  const [row] = await stack.database.db
    .select()
    .from(d)
    .where(eq(d.sid, second?.sid ?? 'too few documents'));
  expect(row).toMatchObject({ status: 'canceled', source: 'reconcile' });
});

test('an account that takes longer than an interval is passed over, and the others are swept as often as ever', async () => {
  const slow = { accountSid: 'none', until: Promise.resolve(), asked: 0, underWay: 0, underWayMax: 0 };
  const stack = await createTestStack({
    emulator: { orders: 300, subaccounts: 1 },
    gateway: { sweepIntervalMs: 500, syncIntervalMs: minutes(600) },
    async network(reach, request) {
      if (accountOf(request) === slow.accountSid && request.url.includes('/HostedNumberOrders?')) {
        slow.asked += 1;
        slow.underWay += 1;
        slow.underWayMax = Math.max(slow.underWayMax, slow.underWay);
        request.signal.addEventListener('abort', () => {
          slow.underWay -= 1;
        });
        await slow.until;
      }
      return reach();
    },
  });
  const [parent] = stack.emulator.accounts;
  const o = hostedNumberOrders;
  const isOther = and(eq(o.status, 'received'), ne(o.accountSid, parent?.sid ?? ''));
  const [other] = await stack.database.db.select().from(o).where(isOther).orderBy(o.sid);
  const statusNow = async () =>
    (
      await stack.database.db
        .select({ status: o.status })
        .from(o)
        .where(eq(o.sid, other?.sid ?? ''))
    )[0]?.status;
  let release = () => {};
  slow.until = new Promise((resolve) => {
    release = resolve;
  });
  slow.accountSid = parent?.sid ?? '';
  await expect.poll(() => slow.asked, { timeout: 20_000 }).toBeGreaterThan(0);
  for (const status of ['pending-verification', 'received', 'pending-verification']) {
    await stack.control('mutate', { sid: other?.sid, changes: { status } });
    await expect.poll(statusNow, { timeout: 20_000 }).toBe(status);
  }
  expect(slow.underWayMax).toBe(1);
  release();
}, 90_000);

test('eight accounts that Twilio does not answer for leave the ninth its sweep in each interval', async () => {
  const asked = new Set<string | undefined>();
  let release = () => {};
  let until: Promise<void> | null = null;
  const stack = await createTestStack({
    emulator: { orders: 300, documents: 20, subaccounts: 8 },
    gateway: { sweepIntervalMs: 500, syncIntervalMs: minutes(600) },
    async network(reach, request) {
      if (until && accountOf(request) !== order.accountSid) {
        asked.add(accountOf(request));
        await until;
      }
      return reach();
    },
  });
  const order = await orderThatIs(stack, 'received');
  until = new Promise((resolve) => {
    release = resolve;
  });
  await expect.poll(() => asked.size, { timeout: 20_000 }).toBe(8);
  for (const status of ['pending-verification', 'received', 'pending-verification']) {
    await stack.control('mutate', { sid: order.sid, changes: { status } });
    const lastSeen = async () => (await logOf(stack, order.sid)).at(-1)?.toStatus;
    await expect.poll(lastSeen, { timeout: 20_000 }).toBe(status);
  }
  release();
}, 120_000);

test.each([
  ['by its list', 300],
  ['by sid', 40],
])('an account of which Twilio gave nothing %s is still to be swept for the first time', async (_, orders) => {
  const stack = await createTestStack({
    emulator: { orders },
    gateway: { now, sweepIntervalMs: minutes(600), syncIntervalMs: minutes(600) },
  });
  const { database, emulator } = stack;
  const order = await orderThatIs(stack, 'carrier-processing');
  let isRefused = true;
  const log = pino({ level: 'silent' });
  const twilio = createTwilioClient({
    previewUrl: 'http://emulator.test',
    apiUrl: 'http://emulator.test',
    log,
    fetch: async (input, init) =>
      isRefused ? Response.json({ code: 20003 }, { status: 401 }) : emulator.fetch(new Request(input, init)),
  });
  const directory = { credentialsOf: stack.gateway.services.credentialsOf, numbersReadFrom: () => null };
  const mirror = { database, ownerAccountSid: order.ownerAccountSid, twilio: twilio.background, directory, log, now };
  clock.offsetMs += minutes(1);
  const options = { ...mirror, orders: createOrderReader(mirror), intervalMs: minutes(1), retentionMs: minutes(600) };
  const sweep = startSweep(options);
  await sweep.run();
  await moveSilently(stack, order, 'testing');
  isRefused = false;
  await sweep.run();
  await sweep.close();
  expect((await logOf(stack, order.sid)).at(-1)).toMatchObject({ toStatus: 'testing', sources: ['reconcile'] });
});

function accountOf(request: Request): string | undefined {
  return atob(request.headers.get('authorization')?.replace('Basic ', '') ?? '').split(':')[0];
}
