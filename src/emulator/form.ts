// Reads the parameters of a request (query or form body) and checks the values that many resources share. Arrays are
// repeated keys, as the helper libraries send them.
import { httpMethods, isSid, type SidKind } from '../vocabulary.ts';
import { invalidParameter, TwilioError } from './errors.ts';

/** The named parameters of one request. An absent parameter is `undefined`; a present empty one is `''`. */
export class Fields {
  readonly #params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.#params = params;
  }

  text(name: string): string | undefined {
    return this.#params.get(name) ?? undefined;
  }

  /** All values of a repeated key; `undefined` when there is none. A single empty value is the empty list. */
  list(name: string): string[] | undefined {
    if (!this.#params.has(name)) return undefined;
    return this.#params.getAll(name).filter((value) => value !== '');
  }

  has(name: string): boolean {
    return this.#params.has(name);
  }

  /** Booleans travel as `true` and `false`. Anything else is refused with `code`. */
  flag(name: string, code: number): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw new TwilioError(code, `${name} must be true or false`);
    return value === 'true';
  }
}

/** An absolute http or https address; empty means unset (null). */
export function parseUrl(name: string, value: string, code: number): string | null {
  if (value === '') return null;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TwilioError(code, `${name} is not a valid URL: ${value}`);
  return value;
}

/** `GET` or `POST`; empty means unset (null). */
export function parseMethod(name: string, value: string, code: number): string | null {
  if (value === '') return null;
  if (!(httpMethods as readonly string[]).includes(value)) throw new TwilioError(code, `${name} must be GET or POST`);
  return value;
}

/** A sid of that kind; empty means unset (null). */
export function parseSid(name: string, value: string, kind: SidKind, code: number): string | null {
  if (value === '') return null;
  if (!isSid(value, kind)) throw new TwilioError(code, `${name} is not a valid sid: ${value}`);
  return value;
}

/** A mail address as far as Twilio's code 22104 goes: one `@`, a dotted host, no blanks. Empty means unset. */
export function parseEmail(name: string, value: string): string | null {
  if (value === '') return null;
  if (!/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(value))
    throw new TwilioError(22104, `${name} is not a valid email address`);
  return value;
}

/** A whole number in decimal digits; anything else is refused with 20422. */
export function parseWholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw invalidParameter(`${name} must be a whole number`);
  return Number(value);
}

/** Code points, not UTF-16 units. */
export function countCharacters(value: string): number {
  return [...value].length;
}
