/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** What kind of mistake it is, for programs. */
export type ErrorCode =
  /** Something else is in the way, e.g. a name that is taken. Twilio was not asked. */
  | 'CONFLICT'
  /** A value breaks a rule that the gateway knows. Twilio was not asked. */
  | 'INVALID_INPUT'
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

/** How Twilio calls an address. */
export type HttpMethod =
  /** By GET. */
  | 'GET'
  /** By POST. */
  | 'POST';

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

/** The resource of Twilio that a number was read from; they don't say the same. */
export type NumberResource =
  /** The ActiveNumbers preview, with detailed capabilities. */
  | 'ACTIVE_NUMBERS'
  /** IncomingPhoneNumbers, where the account lacks the ActiveNumbers preview: capabilities without details. */
  | 'INCOMING_PHONE_NUMBERS';

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

/** Conditions on hosted number orders. All that are given must hold; `{}` is every order. */
export type OrderFilter = {
  /** The account that the record belongs to (AC...). */
  account?: SidOp | null | undefined;
  /** All of these hold. An empty list is an error. */
  and?: Array<OrderFilter> | null | undefined;
  /** When the order was made. */
  dateCreated?: TimeOp | null | undefined;
  /** When Twilio last changed the order. No index: reads the whole list. */
  dateUpdated?: TimeOp | null | undefined;
  /** The name for people. */
  friendlyName?: StringOp | null | undefined;
  /** The number that Twilio made for the order (PN...). */
  incomingPhoneNumberSid?: SidOp | null | undefined;
  /** This does not hold: exactly the records that the filter inside leaves out. */
  not?: OrderFilter | null | undefined;
  /** One of these holds at least. An empty list is an error. */
  or?: Array<OrderFilter> | null | undefined;
  /** The number to host. */
  phoneNumber?: StringOp | null | undefined;
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
  /** Not equal to; includes records without a value. */
  ne?: OrderStatus | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. */
  notIn?: Array<OrderStatus> | null | undefined;
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

/** Conditions on a sid. All that are given must hold. */
export type SidOp = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<string> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. */
  ne?: string | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. */
  notIn?: Array<string> | null | undefined;
};

/** Conditions on the stage of an order. All that are given must hold. */
export type StageOp = {
  /** Equal to. */
  eq?: OnboardingStage | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<OnboardingStage> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. */
  ne?: OnboardingStage | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. */
  notIn?: Array<OnboardingStage> | null | undefined;
};

/** Conditions on a text. All that are given must hold. */
export type StringOp = {
  /** Contains; the case of the letters A to Z does not matter. Reads the whole list. */
  contains?: string | null | undefined;
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of these. An empty list is an error. */
  in?: Array<string> | null | undefined;
  /** True: records without a value. False: records with one. */
  isNull?: boolean | null | undefined;
  /** Not equal to; includes records without a value. */
  ne?: string | null | undefined;
  /** None of these; includes records without a value. An empty list is an error. */
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

/** How ownership of a number is proved. Upstream: `verification_type`. */
export type VerificationType =
  /** A phone bill is sent in and read by Twilio. */
  | 'PHONE_BILL'
  /** Twilio calls the number and tells a code. */
  | 'PHONE_CALL'
  /** A word that the gateway does not know yet; `rawType` has it. Can be filtered by, not written. */
  | 'UNKNOWN';

/** How a write is to be done. */
export type WriteOptions = {
  /** Anything; the payload says it back. */
  clientMutationId?: string | null | undefined;
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


export const NumbersWithSmsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NumbersWithSms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"region"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}},"defaultValue":{"kind":"StringValue","value":"NY","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"geography"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"region"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"region"}}}]}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"capabilities"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sms"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"inboundConnectivity"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"BooleanValue","value":true}}]}}]}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"geography"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isoCountry"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"rateCenter"}},{"kind":"Field","name":{"kind":"Name","value":"lata"}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"inboundReachability"}},{"kind":"Field","name":{"kind":"Name","value":"gsm7"}},{"kind":"Field","name":{"kind":"Name","value":"inboundMps"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<NumbersWithSmsQuery, NumbersWithSmsQueryVariables>;
export const OneOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"EnumValue","value":"COMPLETED"}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"signingDocumentSid"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isNull"},"value":{"kind":"BooleanValue","value":false}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"dateCreated"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"attemptsRemaining"}},{"kind":"Field","name":{"kind":"Name","value":"callSids"}}]}},{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"readFrom"}},{"kind":"Field","name":{"kind":"Name","value":"geography"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"region"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"authorizationDocument"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"mutable"}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"syncedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OneOrderQuery, OneOrderQueryVariables>;
export const DocumentsWithOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DocumentsWithOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"status"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentStatus"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizationDocuments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"status"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"ccEmails"}},{"kind":"Field","name":{"kind":"Name","value":"dateUpdated"}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DocumentsWithOrdersQuery, DocumentsWithOrdersQueryVariables>;
export const CreateAnOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateAnOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateHostedNumberOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createHostedNumberOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"twilioCode"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateAnOrderMutation, CreateAnOrderMutationVariables>;
export const WatchTransitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchTransitions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orders"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FeedCursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transitions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orders"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orders"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderTransition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentTransition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","alias":{"kind":"Name","value":"fromDocumentStatus"},"name":{"kind":"Name","value":"from"}},{"kind":"Field","alias":{"kind":"Name","value":"toDocumentStatus"},"name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedCaughtUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedHeartbeat"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"serverTime"}}]}}]}}]}}]} as unknown as DocumentNode<WatchTransitionsSubscription, WatchTransitionsSubscriptionVariables>;
export const NumberByPhoneNumberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NumberByPhoneNumber"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"phoneNumber"},"value":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"accountSid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycle"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"e911"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}},{"kind":"Field","name":{"kind":"Name","value":"outboundConnectivity"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inboundConnectivity"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"applicationSid"}},{"kind":"Field","name":{"kind":"Name","value":"trunkSid"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveHandler"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"samePhoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}}]}}]}}]}}]} as unknown as DocumentNode<NumberByPhoneNumberQuery, NumberByPhoneNumberQueryVariables>;
export const OrdersByStatusDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersByStatus"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderStatus"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostedNumberOrders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"in"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"dateUpdated"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"within"},"value":{"kind":"StringValue","value":"P90D","block":false}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sid"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"friendlyName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attempts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dateUpdated"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<OrdersByStatusQuery, OrdersByStatusQueryVariables>;