// What only lists say of an active number, and what they leave out: the instance form lacks codecs, receive mode, MMS
// configuration and more, the list form (as its page shows it) the sid.
import { TwilioRejectionError, TwilioUnavailableError } from './errors.ts';
import type { ActiveNumberFacts } from './facts.ts';
import { type List, readPage } from './pages.ts';
import { phoneNumberWithoutSid, readActiveNumber } from './representations/active-number.ts';
import { readIncomingPhoneNumber } from './representations/incoming-phone-number.ts';
import { isObject } from './representations/wire-values.ts';
import type { Caller } from './send.ts';
import { filteredPath, incomingPathOf, type Upstream } from './upstream.ts';

export const activeNumbersPath = '/Numbers/ActiveNumbers';

/** The list of active numbers, whose items get their sids. */
export function activeNumbersOf(upstream: Upstream, as: Caller): List<ActiveNumberFacts> {
  const complete = (item: unknown) => withSid(upstream, as, item);
  return { base: upstream.preview, path: activeNumbersPath, read: readActiveNumber, complete };
}

/**
 * The number as the list has it. Without this second read, what a walk has found would be forgotten whenever the number
 * is read alone. Throws the errors of a read.
 */
export async function completeActiveNumber(
  upstream: Upstream,
  as: Caller,
  number: ActiveNumberFacts,
): Promise<ActiveNumberFacts> {
  const first = filteredPath(activeNumbersPath, { PhoneNumber: number.phoneNumber });
  const { items } = await readPage(upstream, activeNumbersOf(upstream, as), as, first);
  return items.find((item) => item.sid === number.sid) ?? number;
}

/**
 * The same after a write. The write is done, so nothing here fails; and the settings stay those of its answer, because
 * the list may lag behind it.
 */
export async function completeWrittenNumber(
  upstream: Upstream,
  as: Caller,
  written: ActiveNumberFacts,
): Promise<ActiveNumberFacts> {
  const listed = await completeActiveNumber(upstream, as, written).catch((error: unknown) => {
    upstream.log.warn({ accountSid: as.accountSid, sid: written.sid, err: error }, 'a written number is not completed');
    return written;
  });
  return { ...listed, ...settingsOf(written) };
}

/**
 * Twilio's page of ActiveNumbers lists numbers without sid; IncomingPhoneNumbers knows it. A number that is found twice
 * (hosted and being ported at once) stays without, because nothing tells which of the two it is.
 */
export async function withSid(upstream: Upstream, as: Caller, item: unknown): Promise<unknown> {
  const phoneNumber = phoneNumberWithoutSid(item);
  if (phoneNumber === null || !isObject(item)) return item;
  const lookup = { base: upstream.api, path: `${incomingPathOf(as)}.json`, read: readIncomingPhoneNumber };
  try {
    const { items } = await readPage(upstream, lookup, as, filteredPath(lookup.path, { PhoneNumber: phoneNumber }));
    const [found, another] = items.filter((number) => number.phoneNumber === phoneNumber);
    return found && !another ? { ...item, sid: found.sid } : item;
  } catch (error) {
    if (error instanceof TwilioRejectionError || error instanceof TwilioUnavailableError) return item;
    throw error;
  }
}

/** What the answer to a write says whatever its form; receive mode and MMS are only in lists. */
function settingsOf(number: ActiveNumberFacts) {
  return {
    friendlyName: number.friendlyName,
    configurationStatusCallback: number.configurationStatusCallback,
    configurationStatusCallbackMethod: number.configurationStatusCallbackMethod,
    configurationVoiceApplicationSid: number.configurationVoiceApplicationSid,
    configurationVoiceTrunkSid: number.configurationVoiceTrunkSid,
    configurationVoiceUrl: number.configurationVoiceUrl,
    configurationVoiceMethod: number.configurationVoiceMethod,
    configurationVoiceFallbackUrl: number.configurationVoiceFallbackUrl,
    configurationVoiceFallbackMethod: number.configurationVoiceFallbackMethod,
    configurationSmsApplicationSid: number.configurationSmsApplicationSid,
    configurationSmsUrl: number.configurationSmsUrl,
    configurationSmsMethod: number.configurationSmsMethod,
    configurationSmsFallbackUrl: number.configurationSmsFallbackUrl,
    configurationSmsFallbackMethod: number.configurationSmsFallbackMethod,
  } satisfies Partial<ActiveNumberFacts>;
}
