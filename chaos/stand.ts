// The test stand: a cluster, the emulator, two instances of the gateway, and a fault proxy on each of their links. What
// scenarios share is here; what they do is in scenarios/.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Hint, LogRow } from './checkers.ts';
import { type Cluster, createCluster } from './cluster.ts';
import { type Estate, startEmulated } from './emulated.ts';
import { createHistory, type History } from './history.ts';
import { type Instances, openInstances } from './instances.ts';
import { createProcesses } from './processes.ts';
import { type FaultProxy, openProxy } from './proxy.ts';
import { createRandom, type Random } from './random.ts';
import type { Order, Upstream } from './upstream.ts';
import { waitUntil } from './wait.ts';

export interface Stand extends Instances {
  /** Logs, history and data of the run. */
  readonly folder: string;
  readonly random: Random;
  readonly history: History;
  readonly cluster: Cluster;
  readonly databaseLink: FaultProxy;
  readonly twilioLink: FaultProxy;
  readonly upstream: Upstream;
  /** Orders that are received and were not touched yet. Throws when there are not so many left. */
  takeOrders(count: number): Order[];
  /** The log as it is in the database, from after a position. */
  readLog(after?: number): Promise<LogRow[]>;
  readLogHead(): Promise<number>;
  /** Callbacks in the inbox that carried a valid signature. */
  readInbox(): Promise<Hint[]>;
  /** The status of each order and document in the mirror. */
  readStatuses(): Promise<Map<string, string>>;
  /** How often the gateways have read each order by its sid. */
  readonly ordersRead: ReadonlyMap<string, number>;
  /** A direct connection to the database of the gateways. */
  readonly sql: postgres.Sql;
  /** The cursor of the present end of the log. */
  readCursor(): Promise<string>;
  note(what: string): void;
  /** Ends everything; the folder is kept for people to read in, without the data of the database. */
  close(options: { keep: boolean }): Promise<void>;
}

/** Starts everything and resolves when both instances are ready and the address of callbacks is known. */
export async function openStand(options: Estate): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'numbergraph-chaos-'));
  const processes = createProcesses(folder);
  const history = createHistory(join(folder, 'history.jsonl'));
  const random = createRandom(options.seed);
  const cluster = await createCluster(folder, processes);
  const emulated = await startEmulated({ processes, history, random }, 'emulator', options);
  const { upstream, received } = emulated;
  const ordersRead = new Map<string, number>();
  const twilioLink = await openProxy(emulated.port, (piece) => countReads(piece, ordersRead));
  const databaseLink = await openProxy(cluster.port);
  const sql = await createDatabase(cluster.port);

  const ports = { database: databaseLink.port, twilio: twilioLink.port };
  const { seed } = options;
  const instances = await openInstances({ folder, seed, ports, databaseName, upstream, history, random, processes });
  const [first, second] = instances.gateways;
  return {
    folder,
    random,
    history,
    cluster,
    databaseLink,
    twilioLink,
    upstream,
    ...instances,
    ordersRead,
    sql,
    ...createReaders(sql),
    takeOrders(count) {
      if (received.length < count) throw new Error(`the stand has only ${received.length} orders left`);
      return received.splice(0, count);
    },
    async readCursor() {
      const gateway = [first, second].find((each) => each.isAlive()) ?? first;
      const { hostedNumberOrders } = await gateway.ask<{ hostedNumberOrders: { asOf: string } }>(
        '{ hostedNumberOrders(first: 1) { asOf } }',
      );
      return hostedNumberOrders.asOf;
    },
    note: (what) => history.record({ type: 'fault', what, at: Date.now() }),
    async close({ keep }) {
      history.flush();
      databaseLink.close();
      twilioLink.close();
      await sql.end({ timeout: 1 });
      await Promise.all([first.kill(), second.kill(), cluster.stop('immediate'), emulated.end()]);
      processes.killAll();
      rmSync(keep ? join(folder, 'cluster') : folder, { recursive: true, force: true });
    },
  };
}

const databaseName = 'chaos';
async function createDatabase(port: number): Promise<postgres.Sql> {
  const options = { host: '127.0.0.1', port, user: 'postgres', onnotice: () => {} };
  const admin = postgres({ ...options, database: 'postgres', max: 1 });
  await admin.unsafe(`create database ${databaseName}`);
  await admin.end();
  return postgres({ ...options, database: databaseName, max: 4 });
}

function countReads(piece: Buffer, reads: Map<string, number>): void {
  for (const [, sid = ''] of piece
    .toString('latin1')
    .matchAll(/GET \/HostedNumbers\/HostedNumberOrders\/(HR\w{32})/g)) {
    reads.set(sid, (reads.get(sid) ?? 0) + 1);
  }
}

function createReaders(sql: postgres.Sql) {
  return {
    readLog: (after = 0) =>
      sql<LogRow[]>`select position::int, sid, from_status as "fromStatus", to_status as "toStatus", sources, inferred,
          effective_at is not null as "isDated" from status_transition
        where position > ${after} order by position`.then((rows) => [...rows]),
    readLogHead: async () => {
      const [row] = await sql<
        { head: number }[]
      >`select coalesce(max(position), 0)::int as head from status_transition`;
      return row?.head ?? 0;
    },
    readInbox: async () => {
      const rows = await sql<{ parameters: [string, string][] }[]>`select parameters from webhook_delivery
        where verdict not ilike '%signature%'`;
      return rows.map(({ parameters }) => {
        const values = Object.fromEntries(parameters);
        return { orderSid: values['HostedNumberOrderSid'] ?? '', status: values['Status'] ?? '' };
      });
    },
    readStatuses: async () => {
      const rows = await sql<{ sid: string; status: string }[]>`select sid, status from hosted_number_order
        union all select sid, status from authorization_document`;
      return new Map(rows.map(({ sid, status }) => [sid, status]));
    },
  };
}

/** Whether the mirror comes to agree with the last move of each of these orders. */
export function waitForMirror(stand: Stand, orders: readonly Order[], timeoutMs: number): Promise<boolean> {
  return waitUntil(async () => (await findDisagreeing(stand, orders)).length === 0, timeoutMs, 200);
}

/** Orders whose status in the mirror is not the one they were moved to last. */
export async function findDisagreeing(stand: Stand, orders: readonly { sid: string }[]): Promise<{ sid: string }[]> {
  const statuses = await stand.readStatuses();
  const truth = new Map(stand.history.select('moved').map((move) => [move.orderSid, move.status]));
  return orders.filter((order) => statuses.get(order.sid) !== truth.get(order.sid));
}

/** The first walk of the full estate takes a minute. */
const calmMaxMs = 180_000;

/**
 * An instance begins with a walk of all lists and a sweep: waits until nobody holds the lease of either, or has callbacks
 * to judge that nobody has taken up or put off. One that says nothing new is put off for half a minute, and disturbs nobody.
 * The lease of a sweep that was killed is there until the work has been taken over and ended.
 */
export async function waitForCalm({ sql }: Stand, timeoutMs = calmMaxMs): Promise<boolean> {
  const isCalm = async () => {
    const work = await sql`select from lease where expires_at > now() or name like 'sweep %'
      union all select from webhook_delivery where verdict = 'PENDING' and (retry_at is null or retry_at <= now())`;
    return work.length === 0;
  };
  return waitUntil(isCalm, timeoutMs, 500);
}
