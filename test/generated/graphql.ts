/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Conditions on numbers. All that are given must hold; `{}` is every number. */
export type ActiveNumberFilter = {
  /** The account that the record belongs to (AC...). */
  account?: SidOp | null | undefined;
  /** The address registered for the number (AD...). */
  addressSid?: SidOp | null | undefined;
  /** All of these hold. An empty list is an error. */
  and?: Array<ActiveNumberFilter> | null | undefined;
  /** The version of the API that calls start in. */
  apiVersion?: StringOp | null | undefined;
  /** Whether the number is new to Twilio. */
  beta?: BoolOp | null | undefined;
  /** The regulatory bundle of the number (BU...). */
  bundleSid?: SidOp | null | undefined;
  /** What the number can do. */
  capabilities?: CapabilitiesFilter | null | undefined;
  /** How the number is set up. */
  configuration?: ConfigurationFilter | null | undefined;
  /** When the number came to the account. */
  dateCreated?: TimeOp | null | undefined;
  /** When Twilio last changed the number. */
  dateUpdated?: TimeOp | null | undefined;
  /** How far the emergency address is registered. */
  emergencyAddressStatus?: StringOp | null | undefined;
  /** The name for people. */
  friendlyName?: StringOp | null | undefined;
  /** Where the number is at home. */
  geography?: GeographyFilter | null | undefined;
  /** The order that brought the number in, if Twilio still has it. `{}`: there is one. */
  hostedNumberOrder?: OrderFilter | null | undefined;
  /** The identity registered for the number (RI...). */
  identitySid?: SidOp | null | undefined;
  /** How mature the offer of such numbers is. */
  lifecycle?: NumberLifecycleOp | null | undefined;
  /** This does not hold: exactly the records that the filter inside leaves out. No index: reads the list until the page is full. */
  not?: ActiveNumberFilter | null | undefined;
  /** One of these holds at least. An empty list is an error. */
  or?: Array<ActiveNumberFilter> | null | undefined;
  /** How the number came, e.g. `twilio` or `hosted`. */
  origin?: StringOp | null | undefined;
  /** The number, e.g. everything that starts with +1415. */
  phoneNumber?: StringOp | null | undefined;
  /** The resource that the number was read from. */
  readFrom?: NumberResourceOp | null | undefined;
  /** What the law asks of its owner. */
  regulatory?: RegulatoryFilter | null | undefined;
  /** Free text: each of its words begins a word (among the first 256 characters) of the name, or it is the last digits of the phone number. The case of the letters A to Z does not matter. */
  search?: string | null | undefined;
  /** The sid (PN...). */
  sid?: SidOp | null | undefined;
  /** Whether the number is in use, in the word of Twilio. */
  status?: StringOp | null | undefined;
  /** The kind of number. */
  type?: NumberTypeOp | null | undefined;
  /** Absent or false: only what Twilio still has. True: only what it no longer has. At the top of the filter only. */
  vanished?: boolean | null | undefined;
};

/** Which address must be registered with Twilio to own the number. Upstream: `address_requirements`. */
export type AddressRequirement =
  /** An address anywhere in the world. */
  | 'ANY'
  /** An address outside the country of the number. */
  | 'FOREIGN'
  /** An address in the country of the number. */
  | 'LOCAL'
  /** No address is needed. */
  | 'NONE'
  /** A word that the gateway does not know yet; `rawAddressRequirements` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on which address is required. All that are given must hold. */
export type AddressRequirementOp = {
  /** Equal to. */
  eq?: AddressRequirement | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<AddressRequirement> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: AddressRequirement | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<AddressRequirement> | null | undefined;
};

/** Conditions on a yes or no. All that are given must hold. */
export type BoolOp = {
  /** Equal to. */
  eq?: boolean | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
};

/** Whether callbacks tell of an order. Derived by the gateway. */
export type CallbackCoverage =
  /** The gateway made the order with its own callback address; none was due yet. */
  | 'ATTACHED_BY_GATEWAY'
  /** The order has moved and no callback came: the sweep and the sync alone follow it. */
  | 'NOT_SEEN'
  /** A callback has come. */
  | 'SEEN'
  /** Made elsewhere, and not moved since: nobody knows where its callbacks go. */
  | 'UNKNOWN';

/** Conditions on whether callbacks tell of an order. All that are given must hold. */
export type CallbackCoverageOp = {
  /** Equal to. */
  eq?: CallbackCoverage | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<CallbackCoverage> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: CallbackCoverage | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<CallbackCoverage> | null | undefined;
};

/** Conditions on what a number can do. */
export type CapabilitiesFilter = {
  /** Media messages. */
  mms?: MmsFilter | null | undefined;
  /** Text messages. */
  sms?: SmsFilter | null | undefined;
  /** Calls. */
  voice?: VoiceFilter | null | undefined;
};

/** Conditions on how a number is set up. */
export type ConfigurationFilter = {
  /** What happens with media messages. */
  mms?: MmsConfigurationFilter | null | undefined;
  /** What happens with text messages. */
  sms?: SmsConfigurationFilter | null | undefined;
  /** Where Twilio reports the status of calls. */
  statusCallback?: StringOp | null | undefined;
  /** How it reports there. */
  statusCallbackMethod?: HttpMethodOp | null | undefined;
  /** What happens with calls. */
  voice?: VoiceConfigurationFilter | null | undefined;
};

