// Reads a number's settings from a request. Both resources set the same things under different names: dotted
// (`Configurations.Voice.Url`) on ActiveNumbers, flat (`VoiceUrl`) on IncomingPhoneNumbers.
import type { NumberConfiguration, NumberRow, Routing } from './entities.ts';
import { invalidParameter, TwilioError } from './errors.ts';
import { countCharacters, type Fields, parseMethod, parseSid, parseUrl } from './form.ts';
import { deepFreeze } from './number-profile.ts';

/** How the parameters of one resource are called. `owner` is StatusCallback, FriendlyName and the like. */
export type ParameterNames = {
  owner(name: string): string;
  voice(name: string): string;
  sms(name: string): string;
};

export const dottedNames: ParameterNames = {
  owner: (name) => `Configurations.${name}`,
  voice: (name) => `Configurations.Voice.${name}`,
  sms: (name) => `Configurations.Sms.${name}`,
};

export const flatNames: ParameterNames = {
  owner: (name) => name,
  voice: (name) => `Voice${name}`,
  sms: (name) => `Sms${name}`,
};

/** The number with the settings of the request applied. A part that is not mentioned is the same object as before. */
export function applySettings(number: NumberRow, form: Fields, names: ParameterNames): NumberRow {
  const before = number.configuration;
  const friendlyName = form.text(names.owner('FriendlyName')) ?? form.text('FriendlyName');
  const statusCallback = form.text(names.owner('StatusCallback'));
  const statusCallbackMethod = form.text(names.owner('StatusCallbackMethod'));
  const after: NumberConfiguration = {
    ...before,
    statusCallback:
      statusCallback === undefined ? before.statusCallback : parseUrl('StatusCallback', statusCallback, 21402),
    statusCallbackMethod:
      statusCallbackMethod === undefined
        ? before.statusCallbackMethod
        : parseMethod('StatusCallbackMethod', statusCallbackMethod, 21403),
    voice: applyVoice(before.voice, form, names),
    sms: applyRouting(before.sms, form, names.sms),
  };
  checkFallbacks(form, names, after);
  const unchanged = JSON.stringify(after) === JSON.stringify(before);
  return {
    ...number,
    friendlyName: friendlyName === undefined ? number.friendlyName : parseFriendlyName(friendlyName),
    configuration: unchanged ? before : deepFreeze(after),
  };
}

function parseFriendlyName(value: string): string | null {
  if (countCharacters(value) > 64) throw new TwilioError(20002, 'FriendlyName has at most 64 characters');
  return value === '' ? null : value;
}

function applyRouting(before: Routing, form: Fields, name: (part: string) => string): Routing {
  const [application, url, method] = [
    form.text(name('ApplicationSid')),
    form.text(name('Url')),
    form.text(name('Method')),
  ];
  const [fallbackUrl, fallbackMethod] = [form.text(name('FallbackUrl')), form.text(name('FallbackMethod'))];
  return {
    applicationSid:
      application === undefined
        ? before.applicationSid
        : parseSid(name('ApplicationSid'), application, 'application', 21420),
    url: url === undefined ? before.url : parseUrl(name('Url'), url, 21402),
    method: method === undefined ? before.method : parseMethod(name('Method'), method, 21403),
    fallbackUrl: fallbackUrl === undefined ? before.fallbackUrl : parseUrl(name('FallbackUrl'), fallbackUrl, 21402),
    fallbackMethod:
      fallbackMethod === undefined ? before.fallbackMethod : parseMethod(name('FallbackMethod'), fallbackMethod, 21403),
  };
}

function applyVoice(
  before: NumberConfiguration['voice'],
  form: Fields,
  names: ParameterNames,
): NumberConfiguration['voice'] {
  const routed = { ...before, ...applyRouting(before, form, names.voice) };
  const trunk = form.text(names.voice('TrunkSid')) ?? form.text('TrunkSid');
  const after = {
    ...routed,
    ...applyEmergency(before, form, names),
    trunkSid: trunk === undefined ? before.trunkSid : parseSid('TrunkSid', trunk, 'trunk', 20423),
    callerIdLookup: form.flag(names.voice('CallerIdLookup'), 21409) ?? before.callerIdLookup,
    receiveMode:
      parseWord('ReceiveMode', form.text(names.voice('ReceiveMode')), ['voice', 'fax']) ?? before.receiveMode,
  };
  // Setting a trunk deletes the application and the other way round; a trunk wins when both are sent.
  if (trunk) return { ...after, applicationSid: null };
  return form.text(names.voice('ApplicationSid')) ? { ...after, trunkSid: null } : after;
}

function applyEmergency(before: NumberConfiguration['voice'], form: Fields, names: ParameterNames) {
  const read = (name: string): string | undefined => form.text(names.voice(name)) ?? form.text(name);
  const [status, address] = [read('EmergencyStatus'), read('EmergencyAddressSid')];
  return {
    emergencyStatus: parseWord('EmergencyStatus', status, ['Active', 'Inactive']) ?? before.emergencyStatus,
    emergencyAddressSid:
      address === undefined ? before.emergencyAddressSid : parseSid('EmergencyAddressSid', address, 'address', 20423),
  };
}

/** One of `words`, or undefined when absent or empty. */
function parseWord<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  const word = words.find((known) => known === value);
  if (value && !word) throw invalidParameter(`${name} must be ${words.join(' or ')}`);
  return word;
}

/** A fallback without an address to fall back from is refused (21405, 21406). */
function checkFallbacks(form: Fields, names: ParameterNames, after: NumberConfiguration): void {
  if (form.text(names.voice('FallbackUrl')) && !after.voice.url)
    throw new TwilioError(21405, 'Cannot set VoiceFallbackUrl without Url');
  if (form.text(names.sms('FallbackUrl')) && !after.sms.url)
    throw new TwilioError(21406, 'Cannot set SmsFallbackUrl without SmsUrl');
}
