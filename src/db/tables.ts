// The mirror's tables: what Twilio has. Column names follow the path of the wire field (`capabilities.voice.fax` is
// `capabilities_voice_fax`), so that one word can be followed from Twilio to the graph.
// Statuses and other words of Twilio are stored as text: a word we do not know yet must not be lost.
// Migrations in drizzle/ are generated from this file and gateway-tables.ts (`npm run generate`).
// Indexes are made of the fields' definitions (fields-*.ts).
import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, word } from './column-types.ts';
import { indexesOf } from './field-indexes.ts';
import { authorizationDocumentFields } from './fields-documents.ts';
import { activeNumberFields } from './fields-numbers.ts';
import { hostedNumberOrderFields } from './fields-orders.ts';

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
    readFrom: word().notNull(),
    phoneNumber: word().notNull(),
    friendlyName: word(),
    type: word(),
    lifecycle: word(),
    url: text(),
    /** These are said by IncomingPhoneNumbers only. */
    origin: word(),
    beta: boolean(),
    status: word(),
    addressSid: word(),
    identitySid: word(),
    bundleSid: word(),
    emergencyAddressStatus: word(),
    apiVersion: word(),
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

    configurationStatusCallback: word(),
    configurationStatusCallbackMethod: word(),
    configurationVoiceApplicationSid: word(),
    configurationVoiceTrunkSid: word(),
    configurationVoiceEmergencyStatus: word(),
    configurationVoiceEmergencyAddressSid: word(),
    configurationVoiceReceiveMode: word(),
    configurationVoiceUrl: word(),
    configurationVoiceMethod: word(),
    configurationVoiceFallbackUrl: word(),
    configurationVoiceFallbackMethod: word(),
    configurationVoiceCallerIdLookup: boolean(),
    configurationSmsApplicationSid: word(),
    configurationSmsUrl: word(),
    configurationSmsMethod: word(),
    configurationSmsFallbackUrl: word(),
    configurationSmsFallbackMethod: word(),
    configurationMmsApplicationSid: word(),
    configurationMmsUrl: word(),
    configurationMmsMethod: word(),
    configurationMmsFallbackUrl: word(),
    configurationMmsFallbackMethod: word(),
  },
  (t) => [
    ...indexesOf('active_number', t, activeNumberFields, ['phoneNumber', 'sid']),
    index('active_number_by_phone_number').on(t.ownerAccountSid, t.phoneNumber, t.firstSeenAt),
  ],
);

export const hostedNumberOrders = pgTable(
  'hosted_number_order',
  {
    ...mirrored,
    phoneNumber: word().notNull(),
    status: word().notNull(),
    failureReason: word(),
    /** One of `failureCodes`: what the reader made of `failureReason`. */
    failureCode: word(),
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
    extension: word(),
    callDelay: integer(),
    dateCreated: moment().notNull(),
    dateUpdated: moment().notNull(),
    /** Whether the gateway made the order, and so attached its own callback. */
    createdHere: boolean().notNull().default(false),
    statusSince: statusSince(),
    /** When a callback that Twilio signed first named the order. */
    callbackSeenAt: moment(),
    /** One of `callbackCoverages`. */
    callbackCoverage: word()
      .notNull()
      .generatedAlwaysAs(
        sql`case when callback_seen_at is not null then 'SEEN' when status_since > date_created then 'NOT_SEEN' when created_here then 'ATTACHED_BY_GATEWAY' else 'UNKNOWN' end`,
      ),
  },
  (t) => [
    ...indexesOf('hosted_number_order', t, hostedNumberOrderFields, ['dateCreated', 'sid']),
    // Links and lookups find what Twilio no longer has as well.
    index('hosted_number_order_by_unique_name').on(t.ownerAccountSid, t.uniqueName, t.firstSeenAt),
    index('hosted_number_order_by_number').on(t.incomingPhoneNumberSid),
    index('hosted_number_order_by_document').on(t.signingDocumentSid),
  ],
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
    contactTitle: word(),
    contactPhoneNumber: word(),
    statusSince: statusSince(),
  },
  (t) => indexesOf('authorization_document', t, authorizationDocumentFields, ['dateCreated', 'sid']),
);

export type AccountRow = typeof accounts.$inferSelect;
export type ActiveNumberRow = typeof activeNumbers.$inferSelect;
export type HostedNumberOrderRow = typeof hostedNumberOrders.$inferSelect;
export type AuthorizationDocumentRow = typeof authorizationDocuments.$inferSelect;
