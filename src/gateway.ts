// Puts the services together: database, Twilio client, mirror, feed, graph. Everything long-lived is made here, handed
// down, and closed here, in the reverse order.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Services } from './context.ts';
import type { Database } from './db/client.ts';
import { migrateDatabase } from './db/migrations.ts';
import { readSecret } from './db/secret-statements.ts';
import { openAccountDirectory } from './mirror/account-directory.ts';
import { openFeed } from './mirror/feed.ts';
import { openInbox } from './mirror/inbox.ts';
import { createOrderReader } from './mirror/order-reader.ts';
import { startSync } from './mirror/sync.ts';
import { answerCallback, callbackPath, callbackSecretName, callbackUrl } from './server/callback.ts';
import { createGraphqlEndpoint, graphqlPath } from './server/graphql.ts';
import { answerReadiness } from './server/health.ts';
import { type Listener, listen } from './server/http.ts';
import { createTwilioClient } from './twilio/client.ts';

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
  graphiql: boolean;
  allowedOrigins: readonly string[];
  allowPrivateUrls: boolean;
  log: Logger;
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
  readonly services: Services;
  /** Ends streams and work under way. The database stays open: whoever opened it closes it. */
  close(): Promise<void>;
}

/** How long the start waits for Twilio's list of accounts. */
const firstRefreshMaxMs = 5_000;

/** Migrates, connects the parts and starts the first sync. Throws when the database cannot be reached or migrated. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { database, log, accountSid: ownerAccountSid, publicUrl } = options;
  const now = options.now ?? (() => new Date());
  await migrateDatabase(database);
  const twilio = createTwilioClient({ previewUrl: options.previewUrl, apiUrl: options.apiUrl, fetch: options.fetch, log });
  const callbackSecret = await readSecret(database.db, ownerAccountSid, callbackSecretName);
  const { authTokens } = options;
  const directory = await openAccountDirectory({ database, accountSid: ownerAccountSid, authTokens, callbackSecret, twilio, now });
  // Callbacks of subaccounts can be verified from here on; without an answer the first sync tries again.
  await Promise.race([directory.refresh().catch(() => {}), sleep(firstRefreshMaxMs, undefined, { ref: false })]);
  const orders = createOrderReader({ database, ownerAccountSid, twilio, directory, log, now });
  const feed = await openFeed({ database, ownerAccountSid, log });
  const inbox = openInbox({ database, ownerAccountSid, orders, log, now });
  const sync = startSync({ database, ownerAccountSid, twilio, directory, log, now, intervalMs: options.syncIntervalMs });
  const services: Services = {
    database,
    ownerAccountSid,
    twilio,
    credentialsOf: (accountSid) => directory.credentialsOf(accountSid),
    callbackUrlOf: (accountSid) => callbackUrl(publicUrl, callbackSecret, accountSid),
    feed,
    log,
    now,
    staleAfterMs: 2 * options.syncIntervalMs,
    allowPrivateUrls: options.allowPrivateUrls,
    cursorKey: await readSecret(database.db, ownerAccountSid, 'feed cursor'),
  };
  const yoga = createGraphqlEndpoint({ services, graphiql: options.graphiql, allowedOrigins: options.allowedOrigins });
  const callbacks = { ownerAccountSid, publicUrl, directory, inbox, log, now };
  const readiness = {
    database,
    ownerAccountSid,
    now,
    staleAfterMs: services.staleAfterMs,
    accountSids: () => directory.accountSids(),
  };
  const fetch = (request: Request) =>
    route(request, {
      graphql: () => Promise.resolve(yoga.fetch(request)),
      callback: () => answerCallback(callbacks, request),
      readiness: () => answerReadiness(readiness),
      log,
    });
  return {
    services,
    fetch,
    listen: (host, port) => listen({ fetch, yoga, host, port, allowedOrigins: options.allowedOrigins }),
    settle: () => inbox.settle(),
    sync: () => sync.run(),
    async close() {
      await Promise.all([sync.close(), inbox.close()]);
      await feed.close();
      await yoga.dispose();
    },
  };
}

type Routes = {
  graphql(): Promise<Response>;
  callback(): Promise<Response>;
  readiness(): Promise<Response>;
  log: Logger;
};

async function route(request: Request, routes: Routes): Promise<Response> {
  const { pathname } = new URL(request.url);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  try {
    if (pathname === graphqlPath) return await routes.graphql();
    if (pathname.startsWith(callbackPath)) {
      return isRead || request.method === 'POST' ? await routes.callback() : new Response(null, { status: 405 });
    }
    if (pathname === '/healthz' && isRead) return Response.json({ status: 'alive' });
    if (pathname === '/readyz' && isRead) return await routes.readiness();
    if (pathname === '/' && isRead) return new Response(null, { status: 302, headers: { location: graphqlPath } });
    return Response.json({ error: 'There is nothing at this address. The graph is at /graphql.' }, { status: 404 });
  } catch (error) {
    routes.log.error({ err: error, path: pathname.startsWith(callbackPath) ? callbackPath : pathname }, 'a request failed');
    return Response.json({ error: 'The request could not be served. Try again soon.' }, { status: 503 });
  }
}
