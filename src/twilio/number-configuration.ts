// The same settings of a number under the names of its two resources: dotted (`Configurations.Voice.Url`) on
// ActiveNumbers, flat (`VoiceUrl`) on IncomingPhoneNumbers.
import type { NumberResource } from '../vocabulary.ts';
import { type Form, formOf } from './form.ts';

/** One vocabulary for both resources of a number. `''` clears a field where Twilio clears by an empty value. */
export type NumberConfigurationParameters = {
  friendlyName?: string;
  statusCallback?: string;
  statusCallbackMethod?: string;
  voiceApplicationSid?: string;
  voiceTrunkSid?: string;
  voiceUrl?: string;
  voiceMethod?: string;
  voiceFallbackUrl?: string;
  voiceFallbackMethod?: string;
  voiceCallerIdLookup?: boolean;
  voiceReceiveMode?: string;
  voiceEmergencyAddressSid?: string;
  smsApplicationSid?: string;
  smsUrl?: string;
  smsMethod?: string;
  smsFallbackUrl?: string;
  smsFallbackMethod?: string;
};

type Setting = keyof NumberConfigurationParameters;

/** As the specification of IncomingPhoneNumbers names them: a trunk and an emergency address carry no `Voice`. */
const incomingNames: Record<Setting, string> = {
  friendlyName: 'FriendlyName',
  statusCallback: 'StatusCallback',
  statusCallbackMethod: 'StatusCallbackMethod',
  voiceApplicationSid: 'VoiceApplicationSid',
  voiceTrunkSid: 'TrunkSid',
  voiceUrl: 'VoiceUrl',
  voiceMethod: 'VoiceMethod',
  voiceFallbackUrl: 'VoiceFallbackUrl',
  voiceFallbackMethod: 'VoiceFallbackMethod',
  voiceCallerIdLookup: 'VoiceCallerIdLookup',
  voiceReceiveMode: 'VoiceReceiveMode',
  voiceEmergencyAddressSid: 'EmergencyAddressSid',
  smsApplicationSid: 'SmsApplicationSid',
  smsUrl: 'SmsUrl',
  smsMethod: 'SmsMethod',
  smsFallbackUrl: 'SmsFallbackUrl',
  smsFallbackMethod: 'SmsFallbackMethod',
};

/**
 * What the page of ActiveNumbers lists below "Configure Phone Number Instance". The friendly name is not among it, but
 * is sent to the live resource under this name. Trunk, caller ID look-up, receive mode and emergency address are shown
 * there and cannot be set: IncomingPhoneNumbers takes them, under the same sid.
 */
const activeNames: Partial<Record<Setting, string>> = {
  friendlyName: 'Configurations.FriendlyName',
  statusCallback: 'Configurations.StatusCallback',
  statusCallbackMethod: 'Configurations.StatusCallbackMethod',
  voiceApplicationSid: 'Configurations.Voice.ApplicationSid',
  voiceUrl: 'Configurations.Voice.Url',
  voiceMethod: 'Configurations.Voice.Method',
  voiceFallbackUrl: 'Configurations.Voice.FallbackUrl',
  voiceFallbackMethod: 'Configurations.Voice.FallbackMethod',
  smsApplicationSid: 'Configurations.Sms.ApplicationSid',
  smsUrl: 'Configurations.Sms.Url',
  smsMethod: 'Configurations.Sms.Method',
  smsFallbackUrl: 'Configurations.Sms.FallbackUrl',
  smsFallbackMethod: 'Configurations.Sms.FallbackMethod',
};

const namesOf: Record<NumberResource, Partial<Record<Setting, string>>> = {
  'active-numbers': activeNames,
  'incoming-phone-numbers': incomingNames,
};

/** The settings that a resource takes, at purchase and later alike. */
export const acceptedConfiguration: Record<NumberResource, ReadonlySet<Setting>> = {
  'active-numbers': new Set(settingsIn(activeNames)),
  'incoming-phone-numbers': new Set(settingsIn(incomingNames)),
};

/**
 * The form of the settings for a resource. Throws TypeError for one that the resource does not take: dropping it would
 * look like success (see `acceptedConfiguration`).
 */
export function configurationForm(resource: NumberResource, configuration: NumberConfigurationParameters): Form {
  const names = namesOf[resource];
  return settingsIn(configuration).flatMap((setting) => {
    const value = configuration[setting];
    if (value === undefined) return [];
    const name = names[setting];
    if (name === undefined) throw new TypeError(`${resource} does not take ${setting}`);
    return formOf({ [name]: value });
  });
}

function settingsIn(settings: Partial<Record<Setting, unknown>>): Setting[] {
  return Object.keys(settings).filter((name): name is Setting => name in incomingNames);
}
