// The rules on single values of writes, checked before Twilio is asked. Each gives a complaint or null.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isStorableText } from '../../db/filters-values.ts';
import { isSid, isWrittenNumber, limits, type SidKind, sidPrefixes } from '../../vocabulary.ts';
import type { WriteErrorCode } from '../../writes/write-error.ts';
import { shown } from '../bad-input.ts';

/** What is wrong with a value; INVALID_INPUT unless it says otherwise. */
export type Complaint = { message: string; code?: WriteErrorCode };

/** E.164, and a number that Twilio hosts: US and Canada (Twilio error 22103). */
export function complainOfPhoneNumber(value: string): Complaint | null {
  const message = complainOfE164(value);
  if (message !== null) return { message: `${message}; got ${shown(value)}` };
  const number = parsePhoneNumberFromString(value);
  const isNorthAmerican = number?.countryCallingCode === '1' && [undefined, 'US', 'CA'].includes(number.country);
  if (!number?.isPossible()) return { message: `is no phone number that can exist; got ${shown(value)}` };
  if (isNorthAmerican) return null;
  return { message: 'Twilio hosts numbers of the US and Canada only (Twilio error 22103)', code: 'NOT_ELIGIBLE' };
}

function complainOfE164(value: string): string | null {
  if (!/^[\x20-\x7e]*$/.test(value)) return 'must have ASCII digits only';
  if (!value.startsWith('+')) return 'must be E.164: start with + and the country code, e.g. +15017122661';
  if (!/^\+\d+$/.test(value)) return 'must be E.164: digits only after the +, no spaces or brackets';
  if (value.length > 16) return 'must be E.164: at most 15 digits';
  return value.startsWith('+0') ? 'must be E.164: no country code begins with 0' : null;
}

/** The whole sid, of the right kind. */
export function complainOfSid(kind: SidKind): (value: string) => Complaint | null {
  const prefix = sidPrefixes[kind];
  return (value) => {
    if (isSid(value, kind)) return null;
    const isOtherKind = /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value) && value.length === 34;
    if (isOtherKind) return { message: `expected ${prefix}..., got ${value.slice(0, 2)}...` };
    return { message: `must match ^${prefix}[0-9a-fA-F]{32}$ (34 characters); got ${shown(value)}` };
  };
}

/** E.164, or a short code. */
export function complainOfWrittenNumber(value: string): Complaint | null {
  if (isWrittenNumber(value)) return null;
  return { message: `must be E.164, e.g. +15017122661, or a short code; got ${shown(value)}` };
}

/** A name for people: 64 characters, counted as code points, as the page of the order says. */
export function complainOfFriendlyName(value: string): Complaint | null {
  return complainOfName(value, limits.friendlyNameLengthMax);
}

/** 128 characters by Twilio errors 22115 and 22116; the page of the order names no limit. */
export function complainOfUniqueName(value: string): Complaint | null {
  return complainOfName(value, limits.uniqueNameLengthMax);
}

function complainOfName(value: string, lengthMax: number): Complaint | null {
  if (!isStorableText(value)) return { message: 'must not contain NUL or half a surrogate pair' };
  const length = [...value].length;
  return length <= lengthMax
    ? null
    : { message: `must have at most ${lengthMax} characters (code points); got ${length}` };
}

/** One address and nothing around it: a line break would add headers to the mail that Twilio sends (Twilio error 22104). */
export function complainOfEmail(value: string): Complaint | null {
  const isAddress = /^[^\s\p{C}@<>()[\]\\,;:"]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(value);
  return isAddress && value.length <= 254 ? null : { message: `is not a valid e-mail address; got ${shown(value)}` };
}
