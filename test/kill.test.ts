// What a kill -9 of the gateway may cost: nothing. Emulator and gateway are processes of their own here.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test, vi } from 'vitest';
import { signRequest } from '../src/twilio/signature.ts';
import { createServerDatabase, testDatabaseUrl } from './database.ts';
import { endProcess, freePort, startProgram, temporaryFolder, until } from './process.ts';

type Upstream = { url: string; accountSid: string; authToken: string };
// Starting and stopping processes takes seconds each, and more on a machine that does other work beside.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let upstream: Upstream;
beforeAll(async () => {
  const emulator = startProgram({}, 'bench/emulator-process.ts', ['6000', '300', '5']);
  if (!emulator.child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(emulator.child.stdout), 'line')) as [string];
  upstream = JSON.parse(line) as Upstream;
});

async function gatewayEnvironment() {
  const port = String(await freePort());
  return {
    PORT: port,
    DATA_DIR: temporaryFolder(),
    ...(testDatabaseUrl ? { DATABASE_URL: (await createServerDatabase(testDatabaseUrl)).url } : {}),
    TWILIO_ACCOUNT_SID: upstream.accountSid,
    TWILIO_AUTH_TOKEN: upstream.authToken,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TWILIO_PREVIEW_URL: upstream.url,
    TWILIO_API_URL: upstream.url,
  };
}

async function ask<Data>(port: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await response.json()) as { data: Data }).data;
}

type Counts = { activeNumbers: { totalCount: number }; hostedNumberOrders: { totalCount: number } };
const countNumbers = '{ activeNumbers { totalCount } hostedNumberOrders { totalCount } }';

async function control(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${upstream.url}/_emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

const isReady = (port: string) => async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
const clearFaults = () => fetch(`${upstream.url}/_emulator/faults`, { method: 'DELETE' });

test('killed in the middle of the first sync, the gateway finishes it after the next start, from where it was', async () => {
  const environment = await gatewayEnvironment();
  await control('faults', [{ target: 'answer', method: 'GET', path: 'ActiveNumbers', kind: 'slow', ms: 3_000 }]);
  const first = startProgram(environment);
  const partial = await until(first, async () => {
    const { activeNumbers } = await ask<Counts>(environment.PORT, countNumbers);
    return activeNumbers.totalCount > 0 && activeNumbers;
  });
  await endProcess(first.child, 'SIGKILL');
  await clearFaults();
  const second = startProgram(environment);
  await until(second, isReady(environment.PORT));
  const counts = await ask<Counts>(environment.PORT, countNumbers);
  expect(partial.totalCount).toBeLessThan(counts.activeNumbers.totalCount);
  expect(counts.activeNumbers.totalCount).toBeGreaterThanOrEqual(6000);
  expect(counts.hostedNumberOrders.totalCount).toBe(1800);
  expect(second.output()).toMatch(/"pages":[2-9][^\n]*sync: \d+ numbers read/);
  await endProcess(second.child, 'SIGKILL');
});

test('a callback that was answered survives a kill right after the answer', async () => {
  const environment = await gatewayEnvironment();
  const first = startProgram(environment);
  await until(first, isReady(environment.PORT));
  const orders = await ask<{ hostedNumberOrders: { nodes: { sid: string; phoneNumber: string }[] } }>(
    environment.PORT,
    `{ hostedNumberOrders(first: 5, filter: { account: { eq: "${upstream.accountSid}" }, status: { eq: RECEIVED } }) { nodes { sid phoneNumber } } }`,
  );
  const [order] = orders.hostedNumberOrders.nodes;
  if (!order) throw new Error('no order is received');
  await control(`orders/${order.sid}/move`, { status: 'verified' });
  const address = await callbackAddress(environment.PORT);
  // While Twilio cannot be asked, the callback can only wait in the inbox: that is where the kill finds it.
  await control('faults', [
    { target: 'answer', method: 'GET', path: `HostedNumberOrders/${order.sid}`, kind: 'server-error' },
  ]);
  const parameters = [
    ['HostedNumberOrderSid', order.sid],
    ['PhoneNumber', order.phoneNumber],
    ['Status', 'verified'],
  ] as [string, string][];
  const answer = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    headers: { 'x-twilio-signature': signRequest(upstream.authToken, address, parameters) },
  });
  expect(answer.status).toBe(204);
  await endProcess(first.child, 'SIGKILL');
  await clearFaults();

  // The lists do not show the order any more: only the inbox knows that there is something to read.
  await control('faults', [
    { target: 'answer', method: 'GET', path: 'HostedNumberOrders$', kind: 'stale-list', ms: 400 * 86_400_000 },
  ]);
  const second = startProgram(environment);
  await until(second, isReady(environment.PORT));
  const status = await until(second, async () => {
    const { hostedNumberOrder } = await ask<{ hostedNumberOrder: { status: string } }>(
      environment.PORT,
      `{ hostedNumberOrder(by: { sid: "${order.sid}" }) { status } }`,
    );
    return hostedNumberOrder.status === 'VERIFIED' && hostedNumberOrder.status;
  });
  expect(status).toBe('VERIFIED');
  await clearFaults();
});

/** The address is opaque: it is taken from what the gateway gives Twilio when it makes an order. */
async function callbackAddress(port: string): Promise<string> {
  await ask(
    port,
    'mutation { createHostedNumberOrder(input: { phoneNumber: "+12125550199" }) { order { sid } userErrors { message } } }',
  );
  await control('clock/advance', { duration: 'PT3M' });
  const deliveries = await (await fetch(`${upstream.url}/_emulator/deliveries?limit=5`)).text();
  const address = new RegExp(`http://127\\.0\\.0\\.1:${port}/callbacks/[0-9a-f]{32}`).exec(deliveries)?.[0];
  if (!address) throw new Error(`no callback to the gateway: ${deliveries.slice(0, 500)}`);
  return address;
}
