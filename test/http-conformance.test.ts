// The endpoint is judged by the audits of the GraphQL-over-HTTP specification, as graphql-http publishes them.
import { serverAudits } from 'graphql-http';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestStack, gatewayUrl, type TestStack } from './stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});

const audits = serverAudits({
  url: `${gatewayUrl}/graphql`,
  // The audits' idea of fetch is narrower than Node's; what they use of it is the same.
  fetchFn: (url: string, init: RequestInit) => stack.gateway.fetch(new Request(url, init)),
});

describe('GraphQL over HTTP', () => {
  test.for(audits.map((audit) => [audit.name, audit] as const))('%s', async ([, audit]) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });

  test('there are as many audits as were known when this was written, or more', () => {
    expect(audits.length).toBeGreaterThanOrEqual(61);
  });
});