/** A new hosted number order. The gateway attaches its own status callback, so the order is followed live from the start. */
export type CreateHostedNumberOrderInput = {
  /** The subaccount to put the order in (AC...); the parent account without it. Upstream: `AccountSid`. */
  account?: string | null | undefined;
  /** The address of the owner of the number (AD...). Upstream: `AddressSid`. */
  addressSid?: string | null | undefined;
  /** Who else gets the letter of authorization, 50 at most. Upstream: `CcEmails`. */
  ccEmails?: Array<string> | null | undefined;
  /** The owner of the number. Upstream: `Email`. */
  email?: string | null | undefined;
  /** Where each transition of the order is posted on: the gateway takes Twilio's status callback for itself, and this gives it back. Twilio's three parameters, signed with the auth token of the order's account, so a receiver of Twilio's callbacks needs no change. In order and at least once; see `statusForwarding` of the order. Upstream: in place of `StatusCallbackUrl`. */
  forwardStatusTo?: string | null | undefined;
  /** A name for people, up to 64 characters. Upstream: `FriendlyName`. */
  friendlyName?: string | null | undefined;
  /** How the write is to be done. */
  options?: WriteOptions | null | undefined;
  /** The number to host: a landline or toll-free number of the US or Canada. Upstream: `PhoneNumber`. */
  phoneNumber: string;
  /** How the new number handles messages. Upstream: `SmsUrl` and its kin. */
  sms?: MessagingConfigurationInput | null | undefined;
  /** SMS is the only capability that can be hosted, so it must be true. Upstream: `SmsCapability`. */
  smsCapability?: boolean;
  /** A name that no other order of the account has, up to 128 characters. Upstream: `UniqueName`. */
  uniqueName?: string | null | undefined;
  /** The phone bill (RI...), needed for PHONE_BILL. Upstream: `VerificationDocumentSid`. */
  verificationDocumentSid?: string | null | undefined;
  /** How ownership will be proved; Twilio takes the call without it. Upstream: `VerificationType`. */
  verificationType?: VerificationType | null | undefined;
};

/** Conditions on authorization documents. All that are given must hold; `{}` is every document. */
export type DocumentFilter = {
  /** The account that the record belongs to (AC...). */
  account?: SidOp | null | undefined;
  /** The address of the numbers (AD...). */
  addressSid?: SidOp | null | undefined;
  /** All of these hold. An empty list is an error. */
  and?: Array<DocumentFilter> | null | undefined;
  /** Who else is told when the document is sent and signed. */
  ccEmails?: StringListOp | null | undefined;
  /** The phone number of the person who may sign. */
  contactPhoneNumber?: StringOp | null | undefined;
  /** The title of the person who may sign. */
  contactTitle?: StringOp | null | undefined;
  /** When the document was made. */
  dateCreated?: TimeOp | null | undefined;
  /** When Twilio last changed the document. */
  dateUpdated?: TimeOp | null | undefined;
  /** Who is asked to sign. */
  email?: StringOp | null | undefined;
  /** At least one order that the document covers and Twilio still has. `{}`: there is one. */
  hostedNumberOrders?: OrderFilter | null | undefined;
  /** This does not hold: exactly the records that the filter inside leaves out. No index: reads the list until the page is full. */
  not?: DocumentFilter | null | undefined;
  /** One of these holds at least. An empty list is an error. */
  or?: Array<DocumentFilter> | null | undefined;
  /** Free text: each of its words begins a word (among the first 256 characters) of the e-mail address. The case of the letters A to Z does not matter. */
  search?: string | null | undefined;
  /** The sid (PX...). */
  sid?: SidOp | null | undefined;
  /** Where the document stands. */
  status?: DocumentStatusOp | null | undefined;
  /** Absent or false: only what Twilio still has. True: only what it no longer has. At the top of the filter only. */
  vanished?: boolean | null | undefined;
};

/** Where an authorization document stands. Upstream: `status` of the AuthorizationDocument. */
export type DocumentStatus =
  /** The recipient has cancelled the document. Final. */
  | 'CANCELED'
  /** The document failed with an error. Final. */
  | 'FAILED'
  /** The document is open and can be changed. */
  | 'OPENED'
  /** The document has been signed. Final. */
  | 'SIGNED'
  /** The document has been sent for signature and cannot be changed until it is reopened. */
  | 'SIGNING'
  /** A word that the gateway does not know yet; `rawStatus` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on the status of a document. All that are given must hold. */
export type DocumentStatusOp = {
  /** Equal to. */
  eq?: DocumentStatus | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<DocumentStatus> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: DocumentStatus | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<DocumentStatus> | null | undefined;
};

/** What kind of mistake it is, for programs. */
export type ErrorCode =
  /** The code of a verification call has expired. Nothing was sent; start the verification again. */
  | 'CODE_EXPIRED'
  /** Something else is in the way, e.g. a name that is taken. Twilio was not asked. */
  | 'CONFLICT'
  /** You may not do this. */
  | 'FORBIDDEN'
  /** The key was used with another input. Nothing was sent; take a new key. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A value breaks a rule that the gateway knows. Twilio was not asked. */
  | 'INVALID_INPUT'
  /** The same write, or another one to the same record, is under way. Nothing was sent; try again soon. */
  | 'IN_PROGRESS'
  /** A limit of Twilio is reached, or the last try before it must be asked for. Nothing was sent. */
  | 'LIMIT_EXCEEDED'
  /** Twilio does not host such numbers. Twilio was not asked. */
  | 'NOT_ELIGIBLE'
  /** Something that the input names is not there, or is not yours. Twilio was not asked. */
  | 'NOT_FOUND'
  /** The answer of Twilio was lost. It may have done what was asked: look before you try again. */
  | 'UPSTREAM_OUTCOME_UNKNOWN'
  /** Twilio refused. Nothing has changed. */
  | 'UPSTREAM_REJECTED'
  /** Twilio could not be reached or asked to wait. Nothing has changed; try again. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The record is in a state in which this cannot be done. Twilio was not asked. */
  | 'WRONG_STATE';

