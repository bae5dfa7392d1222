// What the gateway keeps beside the mirror: its two logs, the inbox, walks, the ledger of writes, what it forwards, leases
// and secrets. Migrations in drizzle/ are generated from this file and tables.ts (`npm run generate`).
import { isNotNull, sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment, word } from './column-types.ts';

/** The log: one row for each entry into a status. Positions become visible in commit order (see mirror/ingest). */
export const statusTransitions = pgTable(
  'status_transition',
  {
    position: bigserial({ mode: 'number' }).primaryKey(),
    ownerAccountSid: word().notNull(),
    accountSid: word().notNull(),
    /** 'ORDER' or 'DOCUMENT'. */
    kind: text().notNull(),
    sid: word().notNull(),
    /** Null: first seen. */
    fromStatus: word(),
    /** Null: gone, cancelled or no longer at Twilio. */
    toStatus: word(),
    observedAt: moment().notNull(),
    /** Twilio's own date of the change; null where it gave none. */
    effectiveAt: moment(),
    sources: text().array().notNull(),
    /** Nobody saw this entry: the record must have passed the status, because it was seen behind it. */
    inferred: boolean().notNull().default(false),
    /** The lifecycle does not know this move; it is kept as it was seen. */
    anomalous: boolean().notNull().default(false),
    /** How long the record was in `fromStatus`; null where its entry was not seen. */
    timeInPreviousMs: bigint({ mode: 'number' }),
  },
  (t) => [
    index().on(t.ownerAccountSid, t.position),
    index().on(t.sid, t.position),
    // For what asks about a window of time: by Twilio's date, or else by ours.
    index('status_transition_time').on(t.ownerAccountSid, sql`coalesce(${t.effectiveAt}, ${t.observedAt})`),
  ],
);

/**
 * The log of changes: one row for each change of a record's content, of which a change of status is one. Positions come
 * from the sequence of the other log, under the same lock: one cursor is a place in both.
 */
export const recordChanges = pgTable(
  'record_change',
  {
    position: bigint({ mode: 'number' }).notNull().default(sql`nextval('status_transition_position_seq')`),
    ownerAccountSid: word().notNull(),
    /** One of `recordKinds`. */
    kind: text().notNull(),
    sid: word().notNull(),
    /** The row as it was, without its nulls; null when the record was first seen. */
    before: jsonb(),
    observedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerAccountSid, t.position] }), index().on(t.sid, t.position)],
);

/** The inbox: every callback that came, raw, before anything is believed. */
export const webhookDeliveries = pgTable(
  'webhook_delivery',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    /** Drawn when the callback came in: a delivery that is stored twice, after an outage, is one row. */
    deliveryId: uuid().notNull().unique().defaultRandom(),
    ownerAccountSid: word().notNull(),
    accountSid: word().notNull(),
    receivedAt: moment().notNull(),
    method: text().notNull(),
    /** Name and value pairs in the order they came. */
    parameters: jsonb().$type<[string, string][]>().notNull(),
    /** Null where the callback names none, and where it is forged: then nothing in it is believed. */
    orderSid: word(),
    /** The status that it claims for the order. */
    hintedStatus: word(),
    /** One of `deliveryVerdicts`. */
    verdict: text().notNull(),
    /** Position of the entry in the log that it was the first to tell of. */
    transitionPosition: bigint({ mode: 'number' }),
    /** When an operator last had it judged anew. */
    replayedAt: moment(),
    settledAt: moment(),
    attempts: smallint().notNull().default(0),
    /** Not before this time is it judged again. */
    retryAt: moment(),
  },
  (t) => [
    index('webhook_delivery_pending').on(t.id).where(sql`verdict = 'PENDING'`),
    index('webhook_delivery_list').on(t.ownerAccountSid, t.receivedAt, t.id),
    index('webhook_delivery_verdict').on(t.ownerAccountSid, t.verdict, t.receivedAt, t.id),
    index('webhook_delivery_order').on(t.orderSid, t.receivedAt, t.id),
    index('webhook_delivery_transition').on(t.transitionPosition).where(isNotNull(t.transitionPosition)),
  ],
);

/** One walk over one list of one account: where it is, so that it can go on after a crash. */
export const syncWalks = pgTable(
  'sync_walk',
  {
    ownerAccountSid: word().notNull(),
    accountSid: word().notNull(),
    /** 'numbers', 'orders' or 'documents'. */
    resource: text().notNull(),
    startedAt: moment().notNull(),
    /** Path and query of the page to read next; null at the start and after the end. */
    nextPage: text(),
    pages: integer().notNull().default(0),
    rows: bigint({ mode: 'number' }).notNull().default(0),
    skipped: bigint({ mode: 'number' }).notNull().default(0),
    /** Null while the walk runs. */
    finishedAt: moment(),
    /** Start of the last walk that reached the end. */
    completedWalkStartedAt: moment(),
    /** One sentence, without personal data; null when all is well. */
    problem: text(),
  },
  (t) => [primaryKey({ columns: [t.accountSid, t.resource] })],
);

