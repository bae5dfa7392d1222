// What tests of writes to numbers share: a stack, numbers of every origin, and the emulator's counters.
import { expect } from 'vitest';
import { makeAccountCredentials } from '../../src/emulator/seed/seed.ts';
import type { Credentials, TwilioClient } from '../../src/twilio/client.ts';
import type { OrderStatus } from '../../src/vocabulary.ts';
import type { Data } from '../graph/operations.ts';
import { createTestStack, type TestStack, type TestStackOptions } from '../stack.ts';

export const parent = credentialsOf(0);
export const subaccount = credentialsOf(1);
export const application = `AP${'1'.repeat(32)}`;
export const trunk = `TK${'2'.repeat(32)}`;

export type Hosted = { orderSid: string; sid: string; phoneNumber: string };
export type Scene = {
  stack: TestStack;
  /** Straight to the emulator, past the gateway. */
  twilio: TwilioClient;
  /** The data of an operation that GraphQL itself does not refuse. */
  ask(source: string, variables?: Data): Promise<Data>;
  /** A number with its order, in whatever status; the mirror does not know it before the next sync. */
  host(status: OrderStatus): Promise<Hosted>;
  /** A bought number that the mirror does not know before the next sync. */
  buy(): Promise<{ sid: string; phoneNumber: string }>;
  /** Requests that the emulator has carried out or refused so far. */
  count(): Promise<{ reads: number; writes: number }>;
  spoil(rule: object): Promise<void>;
};

const payload = `clientMutationId number { sid phoneNumber friendlyName accountSid readFrom freshness { vanishedAt }
    geography { region } configuration { statusCallback statusCallbackMethod voice { applicationSid trunkSid url method receiveMode }
      sms { applicationSid url method fallbackUrl } } }
  report { dryRun replayed upstreamCalls changes { path before after } notices intent { state } }
  userErrors { __typename code path message ... on StateError { current allowedFrom } ... on UpstreamError { twilioCode outcomeKnown } }`;
const rows = `clientMutationId rows { ${payload} } userErrors { __typename code path message }`;
export const mutations = {
  purchase: `mutation($input: PurchaseActiveNumberInput!) { it: purchaseActiveNumber(input: $input) { ${payload} } }`,
  configure: `mutation($input: ConfigureActiveNumbersInput!) { it: configureActiveNumbers(input: $input) { ${rows} } }`,
  transfer: `mutation($input: TransferActiveNumbersInput!) { it: transferActiveNumbers(input: $input) { ${rows} } }`,
  release: `mutation($input: ReleaseActiveNumberInput!) { it: releaseActiveNumber(input: $input) { ${payload} } }`,
};

export async function openNumberScene(options: TestStackOptions = {}): Promise<Scene> {
  const stack = await createTestStack(options);
  const { twilio } = stack;
  let made = 0;
  const nextPhoneNumber = () => `+1415700${String(++made).padStart(4, '0')}`;
  return {
    stack,
    twilio,
    async ask(source, variables) {
      const { data, errors } = await stack.execute<Data, Data>(source, variables);
      if (errors) throw new Error(errors.map((error) => error.message).join('; '));
      return data ?? {};
    },
    async host(status) {
      const phoneNumber = nextPhoneNumber();
      const order = await twilio.createHostedNumberOrder(parent, { phoneNumber, smsCapability: true });
      if (status !== 'twilio-processing') await stack.control(`orders/${order.sid}/move`, { status });
      return { orderSid: order.sid, sid: order.incomingPhoneNumberSid ?? '', phoneNumber };
    },
    buy: () => twilio.purchaseActiveNumber(parent, 'incoming-phone-numbers', nextPhoneNumber(), {}),
    async count() {
      const counters = (await stack.control('counters')) as Record<string, { reads: number; writes: number }>;
      const all = Object.values(counters);
      const sum = (field: 'reads' | 'writes') => all.reduce((total, counter) => total + counter[field], 0);
      return { reads: sum('reads'), writes: sum('writes') };
    },
    async spoil(rule) {
      await stack.control('faults', [{ target: 'answer', count: 1, ...rule }]);
    },
  };
}

/** What is to be found in an error, whatever else it says. */
export function told(code: string, path: string): object {
  return { code, path: path.split('.'), message: expect.stringContaining(`${path}: `) };
}

/** Of the seeded accounts; the first is the parent. */
function credentialsOf(index: number): Credentials {
  const { sid, authToken } = makeAccountCredentials(1, index);
  return { accountSid: sid, authToken };
}
