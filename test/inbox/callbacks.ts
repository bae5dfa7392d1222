// Callbacks as Twilio would send them, for the tests of the inbox.
import { and, eq, isNull } from 'drizzle-orm';
import { statusTransitions, webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { type FormParameters, signRequest } from '../../src/twilio/signature.ts';
import type { TestStack } from '../stack.ts';

export type Order = Awaited<ReturnType<typeof orderThatIs>>;

/** An order in that status whose account has no other test's hand on it. */
export async function orderThatIs(stack: TestStack, status: string, index = 0) {
  const o = hostedNumberOrders;
  const found = await stack.database.db
    .select()
    .from(o)
    .where(and(eq(o.status, status), isNull(o.vanishedAt)))
    .orderBy(o.sid);
  const order = found[index];
  if (!order) throw new Error(`no order is ${status}`);
  const account = stack.emulator.accounts.find((candidate) => candidate.sid === order.accountSid);
  const address = stack.gateway.services.callbackUrlOf(order.accountSid).split('#')[0] ?? '';
  return { ...order, authToken: account?.authToken ?? '', address };
}

/** A signed callback that says that the order is in `status`. */
export async function tell(stack: TestStack, order: Order, status: string, signature?: string): Promise<number> {
  const parameters: FormParameters = [
    ['Status', status],
    ['HostedNumberOrderSid', order.sid],
    ['PhoneNumber', order.phoneNumber],
  ];
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature ?? signRequest(order.authToken, order.address, parameters),
  };
  const body = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return (await stack.gateway.fetch(new Request(order.address, { method: 'POST', headers, body }))).status;
}

/** Moves the order at Twilio, which then sends no callback. */
export async function moveSilently(stack: TestStack, order: Order, status: string): Promise<void> {
  await stack.control('faults', [{ target: 'callback', kind: 'drop', count: 1, order: order.sid }]);
  await stack.control(`orders/${order.sid}/move`, { status });
}

export async function verdictsOf(stack: TestStack, order: Order): Promise<string[]> {
  const d = webhookDeliveries;
  const rows = await stack.database.db.select().from(d).where(eq(d.orderSid, order.sid)).orderBy(d.id);
  return rows.map((row) => row.verdict);
}

export async function logOf(stack: TestStack, sid: string) {
  const t = statusTransitions;
  return stack.database.db.select().from(t).where(eq(t.sid, sid)).orderBy(t.position);
}

/** How often Twilio was asked for orders, one by one or by list. */
export async function countOrderReads(stack: TestStack): Promise<number> {
  const counters = (await stack.control('counters')) as Record<string, { reads: number }>;
  return (counters['HostedNumberOrders']?.reads ?? 0) + (counters['DependentHostedNumberOrders']?.reads ?? 0);
}
