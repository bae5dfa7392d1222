// Each file of examples/, which are GraphiQL's tabs, runs with the variables beside it and shows what its comment promises.
import { beforeAll, expect, test } from 'vitest';
import { readExamples } from '../src/server/graphiql.ts';
import type {
  CreateAnOrderMutation,
  DocumentsWithOrdersQuery,
  ExploreNumbersQuery,
  NumberByPhoneNumberQuery,
  NumbersWithSmsQuery,
  OnboardingFunnelQuery,
  OneOrderQuery,
  OrdersByStatusQuery,
} from './generated/graphql.ts';
import { createTestStack, gatewayUrl, type TestStack } from './stack.ts';

const examples = new Map(
  readExamples().map(({ query, variables }) => {
    const name = /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? '';
    return [name, { query, variables: JSON.parse(variables ?? '{}') as Record<string, unknown> }];
  }),
);

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ emulator: { numbers: 400, orders: 150, documents: 20 } });
});

test('each example begins with a comment that says what it shows, and is one named operation', () => {
  expect([...examples.keys()]).toEqual([
    'NumbersWithSms',
    'OneOrder',
    'DocumentsWithOrders',
    'CreateAnOrder',
    'WatchTransitions',
    'NumberByPhoneNumber',
    'OrdersByStatus',
    'OnboardingFunnel',
    'ExploreNumbers',
  ]);
  for (const { query } of examples.values()) expect(query).toMatch(/^# \S/);
});

test('the first example needs no variables: GraphiQL leaves those of the tab that it opens with empty', () => {
  expect(readExamples()[0]?.variables).toBeUndefined();
});

test('numbers of one region that can receive SMS', async () => {
  const { activeNumbers } = await run<NumbersWithSmsQuery>('NumbersWithSms');
  expect(activeNumbers.totalCount).toBeGreaterThan(0);
  expect(new Set(activeNumbers.nodes.map(({ geography }) => geography.region))).toEqual(new Set(['NY']));
});

test('one order with its number and its document', async () => {
  const { hostedNumberOrders } = await run<OneOrderQuery>('OneOrder');
  expect(hostedNumberOrders.nodes).toHaveLength(1);
  const [order] = hostedNumberOrders.nodes;
  expect(order?.activeNumber?.phoneNumber).toBe(order?.phoneNumber);
  expect(order?.authorizationDocument?.status).toBe('SIGNED');
});

test('numbers around a place, counted and in the order of their towns', async () => {
  const { activeNumbers } = await run<ExploreNumbersQuery>('ExploreNumbers');
  expect(activeNumbers.totalCount).toBeGreaterThan(0);
  for (const { otherCount, buckets } of activeNumbers.facets) {
    expect(buckets.reduce((sum, { count }) => sum + count, otherCount)).toBe(activeNumbers.totalCount);
  }
  const places = activeNumbers.nodes.map(({ geography }) => [geography.latitude ?? 0, geography.longitude ?? 0]);
  for (const [latitude, longitude] of places) {
    expect(Math.hypot(((latitude ?? 0) - 40.71) * 111.2, ((longitude ?? 0) + 74.01) * 84.3)).toBeLessThan(103);
  }
  const localities = activeNumbers.nodes.map(({ geography }) => geography.locality?.toLowerCase() ?? '\u{10ffff}');
  expect(localities).toEqual([...localities].sort());
});

test('documents with their orders', async () => {
  const { authorizationDocuments } = await run<DocumentsWithOrdersQuery>('DocumentsWithOrders');
  expect(authorizationDocuments.nodes.length).toBeGreaterThan(0);
  for (const { hostedNumberOrders } of authorizationDocuments.nodes) {
    expect(hostedNumberOrders.nodes).toHaveLength(Math.min(5, hostedNumberOrders.totalCount));
  }
});

test('a number by its phone number', async () => {
  const { activeNumber } = await run<NumberByPhoneNumberQuery>('NumberByPhoneNumber');
  expect(activeNumber?.phoneNumber).toBe(examples.get('NumberByPhoneNumber')?.variables['phoneNumber']);
});

test('orders by status', async () => {
  const { hostedNumberOrders } = await run<OrdersByStatusQuery>('OrdersByStatus');
  expect(hostedNumberOrders.totalCount).toBeGreaterThan(0);
  for (const { node } of hostedNumberOrders.edges) expect(['FAILED', 'ACTION_REQUIRED']).toContain(node.status);
});

test('the funnel: what waits in its stages is the list of orders', async () => {
  const { onboardingFunnel } = await run<OnboardingFunnelQuery>('OnboardingFunnel');
  const { data } = await stack.execute<{ hostedNumberOrders: { totalCount: number } }, Record<string, unknown>>(
    'query($filter: OrderFilter) { hostedNumberOrders(filter: $filter) { totalCount } }',
    { filter: examples.get('OnboardingFunnel')?.variables['filter'] },
  );
  const waiting = onboardingFunnel.stages.reduce((sum, stage) => sum + stage.waiting, 0);
  expect(waiting).toBeGreaterThan(0);
  expect(waiting).toBe(data?.hostedNumberOrders.totalCount);
});

test('an order that is created is refused the second time, and the subscription shows how it begins', async () => {
  const items = await subscribe('WatchTransitions');
  const first = await run<CreateAnOrderMutation>('CreateAnOrder');
  expect(first.createHostedNumberOrder.userErrors).toEqual([]);
  expect(first.createHostedNumberOrder.order?.status).toBe('TWILIO_PROCESSING');
  const second = await run<CreateAnOrderMutation>('CreateAnOrder');
  expect(second.createHostedNumberOrder.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['phoneNumber'] }]);
  const item = await items.next('OrderTransition');
  expect(item).toMatchObject({ from: null, order: { phoneNumber: first.createHostedNumberOrder.order?.phoneNumber } });
  await items.close();
});

async function run<Data>(name: string): Promise<Data> {
  const example = examples.get(name);
  const answer = await stack.execute<Data, Record<string, unknown>>(example?.query ?? '', example?.variables);
  expect(answer.errors).toBeUndefined();
  if (!answer.data) throw new Error(`${name} answered without data`);
  return answer.data;
}

/** Subscribes over SSE; resolves when the feed is live. */
async function subscribe(name: string) {
  const abort = new AbortController();
  const request = new Request(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(examples.get(name)),
    signal: abort.signal,
  });
  const response = await stack.gateway.fetch(request);
  if (!response.body) throw new Error(`${name} answered ${response.status} without a stream`);
  const items = readItems(response.body);
  const next = async (typename: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const { value, done } = await items.next();
      if (done) throw new Error(`the stream ended without ${typename}`);
      if (value['__typename'] === typename) return value;
    }
  };
  await next('FeedCaughtUp');
  const close = async () => {
    await items.return(undefined);
    abort.abort();
  };
  return { next, close };
}

async function* readItems(body: ReadableStream<Uint8Array>): AsyncGenerator<Record<string, unknown>, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const line = event.split('\n').find((candidate) => candidate.startsWith('data: {'));
      if (!line) continue;
      const { data, errors } = JSON.parse(line.slice('data: '.length));
      if (errors) throw new Error(JSON.stringify(errors));
      yield data.transitions;
    }
  }
}
