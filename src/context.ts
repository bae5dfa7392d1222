// What a resolver may use. Services live as long as the process, a Context as long as one operation.
import type { Logger } from 'pino';
import type { Database } from './db/client.ts';
import type { Loaders } from './db/loaders.ts';
import type { Feed } from './mirror/feed.ts';
import type { OperationReads, ReadThrough } from './mirror/read-through.ts';
import type { Credentials } from './twilio/client.ts';
import type { Writes } from './writes/writes.ts';

/** Everything that lives as long as the process; made in gateway.ts and handed down. */
export type Services = {
  database: Database;
  /** The tenant: the parent account of the configured credentials. Every statement names it. */
  ownerAccountSid: string;
  /** Reads from Twilio what an operation wants younger than the mirror has it. */
  readThrough: ReadThrough;
  /** Credentials of an account of the tenant, null when it is not one. The parent's own without an argument. */
  credentialsOf(accountSid?: string): Credentials | null;
  /** The public address, with connection overrides, that Twilio calls when an order of that account changes. */
  callbackUrlOf(accountSid: string): string;
  feed: Feed;
  /** Every write to Twilio goes through here. */
  writes: Writes;
  log: Logger;
  now(): Date;
  /** How old a row may be before it counts as stale: two sync intervals, in milliseconds. */
  staleAfterMs: number;
  /** Whether writes may name private hosts and addresses (`ALLOW_PRIVATE_URLS=1`). */
  allowPrivateUrls: boolean;
  /** Key of the signed cursors, shared by all instances. */
  cursorKey: string;
};

/** What one operation sees. */
export type Context = {
  services: Services;
  loaders: Loaders;
  /** What this operation may read from Twilio. */
  reads: OperationReads;
  requestId: string;
  /** Present when the operation is followed by the server itself: where to begin, before any `after`; null: as asked. */
  resume?: { after: string | null };
};
