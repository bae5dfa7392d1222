import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openProxy } from '../chaos/proxy.ts';
import { createServerDatabase, testDatabaseUrl } from './database.ts';
import { endProcess, exitOf, freePort, type Program, startProgram, temporaryFolder, until } from './process.ts';

const small = {
  EMULATOR_NUMBERS: '50',
  EMULATOR_ORDERS: '20',
  EMULATOR_DOCUMENTS: '3',
  EMULATOR_BIG_DOCUMENT_ORDERS: '10',
};

async function localEnvironment(dataDir = temporaryFolder()) {
  return { ...small, DATA_DIR: dataDir, PORT: String(await freePort()), EMULATOR_PORT: String(await freePort()) };
}

const isReady = (port: string) => async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;

async function query(port: string, query: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

// Starting and stopping processes takes seconds each, and more on a machine that does other work beside.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

test('it starts alone, stops on Ctrl-C, and goes on with the same data, the emulator’s included, and refuses a second start on it', async () => {
  const environment = { ...(await localEnvironment()), EMULATOR_AUTOPILOT: '0' };
  const create =
    'mutation { createHostedNumberOrder(input: {phoneNumber: "+12125550123", friendlyName: "kept"}) { order { sid } userErrors { message } } }';
  const read =
    '{ hostedNumberOrders(first: 1, filter: {friendlyName: {eq: "kept"}}) { nodes { sid } } viewer { accounts { sid } } }';
  const first = startProgram(environment);
  await until(first, isReady(environment.PORT));
  const created = await query(environment.PORT, create);
  expect(JSON.stringify(created)).toMatch(/HR[0-9a-f]{32}/);
  const before = await query(environment.PORT, read);
  expect(await endProcess(first.child, 'SIGINT')).toEqual({ code: 0, signal: null });
  expect(first.output()).toContain('GraphiQL');

  const second = startProgram(environment);
  await until(second, isReady(environment.PORT));
  expect(await query(environment.PORT, read)).toEqual(before);

  const third = startProgram(await localEnvironment(environment.DATA_DIR));
  expect(await exitOf(third)).toBe(1);
  expectSentence(third, 'is in use by process');
  expect(await endProcess(second.child, 'SIGTERM')).toEqual({ code: 0, signal: null });
});

test.each(['PORT', 'EMULATOR_PORT'] as const)(
  '%s in use is a sentence, and leaves no lock behind',
  async (variable) => {
    const environment = await localEnvironment();
    const blocker = createServer().listen(Number(environment[variable]), '127.0.0.1');
    const refused = startProgram(environment);
    expect(await exitOf(refused)).toBe(1);
    expectSentence(refused, `Port ${environment[variable]} is in use`);
    expect(existsSync(join(environment.DATA_DIR, 'lock.json'))).toBe(false);
    blocker.close();
  },
);

test('mistakes of the configuration are sentences, all at once', async () => {
  const program = startProgram({ PORT: 'x', TWILIO_AUTH_TOKEN: 'secret-canary', DATA_DIR: temporaryFolder() });
  expect(await exitOf(program)).toBe(1);
  expectSentence(program, 'PORT must be a port from 1 to 65535');
  expectSentence(program, 'TWILIO_ACCOUNT_SID is missing');
  expect(program.output()).not.toContain('canary');
});

test('a database that cannot be reached is a sentence', async () => {
  const url = `postgres://user:secret-canary@127.0.0.1:${await freePort()}/none`;
  const program = startProgram({ DATABASE_URL: url, DATABASE_WAIT: '2s', DATA_DIR: temporaryFolder() });
  expect(await exitOf(program)).toBe(1);
  expectSentence(program, 'DATABASE_URL cannot be reached: no answer for 2 s');
  expect(program.output()).not.toContain('canary');
});

test.runIf(testDatabaseUrl)('a database that comes up later is waited for', async () => {
  const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
  const proxied = new URL(url);
  const proxy = await openProxy(Number(proxied.port || 5432));
  proxied.port = String(proxy.port);
  proxy.cut();
  const environment = { ...(await localEnvironment()), DATABASE_URL: proxied.href };
  const program = startProgram(environment);
  await until(program, async () => program.output().includes('no database yet; the start waits 60 s for it'));
  proxy.restore();
  await until(program, isReady(environment.PORT));
  expect(await endProcess(program.child, 'SIGTERM')).toEqual({ code: 0, signal: null });
  proxy.close();
  await drop();
});

function expectSentence(program: Program, sentence: string): void {
  expect(program.output()).toContain(sentence);
  expect(program.output()).not.toMatch(/^\s+at /m);
}
