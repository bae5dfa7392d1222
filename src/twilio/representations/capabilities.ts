// What a number can do. ActiveNumbers sends a block of details, null for "not capable"; IncomingPhoneNumbers sends
// booleans. Both become the same columns.
import { z } from 'zod';
import { identityPreservations, reachabilities } from '../../vocabulary.ts';
import type { ActiveNumberFacts } from '../facts.ts';
import { count, flag, isObject, part, texts, word } from './wire-values.ts';

/** Null: not capable. `true` is a block without details. */
function block<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (value === true ? {} : isObject(value) ? value : null), z.object(shape).nullable());
}

const voice = {
  inbound_connectivity: flag,
  outbound_connectivity: flag,
  e911: flag,
  fax: flag,
  sip_trunking: flag,
  calls_per_second: count,
  concurrent_calls_limit: count,
  long_record_length: count,
  inbound_called_dtmf: flag,
  inbound_caller_dtmf: flag,
  inbound_caller_id_preservation: word(identityPreservations),
  inbound_reachability: word(reachabilities),
  codecs: texts,
};
const sms = {
  inbound_connectivity: flag,
  outbound_connectivity: flag,
  gsm7: flag,
  ucs2: flag,
  gsm7_concatenation: flag,
  ucs2_concatenation: flag,
  inbound_sender_id_preservation: word(identityPreservations),
  inbound_reachability: word(reachabilities),
  inbound_mps: count,
};
const mms = {
  inbound_connectivity: flag,
  outbound_connectivity: flag,
  inbound_reachability: word(reachabilities),
  inbound_mps: count,
};

/** Both styles; null or missing altogether means capable of nothing that is known. */
export const capabilities = part({ voice: block(voice), sms: block(sms), mms: block(mms), fax: flag });
type Capabilities = z.infer<typeof capabilities>;

/** The columns of a number's capabilities. */
export function capabilitiesFacts(wire: Capabilities) {
  return { ...voiceFacts(wire), ...smsFacts(wire.sms), ...mmsFacts(wire.mms) };
}

/** Fax stands inside voice, but for the booleans, where it stands beside it. */
function voiceFacts({ voice, fax }: Capabilities) {
  return {
    capabilitiesVoice: voice !== null,
    capabilitiesVoiceInboundConnectivity: voice?.inbound_connectivity ?? null,
    capabilitiesVoiceOutboundConnectivity: voice?.outbound_connectivity ?? null,
    capabilitiesVoiceE911: voice?.e911 ?? null,
    capabilitiesVoiceFax: voice?.fax ?? fax,
    capabilitiesVoiceSipTrunking: voice?.sip_trunking ?? null,
    capabilitiesVoiceCallsPerSecond: voice?.calls_per_second ?? null,
    capabilitiesVoiceConcurrentCallsLimit: voice?.concurrent_calls_limit ?? null,
    capabilitiesVoiceLongRecordLength: voice?.long_record_length ?? null,
    capabilitiesVoiceInboundCalledDtmf: voice?.inbound_called_dtmf ?? null,
    capabilitiesVoiceInboundCallerDtmf: voice?.inbound_caller_dtmf ?? null,
    capabilitiesVoiceInboundCallerIdPreservation: voice?.inbound_caller_id_preservation ?? null,
    capabilitiesVoiceInboundReachability: voice?.inbound_reachability ?? null,
    capabilitiesVoiceCodecs: voice?.codecs ?? [],
  } satisfies Partial<ActiveNumberFacts>;
}

function smsFacts(sms: Capabilities['sms']) {
  return {
    capabilitiesSms: sms !== null,
    capabilitiesSmsInboundConnectivity: sms?.inbound_connectivity ?? null,
    capabilitiesSmsOutboundConnectivity: sms?.outbound_connectivity ?? null,
    capabilitiesSmsGsm7: sms?.gsm7 ?? null,
    capabilitiesSmsUcs2: sms?.ucs2 ?? null,
    capabilitiesSmsGsm7Concatenation: sms?.gsm7_concatenation ?? null,
    capabilitiesSmsUcs2Concatenation: sms?.ucs2_concatenation ?? null,
    capabilitiesSmsInboundSenderIdPreservation: sms?.inbound_sender_id_preservation ?? null,
    capabilitiesSmsInboundReachability: sms?.inbound_reachability ?? null,
    capabilitiesSmsInboundMps: sms?.inbound_mps ?? null,
  } satisfies Partial<ActiveNumberFacts>;
}

function mmsFacts(mms: Capabilities['mms']) {
  return {
    capabilitiesMms: mms !== null,
    capabilitiesMmsInboundConnectivity: mms?.inbound_connectivity ?? null,
    capabilitiesMmsOutboundConnectivity: mms?.outbound_connectivity ?? null,
    capabilitiesMmsInboundReachability: mms?.inbound_reachability ?? null,
    capabilitiesMmsInboundMps: mms?.inbound_mps ?? null,
  } satisfies Partial<ActiveNumberFacts>;
}
