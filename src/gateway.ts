// Puts the services together: database, Twilio client, mirror, feed, graph. Everything long-lived is made here, handed
// down, and closed here, in the reverse order.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Services } from './context.ts';
import type { Database } from './db/client.ts';
import { openDatabaseClock } from './db/clock.ts';
import { migrateDatabase } from './db/migrations.ts';
import { readSecret } from './db/secret-statements.ts';
import { openAccountDirectory } from './mirror/account-directory.ts';
import { openDocumentOrders } from './mirror/document-orders.ts';
import { type FeedTuning, openFeed, retentionDefaultMs } from './mirror/feed.ts';
import { createStatusPoster, type ResolveName } from './mirror/forward-request.ts';
import { type ForwarderTuning, startForwarder } from './mirror/forwarder.ts';
import { openHintReader } from './mirror/hint-reader.ts';
import { openInbox } from './mirror/inbox.ts';
import { openJournal } from './mirror/journal.ts';
import { createOrderReader } from './mirror/order-reader.ts';
import { createReadThrough } from './mirror/read-through.ts';
import { startSweep } from './mirror/sweep.ts';
import { startSync } from './mirror/sync.ts';
import { answerCallback, callbackSecretName, callbackUrl } from './server/callback.ts';
import type { FanOut } from './server/fan-out.ts';
import { createGraphqlEndpoint } from './server/graphql.ts';
import { answerReadiness } from './server/health.ts';
import { type Listener, listen } from './server/http.ts';
import { createRoutes } from './server/routes.ts';
import { createTwilioClient } from './twilio/client.ts';
import { writeKinds } from './writes/kinds.ts';
import { openWrites } from './writes/writes.ts';

export type GatewayOptions = {
  database: Database;
  accountSid: string;
  /** The first one is sent, all of them verify. */
  authTokens: readonly [string, ...string[]];
  previewUrl: string;
  apiUrl: string;
  /** Address that Twilio calls, without a slash at its end. */
  publicUrl: string;
  syncIntervalMs: number;
  /** The unit in which open orders and documents are read again. */
  sweepIntervalMs?: number;
  graphiql: boolean;
  allowedOrigins: readonly string[];
  allowPrivateUrls: boolean;
  /** Where callbacks go while the database is away; without it they are refused then, and Twilio sends them again. */
  journalFolder?: string;
  /** An order is read at most once in this time when callbacks tell nothing new of it. */
  confirmMs?: number;
  /** Retention and wake-up of the feed. */
  feed?: FeedTuning;
  /** How long Twilio may take to show what a write has done whose answer was lost. */
  writeSettleMs?: number;
  /** How long a write to a document may wait until its orders are in the mirror as well. */
  documentOrdersMaxMs?: number;
  /** How statuses are posted on, and how the names of their receivers are resolved. */
  forwarding?: ForwarderTuning & { timeoutMs?: number; resolveName?: ResolveName };
  /** How long a client may leave a stream unread. */
  stallMaxMs?: number;
  log: Logger;
  /** Without it: the database's clock, which all instances share. */
  now?(): Date;
  /** How Twilio is reached; tests hand in the emulator's own. */
  fetch?: typeof fetch;
};

export interface Gateway {
  fetch(request: Request): Promise<Response>;
  listen(host: string, port: number): Promise<Listener>;
  /** Resolves when every callback that can be judged now is judged. */
  settle(): Promise<void>;
  /** Walks over everything now; resolves when the walk ended. */
  sync(): Promise<void>;
  /** Reads again what is due; resolves when the sweep ended. */
  sweep(): Promise<void>;
  readonly services: Services;
  /** The open streams. */
  readonly live: { readonly fanOut: FanOut };
  /** Ends streams and work under way. The database stays open: whoever opened it closes it. */
  close(): Promise<void>;
}

/** How long a stop waits for streams to take their last word. */
const streamGraceMs = 2_000;
const sweepIntervalMsDefault = 60_000;
const writeSettleMsDefault = 90_000;
/** How long the start waits for Twilio's list of accounts. */
const firstRefreshMaxMs = 5_000;

