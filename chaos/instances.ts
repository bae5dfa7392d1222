// The instances of the gateway that a run has, and the senders that call them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CallbackSender, createCallbackSender } from './callbacks.ts';
import { startEmulated } from './emulated.ts';
import { createGatewayProcess, type GatewayProcess } from './gateway-process.ts';
import { createHistory, type History } from './history.ts';
import type { Processes } from './processes.ts';
import type { Random } from './random.ts';
import type { Order, Upstream } from './upstream.ts';

export interface Instances {
  /** Both on one PostgreSQL. */
  readonly gateways: readonly [GatewayProcess, GatewayProcess];
  /** Calls whichever of the two is there. */
  readonly sender: CallbackSender;
  livePorts(): number[];
  /** Calls one of the two only. */
  senderTo(gateway: GatewayProcess): CallbackSender;
  /** Starts one more, on an embedded database of its own and with a Twilio of its own, which has so many orders. */
  openEmbedded(orders: number): Promise<EmbeddedStand>;
}

/** One instance and its Twilio, which share nothing with the others. */
export type EmbeddedStand = {
  gateway: GatewayProcess;
  sender: CallbackSender;
  upstream: Upstream;
  /** What it has been sent, and nothing of the others. */
  history: History;
  orders: Order[];
  /** Ends the instance and its Twilio. */
  close(): Promise<void>;
};

export type InstancesOptions = {
  folder: string;
  seed: number;
  /** Of the proxies on the links. */
  ports: { database: number; twilio: number };
  databaseName: string;
  upstream: Upstream;
  history: History;
  random: Random;
  processes: Processes;
};

/** Short, so that what is left open is settled within the run; faults that act late must stay well within it. */
export const writeSettleSeconds = 12;

/** Nothing listens there: the suite connects to the instances, as a balancer in front of them does. */
const publicUrl = 'https://numbers.example.com';

/** Resolves when both are ready and the address of callbacks is known. */
export async function openInstances(options: InstancesOptions): Promise<Instances> {
  const { upstream, history, random } = options;
  const { authToken } = upstream.parent;
  const database = {
    DATABASE_URL: `postgres://postgres@127.0.0.1:${options.ports.database}/${options.databaseName}`,
  };
  // One after the other: the first one migrates.
  const first = await startGateway(options, 'gateway-1', database);
  const second = await startGateway(options, 'gateway-2', database);
  const livePorts = () => [first, second].filter((gateway) => gateway.isAlive()).map((gateway) => gateway.port);
  const openSender = (publicAddress: string, ports: () => readonly number[]) =>
    createCallbackSender({ publicAddress, authToken, ports, history, random });
  const { address, order } = await findCallbackAddress(first, upstream, '+12125550199');
  const sender = openSender(address, () => (livePorts().length > 0 ? livePorts() : [first.port, second.port]));
  await sender.send({ order, status: 'received' });
  return {
    gateways: [first, second],
    sender,
    livePorts,
    senderTo: (gateway) => openSender(address, () => [gateway.port]),
    openEmbedded: (orders) => openEmbedded(options, orders),
  };
}

type Both = Pick<Instances, 'gateways'>;

/** Stops both by SIGTERM: one that is killed holds its leases for half a minute. */
export async function stopAll({ gateways }: Both): Promise<void> {
  await Promise.all(gateways.map((gateway) => gateway.terminate()));
}

/** Starts one after the other, with `extra` in their environment; resolves when both are ready. */
export async function startAll({ gateways }: Both, extra: Record<string, string> = {}): Promise<void> {
  for (const gateway of gateways) await gateway.start(extra);
}

/** As stopAll and startAll. */
export async function restartAll(both: Both, extra: Record<string, string> = {}): Promise<void> {
  await stopAll(both);
  await startAll(both, extra);
}

async function openEmbedded(options: InstancesOptions, orders: number): Promise<EmbeddedStand> {
  const { folder, seed, random } = options;
  const history = createHistory(join(folder, 'history-embedded.jsonl'));
  const emulated = await startEmulated({ ...options, history }, 'emulator-embedded', {
    seed,
    orders,
    documentOrders: 0,
  });
  const { upstream, received, port } = emulated;
  const own = { ...options, history, upstream, ports: { ...options.ports, twilio: port } };
  const gateway = await startGateway(own, 'gateway-embedded', {});
  const { address } = await findCallbackAddress(gateway, upstream, '+12125550198');
  const { authToken } = upstream.parent;
  const ports = () => [gateway.port];
  return {
    gateway,
    sender: createCallbackSender({ publicAddress: address, authToken, ports, history, random }),
    upstream,
    history,
    orders: received,
    async close() {
      history.flush();
      await Promise.all([gateway.kill(), emulated.end()]);
    },
  };
}

async function startGateway(
  { folder, ports, upstream, processes }: InstancesOptions,
  name: string,
  database: Record<string, string>,
): Promise<GatewayProcess> {
  const dataDir = join(folder, `data-${name}`);
  mkdirSync(dataDir);
  const environment = {
    ...database,
    DATA_DIR: dataDir,
    TWILIO_ACCOUNT_SID: upstream.parent.sid,
    TWILIO_AUTH_TOKEN: upstream.parent.authToken,
    TWILIO_PREVIEW_URL: `http://127.0.0.1:${ports.twilio}`,
    TWILIO_API_URL: `http://127.0.0.1:${ports.twilio}`,
    PUBLIC_URL: publicUrl,
    SYNC_INTERVAL: '6h',
    WRITE_SETTLE_AFTER: `${writeSettleSeconds}s`,
    LOG_LEVEL: 'warn',
  };
  const gateway = await createGatewayProcess(name, environment, processes);
  await gateway.start();
  return gateway;
}

/**
 * The address is opaque: it is taken from what the gateway gives Twilio when it makes an order. That order is received
 * then, of which the gateway has still to be told.
 */
async function findCallbackAddress(
  gateway: GatewayProcess,
  upstream: Upstream,
  phoneNumber: string,
): Promise<{ address: string; order: Order }> {
  const { createHostedNumberOrder } = await gateway.ask<{ createHostedNumberOrder: { order: Order | null } }>(
    'mutation ($phoneNumber: PhoneNumber!) { createHostedNumberOrder(input: { phoneNumber: $phoneNumber }) { order { sid phoneNumber status } } }',
    { phoneNumber },
  );
  const { order } = createHostedNumberOrder;
  if (!order) throw new Error('the gateway could not make an order');
  await upstream.move(order, 'received');
  const address = await upstream.findCallbackAddress();
  if (!address?.startsWith(publicUrl)) throw new Error('Twilio was given no callback address');
  return { address, order };
}