/** What made the gateway look. Whatever it was, the fact itself is what Twilio said then. */
export type FactSource =
  /** A status callback came, and the record was read again. */
  | 'CALLBACK'
  /** Nobody saw it: it follows from what was seen later. In transitions only. */
  | 'INFERRED'
  /** Twilio's answer to a write of the gateway. */
  | 'MUTATION_RESPONSE'
  /** Somebody asked for a record that the mirror lacked or held for too long. */
  | 'READ_THROUGH'
  /** The sweep over open orders and documents, which finds what callbacks missed. */
  | 'RECONCILE'
  /** The regular walk over Twilio's lists. */
  | 'SYNC';

/** Why an order failed or needs action. Classified by the gateway from `failure_reason`. */
export type FailureCode =
  /** The number is hosted already. */
  | 'ALREADY_HOSTED'
  /** Another provider has the number enabled for messages. */
  | 'ALREADY_MESSAGING_ENABLED'
  /** Twilio found no information on the carrier of the number. */
  | 'CARRIER_INFORMATION_UNAVAILABLE'
  /** Twilio does not host numbers of that country. */
  | 'COUNTRY_UNSUPPORTED'
  /** Nothing happened for 30 days. */
  | 'IDLE_TOO_LONG'
  /** The letter of authorization was not signed within seven days. */
  | 'LOA_NOT_SIGNED_IN_TIME'
  /** Mobile numbers cannot be hosted. */
  | 'MOBILE_NUMBER'
  /** A reason that the pages of Twilio do not name; `raw` has it. */
  | 'UNCLASSIFIED'
  /** A problem inside Twilio. */
  | 'UPSTREAM_INTERNAL'
  /** All attempts to prove ownership were used; only support of Twilio can go on (22100). */
  | 'VERIFICATION_ATTEMPTS_EXHAUSTED'
  /** Nobody proved ownership for seven days. */
  | 'VERIFICATION_IDLE';

/** Conditions on why an order failed or needs action. All that are given must hold. */
export type FailureCodeOp = {
  /** Equal to. */
  eq?: FailureCode | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<FailureCode> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: FailureCode | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<FailureCode> | null | undefined;
};

/** Conditions on a number. All that are given must hold. */
export type FloatOp = {
  /** Equal to. */
  eq?: number | null | undefined;
  /** At least. */
  gte?: number | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** At most. */
  lte?: number | null | undefined;
};

/** Conditions on where a number is at home. */
export type GeographyFilter = {
  /** The country, two letters. */
  isoCountry?: StringOp | null | undefined;
  /** The LATA. */
  lata?: StringOp | null | undefined;
  /** Degrees north. */
  latitude?: FloatOp | null | undefined;
  /** The town. */
  locality?: StringOp | null | undefined;
  /** Degrees east. */
  longitude?: FloatOp | null | undefined;
  /** Within a circle around a place. Numbers without coordinates are in none. */
  near?: NearInput | null | undefined;
  /** The postal code. */
  postalCode?: StringOp | null | undefined;
  /** The rate center. */
  rateCenter?: StringOp | null | undefined;
  /** The state or province, two letters. */
  region?: StringOp | null | undefined;
};

/** Conditions on what is to be hosted. */
export type HostedCapabilitiesFilter = {
  /** Fax. */
  fax?: BoolOp | null | undefined;
  /** Messages with media. */
  mms?: BoolOp | null | undefined;
  /** Messages. */
  sms?: BoolOp | null | undefined;
  /** Calls. */
  voice?: BoolOp | null | undefined;
};

/** How Twilio calls an address. */
export type HttpMethod =
  /** By GET. */
  | 'GET'
  /** By POST. */
  | 'POST';

/** Conditions on how Twilio calls an address. All that are given must hold. */
export type HttpMethodOp = {
  /** Equal to. */
  eq?: HttpMethod | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<HttpMethod> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: HttpMethod | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<HttpMethod> | null | undefined;
};

/** Whether the number of the caller or sender arrives as it was sent. Upstream: `inbound_caller_id_preservation` and `inbound_sender_id_preservation`. */
export type IdentityPreservation =
  /** Kept within the country of the number. */
  | 'DOMESTIC'
  /** Kept, also from other countries. */
  | 'INTERNATIONAL'
  /** Not kept. */
  | 'NONE'
  /** A word that the gateway does not know yet; the `raw...` field beside it has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Who answers a call or a message. */
export type InboundHandler =
  /** The application. It beats the URL. */
  | 'APPLICATION'
  /** Nothing is set up. */
  | 'NOTHING'
  /** The SIP trunk. It beats the application and the URL. */
  | 'TRUNK'
  /** The URL. */
  | 'URL';

/** Conditions on a whole number. All that are given must hold. */
export type IntOp = {
  /** Equal to. */
  eq?: number | null | undefined;
  /** At least. */
  gte?: number | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<number> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** At most. */
  lte?: number | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: number | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<number> | null | undefined;
};

