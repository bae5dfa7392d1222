// Executes operations against the schema, without a server: a context as the gateway makes it, over a test database.
import { type ExecutionResult, execute, parse, subscribe, validate } from 'graphql';
import { pino } from 'pino';
import type { Context, Services } from '../../src/context.ts';
import type { Database } from '../../src/db/client.ts';
import { createLoaders } from '../../src/db/loaders.ts';
import { schema } from '../../src/graph.ts';
import type { TwilioClient } from '../../src/twilio/client.ts';
import { now, owner, subaccount } from './rows.ts';

const unasked = (): never => {
  throw new Error('this test does not expect a call to Twilio');
};

/** Every call is a mistake unless the test answers it. */
export function twilioThat(answers: Partial<TwilioClient> = {}): TwilioClient {
  return new Proxy(answers as TwilioClient, { get: (client, name) => Reflect.get(client, name) ?? unasked });
}

export function contextOver(database: Database, changes: Partial<Services> = {}): Context {
  const services: Services = {
    database,
    ownerAccountSid: owner,
    twilio: twilioThat(),
    credentialsOf: (accountSid = owner) =>
      [owner, subaccount].includes(accountSid) ? { accountSid, authToken: 'token' } : null,
    callbackUrlOf: (accountSid) => `https://gateway.example/callbacks/${accountSid}`,
    feed: { head: unasked, oldestAfter: unasked, follow: unasked, heartbeatMs: 15_000, close: async () => {} },
    inbox: { replay: unasked },
    log: pino({ level: 'silent' }),
    now: () => now,
    staleAfterMs: 120_000,
    allowPrivateUrls: false,
    cursorKey: 'test key',
    ...changes,
  };
  return { services, loaders: createLoaders(database, services.ownerAccountSid), requestId: 'test' };
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its operation, which each test knows
export type Data = Record<string, any>;

/** Runs a query or mutation; validation errors throw, execution errors are in the result. */
export async function run(context: Context, source: string, variableValues: Data = {}): Promise<ExecutionResult<Data>> {
  const document = parse(source);
  const mistakes = validate(schema, document);
  if (mistakes[0]) throw mistakes[0];
  const result = await execute({ schema, document, contextValue: context, variableValues });
  return JSON.parse(JSON.stringify(result));
}

/** The data of an operation that must succeed. */
export async function ask(context: Context, source: string, variableValues: Data = {}): Promise<Data> {
  const { data, errors } = await run(context, source, variableValues);
  if (errors) throw new Error(errors.map((error) => error.message).join('; '));
  return data ?? {};
}

/** The codes of the top-level errors. */
export async function codesOf(context: Context, source: string, variableValues: Data = {}): Promise<unknown[]> {
  const { errors } = await run(context, source, variableValues);
  return (errors ?? []).map((error) => error.extensions['code']);
}

/** Starts a subscription; throws what it refuses. */
export async function follow(context: Context, source: string, variableValues: Data = {}) {
  const result = await subscribe({ schema, document: parse(source), contextValue: context, variableValues });
  if (Symbol.asyncIterator in result) return result as AsyncGenerator<ExecutionResult<Data>, void>;
  throw result.errors?.[0] ?? new Error('no subscription');
}

/** Counts the statements that `work` runs, on whichever driver. */
export async function countStatements(database: Database, work: () => Promise<unknown>): Promise<number> {
  const session = Reflect.get(database.db, 'session');
  const prepare = session.prepareQuery;
  let statements = 0;
  session.prepareQuery = (...args: unknown[]) => {
    statements += 1;
    return prepare.apply(session, args);
  };
  try {
    await work();
  } finally {
    session.prepareQuery = prepare;
  }
  return statements;
}