/**
 * What the gateway was asked to write to Twilio, committed before the first byte is sent: Twilio knows no idempotency on
 * these resources, so whoever finds an open intent looks before anything is sent again.
 */
export const writeIntents = pgTable(
  'write_intent',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    ownerAccountSid: word().notNull(),
    /** The account that the write is made as. */
    accountSid: word().notNull(),
    /** The field of the graph, e.g. `createHostedNumberOrder`. */
    mutation: text().notNull(),
    /** What only one write at a time may touch, e.g. `order HR...`. */
    subject: word().notNull(),
    /** One of `writeStates`. */
    state: text().notNull(),
    /** What was to be done and what was there before: enough to see whether it has happened. No secrets. */
    request: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Null: none was given, or nothing has happened and it is free again. Kept for seven days. */
    idempotencyKey: text(),
    /** Place in a bulk write, whose rows share one key. */
    row: integer().notNull().default(0),
    /** Keyed hash of the whole input: the same key with another input is refused. */
    inputHash: text().notNull(),
    createdAt: moment().notNull(),
    settledAt: moment(),
    /** Until then one process has it to itself, by the database's clock. */
    leaseExpiresAt: moment().notNull(),
    looks: integer().notNull().default(0),
    /** The record that it was about, or made. */
    targetSid: word(),
    report: jsonb().$type<{ changes: FieldChange[]; notices: string[]; upstreamCalls: number }>().notNull(),
    /** In the form of writes/write-error. */
    errors: jsonb().$type<unknown[]>().notNull(),
  },
  (t) => [
    uniqueIndex('write_intent_key').on(t.ownerAccountSid, t.idempotencyKey, t.row).where(isNotNull(t.idempotencyKey)),
    uniqueIndex('write_intent_subject').on(t.ownerAccountSid, t.subject).where(sql`state in ('IN_FLIGHT', 'UNKNOWN')`),
    index('write_intent_open').on(t.leaseExpiresAt).where(sql`state in ('IN_FLIGHT', 'UNKNOWN')`),
    index('write_intent_list').on(t.ownerAccountSid, t.createdAt, t.id),
    index('write_intent_state').on(t.ownerAccountSid, t.state, t.createdAt, t.id),
    index('write_intent_settled').on(t.settledAt),
  ],
);

/** A field that a write changes, in the words of the graph; values as text, null for none. */
export type FieldChange = { path: string; before: string | null; after: string | null };

/** Who does a job that only one instance may do, by the database's clock. */
export const leases = pgTable('lease', {
  name: text().primaryKey(),
  ownerAccountSid: word().notNull(),
  holder: text().notNull(),
  expiresAt: timestamp({ withTimezone: true, precision: 3, mode: 'date' }).notNull(),
});

/** Secrets of the gateway itself (the key of the feed cursors), shared by all instances. Never a Twilio token. */
export const gatewaySecrets = pgTable(
  'gateway_secret',
  { ownerAccountSid: word().notNull(), name: text().notNull(), value: text().notNull() },
  (t) => [primaryKey({ columns: [t.ownerAccountSid, t.name] })],
);

/** Orders whose transitions are posted onwards (`forwardStatusTo`), and how far each has come. */
export const statusForwards = pgTable(
  'status_forward',
  {
    /** The order. */
    sid: word().primaryKey(),
    ownerAccountSid: word().notNull(),
    /** May tell of people: never logged. */
    url: text().notNull(),
    /** Position of the last entry of the log that was posted or given up; 0 at the beginning. */
    position: bigint({ mode: 'number' }).notNull().default(0),
    /** Position of the newest entry that is to be posted. */
    newestPosition: bigint({ mode: 'number' }).notNull(),
    /** How often the entry after `position` was tried in vain, and since when. */
    attempts: integer().notNull().default(0),
    failingSince: moment(),
    nextAttemptAt: moment().notNull().default(sql`now()`),
    /** Until then one process has the order to itself, by the database's clock. */
    leaseHolder: text(),
    leaseExpiresAt: moment(),
    lastDeliveredAt: moment(),
    /** When an entry was last given up, and why; null again once a later one is delivered. */
    givenUpAt: moment(),
    lastError: text(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    index('status_forward_due').on(t.ownerAccountSid, t.nextAttemptAt).where(sql`newest_position > position`),
    index('status_forward_created').on(t.ownerAccountSid, t.createdAt),
  ],
);

export type StatusTransitionRow = typeof statusTransitions.$inferSelect;
export type WebhookDeliveryRow = typeof webhookDeliveries.$inferSelect;
export type WriteIntentRow = typeof writeIntents.$inferSelect;
export type StatusForwardRow = typeof statusForwards.$inferSelect;
export type SyncWalkRow = typeof syncWalks.$inferSelect;
