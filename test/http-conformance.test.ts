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

describe('what a request may not be', () => {
  const post = (body: string, headers: Record<string, string>) =>
    stack.gateway.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
  const json = { 'content-type': 'application/json' };

  test('broken JSON is answered 400, and nothing of it is repeated', async () => {
    const response = await post('{"query": canary', json);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('canary');
  });

  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-7' }],
    ['a compressed body', { ...json, 'content-encoding': 'gzip' }],
  ])('%s is answered 415', async (_what, headers) => {
    expect((await post('{"query":"{ __typename }"}', headers)).status).toBe(415);
  });

  test('a body over 2 MiB is answered 413', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { padding: 'x'.repeat(2 * 1024 * 1024) } });
    expect((await post(body, json)).status).toBe(413);
  });

  test('a batch is refused', async () => {
    expect((await post('[{"query":"{ __typename }"}]', json)).status).toBe(400);
  });

  test.each([
    ['depth', `{ viewer ${'{ accounts { parent '.repeat(8)}{ sid }${' } }'.repeat(8)} }`],
    ['aliases', `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(' ')} }`],
    ['tokens', `{ ${'__typename '.repeat(2001)} }`],
  ])('too much %s is refused before it is executed', async (_what, query) => {
    const response = await post(JSON.stringify({ query }), { ...json, accept: 'application/graphql-response+json' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/limit|token/i);
  });
});
