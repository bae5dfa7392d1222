// The settings of a number in three vocabularies: parameters of the two resources, columns of the mirror, paths of the
// graph. Says what a configuration changes, and whether a number has it.

import type { FieldChange } from '../db/gateway-tables.ts';
import type { ActiveNumberFacts } from '../twilio/facts.ts';
import type { NumberConfigurationParameters } from '../twilio/number-configuration.ts';

export type NumberSetting = keyof NumberConfigurationParameters;
type Column = keyof ActiveNumberFacts;
/** What settings are read from: a row of the mirror, or what Twilio has just said. */
export type ConfiguredNumber = Pick<ActiveNumberFacts, SettingColumn | 'phoneNumber'>;
type SettingColumn = (typeof settings)[NumberSetting]['column'];

const settings = {
  friendlyName: { column: 'friendlyName', path: 'friendlyName' },
  statusCallback: { column: 'configurationStatusCallback', path: 'configuration.statusCallback' },
  statusCallbackMethod: { column: 'configurationStatusCallbackMethod', path: 'configuration.statusCallbackMethod' },
  voiceApplicationSid: { column: 'configurationVoiceApplicationSid', path: 'configuration.voice.applicationSid' },
  voiceTrunkSid: { column: 'configurationVoiceTrunkSid', path: 'configuration.voice.trunkSid' },
  voiceUrl: { column: 'configurationVoiceUrl', path: 'configuration.voice.url' },
  voiceMethod: { column: 'configurationVoiceMethod', path: 'configuration.voice.method' },
  voiceFallbackUrl: { column: 'configurationVoiceFallbackUrl', path: 'configuration.voice.fallbackUrl' },
  voiceFallbackMethod: { column: 'configurationVoiceFallbackMethod', path: 'configuration.voice.fallbackMethod' },
  voiceCallerIdLookup: { column: 'configurationVoiceCallerIdLookup', path: 'configuration.voice.callerIdLookup' },
  voiceReceiveMode: { column: 'configurationVoiceReceiveMode', path: 'configuration.voice.receiveMode' },
  voiceEmergencyAddressSid: {
    column: 'configurationVoiceEmergencyAddressSid',
    path: 'configuration.voice.emergencyAddressSid',
  },
  smsApplicationSid: { column: 'configurationSmsApplicationSid', path: 'configuration.sms.applicationSid' },
  smsUrl: { column: 'configurationSmsUrl', path: 'configuration.sms.url' },
  smsMethod: { column: 'configurationSmsMethod', path: 'configuration.sms.method' },
  smsFallbackUrl: { column: 'configurationSmsFallbackUrl', path: 'configuration.sms.fallbackUrl' },
  smsFallbackMethod: { column: 'configurationSmsFallbackMethod', path: 'configuration.sms.fallbackMethod' },
} as const satisfies Record<NumberSetting, { column: Column; path: string }>;

/** What a setting is when nobody has set it. What is not here is empty then. */
export const settingDefaults = {
  statusCallbackMethod: 'POST',
  voiceMethod: 'POST',
  voiceFallbackMethod: 'POST',
  voiceCallerIdLookup: false,
  voiceReceiveMode: 'voice',
  smsMethod: 'POST',
  smsFallbackMethod: 'POST',
} as const satisfies NumberConfigurationParameters;

/** Each setting of the parameters that the number does not have yet. Without a number all of them: it is to be made. */
export function changesOf(parameters: NumberConfigurationParameters, number: ConfiguredNumber | null): FieldChange[] {
  const changes = givenSettings(parameters)
    .filter((setting) => number === null || !hasSetting(number, setting, parameters[setting]))
    .map((setting) => changeOf(setting, number, String(parameters[setting])));
  return number === null ? changes : [...changes, ...deletedAlong(parameters, number)];
}

/** Whether the number has all of them. */
export function hasSettings(number: ConfiguredNumber, parameters: NumberConfigurationParameters): boolean {
  return givenSettings(parameters).every((setting) => hasSetting(number, setting, parameters[setting]));
}

/** Setting a trunk deletes the application for calls, and the other way round (page of ActiveNumbers). */
function deletedAlong(parameters: NumberConfigurationParameters, number: ConfiguredNumber): FieldChange[] {
  const { voiceTrunkSid, voiceApplicationSid } = parameters;
  const loses = (setting: NumberSetting) =>
    parameters[setting] === undefined && number[settings[setting].column] !== null
      ? [changeOf(setting, number, '')]
      : [];
  if (voiceTrunkSid) return loses('voiceApplicationSid');
  return voiceApplicationSid ? loses('voiceTrunkSid') : [];
}

function changeOf(setting: NumberSetting, number: ConfiguredNumber | null, after: string): FieldChange {
  const { column, path } = settings[setting];
  const before = number?.[column] ?? null;
  return { path, before: before === null ? null : String(before), after: after === '' ? null : after };
}

function hasSetting(number: ConfiguredNumber, setting: NumberSetting, wanted: string | boolean | undefined): boolean {
  const current = number[settings[setting].column];
  if (setting === 'friendlyName' && wanted === '') return isOwnName(String(current ?? ''), number.phoneNumber);
  const unset = setting in settingDefaults ? settingDefaults[setting as keyof typeof settingDefaults] : '';
  return (current ?? unset) === wanted;
}

/** A number whose name is cleared is called by its own digits, in the national form. */
function isOwnName(name: string, phoneNumber: string): boolean {
  return phoneNumber.endsWith(name.replace(/[\s()+.-]/g, ''));
}

function givenSettings(parameters: NumberConfigurationParameters): NumberSetting[] {
  return (Object.keys(settings) as NumberSetting[]).filter((setting) => parameters[setting] !== undefined);
}
