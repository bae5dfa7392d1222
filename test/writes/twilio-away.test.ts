// Twilio cannot be reached for a minute: queries go on and say how old they are, writes say so at once and when to come
// back, and nothing is left behind.
import { expect, test } from 'vitest';
import { createTestStack } from '../stack.ts';

const refused = () =>
  Promise.reject(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    }),
  );

/** A stack whose way to Twilio can be cut, and whose clock is moved by hand. */
async function createCutStack() {
  const state = { isAway: false, requests: 0, now: Date.now() };
  const stack = await createTestStack({
    gateway: { now: () => new Date(state.now) },
    network(reach) {
      state.requests += 1;
      return state.isAway ? refused() : reach();
    },
  });
  return { stack, state };
}

type Row = { sid: string; freshness: { age: string; stale: boolean } };
const queries = `{
  activeNumbers(first: 5) { totalCount nodes { sid freshness { age stale } } }
  hostedNumberOrders(first: 5) { totalCount nodes { sid freshness { age stale } } }
  authorizationDocuments(first: 5) { totalCount nodes { sid freshness { age stale } } }
}`;

test('every query answers and says its age', async () => {
  const { stack, state } = await createCutStack();
  state.isAway = true;
  state.now += 60_000;
  const before = state.requests;
  const { data, errors } = await stack.execute<Record<string, { nodes: Row[] }>, object>(queries);
  expect(errors).toBeUndefined();
  for (const { nodes } of Object.values(data ?? {})) {
    expect(nodes.length).toBeGreaterThan(0);
    for (const { freshness } of nodes) expect(freshness.age).toMatch(/^PT6\dS$/);
  }
  expect(state.requests).toBe(before);
});

const create = `mutation ($input: CreateHostedNumberOrderInput!) { write: createHostedNumberOrder(input: $input) {
  order { sid } report { intent { state } } userErrors { code ... on UpstreamError { retryAfter outcomeKnown } } } }`;
const update = `mutation ($input: UpdateHostedNumberOrderInput!) { write: updateHostedNumberOrder(input: $input) {
  order { sid } userErrors { code ... on UpstreamError { retryAfter outcomeKnown } } } }`;
type Written = {
  write: { order: { sid: string } | null; report?: { intent: { state: string } }; userErrors: unknown[] };
};

test('writes say so at once with a time to come back; then the same key does it', async () => {
  const { stack, state } = await createCutStack();
  const { data: list } = await stack.execute<{ hostedNumberOrders: { nodes: Row[] } }, object>(
    '{ hostedNumberOrders(first: 1) { nodes { sid } } }',
  );
  const sid = list?.hostedNumberOrders.nodes[0]?.sid;
  const input = { phoneNumber: '+12065550142', options: { idempotencyKey: 'k' } };
  const unavailable = {
    code: 'UPSTREAM_UNAVAILABLE',
    retryAfter: expect.stringMatching(/^PT\d+S$/),
    outcomeKnown: true,
  };
  state.isAway = true;
  state.now += 60_000;
  // The first ones find nobody; after some of them the gateway does not even try.
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { data } = await stack.execute<Written, object>(create, { input });
    expect(data?.write).toMatchObject({ order: null, userErrors: [unavailable] });
    const edited = await stack.execute<Written, object>(update, {
      input: { order: { sid }, friendlyName: `Desk ${attempt}` },
    });
    expect(edited.data?.write.userErrors).toEqual([unavailable]);
  }
  state.isAway = false;
  await expect
    .poll(async () => (await stack.execute<Written, object>(create, { input })).data?.write, {
      timeout: 20_000,
      interval: 500,
    })
    .toMatchObject({
      order: { sid: expect.stringMatching(/^HR/) },
      report: { intent: { state: 'SUCCEEDED' } },
      userErrors: [],
    });
  const { data: open } = await stack.execute<{ writeIntents: { totalCount: number } }, object>(
    '{ writeIntents(states: [IN_FLIGHT, UNKNOWN, STUCK]) { totalCount } }',
  );
  expect(open?.writeIntents.totalCount).toBe(0);
});
