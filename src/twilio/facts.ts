// What Twilio says of a resource, cleaned of the contradictions of its pages: one flat shape for each, in which `""` is
// null, numbers are numbers, dates are Dates, and every list is there. representations/ makes them; nothing else does.
// Field names are the columns of the mirror: `capabilities.voice.fax` is `capabilitiesVoiceFax`.
import type { FailureCode, NumberResource } from '../vocabulary.ts';

/** An account of the tenant. Its token is no fact: it is kept in memory only (see account-directory.ts). */
export type AccountFacts = {
  sid: string;
  ownerAccountSid: string;
  friendlyName: string | null;
  status: string | null;
};

export type ActiveNumberFacts = {
  sid: string;
  accountSid: string;
  readFrom: NumberResource;
  phoneNumber: string;
  friendlyName: string | null;
  type: string | null;
  lifecycle: string | null;
  url: string | null;
  origin: string | null;
  beta: boolean | null;
  status: string | null;
  addressSid: string | null;
  identitySid: string | null;
  bundleSid: string | null;
  emergencyAddressStatus: string | null;
  apiVersion: string | null;
  dateCreated: Date | null;
  dateUpdated: Date | null;

  /** False: the block was null, so the number is not capable. The details are null where Twilio gave none. */
  capabilitiesVoice: boolean;
  capabilitiesVoiceInboundConnectivity: boolean | null;
  capabilitiesVoiceOutboundConnectivity: boolean | null;
  capabilitiesVoiceE911: boolean | null;
  capabilitiesVoiceFax: boolean | null;
  capabilitiesVoiceSipTrunking: boolean | null;
  capabilitiesVoiceCallsPerSecond: number | null;
  capabilitiesVoiceConcurrentCallsLimit: number | null;
  /** Seconds. */
  capabilitiesVoiceLongRecordLength: number | null;
  capabilitiesVoiceInboundCalledDtmf: boolean | null;
  capabilitiesVoiceInboundCallerDtmf: boolean | null;
  capabilitiesVoiceInboundCallerIdPreservation: string | null;
  capabilitiesVoiceInboundReachability: string | null;
  capabilitiesVoiceCodecs: string[];

  capabilitiesSms: boolean;
  capabilitiesSmsInboundConnectivity: boolean | null;
  capabilitiesSmsOutboundConnectivity: boolean | null;
  capabilitiesSmsGsm7: boolean | null;
  capabilitiesSmsUcs2: boolean | null;
  capabilitiesSmsGsm7Concatenation: boolean | null;
  capabilitiesSmsUcs2Concatenation: boolean | null;
  capabilitiesSmsInboundSenderIdPreservation: string | null;
  capabilitiesSmsInboundReachability: string | null;
  /** Messages per second; null when Twilio says -1 or nothing. */
  capabilitiesSmsInboundMps: number | null;

  capabilitiesMms: boolean;
  capabilitiesMmsInboundConnectivity: boolean | null;
  capabilitiesMmsOutboundConnectivity: boolean | null;
  capabilitiesMmsInboundReachability: string | null;
  capabilitiesMmsInboundMps: number | null;

  geographyIsoCountry: string | null;
  geographyLata: string | null;
  geographyRateCenter: string | null;
  geographyLatitude: number | null;
  geographyLongitude: number | null;
  geographyRegion: string | null;
  geographyLocality: string | null;
  geographyPostalCode: string | null;

  regulatoryAddressRequirements: string | null;

  configurationStatusCallback: string | null;
  configurationStatusCallbackMethod: string | null;
  configurationVoiceApplicationSid: string | null;
  configurationVoiceTrunkSid: string | null;
  configurationVoiceEmergencyStatus: string | null;
  configurationVoiceEmergencyAddressSid: string | null;
  configurationVoiceReceiveMode: string | null;
  configurationVoiceUrl: string | null;
  configurationVoiceMethod: string | null;
  configurationVoiceFallbackUrl: string | null;
  configurationVoiceFallbackMethod: string | null;
  configurationVoiceCallerIdLookup: boolean | null;
  configurationSmsApplicationSid: string | null;
  configurationSmsUrl: string | null;
  configurationSmsMethod: string | null;
  configurationSmsFallbackUrl: string | null;
  configurationSmsFallbackMethod: string | null;
  configurationMmsApplicationSid: string | null;
  configurationMmsUrl: string | null;
  configurationMmsMethod: string | null;
  configurationMmsFallbackUrl: string | null;
  configurationMmsFallbackMethod: string | null;
};

export type HostedNumberOrderFacts = {
  sid: string;
  accountSid: string;
  phoneNumber: string;
  status: string;
  failureReason: string | null;
  /** What the gateway makes of the reason. */
  failureCode: FailureCode | null;
  capabilitiesSms: boolean | null;
  capabilitiesMms: boolean | null;
  capabilitiesVoice: boolean | null;
  capabilitiesFax: boolean | null;
  friendlyName: string | null;
  uniqueName: string | null;
  /** Null in the list of a document's orders, which leaves it out. */
  url: string | null;
  email: string | null;
  ccEmails: string[];
  addressSid: string | null;
  incomingPhoneNumberSid: string | null;
  signingDocumentSid: string | null;
  verificationType: string | null;
  verificationDocumentSid: string | null;
  verificationAttempts: number;
  verificationCallSids: string[];
  verificationCode: string | null;
  extension: string | null;
  /** Seconds. */
  callDelay: number | null;
  dateCreated: Date;
  dateUpdated: Date;
};

export type AuthorizationDocumentFacts = {
  sid: string;
  accountSid: string;
  status: string;
  addressSid: string | null;
  email: string | null;
  ccEmails: string[];
  url: string | null;
  dateCreated: Date;
  dateUpdated: Date;
};
