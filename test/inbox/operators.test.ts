// The inbox in the graph: the list with its filter, what a callback leads to, and judging one anew.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { recordChanges, webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { createTestStack } from '../stack.ts';
import { moveSilently, orderThatIs, tell } from './callbacks.ts';

const stack = await createTestStack();
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its operation, which each test knows
const ask = async (query: string): Promise<any> => {
  const { data, errors } = await stack.execute(query);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};
const codeOf = async (query: string) => (await stack.execute(query)).errors?.[0]?.extensions?.['code'];
const replay = (id: string) =>
  ask(`mutation { replayWebhookDelivery(input: { delivery: "${id}", options: { clientMutationId: "x" } }) {
    clientMutationId delivery { verdict replayedAt transition { __typename } }
    userErrors { __typename code path ... on StateError { current allowedFrom } } } }`);

const order = await orderThatIs(stack, 'received');
await moveSilently(stack, order, 'verified');
await tell(stack, order, 'verified');
await stack.settle();
await tell(stack, order, 'verified');
await tell(stack, order, 'completed', 'forged');
await stack.settle();

test('callbacks are listed newest first, with their verdict, their order and what they told of', async () => {
  const { webhookDeliveries } = await ask(`{ webhookDeliveries(filter: { order: { sid: "${order.sid}" } }) { totalCount
    nodes { verdict parameters { name value } order { sid callbackCoverage }
      transition { ... on OrderTransition { from to inferred anomalous timeInPrevious } } } } }`);
  expect(webhookDeliveries.totalCount).toBe(2);
  expect(webhookDeliveries.nodes[0]).toMatchObject({ verdict: 'DUPLICATE', transition: null });
  expect(webhookDeliveries.nodes[1]).toMatchObject({
    verdict: 'APPLIED',
    order: { sid: order.sid, callbackCoverage: 'SEEN' },
    transition: { from: 'RECEIVED', to: 'VERIFIED', inferred: false, anomalous: false },
  });
  expect(webhookDeliveries.nodes[1].parameters[0]).toEqual({ name: 'Status', value: 'verified' });
});

test('pages follow each other both ways, and filters say what they refuse', async () => {
  const fields = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }';
  const all = (await ask(`{ webhookDeliveries { ${fields} } }`)).webhookDeliveries;
  const first = (await ask(`{ webhookDeliveries(first: 2) { ${fields} } }`)).webhookDeliveries;
  const rest = (await ask(`{ webhookDeliveries(first: 2, after: "${first.pageInfo.endCursor}") { ${fields} } }`))
    .webhookDeliveries;
  expect([...first.edges, ...rest.edges].map((edge) => edge.node.id)).toEqual(
    // biome-ignore lint/suspicious/noExplicitAny: as above
    all.edges.map((edge: any) => edge.node.id),
  );
  expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage, rest.pageInfo.hasPreviousPage]).toEqual([
    true,
    false,
    true,
  ]);
  expect(await codeOf('{ webhookDeliveries(filter: { verdict: [] }) { totalCount } }')).toBe('BAD_USER_INPUT');
  expect(await codeOf('{ webhookDeliveries(filter: { verdict: null }) { totalCount } }')).toBe('BAD_USER_INPUT');
  expect(await codeOf('{ webhookDeliveries(after: "x") { totalCount } }')).toBe('BAD_CURSOR');
  const none = '{ webhookDeliveries(filter: { receivedAt: { lt: "2020-01-01T00:00:00Z" } }) { totalCount } }';
  expect((await ask(none)).webhookDeliveries.totalCount).toBe(0);
});

test('a replay is judged anew and moves nothing twice', async () => {
  const list = '{ webhookDeliveries(filter: { verdict: [APPLIED] }) { nodes { id } } }';
  const { id } = (await ask(list)).webhookDeliveries.nodes[0];
  const { replayWebhookDelivery: payload } = await replay(id);
  expect(payload).toMatchObject({ clientMutationId: 'x', userErrors: [], delivery: { verdict: 'DUPLICATE' } });
  expect(payload.delivery.replayedAt).not.toBeNull();
  expect(payload.delivery.transition).toEqual({ __typename: 'OrderTransition' });
});

test('a forged callback is kept, names no order, and is never judged', async () => {
  const list = '{ webhookDeliveries(filter: { verdict: [BAD_SIGNATURE] }) { nodes { id order { sid } } } }';
  const [forged] = (await ask(list)).webhookDeliveries.nodes;
  expect(forged.order).toBeNull();
  const { replayWebhookDelivery: payload } = await replay(forged.id);
  expect(payload.delivery).toBeNull();
  expect(payload.userErrors).toMatchObject([
    { __typename: 'StateError', code: 'WRONG_STATE', path: ['delivery'], current: 'BAD_SIGNATURE' },
  ]);
  const missing = await replay(btoa('WebhookDelivery:999999'));
  expect(missing.replayWebhookDelivery.userErrors).toMatchObject([{ __typename: 'InputError', code: 'NOT_FOUND' }]);
});

test('an order says whether callbacks tell of it', async () => {
  const silent = await orderThatIs(stack, 'received');
  const coverage = async () =>
    (await ask(`{ hostedNumberOrder(by: { sid: "${silent.sid}" }) { callbackCoverage } }`)).hostedNumberOrder
      .callbackCoverage;
  expect(await coverage()).toBe('UNKNOWN');
  await moveSilently(stack, silent, 'verified');
  await stack.gateway.sync();
  expect(await coverage()).toBe('NOT_SEEN');
});

test('the first callback for an order is a change of it, which filters of present state see; the next is none', async () => {
  const called = await orderThatIs(stack, 'carrier-processing');
  const changes = () => stack.database.db.select().from(recordChanges).where(eq(recordChanges.sid, called.sid));
  const before = (await changes()).length;
  for (const expected of [before + 1, before + 1]) {
    await tell(stack, called, called.status);
    await stack.settle();
    expect(await changes()).toHaveLength(expected);
  }
  expect((await changes()).at(-1)?.before).toMatchObject({ callback_coverage: called.callbackCoverage });
  expect(called.callbackCoverage).not.toBe('SEEN');
});

test('of a flood of forgeries the newest thousand are kept', async () => {
  // No pause between them: they come faster than they are stored.
  for (let index = 0; index < 1400; index += 1) await tell(stack, order, `forged-${toLetters(index)}`, 'forged');
  await stack.settle();
  const isForged = eq(webhookDeliveries.verdict, 'BAD_SIGNATURE');
  const kept = await stack.database.db.select().from(webhookDeliveries).where(isForged).orderBy(webhookDeliveries.id);
  const told = kept.map(({ parameters }) => new Map(parameters).get('Status'));
  expect(told).toEqual(Array.from({ length: 1000 }, (_, index) => `forged-${toLetters(400 + index)}`));
});

/** A status has no digits. */
function toLetters(index: number): string {
  return [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
