// Forms that several resources send: the two date formats and the national form of a number.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Preview resources: ISO 8601 without milliseconds. */
export function isoDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** 2010-04-01 resources: RFC 2822 with a numeric zone. */
export function rfc2822Date(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** `(855) 972-8742`; the friendly name of a number that nobody has named. */
export function nationalFormat(phoneNumber: string): string {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phoneNumber);
  if (nanp) return `(${nanp[1]}) ${nanp[2]}-${nanp[3]}`;
  return parsePhoneNumberFromString(phoneNumber)?.formatNational() ?? phoneNumber;
}
