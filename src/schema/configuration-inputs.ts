// What writes say of how a number handles calls and messages.
import { builder } from './builder.ts';
import { HttpMethodEnum } from './enums.ts';

export const MessagingConfigurationInput = builder.inputType('MessagingConfigurationInput', {
  description: 'What happens with messages to a number. An application beats the URLs.',
  fields: (t) => ({
    applicationSid: t.field({
      type: 'Sid',
      description: 'The application that handles messages (AP...). Upstream: `SmsApplicationSid`.',
    }),
    url: t.field({ type: 'URL', description: 'What Twilio requests when a message comes. Upstream: `SmsUrl`.' }),
    method: t.field({ type: HttpMethodEnum, description: 'How it requests `url`. Upstream: `SmsMethod`.' }),
    fallbackUrl: t.field({
      type: 'URL',
      description: 'What it requests when `url` fails. Upstream: `SmsFallbackUrl`.',
    }),
    fallbackMethod: t.field({
      type: HttpMethodEnum,
      description: 'How it requests `fallbackUrl`. Upstream: `SmsFallbackMethod`.',
    }),
  }),
});

const VoiceConfigurationInput = builder.inputType('VoiceConfigurationInput', {
  description:
    'What happens with calls to a number. A trunk beats an application, an application beats the URLs. A field left out stays as it is; null clears it.',
  fields: (t) => ({
    applicationSid: t.field({
      type: 'Sid',
      description:
        'The application that handles calls (AP...). It deletes the trunk; not together with `trunkSid`. Upstream: `VoiceApplicationSid`.',
    }),
    trunkSid: t.field({
      type: 'Sid',
      description:
        'The SIP trunk that handles calls (TK...). It deletes the application; not together with `applicationSid`. Upstream: `TrunkSid`.',
    }),
    url: t.field({ type: 'URL', description: 'What Twilio requests when a call comes. Upstream: `VoiceUrl`.' }),
    method: t.field({
      type: HttpMethodEnum,
      description: 'How it requests `url`; null is POST, the default of Twilio. Upstream: `VoiceMethod`.',
    }),
    fallbackUrl: t.field({
      type: 'URL',
      description: 'What it requests when `url` fails. Upstream: `VoiceFallbackUrl`.',
    }),
    fallbackMethod: t.field({
      type: HttpMethodEnum,
      description:
        'How it requests `fallbackUrl`; null is POST, the default of Twilio. Upstream: `VoiceFallbackMethod`.',
    }),
    callerIdLookup: t.boolean({
      description: "Whether the caller's name is looked up, which costs; null is no. Upstream: `VoiceCallerIdLookup`.",
    }),
    receiveMode: t.string({
      description: '`voice` or `fax`; null is `voice`, the default of Twilio. Upstream: `VoiceReceiveMode`.',
    }),
    emergencyAddressSid: t.field({
      type: 'Sid',
      description: 'The address told to emergency services (AD...). Upstream: `EmergencyAddressSid`.',
    }),
  }),
});

export const NumberConfigurationInput = builder.inputType('NumberConfigurationInput', {
  description: 'How a number is to be set up. A field left out stays as it is; null clears it.',
  fields: (t) => ({
    friendlyName: t.string({
      description:
        'A name for people, up to 64 characters; cleared, Twilio shows the phone number. Upstream: `FriendlyName`.',
    }),
    statusCallback: t.field({
      type: 'URL',
      description: 'What Twilio tells of calls that end. Upstream: `StatusCallback`.',
    }),
    statusCallbackMethod: t.field({
      type: HttpMethodEnum,
      description:
        'How it requests `statusCallback`; null is POST, the default of Twilio. Upstream: `StatusCallbackMethod`.',
    }),
    voice: t.field({ type: VoiceConfigurationInput, description: 'Calls. Upstream: `VoiceUrl` and its kin.' }),
    sms: t.field({ type: MessagingConfigurationInput, description: 'Messages. Upstream: `SmsUrl` and its kin.' }),
  }),
});
export type NumberConfigurationInputShape = typeof NumberConfigurationInput.$inferInput;
