// What a SIGTERM must not wait for: clients that read nothing, lines that are dead, a Twilio that hangs, a database
// that does. Gateway and emulator are processes of their own here. One that has not ended after 10 s ends itself with
// code 1.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openProxy } from '../chaos/proxy.ts';
import { signRequest } from '../src/twilio/signature.ts';
import { createServerDatabase, testDatabaseUrl } from './database.ts';
import { type Following, startFollowing } from './live/live-gateway.ts';
import { endProcess, freePort, startProgram, temporaryFolder, until } from './process.ts';

vi.setConfig({ testTimeout: 120_000 });

const closers: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startUpstream() {
  const emulator = startProgram({}, 'bench/emulator-process.ts', ['100', '60', '3']);
  if (!emulator.child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(emulator.child.stdout), 'line')) as [string];
  const upstream = JSON.parse(line) as { url: string; accountSid: string; authToken: string };
  const proxy = await openProxy(Number(new URL(upstream.url).port));
  closers.push(() => proxy.close());
  return { ...upstream, proxy, url: `http://127.0.0.1:${proxy.port}` };
}

/** Gives the address of a fresh database; none where the tests run on the embedded one. */
async function makeDatabase(): Promise<string | undefined> {
  const database = testDatabaseUrl ? await createServerDatabase(testDatabaseUrl) : null;
  if (database) closers.push(database.drop);
  return database?.url;
}

async function startGateway(
  { url, accountSid, authToken }: Awaited<ReturnType<typeof startUpstream>>,
  databaseUrl: string | undefined,
  dataDir: string,
) {
  const port = await freePort();
  const program = startProgram({
    PORT: String(port),
    DATA_DIR: dataDir,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TWILIO_PREVIEW_URL: url,
    TWILIO_API_URL: url,
    SWEEP_INTERVAL: '1s',
  });
  const origin = `http://127.0.0.1:${port}`;
  await until(program, async () => (await fetch(`${origin}/readyz`)).ok);
  return { program, port, origin };
}

const feedQuery =
  'subscription { transitions { __typename ... on FeedCaughtUp { cursor } ... on FeedHeartbeat { cursor } } }';

/** A WebSocket that subscribes, and what it was closed with. */
async function openSocket(port: number): Promise<{ socket: WebSocket; codes: number[] }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  closers.push(() => socket.terminate());
  const codes: number[] = [];
  socket.on('close', (code) => codes.push(code)).on('error', () => {});
  await once(socket, 'open');
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await expect.poll(() => messages.length, { timeout: 20_000 }).toBe(1);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: feedQuery } }));
  await expect.poll(() => messages.length, { timeout: 20_000 }).toBe(2);
  return { socket, codes };
}

/** Sends a request, or the beginning of one, and notes what comes back. */
async function openConnection(port: number, text: string): Promise<{ connection: Socket; read(): string }> {
  const connection = connect(port, '127.0.0.1').on('error', () => {});
  closers.push(() => connection.destroy());
  await once(connection, 'connect');
  let read = '';
  connection.on('data', (chunk) => {
    read += String(chunk);
  });
  connection.write(text);
  return { connection, read: () => read };
}

