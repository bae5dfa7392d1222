// What a number can do: one block for voice, SMS and MMS each, null when the number is not capable of it at all.
import type { ActiveNumberRow } from '../db/tables.ts';
import { identityPreservations, reachabilities } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { IdentityPreservationEnum, knownWord, ReachabilityEnum } from './enums.ts';

const VoiceCapability = builder.objectRef<ActiveNumberRow>('VoiceCapability').implement({
  description: 'What a number can do with calls. Fields are null where Twilio gave no details.',
  fields: (t) => ({
    inboundConnectivity: t.exposeBoolean('capabilitiesVoiceInboundConnectivity', {
      nullable: true,
      description: 'Whether calls come in to Twilio. Upstream: `capabilities.voice.inbound_connectivity`.',
    }),
    outboundConnectivity: t.exposeBoolean('capabilitiesVoiceOutboundConnectivity', {
      nullable: true,
      description: 'Whether calls go out of Twilio. Upstream: `capabilities.voice.outbound_connectivity`.',
    }),
    e911: t.exposeBoolean('capabilitiesVoiceE911', {
      nullable: true,
      description: 'Whether emergency calls (911) are possible. Upstream: `capabilities.voice.e911`.',
    }),
    fax: t.exposeBoolean('capabilitiesVoiceFax', {
      nullable: true,
      description: 'Whether fax is possible. Upstream: `capabilities.voice.fax`.',
    }),
    sipTrunking: t.exposeBoolean('capabilitiesVoiceSipTrunking', {
      nullable: true,
      description: 'Whether SIP trunking is possible. Upstream: `capabilities.voice.sip_trunking`.',
    }),
    callsPerSecond: t.exposeInt('capabilitiesVoiceCallsPerSecond', {
      nullable: true,
      description: 'How many calls can be started per second. Upstream: `capabilities.voice.calls_per_second`.',
    }),
    concurrentCallsLimit: t.exposeInt('capabilitiesVoiceConcurrentCallsLimit', {
      nullable: true,
      description: 'How many calls can be active at one time. Upstream: `capabilities.voice.concurrent_calls_limit`.',
    }),
    longRecordLength: t.exposeInt('capabilitiesVoiceLongRecordLength', {
      nullable: true,
      description: 'How many seconds of voicemail can be recorded. Upstream: `capabilities.voice.long_record_length`.',
    }),
    inboundCalledDtmf: t.exposeBoolean('capabilitiesVoiceInboundCalledDtmf', {
      nullable: true,
      description: 'Key tones of the called party, on calls in. Upstream: `capabilities.voice.inbound_called_dtmf`.',
    }),
    inboundCallerDtmf: t.exposeBoolean('capabilitiesVoiceInboundCallerDtmf', {
      nullable: true,
      description: 'Key tones of the caller, on calls in. Upstream: `capabilities.voice.inbound_caller_dtmf`.',
    }),
    inboundCallerIdPreservation: t.field({
      type: IdentityPreservationEnum,
      nullable: true,
      description:
        "Whether the caller's number arrives as it was sent. Upstream: `capabilities.voice.inbound_caller_id_preservation`.",
      resolve: (row) => knownWord(identityPreservations, row.capabilitiesVoiceInboundCallerIdPreservation),
    }),
    rawInboundCallerIdPreservation: t.exposeString('capabilitiesVoiceInboundCallerIdPreservation', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `capabilities.voice.inbound_caller_id_preservation`.",
    }),
    inboundReachability: t.field({
      type: ReachabilityEnum,
      nullable: true,
      description: 'From where the number can be called. Upstream: `capabilities.voice.inbound_reachability`.',
      resolve: (row) => knownWord(reachabilities, row.capabilitiesVoiceInboundReachability),
    }),
    rawInboundReachability: t.exposeString('capabilitiesVoiceInboundReachability', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `capabilities.voice.inbound_reachability`.",
    }),
    codecs: t.exposeStringList('capabilitiesVoiceCodecs', {
      description:
        'How sound is coded, e.g. `g711u`; empty where Twilio said nothing. Upstream: `capabilities.voice.codecs`.',
    }),
  }),
});

