// How a number is set up: where Twilio turns when it is called or gets a message.
import type { ActiveNumberRow } from '../db/tables.ts';
import { httpMethods } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { HttpMethodEnum } from './enums.ts';

type Handler = 'TRUNK' | 'APPLICATION' | 'URL' | 'NOTHING';
const InboundHandlerEnum = builder.enumType('InboundHandler', {
  description: 'Who answers a call or a message.',
  values: {
    TRUNK: { value: 'TRUNK', description: 'The SIP trunk. It beats the application and the URL.' },
    APPLICATION: { value: 'APPLICATION', description: 'The application. It beats the URL.' },
    URL: { value: 'URL', description: 'The URL.' },
    NOTHING: { value: 'NOTHING', description: 'Nothing is set up.' },
  } as const,
});

const VoiceConfiguration = builder.objectRef<ActiveNumberRow>('VoiceConfiguration').implement({
  description: 'What happens with calls to the number.',
  fields: (t) => ({
    applicationSid: t.expose('configurationVoiceApplicationSid', {
      type: 'Sid',
      nullable: true,
      description: 'The application that handles calls. Upstream: `configurations.voice.application_sid`.',
    }),
    trunkSid: t.expose('configurationVoiceTrunkSid', {
      type: 'Sid',
      nullable: true,
      description: 'The SIP trunk that handles calls. Upstream: `configurations.voice.trunk_sid`.',
    }),
    emergencyStatus: t.exposeString('configurationVoiceEmergencyStatus', {
      nullable: true,
      description:
        'Whether emergency calling is on, in the word of Twilio. Upstream: `configurations.voice.emergency_status`.',
    }),
    emergencyAddressSid: t.expose('configurationVoiceEmergencyAddressSid', {
      type: 'Sid',
      nullable: true,
      description: 'The address told to emergency services. Upstream: `configurations.voice.emergency_address_sid`.',
    }),
    receiveMode: t.exposeString('configurationVoiceReceiveMode', {
      nullable: true,
      description: '`voice` or `fax`. Upstream: `configurations.voice.receive_mode`.',
    }),
    url: t.expose('configurationVoiceUrl', {
      type: 'URL',
      nullable: true,
      description: 'What Twilio requests when the number is called. Upstream: `configurations.voice.url`.',
    }),
    method: t.field({
      type: HttpMethodEnum,
      nullable: true,
      description: 'How it requests `url`. Upstream: `configurations.voice.method`.',
      resolve: (row) => knownMethod(row.configurationVoiceMethod),
    }),
    fallbackUrl: t.expose('configurationVoiceFallbackUrl', {
      type: 'URL',
      nullable: true,
      description: 'What it requests when `url` fails. Upstream: `configurations.voice.fallback_url`.',
    }),
    fallbackMethod: t.field({
      type: HttpMethodEnum,
      nullable: true,
      description: 'How it requests `fallbackUrl`. Upstream: `configurations.voice.fallback_method`.',
      resolve: (row) => knownMethod(row.configurationVoiceFallbackMethod),
    }),
    callerIdLookup: t.exposeBoolean('configurationVoiceCallerIdLookup', {
      nullable: true,
      description: "Whether the caller's name is looked up. Upstream: `configurations.voice.caller_id_lookup`.",
    }),
    effectiveHandler: t.field({
      type: InboundHandlerEnum,
      description: 'Which of trunk, application and URL answers a call. Derived by the gateway.',
      resolve: (row) =>
        row.configurationVoiceTrunkSid
          ? 'TRUNK'
          : handlerOf(row.configurationVoiceApplicationSid, row.configurationVoiceUrl),
    }),
  }),
});

/** The columns of SMS or MMS under the names of the graph. */
type MessagingShape = {
  applicationSid: string | null;
  url: string | null;
  method: string | null;
  fallbackUrl: string | null;
  fallbackMethod: string | null;
};

const MessagingConfiguration = builder.objectRef<MessagingShape>('MessagingConfiguration').implement({
  description: 'What happens with messages to the number.',
  fields: (t) => ({
    applicationSid: t.expose('applicationSid', {
      type: 'Sid',
      nullable: true,
      description:
        'The application that handles messages. Upstream: `configurations.sms.application_sid` (`mms` alike).',
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'What Twilio requests when a message comes. Upstream: `configurations.sms.url` (`mms` alike).',
    }),
    method: t.field({
      type: HttpMethodEnum,
      nullable: true,
      description: 'How it requests `url`. Upstream: `configurations.sms.method` (`mms` alike).',
      resolve: (shape) => knownMethod(shape.method),
    }),
    fallbackUrl: t.expose('fallbackUrl', {
      type: 'URL',
      nullable: true,
      description: 'What it requests when `url` fails. Upstream: `configurations.sms.fallback_url` (`mms` alike).',
    }),
    fallbackMethod: t.field({
      type: HttpMethodEnum,
      nullable: true,
      description: 'How it requests `fallbackUrl`. Upstream: `configurations.sms.fallback_method` (`mms` alike).',
      resolve: (shape) => knownMethod(shape.fallbackMethod),
    }),
    effectiveHandler: t.field({
      type: InboundHandlerEnum,
      description: 'Which of application and URL answers a message. Derived by the gateway.',
      resolve: (shape) => handlerOf(shape.applicationSid, shape.url),
    }),
  }),
});

export const NumberConfiguration = builder.objectRef<ActiveNumberRow>('NumberConfiguration').implement({
  description: 'How a number is set up. Upstream: `configuration` or `configurations`; both spellings occur.',
  fields: (t) => ({
    statusCallback: t.expose('configurationStatusCallback', {
      type: 'URL',
      nullable: true,
      description: 'What Twilio tells of calls that end. Upstream: `status_callback` or `status_callback_url`.',
    }),
    statusCallbackMethod: t.field({
      type: HttpMethodEnum,
      nullable: true,
      description: 'How it requests `statusCallback`. Upstream: `status_callback_method`.',
      resolve: (row) => knownMethod(row.configurationStatusCallbackMethod),
    }),
    voice: t.field({
      type: VoiceConfiguration,
      nullable: true,
      description: 'Calls. Upstream: `configurations.voice`.',
      resolve: (row) => row,
    }),
    sms: t.field({
      type: MessagingConfiguration,
      nullable: true,
      description: 'Text messages. Upstream: `configurations.sms`.',
      resolve: (row) => ({
        applicationSid: row.configurationSmsApplicationSid,
        url: row.configurationSmsUrl,
        method: row.configurationSmsMethod,
        fallbackUrl: row.configurationSmsFallbackUrl,
        fallbackMethod: row.configurationSmsFallbackMethod,
      }),
    }),
    mms: t.field({
      type: MessagingConfiguration,
      nullable: true,
      description: 'Media messages. Upstream: `configurations.mms`.',
      resolve: (row) => ({
        applicationSid: row.configurationMmsApplicationSid,
        url: row.configurationMmsUrl,
        method: row.configurationMmsMethod,
        fallbackUrl: row.configurationMmsFallbackUrl,
        fallbackMethod: row.configurationMmsFallbackMethod,
      }),
    }),
  }),
});

/** GET or POST; another word reads as null, since the enum is HTTP's and not Twilio's. */
function knownMethod(raw: string | null): (typeof httpMethods)[number] | null {
  return httpMethods.find((method) => method === raw?.toUpperCase()) ?? null;
}

function handlerOf(applicationSid: string | null, url: string | null): Handler {
  if (applicationSid) return 'APPLICATION';
  return url ? 'URL' : 'NOTHING';
}