/** What happens with messages to a number. An application beats the URLs. */
export type MessagingConfigurationInput = {
  /** The application that handles messages (AP...). Upstream: `SmsApplicationSid`. */
  applicationSid?: string | null | undefined;
  /** How it requests `fallbackUrl`. Upstream: `SmsFallbackMethod`. */
  fallbackMethod?: HttpMethod | null | undefined;
  /** What it requests when `url` fails. Upstream: `SmsFallbackUrl`. */
  fallbackUrl?: string | null | undefined;
  /** How it requests `url`. Upstream: `SmsMethod`. */
  method?: HttpMethod | null | undefined;
  /** What Twilio requests when a message comes. Upstream: `SmsUrl`. */
  url?: string | null | undefined;
};

/** Conditions on what happens with media messages. */
export type MmsConfigurationFilter = {
  /** The application that handles messages. */
  applicationSid?: SidOp | null | undefined;
  /** How it requests `fallbackUrl`. */
  fallbackMethod?: HttpMethodOp | null | undefined;
  /** What it requests when `url` fails. */
  fallbackUrl?: StringOp | null | undefined;
  /** How it requests `url`. */
  method?: HttpMethodOp | null | undefined;
  /** What Twilio requests when a message comes in. */
  url?: StringOp | null | undefined;
};

/** Conditions on what a number can do with media messages. */
export type MmsFilter = {
  /** Whether messages come in. */
  inboundConnectivity?: BoolOp | null | undefined;
  /** How many messages can come in per second. */
  inboundMps?: IntOp | null | undefined;
  /** From where messages reach the number. */
  inboundReachability?: ReachabilityOp | null | undefined;
  /** Whether messages go out. */
  outboundConnectivity?: BoolOp | null | undefined;
  /** Whether the number can do media messages at all. */
  present?: boolean | null | undefined;
};

/** A circle around a place, on a sphere of the size of the Earth. */
export type NearInput = {
  /** Degrees north: -90 to 90. */
  latitude: number;
  /** Degrees east: -180 to 180. */
  longitude: number;
  /** Its radius in kilometres: above 0, up to 20,015. */
  radiusKm: number;
};

/** How mature the offer of such numbers is. Upstream: `lifecycle` of the ActiveNumber. */
export type NumberLifecycle =
  /** Offered to all, still changing. */
  | 'BETA'
  /** Offered to some developers only. */
  | 'DEVELOPER_PREVIEW'
  /** No longer offered. */
  | 'EXHAUSTED'
  /** Offered to all. */
  | 'GENERALLY_AVAILABLE'
  /** A word that the gateway does not know yet; `rawLifecycle` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on how mature an offer is. All that are given must hold. */
export type NumberLifecycleOp = {
  /** Equal to. */
  eq?: NumberLifecycle | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<NumberLifecycle> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: NumberLifecycle | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<NumberLifecycle> | null | undefined;
};

/** The resource of Twilio that a number was read from; they don't say the same. */
export type NumberResource =
  /** The ActiveNumbers preview, with detailed capabilities. */
  | 'ACTIVE_NUMBERS'
  /** IncomingPhoneNumbers, where the account lacks the ActiveNumbers preview: capabilities without details. */
  | 'INCOMING_PHONE_NUMBERS';

/** Conditions on where a number was read from. All that are given must hold. */
export type NumberResourceOp = {
  /** Equal to. */
  eq?: NumberResource | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<NumberResource> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: NumberResource | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<NumberResource> | null | undefined;
};

/** The kind of a phone number. Upstream: `type` of the ActiveNumber. */
export type NumberType =
  /** A geographic number of a town or region. */
  | 'LOCAL'
  /** A mobile number. */
  | 'MOBILE'
  /** A number of a country without a region. */
  | 'NATIONAL'
  /** A short number for messages. Twilio writes `shortcode`. */
  | 'SHORT_CODE'
  /** A number that is free for the caller. Twilio writes `tollfree`. */
  | 'TOLL_FREE'
  /** A word that the gateway does not know yet; `rawType` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on the type of a number. All that are given must hold. */
export type NumberTypeOp = {
  /** Equal to. */
  eq?: NumberType | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<NumberType> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: NumberType | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<NumberType> | null | undefined;
};

/** The step of onboarding that a status belongs to. Derived by the gateway from `status`. */
export type OnboardingStage =
  /** The letter of authorization is to be made or signed (`verified`, `pending-loa`). */
  | 'AUTHORIZATION'
  /** The carrier is at work or the number is being tested (`carrier-processing`, `testing`). */
  | 'CARRIER'
  /** The order failed (`failed`). */
  | 'DEAD'
  /** Twilio checks whether it can host the number (`twilio-processing`). */
  | 'ELIGIBILITY'
  /** The number is hosted (`completed`). */
  | 'LIVE'
  /** A specialist of Twilio looks into it (`action-required`). */
  | 'NEEDS_OPERATOR'
  /** Ownership is being proved (`received`, `pending-verification`). */
  | 'OWNERSHIP'
  /** A word that the gateway does not know yet; `rawStatus` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on why an order failed or needs action. */
export type OrderFailureFilter = {
  /** The reason for programs. */
  code?: FailureCodeOp | null | undefined;
};

