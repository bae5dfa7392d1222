// An active number, read from ActiveNumbers: nested blocks, `configuration` or `configurations`, the friendly name on
// top or inside them, `status_callback` or `status_callback_url`. incoming-phone-number.ts reads its public sibling.
import { z } from 'zod';
import { addressRequirements, httpMethods, numberLifecycles, numberTypes } from '../../vocabulary.ts';
import type { ActiveNumberFacts } from '../facts.ts';
import { capabilities, capabilitiesFacts } from './capabilities.ts';
import { unwrapInstance } from './envelope.ts';
import { degrees, flag, isObject, moment, part, readObject, required, text, word } from './wire-values.ts';

const method = word(httpMethods);
const handler = { application_sid: text, url: text, method, fallback_url: text, fallback_method: method };

const voiceConfiguration = part({
  ...handler,
  trunk_sid: text,
  emergency_status: text,
  emergency_address_sid: text,
  receive_mode: text,
  caller_id_lookup: flag,
});

const configuration = part({
  friendly_name: text,
  status_callback: text,
  status_callback_url: text,
  status_callback_method: method,
  voice: voiceConfiguration,
  sms: part(handler),
  mms: part(handler),
});
type Configuration = z.infer<typeof configuration>;

const geography = part({
  iso_country: text,
  lata: text,
  rate_center: text,
  latitude: degrees,
  longitude: degrees,
  region: text,
  locality: text,
  postal_code: text,
});

/** What both resources of a number send under the same name. */
export const commonFields = {
  sid: text,
  account_sid: text,
  phone_number: text,
  friendly_name: text,
  type: word(numberTypes),
  lifecycle: word(numberLifecycles),
  origin: text,
  beta: flag,
  status: text,
  address_sid: text,
  identity_sid: text,
  bundle_sid: text,
  emergency_address_status: text,
  api_version: text,
  date_created: moment,
  date_updated: moment,
  capabilities,
  geography,
};
const common = z.object(commonFields);

const wireNumber = common.extend({
  url: text,
  regulatory: part({ address_requirements: word(addressRequirements) }),
  configuration,
});

/**
 * Reads a number of ActiveNumbers, bare or as a list of one. `accountSid` is the account that was asked, used where
 * Twilio names none. Throws RepresentationError without sid or phone number.
 */
export function readActiveNumber(json: unknown, accountSid: string): ActiveNumberFacts {
  const wire = readObject(wireNumber, withOneConfiguration(unwrapInstance(json)));
  return {
    ...commonFacts(wire, accountSid),
    ...configurationFacts(wire.configuration),
    readFrom: 'active-numbers',
    friendlyName: wire.friendly_name ?? wire.configuration.friendly_name,
    url: wire.url,
    regulatoryAddressRequirements: wire.regulatory.address_requirements,
  };
}

const identity = z.object({ sid: text, phone_number: text });

/** The phone number of an item that lacks its sid, as Twilio's page of the list shows; null for all others. */
export function phoneNumberWithoutSid(json: unknown): string | null {
  const wire = identity.safeParse(json);
  return wire.success && wire.data.sid === null ? wire.data.phone_number : null;
}

/** The columns that both resources fill from the same names. Throws RepresentationError without sid or phone number. */
export function commonFacts(wire: z.infer<typeof common>, accountSid: string) {
  return {
    ...capabilitiesFacts(wire.capabilities),
    ...geographyFacts(wire.geography),
    sid: required('sid', wire.sid),
    accountSid: wire.account_sid ?? accountSid,
    phoneNumber: required('phone_number', wire.phone_number),
    friendlyName: wire.friendly_name,
    type: wire.type,
    lifecycle: wire.lifecycle,
    origin: wire.origin,
    beta: wire.beta,
    status: wire.status,
    addressSid: wire.address_sid,
    identitySid: wire.identity_sid,
    bundleSid: wire.bundle_sid,
    emergencyAddressStatus: wire.emergency_address_status,
    apiVersion: wire.api_version,
    dateCreated: wire.date_created,
    dateUpdated: wire.date_updated,
  } satisfies Partial<ActiveNumberFacts>;
}

/** The page of the resource lists numbers with `configurations` and shows single ones with `configuration`. */
function withOneConfiguration(json: unknown): unknown {
  return isObject(json) ? { ...json, configuration: json.configuration ?? json.configurations } : json;
}

function geographyFacts(wire: z.infer<typeof geography>) {
  return {
    geographyIsoCountry: wire.iso_country,
    geographyLata: wire.lata,
    geographyRateCenter: wire.rate_center,
    geographyLatitude: wire.latitude,
    geographyLongitude: wire.longitude,
    geographyRegion: wire.region,
    geographyLocality: wire.locality,
    geographyPostalCode: wire.postal_code,
  } satisfies Partial<ActiveNumberFacts>;
}

function configurationFacts({ voice, sms, mms, ...basic }: Configuration) {
  return {
    configurationStatusCallback: basic.status_callback ?? basic.status_callback_url,
    configurationStatusCallbackMethod: basic.status_callback_method,
    configurationVoiceApplicationSid: voice.application_sid,
    configurationVoiceTrunkSid: voice.trunk_sid,
    configurationVoiceEmergencyStatus: voice.emergency_status,
    configurationVoiceEmergencyAddressSid: voice.emergency_address_sid,
    configurationVoiceReceiveMode: voice.receive_mode,
    configurationVoiceUrl: voice.url,
    configurationVoiceMethod: voice.method,
    configurationVoiceFallbackUrl: voice.fallback_url,
    configurationVoiceFallbackMethod: voice.fallback_method,
    configurationVoiceCallerIdLookup: voice.caller_id_lookup,
    configurationSmsApplicationSid: sms.application_sid,
    configurationSmsUrl: sms.url,
    configurationSmsMethod: sms.method,
    configurationSmsFallbackUrl: sms.fallback_url,
    configurationSmsFallbackMethod: sms.fallback_method,
    configurationMmsApplicationSid: mms.application_sid,
    configurationMmsUrl: mms.url,
    configurationMmsMethod: mms.method,
    configurationMmsFallbackUrl: mms.fallback_url,
    configurationMmsFallbackMethod: mms.fallback_method,
  } satisfies Partial<ActiveNumberFacts>;
}
