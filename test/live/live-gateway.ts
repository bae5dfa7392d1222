// A gateway that listens, over a database of its own, with no Twilio behind it: what it feeds is written by the test.
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedItem } from '../../src/client/feed-item.ts';
import { type FollowOptions, followFeed } from '../../src/client/follow-feed.ts';
import type { Database } from '../../src/db/client.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway.ts';
import { ingest, type Observation } from '../../src/mirror/ingest.ts';
import type { Listener } from '../../src/server/http.ts';
import type { HostedNumberOrderFacts } from '../../src/twilio/facts.ts';
import { makeOrder, ownerAccountSid } from '../mirror/facts.ts';

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export type LiveGateway = { gateway: Gateway; listener: Listener; url: string; close(): Promise<void> };

/** Starts and listens on a free port. Closed when the test file ends, or before. */
export async function startLiveGateway(
  database: Database,
  options: Partial<GatewayOptions> = {},
): Promise<LiveGateway> {
  const gateway = await createGateway({
    database,
    accountSid: ownerAccountSid,
    authTokens: ['token'],
    previewUrl: 'http://twilio.test',
    apiUrl: 'http://twilio.test',
    publicUrl: 'http://gateway.test',
    // It does little by itself: statements are counted beside it.
    syncIntervalMs: 3_600_000,
    sweepIntervalMs: 3_600_000,
    writeSettleMs: 3_600_000,
    forwarding: { pollMs: 3_600_000 },
    graphiql: false,
    allowedOrigins: [],
    allowPrivateUrls: false,
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    fetch: async () => Response.json({ code: 20003, message: 'Authenticate', status: 401 }, { status: 401 }),
    ...options,
  });
  const listener = await gateway.listen('127.0.0.1', 0);
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await listener.close();
    await gateway.close();
  };
  closers.push(close);
  return { gateway, listener, url: `http://127.0.0.1:${listener.port}/graphql`, close };
}

/** Moves orders `from` to `to - 1` into a status, in one transaction: as many entries of the log, if it is news. */
export async function moveOrders(
  database: Database,
  from: number,
  to: number,
  status: string,
  facts: Partial<HostedNumberOrderFacts> = {},
): Promise<void> {
  const orders = Array.from({ length: to - from }, (_, index) => makeOrder(from + index, { ...facts, status }));
  await ingest(database, { ownerAccountSid, source: 'sync', startedAt: nextMoment(), orders });
}

/** Ingests facts as of a moment later than the last one. */
export async function observe(
  database: Database,
  facts: Pick<Observation, 'orders' | 'numbers' | 'documents'>,
  owner = ownerAccountSid,
): Promise<void> {
  await ingest(database, { ownerAccountSid: owner, source: 'sync', startedAt: nextMoment(), ...facts });
}

let moment = Date.now() - 3_600_000;
/** Later each time: an observation that began earlier than the last one is no news. */
export function nextMoment(): Date {
  moment += 1;
  return new Date(moment);
}

export type Following = { items: FeedItem[]; told: string[]; stop(): Promise<void>; failure: unknown };

/** Follows with the client module and notes what it says. `told` is "sid status" of every transition. */
export function startFollowing(options: Partial<FollowOptions> & { url: string }): Following {
  const controller = new AbortController();
  const following: Following = { items: [], told: [], failure: null, stop: async () => {} };
  const run = (async () => {
    try {
      const feed = followFeed({ webSocket: WebSocket, retryMinMs: 10, signal: controller.signal, ...options });
      for await (const item of feed) {
        following.items.push(item);
        // A query of the test's own may select less than the default one.
        if ('order' in item) following.told.push(`${item.order.sid} ${item.to}`);
      }
    } catch (error) {
      following.failure = error;
    }
  })();
  following.stop = async () => {
    controller.abort();
    await run;
  };
  return following;
}

/** Waits for a condition; fails after a while. */
export async function until(what: string, condition: () => boolean, maxMs = 60_000): Promise<void> {
  const deadline = Date.now() + maxMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