/** Conditions on hosted number orders. All that are given must hold; `{}` is every order. */
export type OrderFilter = {
  /** The account that the record belongs to (AC...). */
  account?: SidOp | null | undefined;
  /** The number that Twilio made for the order, if Twilio still has it. `{}`: there is one. */
  activeNumber?: ActiveNumberFilter | null | undefined;
  /** The address of the owner of the number (AD...). */
  addressSid?: SidOp | null | undefined;
  /** All of these hold. An empty list is an error. */
  and?: Array<OrderFilter> | null | undefined;
  /** The document that covers the order, if Twilio still has it. `{}`: there is one. */
  authorizationDocument?: DocumentFilter | null | undefined;
  /** Whether callbacks tell of the order. */
  callbackCoverage?: CallbackCoverageOp | null | undefined;
  /** What is to be hosted. */
  capabilities?: HostedCapabilitiesFilter | null | undefined;
  /** Who else gets the letter of authorization. */
  ccEmails?: StringListOp | null | undefined;
  /** When the order was made. */
  dateCreated?: TimeOp | null | undefined;
  /** When Twilio last changed the order. */
  dateUpdated?: TimeOp | null | undefined;
  /** The owner of the number. */
  email?: StringOp | null | undefined;
  /** Why the order failed or needs action. */
  failure?: OrderFailureFilter | null | undefined;
  /** Why the order needs action, in Twilio's words. */
  failureReason?: StringOp | null | undefined;
  /** The name for people. */
  friendlyName?: StringOp | null | undefined;
  /** The number that Twilio made for the order (PN...). */
  incomingPhoneNumberSid?: SidOp | null | undefined;
  /** This does not hold: exactly the records that the filter inside leaves out. No index: reads the list until the page is full. */
  not?: OrderFilter | null | undefined;
  /** One of these holds at least. An empty list is an error. */
  or?: Array<OrderFilter> | null | undefined;
  /** The number to host. */
  phoneNumber?: StringOp | null | undefined;
  /** Free text: each of its words begins a word (among the first 256 characters) of the name, the unique name or the e-mail address, or it is the last digits of the phone number. The case of the letters A to Z does not matter. */
  search?: string | null | undefined;
  /** The sid (HR...). */
  sid?: SidOp | null | undefined;
  /** The document that covers the order (PX...). */
  signingDocumentSid?: SidOp | null | undefined;
  /** The step of onboarding that it is in. */
  stage?: StageOp | null | undefined;
  /** Where the order stands. */
  status?: OrderStatusOp | null | undefined;
  /** The unique name. */
  uniqueName?: StringOp | null | undefined;
  /** Absent or false: only what Twilio still has. True: only what it no longer has. At the top of the filter only. */
  vanished?: boolean | null | undefined;
  /** How ownership of the number is proved. */
  verification?: VerificationFilter | null | undefined;
};

/** Where a hosted number order stands. Upstream: `status` of the HostedNumberOrder. */
export type OrderStatus =
  /** Something failed and an operations specialist of Twilio looks into it. */
  | 'ACTION_REQUIRED'
  /** The letter is signed and the number has been handed to the carrier. */
  | 'CARRIER_PROCESSING'
  /** The number is hosted and ready for use. */
  | 'COMPLETED'
  /** The order failed for good; a new one can be made for the same number. */
  | 'FAILED'
  /** The letter of authorization has been made and waits for its signature. */
  | 'PENDING_LOA'
  /** Twilio waits for the owner to pick up the call and give the code, or for the phone bill to be checked. */
  | 'PENDING_VERIFICATION'
  /** The number can be hosted; its ownership is still to be verified. */
  | 'RECEIVED'
  /** The number is being tested for the capabilities of the order. */
  | 'TESTING'
  /** Twilio checks whether the number can be hosted. */
  | 'TWILIO_PROCESSING'
  /** A word that the gateway does not know yet; `rawStatus` has it. Can be filtered by, not written. */
  | 'UNKNOWN'
  /** Ownership is proved; the order can be put on an authorization document. */
  | 'VERIFIED';

/** Conditions on the status of an order. All that are given must hold. */
export type OrderStatusOp = {
  /** Equal to. */
  eq?: OrderStatus | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<OrderStatus> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: OrderStatus | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<OrderStatus> | null | undefined;
};

/** Conditions on whether the number of the caller or sender is kept. All that are given must hold. */
export type PreservationOp = {
  /** Equal to. */
  eq?: IdentityPreservation | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<IdentityPreservation> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: IdentityPreservation | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<IdentityPreservation> | null | undefined;
};

/** From where a number can be reached. Upstream: `inbound_reachability`. */
export type Reachability =
  /** From the country of the number. */
  | 'DOMESTIC'
  /** From other countries. */
  | 'FOREIGN'
  /** From everywhere. */
  | 'GLOBAL'
  /** A word that the gateway does not know yet; `rawInboundReachability` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on from where a number can be reached. All that are given must hold. */
export type ReachabilityOp = {
  /** Equal to. */
  eq?: Reachability | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<Reachability> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: Reachability | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<Reachability> | null | undefined;
};

/** Conditions on what the law asks of the owner. */
export type RegulatoryFilter = {
  /** Which address must be registered. */
  addressRequirements?: AddressRequirementOp | null | undefined;
};

/** Conditions on a sid. All that are given must hold. */
export type SidOp = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<string> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: string | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<string> | null | undefined;
};

