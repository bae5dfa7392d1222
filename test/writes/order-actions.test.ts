// The state matrix: what an order says it allows is what Twilio accepts, in each of its ten statuses and in an unknown one.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { hostedNumberOrders } from '../../src/db/tables.ts';
import { type OrderStatus, orderStatuses } from '../../src/vocabulary.ts';
import { send } from '../emulator/twilio-client.ts';
import { countStatements } from '../graph/operations.ts';
import { createOrderStack, type Json, ordersPath } from './order-stack.ts';

const stack = await createOrderStack();
const documents = '/HostedNumbers/AuthorizationDocuments';
const address = await stack.post(`/2010-04-01/Accounts/${stack.account.sid}/Addresses.json`, {
  CustomerName: 'Owner',
  Street: '375 Beale St',
  City: 'San Francisco',
  Region: 'CA',
  PostalCode: '94105',
  IsoCountry: 'US',
});

/** Each write as Twilio takes it. */
const requests: Record<
  string,
  (order: Json) => Parameters<typeof send> extends [unknown, ...infer Rest] ? Rest : never
> = {
  updateHostedNumberOrder: ({ sid }) => ['POST', `${ordersPath}/${sid}`, { FriendlyName: 'Front desk' }],
  startOwnershipVerification: ({ sid }) => ['POST', `${ordersPath}/${sid}`, { Status: 'pending-verification' }],
  submitVerificationCode: ({ sid, verification_code }) => [
    'POST',
    `${ordersPath}/${sid}`,
    { VerificationCode: verification_code ?? '1234' },
  ],
  createAuthorizationDocument: ({ sid }) => [
    'POST',
    documents,
    {
      HostedNumberOrderSids: sid,
      AddressSid: address.sid,
      Email: 'owner@example.com',
      ContactTitle: 'Owner',
      ContactPhoneNumber: '+15017122661',
    },
  ],
  cancelHostedNumberOrder: ({ sid }) => ['DELETE', `${ordersPath}/${sid}`],
};
const mutations = Object.keys(requests);

/** Sends a write to an order of its own, past the gateway. */
async function isAccepted(mutation: string, status: OrderStatus): Promise<boolean> {
  const twin = await stack.makeOrder(status);
  const request = requests[mutation]?.(twin);
  if (!request) throw new Error(mutation);
  return (await send(stack.emulator, ...request)).status < 300;
}

async function actionsOf(sid: string): Promise<Json> {
  const { viewerActions } = await stack.order(sid, 'viewerActions { mutation allowed reasonNot }');
  return viewerActions;
}

test.each(orderStatuses)('an order that is %s allows the writes that Twilio accepts', async (status) => {
  const order = await stack.mirroredOrder(status);
  const accepted: Record<string, boolean> = {};
  for (const mutation of mutations) accepted[mutation] = await isAccepted(mutation, status);
  const actions = await actionsOf(order.sid);
  expect(Object.fromEntries(actions.map(({ mutation, allowed }: Json) => [mutation, allowed]))).toEqual(accepted);
  for (const { allowed, reasonNot } of actions) expect(reasonNot === null).toBe(allowed);
});

const inputs: Record<string, (order: Json) => object> = {
  updateHostedNumberOrder: () => ({ friendlyName: 'Front desk' }),
  startOwnershipVerification: () => ({ allowLastAttempt: true }),
  submitVerificationCode: ({ verification_code }) => ({ code: verification_code ?? '1234' }),
  cancelHostedNumberOrder: () => ({}),
};
const cases = orderStatuses.flatMap((status) => Object.keys(inputs).map((mutation) => ({ status, mutation })));

test.each(cases)('$mutation of an order that is $status does what viewerActions says', async ({ status, mutation }) => {
  const order = await stack.mirroredOrder(status);
  const action = (await actionsOf(order.sid)).find((each: Json) => each.mutation === mutation);
  const before = await stack.upstream({ reads: false });
  const { userErrors } = await stack.write(mutation, { order: { sid: order.sid }, ...inputs[mutation]?.(order) });
  expect(userErrors.map(({ message }: Json) => message)).toEqual(action.allowed ? [] : [action.reasonNot]);
  if (!action.allowed) expect(await stack.upstream({ reads: false })).toEqual(before);
});

test('an order in a status that nobody knows yet allows nothing but new names', async () => {
  // The emulator has no such status: the mirror is told of one, and whatever has rules of its own has none for it.
  const { sid } = await stack.mirroredOrder();
  const changes = { status: 'quantum-checking', syncedAt: stack.now() };
  await stack.database.db.update(hostedNumberOrders).set(changes).where(eq(hostedNumberOrders.sid, sid));
  const actions = await actionsOf(sid);
  const allowed = actions.filter((action: Json) => action.allowed).map(({ mutation }: Json) => mutation);
  expect(allowed).toEqual(['updateHostedNumberOrder']);
  const before = await stack.upstream({ reads: false });
  const { userErrors } = await stack.write('cancelHostedNumberOrder', { order: { sid } });
  expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', current: 'quantum-checking' }]);
  expect(await stack.upstream({ reads: false })).toEqual(before);
});

test('an order that has vanished allows nothing', async () => {
  const { sid } = await stack.mirroredOrder();
  await stack.write('cancelHostedNumberOrder', { order: { sid } });
  expect((await actionsOf(sid)).filter((action: Json) => action.allowed)).toEqual([]);
});

test('a page of orders asks the log for its codes once', async () => {
  for (let count = 0; count < 3; count++) await stack.mirroredOrder('pending-verification');
  const page =
    '{ hostedNumberOrders(first: 50) { nodes { viewerActions { allowed } verification { codeExpiresAt } } } }';
  let known = 0;
  const readPage = async () => {
    const { nodes } = (await stack.ask(page)).hostedNumberOrders;
    known = nodes.filter(({ verification }: Json) => verification.codeExpiresAt !== null).length;
  };
  // Only `readCodeTimes` looks for codes in the log; what runs in the background does not.
  const looksForCodes = (text: string) => text.includes(`->> 'verification_code'`);
  expect(await countStatements(stack.database, readPage, looksForCodes)).toBe(1);
  expect(known).toBeGreaterThan(2);
});
