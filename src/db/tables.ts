// The mirror's tables, the log, the inbox and the walks. Column names follow the path of the wire field
// (`capabilities.voice.fax` is `capabilities_voice_fax`), so that one word can be followed from Twilio to the graph.
// Statuses and other words of Twilio are stored as text: a word we do not know yet must not be lost.
// Migrations in drizzle/ are generated from this file (`npm run generate`).
import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  customType,
  doublePrecision,
  type ExtraConfigColumn,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** Text in byte order: keyset pages compare the same way in SQL and in JavaScript, and LIKE 'x%' uses the index. */
const word = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
/** Milliseconds, because a JavaScript Date holds no more: a cursor made of microseconds would skip rows. */
const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/** When the record entered its status, by Twilio's date or else by ours; null when it was there before we looked. */
const statusSince = () => moment();

/** What every mirrored row carries beside Twilio's fields. */
const mirrored = {
  sid: word().primaryKey(),
  /** The parent account; with its subaccounts it is one tenant. Every statement names it. */
  ownerAccountSid: word().notNull(),
  accountSid: word().notNull(),
  firstSeenAt: moment().notNull(),
  /** When the request started that gave this row: a read that started earlier never overwrites it. */
  syncedAt: moment().notNull(),
  /** What made us look: one of `factSources`. */
  source: text().notNull(),
  /** When a complete walk and a read by sid found it gone from Twilio. */
  vanishedAt: moment(),
};

export const accounts = pgTable(
  'account',
  {
    ...mirrored,
    friendlyName: text(),
    status: text(),
    /** Whether the account has the hosted-numbers preview; null until the first walk. */
    hostedNumbersAccess: boolean(),
    /** Where numbers are read from: one of `numberResources`; null until the first walk. */
    numbersReadFrom: text(),
  },
  (t) => [index().on(t.ownerAccountSid, t.sid)],
);