/** Conditions on what happens with text messages. */
export type SmsConfigurationFilter = {
  /** The application that handles messages. */
  applicationSid?: SidOp | null | undefined;
  /** How it requests `fallbackUrl`. */
  fallbackMethod?: HttpMethodOp | null | undefined;
  /** What it requests when `url` fails. */
  fallbackUrl?: StringOp | null | undefined;
  /** How it requests `url`. */
  method?: HttpMethodOp | null | undefined;
  /** What Twilio requests when a message comes in. */
  url?: StringOp | null | undefined;
};

/** Conditions on what a number can do with text messages. */
export type SmsFilter = {
  /** Whether GSM-7 is possible. */
  gsm7?: BoolOp | null | undefined;
  /** Whether long messages in GSM-7 are joined. */
  gsm7Concatenation?: BoolOp | null | undefined;
  /** Whether messages come in. */
  inboundConnectivity?: BoolOp | null | undefined;
  /** How many messages can come in per second. */
  inboundMps?: IntOp | null | undefined;
  /** From where messages reach the number. */
  inboundReachability?: ReachabilityOp | null | undefined;
  /** Whether the sender's number is kept. */
  inboundSenderIdPreservation?: PreservationOp | null | undefined;
  /** Whether messages go out. */
  outboundConnectivity?: BoolOp | null | undefined;
  /** Whether the number can do text messages at all. */
  present?: boolean | null | undefined;
  /** Whether UCS-2 is possible. */
  ucs2?: BoolOp | null | undefined;
  /** Whether long messages in UCS-2 are joined. */
  ucs2Concatenation?: BoolOp | null | undefined;
};

/** Conditions on the stage of an order. All that are given must hold. */
export type StageOp = {
  /** Equal to. */
  eq?: OnboardingStage | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<OnboardingStage> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: OnboardingStage | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<OnboardingStage> | null | undefined;
};

/** Conditions on a list of texts. All that are given must hold. */
export type StringListOp = {
  /** One of its items is equal to this. */
  has?: string | null | undefined;
};

/** Conditions on a text. All that are given must hold. */
export type StringOp = {
  /** Contains; the case of the letters A to Z does not matter. No index: reads the list until the page is full. `search` finds words and last digits by an index. */
  contains?: string | null | undefined;
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<string> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: string | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<string> | null | undefined;
  /** Begins with; the case of the letters A to Z does not matter. */
  startsWith?: string | null | undefined;
};

/** Conditions on a time. All that are given must hold. */
export type TimeOp = {
  /** At or after. */
  gte?: string | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Before. */
  lt?: string | null | undefined;
  /** Not longer ago than, e.g. `P7D` for the last seven days. */
  within?: string | null | undefined;
};

/** Conditions on how ownership of a number is proved. */
export type VerificationFilter = {
  /** How often ownership was to be proved so far. */
  attempts?: IntOp | null | undefined;
  /** Seconds to wait before the verification call. */
  callDelay?: IntOp | null | undefined;
  /** The calls that were made for it (CA...). */
  callSids?: StringListOp | null | undefined;
  /** The phone bill (RI...). */
  documentSid?: SidOp | null | undefined;
  /** What the verification call dials once it is connected. */
  extension?: StringOp | null | undefined;
  /** By a call or by a phone bill. */
  type?: VerificationTypeOp | null | undefined;
};

/** How ownership of a number is proved. Upstream: `verification_type`. */
export type VerificationType =
  /** A phone bill is sent in and read by Twilio. */
  | 'PHONE_BILL'
  /** Twilio calls the number and tells a code. */
  | 'PHONE_CALL'
  /** A word that the gateway does not know yet; `rawType` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** Conditions on how ownership is proved. All that are given must hold. */
export type VerificationTypeOp = {
  /** Equal to. */
  eq?: VerificationType | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<VerificationType> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. No index: reads the list until the page is full. */
  ne?: VerificationType | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full. */
  notIn?: Array<VerificationType> | null | undefined;
};

/** Conditions on what happens with calls. */
export type VoiceConfigurationFilter = {
  /** The application that handles calls. */
  applicationSid?: SidOp | null | undefined;
  /** Whether the caller's name is looked up. */
  callerIdLookup?: BoolOp | null | undefined;
  /** The address told to emergency services. */
  emergencyAddressSid?: SidOp | null | undefined;
  /** Whether emergency calling is on. */
  emergencyStatus?: StringOp | null | undefined;
  /** How it requests `fallbackUrl`. */
  fallbackMethod?: HttpMethodOp | null | undefined;
  /** What it requests when `url` fails. */
  fallbackUrl?: StringOp | null | undefined;
  /** How it requests `url`. */
  method?: HttpMethodOp | null | undefined;
  /** `voice` or `fax`. */
  receiveMode?: StringOp | null | undefined;
  /** The SIP trunk that handles calls. */
  trunkSid?: SidOp | null | undefined;
  /** What Twilio requests when the number is called. */
  url?: StringOp | null | undefined;
};

