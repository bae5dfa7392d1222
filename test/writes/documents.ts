// What the tests of documents share: verified orders of the parent account, a sound input, and how often Twilio was asked.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { createTestStack, type TestStack, type TestStackOptions } from '../stack.ts';

const fields = `clientMutationId
  document { sid rawStatus email ccEmails addressSid contactTitle contactPhoneNumber mutable account { sid }
    orderCounts { status count } hostedNumberOrders(first: 100) { totalCount nodes { sid rawStatus } } }
  report { dryRun replayed upstreamCalls changes { path before after } notices intent { state } }
  userErrors { __typename code path message ... on StateError { current allowedFrom } ... on UpstreamError { twilioCode outcomeKnown } }`;

// biome-ignore lint/suspicious/noExplicitAny: a payload has the shape of `fields`
export type Payload = any;

/** A stack whose emulator never moves by itself. */
export function createDocumentStack(options: TestStackOptions = {}): Promise<TestStack> {
  const emulator = { seed: 1, numbers: 20, orders: 160, documents: 6, subaccounts: 1, bigDocumentOrders: 5 };
  return createTestStack({ ...options, emulator: { ...emulator, ...options.emulator } });
}

export async function write(stack: TestStack, mutation: string, input: object): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const operation = `mutation($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`;
  const { data, errors } = await stack.execute<Record<string, Payload>, { input: object }>(operation, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.[mutation];
}

export function parentOf(stack: TestStack): string {
  return stack.gateway.services.ownerAccountSid;
}

/** Orders on no document, made verified at Twilio and in the mirror; each call gives others. */
export async function verifiedOrders(stack: TestStack, count: number, accountSid = parentOf(stack)): Promise<string[]> {
  const o = hostedNumberOrders;
  const free = await stack.database.db
    .select({ sid: o.sid })
    .from(o)
    .where(
      and(
        eq(o.accountSid, accountSid),
        isNull(o.signingDocumentSid),
        isNull(o.vanishedAt),
        sql`status in ('received', 'pending-verification', 'verified')`,
      ),
    )
    .orderBy(sql`status = 'verified'`, o.sid)
    .limit(count);
  if (free.length < count) throw new Error(`only ${free.length} orders are free`);
  for (const { sid } of free) await stack.control(`orders/${sid}/move`, { status: 'verified' });
  await stack.settle();
  await stack.gateway.sync();
  return free.map(({ sid }) => sid);
}

/** An address of the account, by what its seeded documents name. */
async function addressOf(stack: TestStack, accountSid = parentOf(stack)): Promise<string> {
  const [document] = await stack.database.db
    .select()
    .from(authorizationDocuments)
    .where(eq(authorizationDocuments.accountSid, accountSid));
  if (!document?.addressSid) throw new Error('the account has no document');
  return document.addressSid;
}

/** The input of a document that nothing is wrong with. */
export async function soundInput(stack: TestStack, orderSids: readonly string[]) {
  return {
    orders: orderSids.map((sid) => ({ sid })),
    addressSid: await addressOf(stack),
    email: 'owner@example.com',
    contactTitle: 'Owner',
    contactPhoneNumber: '+1 (415) 555-0100',
  };
}

type Counters = Record<string, { reads: number; writes: number; refused: number }>;

/** Requests that Twilio has had. */
export async function countRequests(stack: TestStack): Promise<{ writes: number; all: number }> {
  const counters = Object.values((await stack.control('counters')) as Counters);
  const sum = (read: (each: Counters[string]) => number) => counters.reduce((total, each) => total + read(each), 0);
  return { writes: sum(({ writes, refused }) => writes + refused), all: sum((c) => c.reads + c.writes + c.refused) };
}

/** Spoils the next answer to a write to documents. */
export async function spoilNextWrite(stack: TestStack, kind: string, more: object = {}): Promise<void> {
  const rule = { target: 'answer', method: 'POST', path: 'AuthorizationDocuments', kind, count: 1, ...more };
  await stack.control('faults', [rule]);
}
