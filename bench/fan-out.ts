// Many subscribers of one feed: memory and time for idle ones and one event, and deliveries under a stream of events.
// `node --import tsx bench/fan-out.ts [idle] [busy] [events]`; the clients are in a process of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { openEmbeddedDatabase } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrations.ts';
import { createGateway } from '../src/gateway.ts';
import { ingest } from '../src/mirror/ingest.ts';
import { makeOrder, ownerAccountSid } from '../test/mirror/facts.ts';

const query =
  'subscription { transitions { __typename ... on OrderTransition { cursor from to order { sid phoneNumber status } } ... on FeedCaughtUp { cursor } } }';

if (process.send) await runClients(Number(process.argv[2]), Number(process.argv[3]));
else await runGateway();

async function runGateway(): Promise<void> {
  const [idle = 5000, busy = 1000, events = 250] = process.argv.slice(2).map(Number);
  const database = await openEmbeddedDatabase();
  await migrateDatabase(database);
  const gateway = await createGateway({
    database,
    accountSid: ownerAccountSid,
    authTokens: ['token'],
    previewUrl: 'http://twilio.test',
    apiUrl: 'http://twilio.test',
    publicUrl: 'http://gateway.test',
    syncIntervalMs: 3_600_000,
    graphiql: false,
    allowedOrigins: [],
    allowPrivateUrls: false,
    log: pino({ level: 'silent' }),
    fetch: async () => Response.json({ code: 20003, message: 'Authenticate', status: 401 }, { status: 401 }),
  });
  const { port } = await gateway.listen('127.0.0.1', 0);
  let moment = Date.now() - 3_600_000;
  const move = (count: number, status: string) => {
    moment += 1;
    const orders = Array.from({ length: count }, (_, index) => makeOrder(index, { status }));
    return ingest(database, { ownerAccountSid, source: 'sync', startedAt: new Date(moment), orders });
  };
  for (const [clients, count] of [
    [idle, 1],
    [busy, events],
  ] as const) {
    const base = process.memoryUsage().rss;
    const child = fork(fileURLToPath(import.meta.url), [`${clients}`, `${port}`], { execArgv: ['--import', 'tsx'] });
    await once(child, 'message');
    const before = process.cpuUsage();
    await sleep(5_000);
    const idleCpu = process.cpuUsage(before);
    const rss = process.memoryUsage().rss;
    const startedAt = performance.now();
    await move(count, clients === idle ? 'received' : 'verified');
    const told = once(child, 'message');
    child.send(count);
    await told;
    const ms = performance.now() - startedAt;
    console.log(
      `${clients} subscribers (${JSON.stringify(gateway.live.fanOut.load)}): rss ${mib(rss)} MiB (+${mib(rss - base)}), ` +
        `idle CPU ${((idleCpu.user + idleCpu.system) / 50_000).toFixed(1)} %, ${count} event(s): ${clients * count} deliveries in ${Math.round(ms)} ms`,
    );
    child.kill();
    await once(child, 'exit');
    await sleep(500);
  }
  process.exit(0);
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

async function runClients(clients: number, port: number): Promise<void> {
  let told = 0;
  let onTold = () => {};
  for (let opened = 0; opened < clients; opened += 100) {
    await Promise.all(
      Array.from({ length: 100 }, () =>
        subscribe(port, () => {
          told += 1;
          onTold();
        }),
      ),
    );
  }
  process.send?.('ready');
  const [count] = (await once(process, 'message')) as [number];
  await new Promise<void>((resolve) => {
    onTold = () => {
      if (told >= clients * count) resolve();
    };
    onTold();
  });
  process.send?.('told');
}

async function subscribe(port: number, onTransition: () => void): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    if (data.includes('"OrderTransition"')) onTransition();
  });
}