/** Conditions on what a number can do with calls. */
export type VoiceFilter = {
  /** How many calls can be started per second. */
  callsPerSecond?: IntOp | null | undefined;
  /** The codecs of calls. */
  codecs?: StringListOp | null | undefined;
  /** How many calls can be active at one time. */
  concurrentCallsLimit?: IntOp | null | undefined;
  /** Whether emergency calls (911) are possible. */
  e911?: BoolOp | null | undefined;
  /** Whether fax is possible. */
  fax?: BoolOp | null | undefined;
  /** Key tones of the called party, on calls in. */
  inboundCalledDtmf?: BoolOp | null | undefined;
  /** Key tones of the caller, on calls in. */
  inboundCallerDtmf?: BoolOp | null | undefined;
  /** Whether the caller's number is kept. */
  inboundCallerIdPreservation?: PreservationOp | null | undefined;
  /** Whether calls come in. */
  inboundConnectivity?: BoolOp | null | undefined;
  /** From where the number can be called. */
  inboundReachability?: ReachabilityOp | null | undefined;
  /** How many seconds of voicemail can be recorded. */
  longRecordLength?: IntOp | null | undefined;
  /** Whether calls go out. */
  outboundConnectivity?: BoolOp | null | undefined;
  /** Whether the number can do calls at all. */
  present?: boolean | null | undefined;
  /** Whether SIP trunking is possible. */
  sipTrunking?: BoolOp | null | undefined;
};

/** How a write is to be done. */
export type WriteOptions = {
  /** Anything; the payload says it back. */
  clientMutationId?: string | null | undefined;
  /** Checks everything and says what would change, but sends nothing that writes. */
  dryRun?: boolean;
  /** A name for this write, 1 to 255 printable characters. Sent again with the same input it answers the same and does nothing; with another input it is refused. Kept for seven days, and only when something was sent. */
  idempotencyKey?: string | null | undefined;
};

export type NumbersWithSmsQueryVariables = Exact<{
  region?: string | null | undefined;
}>;


