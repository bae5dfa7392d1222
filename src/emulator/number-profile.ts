// What a number can do and where it is, by place and type. Profiles are frozen and shared, which is what lets a million
// numbers fit into memory.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberConfiguration, NumberProfile, Routing } from './entities.ts';
import { type Place, places, tollFreeCodes } from './seed/places.ts';

export type ProfileKind = 'local' | 'mobile' | 'tollfree' | 'hosted' | 'hosted-tollfree';

/** What deviates from the profile of the place: `regulated` numbers need an address, `textOnly` ones have no voice. */
export type ProfileVariant = 'plain' | 'address-any' | 'address-local' | 'address-foreign' | 'beta' | 'domestic';

const profiles = new Map<string, NumberProfile>();
const placeOfAreaCode = new Map(places.flatMap((place) => place[0].map((areaCode) => [areaCode, place] as const)));

/** The area codes a number can be bought in: those of the places, and the toll-free ones. */
export function isKnownAreaCode(areaCode: string): boolean {
  return placeOfAreaCode.has(areaCode) || (tollFreeCodes as readonly string[]).includes(areaCode);
}

/** Whether the number is a toll-free one of the North American plan. */
export function isTollFree(phoneNumber: string): boolean {
  return phoneNumber.startsWith('+1') && (tollFreeCodes as readonly string[]).includes(phoneNumber.slice(2, 5));
}

/** The profile of a number that somebody buys or hosts now. */
export function profileOf(phoneNumber: string, hosted: boolean): NumberProfile {
  if (isTollFree(phoneNumber)) return sharedProfile(null, hosted ? 'hosted-tollfree' : 'tollfree', 'plain', 'US');
  const place = phoneNumber.startsWith('+1') ? placeOfAreaCode.get(phoneNumber.slice(2, 5)) : undefined;
  const parsed = parsePhoneNumberFromString(phoneNumber);
  const kind = hosted ? 'hosted' : parsed?.getType() === 'MOBILE' ? 'mobile' : 'local';
  return sharedProfile(place ?? null, kind, 'plain', parsed?.country ?? 'US');
}

/** The one profile of a place, kind and variant. `country` matters where no place is known. */
export function sharedProfile(
  place: Place | null,
  kind: ProfileKind,
  variant: ProfileVariant,
  country: string,
): NumberProfile {
  const key = `${place?.[0].join() ?? country} ${kind} ${variant}`;
  const known = profiles.get(key);
  if (known) return known;
  const made = deepFreeze(makeProfile(place, kind, variant, country));
  profiles.set(key, made);
  return made;
}

const addressRequirementOf: Partial<Record<ProfileVariant, NumberProfile['addressRequirements']>> = {
  'address-any': 'any',
  'address-local': 'local',
  'address-foreign': 'foreign',
};

function makeProfile(place: Place | null, kind: ProfileKind, variant: ProfileVariant, country: string): NumberProfile {
  const hosted = kind === 'hosted' || kind === 'hosted-tollfree';
  const tollFree = kind === 'tollfree' || kind === 'hosted-tollfree';
  const domestic = variant === 'domestic';
  return {
    type: tollFree ? 'tollfree' : kind === 'mobile' ? 'mobile' : 'local',
    lifecycle: variant === 'beta' ? 'beta' : 'generally-available',
    beta: variant === 'beta',
    addressRequirements: addressRequirementOf[variant] ?? 'none',
    voice: !hosted,
    sms: true,
    mms: !hosted && !tollFree,
    fax: !hosted && kind !== 'mobile',
    e911: kind === 'local',
    callsPerSecond: tollFree ? 20 : 30,
    preservation: domestic ? 'domestic' : 'international',
    reachability: domestic ? 'domestic' : 'global',
    geography: place ? locate(place) : { ...nowhere, isoCountry: country },
  };
}

const nowhere: NumberProfile['geography'] = {
  isoCountry: null,
  lata: null,
  rateCenter: null,
  latitude: null,
  longitude: null,
  region: null,
  locality: null,
  postalCode: null,
};

function locate([
  ,
  isoCountry,
  region,
  locality,
  lata,
  latitude,
  longitude,
  postalCode,
]: Place): NumberProfile['geography'] {
  return { isoCountry, lata, rateCenter: locality, latitude, longitude, region, locality, postalCode };
}

const noRouting: Routing = { applicationSid: null, url: null, method: null, fallbackUrl: null, fallbackMethod: null };

/** The configuration of a number that nobody has configured. */
export const defaultConfiguration: NumberConfiguration = deepFreeze({
  statusCallback: null,
  statusCallbackMethod: null,
  voice: {
    ...noRouting,
    trunkSid: null,
    emergencyStatus: 'Inactive',
    emergencyAddressSid: null,
    receiveMode: 'voice',
    callerIdLookup: false,
  },
  sms: noRouting,
  mms: noRouting,
});

/** Freezes a plain value through and through. */
export function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