const SmsCapability = builder.objectRef<ActiveNumberRow>('SmsCapability').implement({
  description: 'What a number can do with text messages. Fields are null where Twilio gave no details.',
  fields: (t) => ({
    inboundConnectivity: t.exposeBoolean('capabilitiesSmsInboundConnectivity', {
      nullable: true,
      description: 'Whether messages come in to Twilio. Upstream: `capabilities.sms.inbound_connectivity`.',
    }),
    outboundConnectivity: t.exposeBoolean('capabilitiesSmsOutboundConnectivity', {
      nullable: true,
      description: 'Whether messages go out of Twilio. Upstream: `capabilities.sms.outbound_connectivity`.',
    }),
    gsm7: t.exposeBoolean('capabilitiesSmsGsm7', {
      nullable: true,
      description: 'Whether GSM-7 is understood, 7 bits a letter. Upstream: `capabilities.sms.gsm7`.',
    }),
    ucs2: t.exposeBoolean('capabilitiesSmsUcs2', {
      nullable: true,
      description: 'Whether UCS-2 is understood, 16 bits a letter. Upstream: `capabilities.sms.ucs2`.',
    }),
    gsm7Concatenation: t.exposeBoolean('capabilitiesSmsGsm7Concatenation', {
      nullable: true,
      description:
        'Whether long GSM-7 messages are put together again. Upstream: `capabilities.sms.gsm7_concatenation`.',
    }),
    ucs2Concatenation: t.exposeBoolean('capabilitiesSmsUcs2Concatenation', {
      nullable: true,
      description:
        'Whether long UCS-2 messages are put together again. Upstream: `capabilities.sms.ucs2_concatenation`.',
    }),
    inboundSenderIdPreservation: t.field({
      type: IdentityPreservationEnum,
      nullable: true,
      description:
        "Whether the sender's number arrives as it was sent. Upstream: `capabilities.sms.inbound_sender_id_preservation`.",
      resolve: (row) => knownWord(identityPreservations, row.capabilitiesSmsInboundSenderIdPreservation),
    }),
    rawInboundSenderIdPreservation: t.exposeString('capabilitiesSmsInboundSenderIdPreservation', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `capabilities.sms.inbound_sender_id_preservation`.",
    }),
    inboundReachability: t.field({
      type: ReachabilityEnum,
      nullable: true,
      description: 'From where messages reach the number. Upstream: `capabilities.sms.inbound_reachability`.',
      resolve: (row) => knownWord(reachabilities, row.capabilitiesSmsInboundReachability),
    }),
    rawInboundReachability: t.exposeString('capabilitiesSmsInboundReachability', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `capabilities.sms.inbound_reachability`.",
    }),
    inboundMps: t.exposeInt('capabilitiesSmsInboundMps', {
      nullable: true,
      description:
        'How many messages can come in per second; null where Twilio says -1 (no limit of its own). Upstream: `capabilities.sms.inbound_mps`.',
    }),
  }),
});

const MmsCapability = builder.objectRef<ActiveNumberRow>('MmsCapability').implement({
  description: 'What a number can do with media messages. Fields are null where Twilio gave no details.',
  fields: (t) => ({
    inboundConnectivity: t.exposeBoolean('capabilitiesMmsInboundConnectivity', {
      nullable: true,
      description: 'Whether messages come in to Twilio. Upstream: `capabilities.mms.inbound_connectivity`.',
    }),
    outboundConnectivity: t.exposeBoolean('capabilitiesMmsOutboundConnectivity', {
      nullable: true,
      description: 'Whether messages go out of Twilio. Upstream: `capabilities.mms.outbound_connectivity`.',
    }),
    inboundReachability: t.field({
      type: ReachabilityEnum,
      nullable: true,
      description: 'From where messages reach the number. Upstream: `capabilities.mms.inbound_reachability`.',
      resolve: (row) => knownWord(reachabilities, row.capabilitiesMmsInboundReachability),
    }),
    rawInboundReachability: t.exposeString('capabilitiesMmsInboundReachability', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `capabilities.mms.inbound_reachability`.",
    }),
    inboundMps: t.exposeInt('capabilitiesMmsInboundMps', {
      nullable: true,
      description:
        'How many messages can come in per second; null where Twilio says -1 (no limit of its own). Upstream: `capabilities.mms.inbound_mps`.',
    }),
  }),
});

export const NumberCapabilities = builder.objectRef<ActiveNumberRow>('NumberCapabilities').implement({
  description: 'What a number can do.',
  fields: (t) => ({
    voice: t.field({
      type: VoiceCapability,
      nullable: true,
      description: 'Calls; null when the number cannot do them. Upstream: `capabilities.voice`.',
      resolve: (row) => (row.capabilitiesVoice ? row : null),
    }),
    sms: t.field({
      type: SmsCapability,
      nullable: true,
      description: 'Text messages; null when the number cannot do them. Upstream: `capabilities.sms`.',
      resolve: (row) => (row.capabilitiesSms ? row : null),
    }),
    mms: t.field({
      type: MmsCapability,
      nullable: true,
      description: 'Media messages; null when the number cannot do them. Upstream: `capabilities.mms`.',
      resolve: (row) => (row.capabilitiesMms ? row : null),
    }),
  }),
});
