// Twilio's place in the suite: an emulator in a process of its own, and the orders with which the suite works.
import type { History } from './history.ts';
import type { Processes } from './processes.ts';
import type { Random } from './random.ts';
import { type Account, createUpstream, type Order, type Upstream } from './upstream.ts';

/** `orders` of the parent, and as many of its subaccount; those of the largest document come with it. */
export type Estate = { seed: number; orders: number; documentOrders: number };

export type Emulated = {
  port: number;
  upstream: Upstream;
  /** Orders that are received, in no order. */
  received: Order[];
  end(): Promise<unknown>;
};

/** Starts an emulator, whose output goes to the file of that name, and puts its orders where the road begins. */
export async function startEmulated(
  { processes, history, random }: { processes: Processes; history: History; random: Random },
  name: string,
  { seed, orders, documentOrders }: Estate,
): Promise<Emulated> {
  const args = ['--import', 'tsx', 'chaos/emulator-process.ts', ...[seed, orders * 2, documentOrders].map(String)];
  const running = processes.start(name, process.execPath, args);
  const { url, accounts } = JSON.parse(await running.firstLine()) as { url: string; accounts: Account[] };
  const upstream = createUpstream(url, accounts, history);
  const received = await prepareOrders(upstream, random);
  return { port: Number(new URL(url).port), upstream, received, end: () => running.end('SIGKILL') };
}

/** Puts the parent's orders, but for those of documents, where the road begins, before a gateway has seen them. */
async function prepareOrders(upstream: Upstream, random: Random): Promise<Order[]> {
  const orders = (await upstream.listOrders()).filter(({ status }) => status !== 'pending-loa');
  for (const order of orders) await upstream.move(order, 'received');
  return random.shuffle(orders.map((order) => ({ ...order, status: 'received' })));
}
