// Executes operations against the schema, without a server: a context as the gateway makes it, over a test database.
import { type ExecutionResult, execute, parse, subscribe, validate } from 'graphql';
import { pino } from 'pino';
import type { Context, Services } from '../../src/context.ts';
import type { Database } from '../../src/db/client.ts';
import { createLoaders } from '../../src/db/loaders.ts';
import { schema } from '../../src/graph.ts';
import type { Feed } from '../../src/mirror/feed.ts';
import { createReadThrough, type ReadThrough, type ReadThroughOptions } from '../../src/mirror/read-through.ts';
import type { TwilioClient } from '../../src/twilio/client.ts';
import { writeKinds } from '../../src/writes/kinds.ts';
import { performWrite } from '../../src/writes/perform-write.ts';
import { now, owner, subaccount } from './rows.ts';

const unasked = (): never => {
  throw new Error('this test does not expect a call to Twilio');
};

/** Every call is a mistake unless the test answers it. */
export function twilioThat(answers: Partial<TwilioClient> = {}): TwilioClient {
  return new Proxy(answers as TwilioClient, { get: (client, name) => Reflect.get(client, name) ?? unasked });
}

/** The ledger over these services; nothing is settled in the background. */
function writesOf(services: Services, twilio: TwilioClient): Services['writes'] {
  const { database, ownerAccountSid, credentialsOf, callbackUrlOf, log, now: clock } = services;
  const directory = { credentialsOf, numbersReadFrom: () => 'active-numbers' as const };
  const tools = {
    database,
    ownerAccountSid,
    twilio,
    directory,
    callbackUrlOf,
    inbox: { replay: unasked },
    documentOrders: { readAgain: async () => {} },
    startSync: unasked,
    log,
    now: clock,
  };
  const ledger = {
    tools,
    kinds: new Map(writeKinds.map((kind) => [kind.mutation, kind])),
    inputKey: 'test key',
    settleAfterMs: 90_000,
  };
  return { perform: (kind, asked) => performWrite(ledger, kind, asked), settle: unasked, close: async () => {} };
}

/** Waits for ever, unless the test says that the time is up. */
function readThroughOf(services: Services, twilio: TwilioClient, limits: ReadLimits): ReadThrough {
  const { database, ownerAccountSid, credentialsOf, log, now: clock } = services;
  const directory = { credentialsOf, numbersReadFrom: () => 'active-numbers' as const };
  const options = { database, ownerAccountSid, twilio, background: twilio, directory, log, now: clock };
  return createReadThrough({ ...options, sleep: () => new Promise(() => {}), ...limits });
}

export const unaskedChanges: Feed['changes'] = { isExpired: unasked, read: unasked, waitFor: unasked, isClosed: false };

type ReadLimits = Pick<ReadThroughOptions, 'readsMax' | 'sleep'>;
/** Other services than the usual, or the client and the limits that these are made with. */
export type ContextChanges = Partial<Services> & { twilio?: TwilioClient; limits?: ReadLimits };

export function contextOver(
  database: Database,
  { twilio = twilioThat(), limits = {}, ...changes }: ContextChanges = {},
): Context {
  const unmade = { begin: unasked, close: unasked };
  const services: Services = {
    database,
    ownerAccountSid: owner,
    readThrough: unmade,
    credentialsOf: (accountSid = owner) =>
      [owner, subaccount].includes(accountSid) ? { accountSid, authToken: 'token' } : null,
    callbackUrlOf: (accountSid) => `https://gateway.example/callbacks/${accountSid}`,
    writes: { perform: unasked, settle: unasked, close: unasked },
    feed: {
      heads: unasked,
      oldestAfter: unasked,
      follow: unasked,
      changes: unaskedChanges,
      heartbeatMs: 15_000,
      close: async () => {},
    },
    log: pino({ level: 'silent' }),
    now: () => now,
    staleAfterMs: 120_000,
    allowPrivateUrls: false,
    cursorKey: 'test key',
    ...changes,
  };
  if (!changes.writes) services.writes = writesOf(services, twilio);
  if (!changes.readThrough) services.readThrough = readThroughOf(services, twilio, limits);
  const { ownerAccountSid } = services;
  const reads = services.readThrough.begin();
  return { services, loaders: createLoaders(database, ownerAccountSid), reads, requestId: 'test' };
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

/** Counts the statements that `work` runs, on whichever driver: all of them, or those whose text is `counted`. */
export async function countStatements(
  database: Database,
  work: () => Promise<unknown>,
  counted: (text: string) => boolean = () => true,
): Promise<number> {
  const session = Reflect.get(database.db, 'session');
  const prepare = session.prepareQuery;
  let statements = 0;
  session.prepareQuery = (query: { sql: string }, ...rest: unknown[]) => {
    if (counted(query.sql)) statements += 1;
    return prepare.call(session, query, ...rest);
  };
  try {
    await work();
  } finally {
    session.prepareQuery = prepare;
  }
  return statements;
}
