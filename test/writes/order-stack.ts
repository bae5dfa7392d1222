// Orders of the emulator in any state, and writes to them through the gateway, for tests of those writes.
import { expect } from 'vitest';
import type { OrderStatus } from '../../src/vocabulary.ts';
import { parentOf, send } from '../emulator/twilio-client.ts';
import { createTestStack, type TestStackOptions } from '../stack.ts';
import { settleWrites } from './settle-writes.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its operation, which each test knows
export type Json = any;
export const ordersPath = '/HostedNumbers/HostedNumberOrders';

const fields = `clientMutationId
  order { sid status rawStatus friendlyName uniqueName email ccEmails freshness { vanishedAt }
    verification { type documentSid extension callDelay attempts attemptsRemaining codeExpiresAt nextCallRepeatsCode } }
  report { dryRun replayed upstreamCalls notices changes { path before after } }
  userErrors { __typename code path message ... on StateError { current allowedFrom }
    ... on AttemptsError { attempts codeExpiresAt } ... on UpstreamError { twilioCode outcomeKnown } }`;

/** A stack whose gateway has a clock of its own: `pass` moves both clocks on. */
export async function createOrderStack(options: TestStackOptions = {}) {
  let passedMs = 0;
  const now = () => new Date(Date.now() + passedMs);
  const stack = await createTestStack({ ...options, gateway: { now, ...options.gateway } });
  const { emulator } = stack;
  let next = 2000;

  /** Twilio's own request; throws unless it is accepted. */
  const post = async (path: string, form: Record<string, string | string[]>): Promise<Json> => {
    const { status, body } = await send(emulator, 'POST', path, form);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  /** A new order at Twilio, in that status by the way that leads there; the mirror does not know it yet. */
  const makeOrder = async (status: OrderStatus = 'received', form: Record<string, string> = {}): Promise<Json> => {
    next += 1;
    const order = { PhoneNumber: `+1501712${next}`, SmsCapability: 'true', ...form };
    const { sid } = await post(ordersPath, order);
    if (status === 'twilio-processing') return read(sid);
    await stack.control(`orders/${sid}/move`, { status: 'received' });
    if (status === 'pending-verification') await post(`${ordersPath}/${sid}`, { Status: status });
    else if (status !== 'received') await stack.control(`orders/${sid}/move`, { status });
    return read(sid);
  };
  const read = async (sid: string): Promise<Json> => (await send(emulator, 'GET', `${ordersPath}/${sid}`)).body;
  const ask = async (query: string, variables: object = {}): Promise<Json> => {
    const { data, errors } = await stack.execute(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };

  const pass = async (ms: number) => {
    passedMs += ms;
    await stack.control('clock/advance', { ms });
    await stack.settle();
  };

  return {
    ...stack,
    now,
    post,
    read,
    ask,
    makeOrder,
    /** One that the mirror knows. */
    async mirroredOrder(status?: OrderStatus, form?: Record<string, string>): Promise<Json> {
      const order = await makeOrder(status, form);
      await stack.gateway.sync();
      return order;
    },
    /** One of the writes that give an order. */
    async write(mutation: string, input: object): Promise<Json> {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
      const data = await ask(`mutation($input: ${type}) { ${mutation}(input: $input) { ${fields} } }`, { input });
      return data[mutation];
    },
    async order(sid: string, selection: string): Promise<Json> {
      return (await ask(`{ hostedNumberOrder(by: { sid: "${sid}" }) { ${selection} } }`)).hostedNumberOrder;
    },
    pass,
    fault: (kind: string, method = 'POST', more: object = {}) =>
      stack.control('faults', [{ target: 'answer', method, path: 'HostedNumberOrders/HR', count: 1, kind, ...more }]),
    /** What Twilio was asked for so far; `reads` left out: what could have written. */
    async upstream({ reads }: { reads: boolean }): Promise<Json> {
      const counters: Record<string, object> = (await stack.control('counters')) as Json;
      return reads ? counters : Object.values(counters).map((counts) => ({ ...counts, reads: 0 }));
    },
    /** Twilio has had its time to show what was done: looks until nothing is open. */
    async settleWrites() {
      await pass(120_000);
      await settleWrites(stack);
    },
    account: parentOf(emulator),
  };
}

/** Nothing was done, and these are the reasons. */
export function expectRefusal(answer: Json, refusals: object[]): void {
  expect(answer.order).toBeNull();
  expect(answer.report.changes).toEqual([]);
  expect(answer.userErrors).toEqual(refusals.map((refusal) => expect.objectContaining(refusal)));
}
