// The configuration of a number as people write it: its rules, what is said about it, and Twilio's parameters.
import type { NumberConfigurationInputShape } from '../../schema/configuration-inputs.ts';
import type { NumberConfigurationParameters } from '../../twilio/number-configuration.ts';
import { type ConfiguredNumber, type NumberSetting, settingDefaults } from '../../writes/number-settings.ts';
import type { InputCheck } from './outcome.ts';
import { complainOfUrl } from './public-url.ts';
import { type Complaint, complainOfFriendlyName, complainOfSid } from './rules.ts';

/** Checks every value; paths begin with `configuration`. */
export function checkConfiguration(
  configuration: NumberConfigurationInputShape,
  check: InputCheck,
  allowPrivateUrls: boolean,
): void {
  const at = (...path: string[]) => ['configuration', ...path];
  const url = complainOfUrl(allowPrivateUrls);
  const { voice, sms } = configuration;
  for (const part of ['voice', 'sms'] as const) {
    if (configuration[part] === null) check.add(at(part), 'null says nothing: name the fields that are to be cleared');
  }
  check.check(at('friendlyName'), configuration.friendlyName, complainOfFriendlyName);
  check.check(at('statusCallback'), configuration.statusCallback, url);
  check.check(at('voice', 'url'), voice?.url, url);
  check.check(at('voice', 'fallbackUrl'), voice?.fallbackUrl, url);
  check.check(at('voice', 'applicationSid'), voice?.applicationSid, complainOfSid('application'));
  check.check(at('voice', 'trunkSid'), voice?.trunkSid, complainOfSid('trunk'));
  check.check(at('voice', 'emergencyAddressSid'), voice?.emergencyAddressSid, complainOfSid('address'));
  check.check(at('voice', 'receiveMode'), voice?.receiveMode, complainOfReceiveMode);
  check.check(at('sms', 'url'), sms?.url, url);
  check.check(at('sms', 'fallbackUrl'), sms?.fallbackUrl, url);
  check.check(at('sms', 'applicationSid'), sms?.applicationSid, complainOfSid('application'));
  if (typeof voice?.applicationSid === 'string' && typeof voice.trunkSid === 'string') {
    check.add(at('voice', 'trunkSid'), 'not together with applicationSid: setting one deletes the other');
  }
}

/** Absent keeps. Null clears: an empty value, or Twilio's default where a setting cannot be empty. */
export function toParameters(configuration: NumberConfigurationInputShape): NumberConfigurationParameters {
  const { voice, sms } = configuration;
  const written = {
    friendlyName: configuration.friendlyName,
    statusCallback: configuration.statusCallback,
    statusCallbackMethod: configuration.statusCallbackMethod,
    voiceApplicationSid: voice?.applicationSid,
    voiceTrunkSid: voice?.trunkSid,
    voiceUrl: voice?.url,
    voiceMethod: voice?.method,
    voiceFallbackUrl: voice?.fallbackUrl,
    voiceFallbackMethod: voice?.fallbackMethod,
    voiceCallerIdLookup: voice?.callerIdLookup,
    voiceReceiveMode: voice?.receiveMode,
    voiceEmergencyAddressSid: voice?.emergencyAddressSid,
    smsApplicationSid: sms?.applicationSid,
    smsUrl: sms?.url,
    smsMethod: sms?.method,
    smsFallbackUrl: sms?.fallbackUrl,
    smsFallbackMethod: sms?.fallbackMethod,
  } satisfies Record<NumberSetting, string | boolean | null | undefined>;
  const unset: Partial<Record<string, string | boolean>> = settingDefaults;
  const given = Object.entries(written).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([setting, value]) => [setting, value ?? unset[setting] ?? '']));
}

/** What people should know of it. Without a number: of one that is to be made. */
export function noticesOf(parameters: NumberConfigurationParameters, number: ConfiguredNumber | null): string[] {
  const plain = requested.flatMap(([setting, field]) =>
    parameters[setting]?.startsWith('http:')
      ? [`${field} is plain http: what Twilio sends there can be read and changed on the way.`]
      : [],
  );
  const trunk = parameters.voiceTrunkSid ?? number?.configurationVoiceTrunkSid;
  const voiceApplication = parameters.voiceApplicationSid ?? number?.configurationVoiceApplicationSid;
  const smsApplication = parameters.smsApplicationSid ?? number?.configurationSmsApplicationSid;
  const voiceHandler = trunk ? `trunk ${trunk}` : voiceApplication && `application ${voiceApplication}`;
  return [
    ...plain,
    ...(parameters.voiceUrl && voiceHandler ? [`The ${voiceHandler} overrides the URLs for calls.`] : []),
    ...(parameters.smsUrl && smsApplication ? [`The application ${smsApplication} overrides the URLs for SMS.`] : []),
  ];
}

/** The settings that are URLs, with their fields. */
const requested = [
  ['statusCallback', 'statusCallback'],
  ['voiceUrl', 'voice.url'],
  ['voiceFallbackUrl', 'voice.fallbackUrl'],
  ['smsUrl', 'sms.url'],
  ['smsFallbackUrl', 'sms.fallbackUrl'],
] as const;

function complainOfReceiveMode(value: string): Complaint | null {
  return ['voice', 'fax'].includes(value) ? null : { message: 'must be voice or fax' };
}