export const activeNumbers = pgTable(
  'active_number',
  {
    ...mirrored,
    readFrom: text().notNull(),
    phoneNumber: word().notNull(),
    friendlyName: word(),
    type: word(),
    lifecycle: word(),
    url: text(),
    /** These are said by IncomingPhoneNumbers only. */
    origin: text(),
    beta: boolean(),
    status: text(),
    addressSid: word(),
    identitySid: word(),
    bundleSid: word(),
    emergencyAddressStatus: text(),
    apiVersion: text(),
    dateCreated: moment(),
    dateUpdated: moment(),

    capabilitiesVoice: boolean().notNull(),
    capabilitiesVoiceInboundConnectivity: boolean(),
    capabilitiesVoiceOutboundConnectivity: boolean(),
    capabilitiesVoiceE911: boolean('capabilities_voice_e911'),
    capabilitiesVoiceFax: boolean(),
    capabilitiesVoiceSipTrunking: boolean(),
    capabilitiesVoiceCallsPerSecond: integer(),
    capabilitiesVoiceConcurrentCallsLimit: integer(),
    capabilitiesVoiceLongRecordLength: integer(),
    capabilitiesVoiceInboundCalledDtmf: boolean(),
    capabilitiesVoiceInboundCallerDtmf: boolean(),
    capabilitiesVoiceInboundCallerIdPreservation: word(),
    capabilitiesVoiceInboundReachability: word(),
    capabilitiesVoiceCodecs: text().array().notNull(),

    capabilitiesSms: boolean().notNull(),
    capabilitiesSmsInboundConnectivity: boolean(),
    capabilitiesSmsOutboundConnectivity: boolean(),
    capabilitiesSmsGsm7: boolean('capabilities_sms_gsm7'),
    capabilitiesSmsUcs2: boolean('capabilities_sms_ucs2'),
    capabilitiesSmsGsm7Concatenation: boolean('capabilities_sms_gsm7_concatenation'),
    capabilitiesSmsUcs2Concatenation: boolean('capabilities_sms_ucs2_concatenation'),
    capabilitiesSmsInboundSenderIdPreservation: word(),
    capabilitiesSmsInboundReachability: word(),
    capabilitiesSmsInboundMps: integer(),

    capabilitiesMms: boolean().notNull(),
    capabilitiesMmsInboundConnectivity: boolean(),
    capabilitiesMmsOutboundConnectivity: boolean(),
    capabilitiesMmsInboundReachability: word(),
    capabilitiesMmsInboundMps: integer(),

    geographyIsoCountry: word(),
    geographyLata: word(),
    geographyRateCenter: word(),
    geographyLatitude: doublePrecision(),
    geographyLongitude: doublePrecision(),
    geographyRegion: word(),
    geographyLocality: word(),
    geographyPostalCode: word(),

    regulatoryAddressRequirements: word(),

    configurationStatusCallback: text(),
    configurationStatusCallbackMethod: text(),
    configurationVoiceApplicationSid: word(),
    configurationVoiceTrunkSid: word(),
    configurationVoiceEmergencyStatus: text(),
    configurationVoiceEmergencyAddressSid: word(),
    configurationVoiceReceiveMode: text(),
    configurationVoiceUrl: text(),
    configurationVoiceMethod: text(),
    configurationVoiceFallbackUrl: text(),
    configurationVoiceFallbackMethod: text(),
    configurationVoiceCallerIdLookup: boolean(),
    configurationSmsApplicationSid: word(),
    configurationSmsUrl: text(),
    configurationSmsMethod: text(),
    configurationSmsFallbackUrl: text(),
    configurationSmsFallbackMethod: text(),
    configurationMmsApplicationSid: word(),
    configurationMmsUrl: text(),
    configurationMmsMethod: text(),
    configurationMmsFallbackUrl: text(),
    configurationMmsFallbackMethod: text(),
  },
  (t) => {
    // Every filter is followed by the order of the list, so that the first page is a walk along one index.
    const live = (name: string, ...key: (ExtraConfigColumn | SQL)[]) =>
      index(`active_number_${name}`)
        .on(t.ownerAccountSid, ...(key as [ExtraConfigColumn]), t.phoneNumber, t.sid)
        .where(isNull(t.vanishedAt));
    return [
      index('active_number_list').on(t.ownerAccountSid, t.phoneNumber, t.sid).where(isNull(t.vanishedAt)),
      index('active_number_vanished').on(t.ownerAccountSid, t.phoneNumber, t.sid).where(isNotNull(t.vanishedAt)),
      index('active_number_phone_number').on(t.ownerAccountSid, t.phoneNumber, t.firstSeenAt),
      live('account', t.accountSid),
      live('friendly_name', lower(t.friendlyName)),
      live('type', t.type),
      live('iso_country', lower(t.geographyIsoCountry)),
      live('lata', lower(t.geographyLata)),
      live('rate_center', lower(t.geographyRateCenter)),
      live('region', lower(t.geographyRegion)),
      live('locality', lower(t.geographyLocality)),
      live('postal_code', lower(t.geographyPostalCode)),
      live('latitude', t.geographyLatitude),
      live('longitude', t.geographyLongitude),
      live('voice', t.capabilitiesVoice),
      live('voice_caller_id', t.capabilitiesVoiceInboundCallerIdPreservation),
      live('voice_reachability', t.capabilitiesVoiceInboundReachability),
      live('sms', t.capabilitiesSms),
      live('sms_sender_id', t.capabilitiesSmsInboundSenderIdPreservation),
      live('sms_reachability', t.capabilitiesSmsInboundReachability),
      live('mms', t.capabilitiesMms),
      live('mms_reachability', t.capabilitiesMmsInboundReachability),
    ];
  },
);