export type NumbersWithSmsQuery = { activeNumbers: { totalCount: number, nodes: Array<{ phoneNumber: string, friendlyName: string | null, type: NumberType, geography: { isoCountry: string | null, region: string | null, locality: string | null, rateCenter: string | null, lata: string | null }, capabilities: { sms: { outboundConnectivity: boolean | null, inboundReachability: Reachability | null, gsm7: boolean | null, inboundMps: number | null } | null }, configuration: { sms: { url: string | null, effectiveHandler: InboundHandler } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type OneOrderQueryVariables = Exact<{ [key: string]: never; }>;


export type OneOrderQuery = { hostedNumberOrders: { nodes: Array<{ id: string, sid: string, phoneNumber: string, friendlyName: string | null, status: OrderStatus, stage: OnboardingStage, dateCreated: string, verification: { type: VerificationType | null, attempts: number, attemptsRemaining: number, callSids: Array<string> }, activeNumber: { sid: string, phoneNumber: string, readFrom: NumberResource, geography: { locality: string | null, region: string | null }, configuration: { sms: { url: string | null, effectiveHandler: InboundHandler } | null } } | null, authorizationDocument: { sid: string, status: DocumentStatus, email: string | null, mutable: boolean, hostedNumberOrders: { totalCount: number } } | null, freshness: { syncedAt: string, source: FactSource, stale: boolean } }> } };

export type DocumentsWithOrdersQueryVariables = Exact<{
  status: DocumentStatus;
}>;


export type DocumentsWithOrdersQuery = { authorizationDocuments: { totalCount: number, nodes: Array<{ sid: string, status: DocumentStatus, email: string | null, ccEmails: Array<string>, dateUpdated: string, hostedNumberOrders: { totalCount: number, nodes: Array<{ sid: string, phoneNumber: string, status: OrderStatus }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }> } };

export type CreateAnOrderMutationVariables = Exact<{
  input: CreateHostedNumberOrderInput;
}>;


export type CreateAnOrderMutation = { createHostedNumberOrder: { order: { id: string, sid: string, phoneNumber: string, status: OrderStatus, activeNumber: { sid: string } | null } | null, userErrors: Array<
      | { __typename: 'AttemptsError', code: ErrorCode, path: Array<string>, message: string }
      | { __typename: 'InputError', code: ErrorCode, path: Array<string>, message: string }
      | { __typename: 'StateError', code: ErrorCode, path: Array<string>, message: string }
      | { __typename: 'UpstreamError', twilioCode: number | null, code: ErrorCode, path: Array<string>, message: string }
    > } };

export type WatchTransitionsSubscriptionVariables = Exact<{
  orders?: OrderFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type WatchTransitionsSubscription = { transitions:
    | { __typename: 'DocumentTransition', cursor: string, observedAt: string, fromDocumentStatus: DocumentStatus | null, toDocumentStatus: DocumentStatus | null, document: { sid: string, email: string | null } }
    | { __typename: 'FeedCaughtUp', cursor: string, replayed: number }
    | { __typename: 'FeedGap' }
    | { __typename: 'FeedHeartbeat', cursor: string, serverTime: string }
    | { __typename: 'OrderTransition', cursor: string, from: OrderStatus | null, to: OrderStatus | null, observedAt: string, order: { phoneNumber: string, friendlyName: string | null, failureReason: string | null } }
   };

export type NumberByPhoneNumberQueryVariables = Exact<{
  phoneNumber: string;
}>;


export type NumberByPhoneNumberQuery = { activeNumber: { id: string, sid: string, accountSid: string, phoneNumber: string, friendlyName: string | null, type: NumberType, lifecycle: NumberLifecycle | null, capabilities: { voice: { inboundConnectivity: boolean | null, e911: boolean | null, codecs: Array<string> } | null, sms: { inboundConnectivity: boolean | null, outboundConnectivity: boolean | null } | null, mms: { inboundConnectivity: boolean | null } | null }, configuration: { voice: { url: string | null, applicationSid: string | null, trunkSid: string | null, effectiveHandler: InboundHandler } | null, sms: { url: string | null, effectiveHandler: InboundHandler } | null }, hostedNumberOrder: { sid: string, status: OrderStatus } | null, samePhoneNumber: Array<{ sid: string }> } | null };

export type OrdersByStatusQueryVariables = Exact<{
  statuses: Array<OrderStatus> | OrderStatus;
  after?: string | null | undefined;
}>;


export type OrdersByStatusQuery = { hostedNumberOrders: { totalCount: number, edges: Array<{ cursor: string, node: { sid: string, phoneNumber: string, friendlyName: string | null, status: OrderStatus, failureReason: string | null, dateUpdated: string, verification: { attempts: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type OnboardingFunnelQueryVariables = Exact<{
  window?: TimeOp | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type OnboardingFunnelQuery = { onboardingFunnel: { stages: Array<{ stage: OnboardingStage, entered: number, left: number, waiting: number, p50: string | null, p95: string | null }> } };

export type ExploreNumbersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ExploreNumbersQuery = { activeNumbers: { totalCount: number, facets: Array<{ by: string, otherCount: number, buckets: Array<{ value: string | null, count: number }> }>, nodes: Array<{ phoneNumber: string, friendlyName: string | null, geography: { locality: string | null, region: string | null, latitude: number | null, longitude: number | null }, hostedNumberOrder: { status: OrderStatus } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };


export const NumbersWithSmsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NumbersWithSms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"region"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}},"defaultValue":{"kind":"StringValue","value":"NY","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"geography"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"region"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"region"}}}]}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"capabilities"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sms"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"inboundConnectivity"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"BooleanValue","value":true}}]}}]}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"geography"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isoCountry"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"rateCenter"}},{"kind":"Field","name":{"kind":"Name","value":"lata"}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"inboundReachability"}},{"kind":"Field","name":{"kind":"Name","value":"gsm7"}},{"kind":"Field","name":{"kind":"Name","value":"inboundMps"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<NumbersWithSmsQuery, NumbersWithSmsQueryVariables>;
export const OneOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"EnumValue","value":"COMPLETED"}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"signingDocumentSid"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isNull"},"value":{"kind":"BooleanValue","value":false}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"dateCreated"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"attemptsRemaining"}},{"kind":"Field","name":{"kind":"Name","value":"callSids"}}]}},{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"readFrom"}},{"kind":"Field","name":{"kind":"Name","value":"geography"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"region"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"authorizationDocument"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"mutable"}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"syncedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OneOrderQuery, OneOrderQueryVariables>;
export const DocumentsWithOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DocumentsWithOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"status"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentStatus"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizationDocuments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"status"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"ccEmails"}},{"kind":"Field","name":{"kind":"Name","value":"dateUpdated"}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DocumentsWithOrdersQuery, DocumentsWithOrdersQueryVariables>;
export const CreateAnOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateAnOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateHostedNumberOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createHostedNumberOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"twilioCode"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateAnOrderMutation, CreateAnOrderMutationVariables>;
export const WatchTransitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchTransitions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orders"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FeedCursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transitions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orders"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orders"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderTransition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentTransition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","alias":{"kind":"Name","value":"fromDocumentStatus"},"name":{"kind":"Name","value":"from"}},{"kind":"Field","alias":{"kind":"Name","value":"toDocumentStatus"},"name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedCaughtUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedHeartbeat"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"serverTime"}}]}}]}}]}}]} as unknown as DocumentNode<WatchTransitionsSubscription, WatchTransitionsSubscriptionVariables>;
export const NumberByPhoneNumberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NumberByPhoneNumber"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"phoneNumber"},"value":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"accountSid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycle"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"e911"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"outboundConnectivity"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"applicationSid"}},{"kind":"Field","name":{"kind":"Name","value":"trunkSid"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"samePhoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}}]}}]}}]}}]} as unknown as DocumentNode<NumberByPhoneNumberQuery, NumberByPhoneNumberQueryVariables>;
export const OrdersByStatusDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersByStatus"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderStatus"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"in"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"dateUpdated"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"within"},"value":{"kind":"StringValue","value":"P90D","block":false}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attempts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dateUpdated"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<OrdersByStatusQuery, OrdersByStatusQueryVariables>;
export const OnboardingFunnelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OnboardingFunnel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"window"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeOp"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"onboardingFunnel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"window"},"value":{"kind":"Variable","name":{"kind":"Name","value":"window"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}}]}}]}}]} as unknown as DocumentNode<OnboardingFunnelQuery, OnboardingFunnelQueryVariables>;
export const ExploreNumbersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExploreNumbers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"geography"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"near"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"FloatValue","value":"40.71"}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"FloatValue","value":"-74.01"}},{"kind":"ObjectField","name":{"kind":"Name","value":"radiusKm"},"value":{"kind":"IntValue","value":"100"}}]}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"not"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"capabilities"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sms"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"present"},"value":{"kind":"BooleanValue","value":false}}]}}]}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"LOCALITY"}}]},{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"PHONE_NUMBER"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"DESC"}}]}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"facets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"LOCALITY"},{"kind":"EnumValue","value":"TYPE"},{"kind":"EnumValue","value":"SMS_REACHABILITY"}]}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"otherCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"geography"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ExploreNumbersQuery, ExploreNumbersQueryVariables>;