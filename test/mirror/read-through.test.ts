// A chosen age over the whole stack: what was changed behind the gateway's back is seen by those who ask for it, and an
// outage costs them nothing but the age.
import { expect, test } from 'vitest';
import { createTestStack, type TestStack } from '../stack.ts';

type Node = { sid: string; friendlyName?: string; freshness: { source: string; vanishedAt: string | null } };
type Page = { nodes: Node[] };

const fields = 'sid freshness { source vanishedAt }';

async function ask<Data>(stack: TestStack, query: string): Promise<Data> {
  const { data, errors } = await stack.execute<Data, object>(query);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data;
}

function parentOf({ gateway }: TestStack) {
  const credentials = gateway.services.credentialsOf();
  if (!credentials) throw new Error('no credentials');
  return credentials;
}

test('what was changed at Twilio is in the answer, and in the mirror from then on', async () => {
  const stack = await createTestStack();
  const parent = parentOf(stack);
  const ofParent = `filter: { account: { eq: "${parent.accountSid}" } }`;
  const { hostedNumberOrders: orders, activeNumbers: numbers } = await ask<Record<string, Page>>(
    stack,
    `{ hostedNumberOrders(first: 1, ${ofParent}) { nodes { ${fields} } } activeNumbers(last: 2, ${ofParent}) { nodes { ${fields} } } }`,
  );
  const order = orders?.nodes[0]?.sid ?? '';
  const [released, renamed] = numbers?.nodes.map(({ sid }) => sid) ?? [];
  await stack.twilio.updateHostedNumberOrder(parent, order, { friendlyName: 'Changed elsewhere' });
  await stack.twilio.updateActiveNumber(parent, 'incoming-phone-numbers', renamed ?? '', { friendlyName: 'Renamed' });
  await stack.twilio.releaseActiveNumber(parent, 'incoming-phone-numbers', released ?? '');

  const names = (maxAge: string) => `{
    order: hostedNumberOrder(by: { sid: "${order}" }${maxAge}) { friendlyName ${fields} }
    renamed: activeNumber(by: { sid: "${renamed}" }${maxAge}) { friendlyName ${fields} }
    released: activeNumber(by: { sid: "${released}" }${maxAge}) { friendlyName ${fields} } }`;
  const before = await ask<Record<string, Node>>(stack, names(''));
  for (const node of Object.values(before)) expect(node.freshness).toEqual({ source: 'SYNC', vanishedAt: null });
  const seen = {
    order: { friendlyName: 'Changed elsewhere', freshness: { source: 'READ_THROUGH', vanishedAt: null } },
    renamed: { friendlyName: 'Renamed', freshness: { source: 'READ_THROUGH', vanishedAt: null } },
    released: { freshness: { vanishedAt: expect.any(String) } },
  };
  expect(await ask(stack, names(', maxAge: "PT0S"'))).toMatchObject(seen);
  expect(await ask(stack, names(''))).toMatchObject(seen);
  const { activeNumbers } = await ask<Record<string, Page>>(
    stack,
    `{ activeNumbers(last: 2, ${ofParent}, maxAge: "PT1H") { nodes { ${fields} } } }`,
  );
  expect(activeNumbers?.nodes.map(({ sid }) => sid)).not.toContain(released);
});

test('an outage is noticed by the first who ask; then the mirror answers without a try', async () => {
  const state = { isAway: false, requests: 0 };
  const stack = await createTestStack({
    // Only what the query asks for is to be counted.
    gateway: { sweepIntervalMs: 3_600_000 },
    network(reach) {
      state.requests += 1;
      return state.isAway ? Promise.reject(new TypeError('fetch failed')) : reach();
    },
  });
  const parent = parentOf(stack);
  const query = `{ hostedNumberOrders(first: 20, maxAge: "PT0S", filter: { account: { eq: "${parent.accountSid}" } }) {
    totalCount nodes { ${fields} } } }`;
  state.isAway = true;
  const first = await ask<Record<string, Page>>(stack, query);
  expect(first['hostedNumberOrders']?.nodes).toHaveLength(20);
  for (const { freshness } of first['hostedNumberOrders']?.nodes ?? []) expect(freshness.source).toBe('SYNC');
  const requests = state.requests;
  expect(await ask(stack, query)).toEqual(first);
  // A probe is sent now and then.
  expect(state.requests).toBeLessThanOrEqual(requests + 1);
});
