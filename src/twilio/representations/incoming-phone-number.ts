// An active number read from IncomingPhoneNumbers, the generally available resource with the same sids. Its
// configuration is flat, its capabilities are booleans; it knows neither geography nor lifecycle.
import { z } from 'zod';
import { addressRequirements, httpMethods } from '../../vocabulary.ts';
import type { ActiveNumberFacts } from '../facts.ts';
import { commonFacts, commonFields } from './active-number.ts';
import { flag, readObject, text, word } from './wire-values.ts';

const method = word(httpMethods);
const wireNumber = z.object({
  ...commonFields,
  uri: text,
  address_requirements: word(addressRequirements),
  status_callback: text,
  status_callback_method: method,
  trunk_sid: text,
  emergency_status: text,
  emergency_address_sid: text,
  voice_application_sid: text,
  voice_receive_mode: text,
  voice_url: text,
  voice_method: method,
  voice_fallback_url: text,
  voice_fallback_method: method,
  voice_caller_id_lookup: flag,
  sms_application_sid: text,
  sms_url: text,
  sms_method: method,
  sms_fallback_url: text,
  sms_fallback_method: method,
});
type WireNumber = z.infer<typeof wireNumber>;

/**
 * Reads a number of IncomingPhoneNumbers; `accountSid` is the account that was asked, used where Twilio names none.
 * Throws RepresentationError without sid or phone number.
 */
export function readIncomingPhoneNumber(json: unknown, accountSid: string): ActiveNumberFacts {
  const wire = readObject(wireNumber, json);
  return {
    ...commonFacts(wire, accountSid),
    ...configurationFacts(wire),
    readFrom: 'incoming-phone-numbers',
    // `uri` is "relative to https://api.twilio.com" (page of IncomingPhoneNumbers).
    url: wire.uri === null ? null : `https://api.twilio.com${wire.uri}`,
    regulatoryAddressRequirements: wire.address_requirements,
  };
}

function configurationFacts(wire: WireNumber) {
  return {
    configurationStatusCallback: wire.status_callback,
    configurationStatusCallbackMethod: wire.status_callback_method,
    configurationVoiceApplicationSid: wire.voice_application_sid,
    configurationVoiceTrunkSid: wire.trunk_sid,
    configurationVoiceEmergencyStatus: wire.emergency_status,
    configurationVoiceEmergencyAddressSid: wire.emergency_address_sid,
    configurationVoiceReceiveMode: wire.voice_receive_mode,
    configurationVoiceUrl: wire.voice_url,
    configurationVoiceMethod: wire.voice_method,
    configurationVoiceFallbackUrl: wire.voice_fallback_url,
    configurationVoiceFallbackMethod: wire.voice_fallback_method,
    configurationVoiceCallerIdLookup: wire.voice_caller_id_lookup,
    configurationSmsApplicationSid: wire.sms_application_sid,
    configurationSmsUrl: wire.sms_url,
    configurationSmsMethod: wire.sms_method,
    configurationSmsFallbackUrl: wire.sms_fallback_url,
    configurationSmsFallbackMethod: wire.sms_fallback_method,
    configurationMmsApplicationSid: null,
    configurationMmsUrl: null,
    configurationMmsMethod: null,
    configurationMmsFallbackUrl: null,
    configurationMmsFallbackMethod: null,
  } satisfies Partial<ActiveNumberFacts>;
}