/** Migrates, connects the parts and starts the first sync. Throws when the database cannot be reached or migrated. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { database, log, accountSid: ownerAccountSid, publicUrl, graphiql, allowedOrigins } = options;
  const staleAfterMs = 2 * options.syncIntervalMs;
  await migrateDatabase(database);
  const clock = await openDatabaseClock(database, log);
  const now = options.now ?? clock.now;
  const mirror = await openMirror(options, now);
  const { twilio, directory, feed, inbox, documentOrders, sync, sweep, callbackSecret } = mirror;
  const startSync = () => void sync.run();
  const callbackUrlOf = (accountSid: string) => callbackUrl(publicUrl, callbackSecret, accountSid);
  const { background } = twilio;
  const writes = openWrites({
    tools: { database, ownerAccountSid, twilio, directory, callbackUrlOf, inbox, documentOrders, startSync, log, now },
    background,
    kinds: writeKinds,
    inputKey: await readSecret(database.db, ownerAccountSid, 'write input'),
    settleAfterMs: options.writeSettleMs ?? writeSettleMsDefault,
  });
  const { allowPrivateUrls, forwarding, stallMaxMs } = options;
  const post = createStatusPoster({ allowPrivateUrls, ...forwarding });
  const forwarder = startForwarder({ database, ownerAccountSid, directory, post, log, ...forwarding });
  const readThrough = createReadThrough({ database, ownerAccountSid, twilio, background, directory, log, now });
  const services: Services = {
    database,
    ownerAccountSid,
    readThrough,
    credentialsOf: (accountSid) => directory.credentialsOf(accountSid),
    callbackUrlOf,
    feed,
    writes,
    log,
    now,
    staleAfterMs,
    allowPrivateUrls,
    cursorKey: await readSecret(database.db, ownerAccountSid, 'feed cursor'),
  };
  const endpoint = createGraphqlEndpoint({ services, graphiql, allowedOrigins, stallMaxMs });
  const accountSids = () => directory.accountSids();
  const fetch = createRoutes({
    graphql: (request, context = {}) => Promise.resolve(endpoint.yoga.fetch(request, context)),
    callback: (request) =>
      answerCallback({ database, ownerAccountSid, publicUrl, directory, inbox, log, now }, request),
    readiness: () => answerReadiness({ database, ownerAccountSid, accountSids, now, staleAfterMs }),
    log,
  });
  return {
    services,
    live: endpoint,
    fetch,
    listen: (host, port) => listen({ fetch, ...endpoint, host, port, allowedOrigins }),
    settle: () => inbox.settle(),
    sync: () => sync.run(),
    sweep: () => sweep.run(),
    async close() {
      // The mirror last: with it Twilio's client closes, and by then all who use it must know that they stop.
      await Promise.all([writes.close(), forwarder.close(), mirror.close()]);
      await endpoint.fanOut.close(streamGraceMs);
      await feed.close();
      endpoint.stalls.close();
      await endpoint.yoga.dispose();
      await readThrough.close();
      clock.close();
    },
  };
}

/** Twilio's side and our copy of it: client, accounts, inbox, sync, feed. */
async function openMirror(options: GatewayOptions, now: () => Date) {
  const { database, log, accountSid: ownerAccountSid, authTokens, previewUrl, apiUrl, fetch } = options;
  const twilio = createTwilioClient({ previewUrl, apiUrl, fetch, log });
  const callbackSecret = await readSecret(database.db, ownerAccountSid, callbackSecretName);
  const account = { accountSid: ownerAccountSid, authTokens, callbackSecret };
  const directory = await openAccountDirectory({ database, ...account, twilio: twilio.background, now });
  // Callbacks of subaccounts can be verified from here on; without an answer the first sync tries again.
  await Promise.race([directory.refresh().catch(() => {}), sleep(firstRefreshMaxMs, undefined, { ref: false })]);
  // What keeps the mirror waits behind what people wait for.
  const mirror = { database, ownerAccountSid, twilio: twilio.background, directory, log, now };
  const feed = await openFeed({ database, ownerAccountSid, log, now, ...options.feed });
  const journal = options.journalFolder ? await openJournal({ folder: options.journalFolder, log }) : null;
  const { confirmMs } = options;
  const orders = createOrderReader(mirror);
  const hints = openHintReader({ ...mirror, brief: twilio.brief });
  const inbox = openInbox({ database, ownerAccountSid, orders: hints, journal, log, now, confirmMs });
  const documentOrders = openDocumentOrders({ ...mirror, orders, waitMaxMs: options.documentOrdersMaxMs });
  const sync = startSync({ ...mirror, intervalMs: options.syncIntervalMs });
  const intervalMs = options.sweepIntervalMs ?? sweepIntervalMsDefault;
  const retentionMs = options.feed?.retentionMs ?? retentionDefaultMs;
  const sweep = startSweep({ ...mirror, orders, intervalMs, retentionMs });
  const close = async () => {
    const stopped = [sync, sweep, inbox, hints].map((part) => part.close());
    // A Twilio that hangs is not waited for; what it does with a write, the ledger sees.
    twilio.close();
    await Promise.all(stopped);
    await documentOrders.close();
  };
  return { twilio, directory, feed, inbox, documentOrders, sync, sweep, callbackSecret, close };
}
