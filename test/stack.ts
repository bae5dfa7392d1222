// Gateway and emulator facing each other in one process, without a port: what most tests run against.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import type { Database } from '../src/db/client.ts';
import { migrateDatabase } from '../src/db/migrations.ts';
import { readSecret } from '../src/db/secret-statements.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../src/emulator/emulator.ts';
import { makeAccountCredentials } from '../src/emulator/seed/seed.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../src/gateway.ts';
import { callbackSecretName, callbackUrl } from '../src/server/callback.ts';
import { createTwilioClient, type TwilioClient } from '../src/twilio/client.ts';
import { openTestDatabase } from './database.ts';

const emulatorUrl = 'http://emulator.test';
export const gatewayUrl = 'http://gateway.test';

export type Answer<Data> = {
  data?: Data | null;
  errors?: { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
};

export type TestStack = {
  database: Database;
  emulator: Emulator;
  gateway: Gateway;
  /** Straight to the emulator, past the gateway. */
  twilio: TwilioClient;
  /** Executes over HTTP, in process. */
  execute<Data, Variables>(
    document: TypedDocumentNode<Data, Variables> | string,
    variables?: Variables,
  ): Promise<Answer<Data>>;
  /** POST to one of the emulator's control routes. */
  control(path: string, body?: unknown): Promise<unknown>;
  /** Callbacks caused so far are delivered and judged. */
  settle(): Promise<void>;
};

export type TestStackOptions = {
  database?: Database;
  emulator?: Omit<EmulatorOptions, 'fetch' | 'callbackUrlFor'>;
  gateway?: Partial<GatewayOptions>;
  /** The way to Twilio: answers in its place, or lets the request through. */
  network?(reach: () => Promise<Response>, request: Request): Promise<Response>;
};

const small = { seed: 1, numbers: 60, orders: 40, documents: 5, subaccounts: 2, bigDocumentOrders: 30 };
const silent = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
const closers: (() => Promise<void>)[] = [];
afterAll(closeTestStacks);

/** Starts both over a fresh database and waits for the first sync. Closed when the test file ends. */
export async function createTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const database = options.database ?? (await openTestDatabase());
  await migrateDatabase(database);
  const seed = { ...small, ...options.emulator };
  const network = options.network ?? ((reach: () => Promise<Response>) => reach());
  const parent = makeAccountCredentials(seed.seed, 0);
  const secret = await readSecret(database.db, parent.sid, callbackSecretName);
  const emulator = createEmulator({
    ...seed,
    callbackUrlFor: (accountSid) => callbackUrl(gatewayUrl, secret, accountSid),
    fetch: (input, init) => gateway.fetch(new Request(input, init)),
  });
  const gateway: Gateway = await createGateway({
    database,
    accountSid: parent.sid,
    authTokens: [parent.authToken],
    previewUrl: emulatorUrl,
    apiUrl: emulatorUrl,
    publicUrl: gatewayUrl,
    syncIntervalMs: 3_600_000,
    sweepIntervalMs: 3_600_000,
    documentOrdersMaxMs: 30_000,
    graphiql: true,
    allowedOrigins: [],
    allowPrivateUrls: false,
    log: silent,
    fetch(input, init) {
      const request = new Request(input, init);
      return network(() => emulator.fetch(request), request);
    },
    ...options.gateway,
  });
  closers.push(async () => {
    await emulator.close();
    await gateway.close();
  });
  await gateway.sync();
  return {
    database,
    emulator,
    gateway,
    twilio: createTwilioClient({
      previewUrl: emulatorUrl,
      apiUrl: emulatorUrl,
      log: silent,
      fetch: (input, init) => emulator.fetch(new Request(input, init)),
    }),
    execute: (document, variables) => execute(gateway, document, variables),
    control: (path, body) => control(emulator, path, body),
    async settle() {
      await emulator.settle();
      await gateway.settle();
    },
  };
}

/** Closes those that are open, for a file that makes many: without it they run until the file ends. */
export async function closeTestStacks(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

async function execute<Data, Variables>(
  gateway: Gateway,
  document: TypedDocumentNode<Data, Variables> | string,
  variables?: Variables,
): Promise<Answer<Data>> {
  const query = typeof document === 'string' ? document : print(document);
  const response = await gateway.fetch(
    new Request(`${gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return (await response.json()) as Answer<Data>;
}

async function control(emulator: Emulator, path: string, body?: unknown): Promise<unknown> {
  const response = await emulator.fetch(
    new Request(`http://127.0.0.1/_emulator/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}