function postOf(path: string, type: string, body: string, headers: readonly string[] = []): string {
  const lines = ['host: x', `content-type: ${type}`, `content-length: ${body.length}`, ...headers];
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

const lastOf = ({ items }: Following) => items.at(-1);

test('it ends in order although clients read nothing, a line is dead and Twilio hangs, and tells the others where to resume', async () => {
  const upstream = await startUpstream();
  const [databaseUrl, dataDir] = [await makeDatabase(), temporaryFolder()];
  const { program, port, origin } = await startGateway(upstream, databaseUrl, dataDir);
  const line = await openProxy(port);
  closers.push(() => line.close());

  const polite = followPolitely(origin);
  const [watched, paused] = await Promise.all([openSocket(port), openSocket(port), openSocket(line.port)]);
  const events = await openConnection(
    port,
    postOf('/graphql', 'application/json', JSON.stringify({ query: feedQuery }), ['accept: text/event-stream']),
  );
  await expect.poll(events.read, { timeout: 20_000 }).toContain('FeedCaughtUp');
  await expect.poll(() => polite.every(({ items }) => items.length > 0), { timeout: 20_000 }).toBe(true);
  paused.socket.pause();
  events.connection.pause();
  line.fallSilent('all');

  const callback = await readCallback(origin, upstream);
  upstream.proxy.fallSilent('all');
  // The sweep, the walk, a read for a client and a write hang from here on.
  const asked = [
    'mutation { resync(input: { all: true }) { counts: fetched } }',
    '{ hostedNumberOrders(first: 5, maxAge: "PT0S") { nodes { sid } } }',
    'mutation { createHostedNumberOrder(input: { phoneNumber: "+12125550177" }) { order { sid } } }',
  ].map((query) => postOf('/graphql', 'application/json', JSON.stringify({ query })));
  for (const request of asked) await openConnection(port, request);

  const delivery = signedDelivery(callback, upstream.authToken);
  const first = await openConnection(port, delivery);
  await expect.poll(first.read, { timeout: 20_000 }).toContain(' 204 ');
  // One that is on its way when the signal comes.
  const second = await openConnection(port, delivery.slice(0, -10));
  const ended = endProcess(program.child, 'SIGTERM');
  await until(program, async () => program.output().includes('stopping'));
  second.connection.write(delivery.slice(-10));

  expect(await ended).toEqual({ code: 0, signal: null });
  expect(second.read()).toContain(' 204 ');
  expect(watched.codes).toEqual([1001]);
  for (const each of polite) expect(lastOf(each)?.__typename).toBe('FeedHeartbeat');
  if (databaseUrl) expect(await readLeases(databaseUrl)).toEqual([]);
  else expect(existsSync(join(dataDir, 'lock.json'))).toBe(false);
});

test.skipIf(!testDatabaseUrl)(
  'it ends in order although the database has fallen silent, and what it has answered for is in the inbox afterwards',
  async () => {
    const upstream = await startUpstream();
    const [databaseUrl = '', dataDir] = [await makeDatabase(), temporaryFolder()];
    const link = await openProxy(Number(new URL(databaseUrl).port || 5432));
    closers.push(() => link.close());
    const { program, port, origin } = await startGateway(upstream, throughPort(databaseUrl, link.port), dataDir);
    const polite = followPolitely(origin);
    const watched = await openSocket(port);
    await expect.poll(() => polite.every(({ items }) => items.length > 0), { timeout: 20_000 }).toBe(true);
    const callback = await readCallback(origin, upstream);
    const deliver = (status: string) => signedDelivery(withStatus(callback, status), upstream.authToken);

    const before = await openConnection(port, deliver('before'));
    await expect.poll(before.read, { timeout: 20_000 }).toContain(' 204 ');
    link.fallSilent('all');
    // A read and a write that wait for the database.
    const asked = [
      '{ hostedNumberOrders(first: 5) { nodes { sid } } }',
      'mutation { createHostedNumberOrder(input: { phoneNumber: "+12125550177" }) { order { sid } } }',
    ].map((query) => postOf('/graphql', 'application/json', JSON.stringify({ query })));
    for (const request of asked) await openConnection(port, request);
    const meanwhile = await openConnection(port, deliver('meanwhile'));
    await expect.poll(meanwhile.read, { timeout: 20_000 }).toContain(' 204 ');
    const underWay = await openConnection(port, deliver('under-way').slice(0, -10));
    const told = polite.map(({ items }) => items.length);
    const ended = endProcess(program.child, 'SIGTERM');
    await until(program, async () => program.output().includes('stopping'));
    underWay.connection.write(deliver('under-way').slice(-10));

    expect(await ended).toEqual({ code: 0, signal: null });
    expect(underWay.read()).toContain(' 204 ');
    expect(watched.codes).toEqual([1001]);
    for (const [index, each] of polite.entries()) {
      expect(each.items.length).toBeGreaterThan(told[index] ?? 0);
      expect(lastOf(each)).toMatchObject({ __typename: 'FeedHeartbeat', cursor: expect.any(String) });
    }
    link.cut();
    await startGateway(upstream, databaseUrl, dataDir);
    const answeredFor = ['before', 'meanwhile', 'under-way'];
    await expect.poll(() => readHints(databaseUrl), { timeout: 20_000 }).toEqual(expect.arrayContaining(answeredFor));
  },
);

function followPolitely(origin: string): Following[] {
  const polite = (['websocket', 'sse'] as const).map((transport) =>
    startFollowing({ url: `${origin}/graphql`, transport, retryMinMs: 600_000 }),
  );
  closers.push(...polite.map((each) => each.stop));
  return polite;
}

function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

type Callback = { address: string; parameters: [string, string][] };
type Upstream = { url: string; accountSid: string };

/** A callback that has its order read. The address is opaque: it is taken from what the gateway gives Twilio. */
async function readCallback(origin: string, { url, accountSid }: Upstream): Promise<Callback> {
  await ask(origin, 'mutation { createHostedNumberOrder(input: { phoneNumber: "+12125550199" }) { order { sid } } }');
  const body = JSON.stringify({ duration: 'PT3M' });
  await fetch(`${url}/_emulator/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const deliveries = await (await fetch(`${url}/_emulator/deliveries?limit=5`)).text();
  const address = new RegExp(`${origin}/callbacks/[0-9a-f]{32}`).exec(deliveries)?.[0];
  if (!address) throw new Error(`no callback to the gateway: ${deliveries.slice(0, 500)}`);
  const filter = `{ account: { eq: "${accountSid}" }, status: { eq: RECEIVED } }`;
  const { data } = await ask(
    origin,
    `{ hostedNumberOrders(first: 1, filter: ${filter}) { nodes { sid phoneNumber } } }`,
  );
  const [order] = data.hostedNumberOrders.nodes;
  if (!order) throw new Error('no order is received');
  const { sid, phoneNumber } = order;
  return {
    address,
    parameters: [
      ['HostedNumberOrderSid', sid],
      ['PhoneNumber', phoneNumber],
      ['Status', 'verified'],
    ],
  };
}

/** The same callback with a status of its own, by which it is found again. */
function withStatus({ address, parameters }: Callback, status: string): Callback {
  return { address, parameters: parameters.map(([name, value]) => [name, name === 'Status' ? status : value]) };
}

type Orders = { data: { hostedNumberOrders: { nodes: { sid: string; phoneNumber: string }[] } } };

async function ask(origin: string, query: string): Promise<Orders> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as Orders;
}

function signedDelivery({ address, parameters }: Callback, authToken: string): string {
  const form = new URLSearchParams(parameters).toString();
  const signature = `x-twilio-signature: ${signRequest(authToken, address, parameters)}`;
  return postOf(new URL(address).pathname, 'application/x-www-form-urlencoded', form, [signature]);
}

async function readLeases(databaseUrl: string): Promise<unknown[]> {
  const sql = postgres(databaseUrl, { max: 1 });
  const leases = await sql`select name from lease where expires_at > now()`;
  await sql.end();
  return leases.map(({ name }) => name);
}

/** The statuses that the callbacks in the inbox name. */
async function readHints(databaseUrl: string): Promise<unknown[]> {
  const sql = postgres(databaseUrl, { max: 1 });
  const deliveries = await sql`select hinted_status from webhook_delivery`;
  await sql.end();
  return deliveries.map(({ hinted_status }) => hinted_status);
}