export const hostedNumberOrders = pgTable(
  'hosted_number_order',
  {
    ...mirrored,
    phoneNumber: word().notNull(),
    status: word().notNull(),
    failureReason: text(),
    capabilitiesSms: boolean(),
    capabilitiesMms: boolean(),
    capabilitiesVoice: boolean(),
    capabilitiesFax: boolean(),
    friendlyName: word(),
    uniqueName: word(),
    url: text(),
    email: word(),
    ccEmails: text().array().notNull(),
    addressSid: word(),
    incomingPhoneNumberSid: word(),
    signingDocumentSid: word(),
    verificationType: word(),
    verificationDocumentSid: word(),
    verificationAttempts: integer().notNull(),
    verificationCallSids: text().array().notNull(),
    verificationCode: text(),
    extension: text(),
    callDelay: integer(),
    dateCreated: moment().notNull(),
    dateUpdated: moment().notNull(),
    /** Whether the gateway made the order, and so attached its own callback. */
    createdHere: boolean().notNull().default(false),
    statusSince: statusSince(),
    /** When a callback that Twilio signed first named the order. */
    callbackSeenAt: moment(),
  },
  (t) => {
    const live = (name: string, ...key: (ExtraConfigColumn | SQL)[]) =>
      index(`hosted_number_order_${name}`)
        .on(t.ownerAccountSid, ...(key as [ExtraConfigColumn]), t.dateCreated, t.sid)
        .where(isNull(t.vanishedAt));
    return [
      index('hosted_number_order_list').on(t.ownerAccountSid, t.dateCreated, t.sid).where(isNull(t.vanishedAt)),
      index('hosted_number_order_vanished').on(t.ownerAccountSid, t.dateCreated, t.sid).where(isNotNull(t.vanishedAt)),
      index('hosted_number_order_unique_name').on(t.ownerAccountSid, t.uniqueName, t.firstSeenAt),
      index('hosted_number_order_incoming_phone_number').on(t.incomingPhoneNumberSid),
      index('hosted_number_order_signing_document').on(t.signingDocumentSid),
      live('account', t.accountSid),
      live('status', t.status),
      live('phone_number', lower(t.phoneNumber)),
      live('incoming_phone_number_sid', t.incomingPhoneNumberSid),
      live('signing_document_sid', t.signingDocumentSid),
      live('friendly_name', lower(t.friendlyName)),
      live('unique_name_filter', lower(t.uniqueName)),
    ];
  },
);

export const authorizationDocuments = pgTable(
  'authorization_document',
  {
    ...mirrored,
    status: word().notNull(),
    addressSid: word(),
    email: word(),
    ccEmails: text().array().notNull(),
    url: text(),
    dateCreated: moment().notNull(),
    dateUpdated: moment().notNull(),
    /** Twilio takes these two but never gives them back: kept from the gateway's own writes. */
    contactTitle: text(),
    contactPhoneNumber: text(),
    statusSince: statusSince(),
  },
  (t) => {
    const live = (name: string, ...key: (ExtraConfigColumn | SQL)[]) =>
      index(`authorization_document_${name}`)
        .on(t.ownerAccountSid, ...(key as [ExtraConfigColumn]), t.dateCreated, t.sid)
        .where(isNull(t.vanishedAt));
    return [
      index('authorization_document_list').on(t.ownerAccountSid, t.dateCreated, t.sid).where(isNull(t.vanishedAt)),
      index('authorization_document_vanished')
        .on(t.ownerAccountSid, t.dateCreated, t.sid)
        .where(isNotNull(t.vanishedAt)),
      live('account', t.accountSid),
      live('status', t.status),
      live('email', lower(t.email)),
    ];
  },
);

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
  (t) => [index().on(t.ownerAccountSid, t.position), index().on(t.sid, t.position)],
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

export type AccountRow = typeof accounts.$inferSelect;
export type ActiveNumberRow = typeof activeNumbers.$inferSelect;
export type HostedNumberOrderRow = typeof hostedNumberOrders.$inferSelect;
export type AuthorizationDocumentRow = typeof authorizationDocuments.$inferSelect;
export type StatusTransitionRow = typeof statusTransitions.$inferSelect;
export type WebhookDeliveryRow = typeof webhookDeliveries.$inferSelect;
export type SyncWalkRow = typeof syncWalks.$inferSelect;

function lower(column: ExtraConfigColumn): SQL {
  return sql`lower(${column})`;
}
