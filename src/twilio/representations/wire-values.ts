// The smallest readings of Twilio's JSON: text, words, numbers, dates and lists, lenient wherever its pages contradict
// each other. A value that makes no sense reads as null; only `required` refuses, and names the field.
import { z } from 'zod';
import { RepresentationError } from '../errors.ts';

const int32Max = 2_147_483_647;

/** `""` is null, numbers are read as their digits. PostgreSQL refuses NUL and cannot hold half of a surrogate pair. */
export const text = readAs(textOf);

export const flag = readAs((value) => {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
});

/** A whole number from 0 up that fits an `integer` column. Twilio's -1 for "no figure" (`inbound_mps`) is null. */
export const count = readAs((json) => {
  const value = numberOf(json);
  return value !== null && Number.isInteger(value) && value >= 0 && value <= int32Max ? value : null;
});

/** Degrees: ActiveNumbers shows numbers, a client of the live list reads strings. */
export const degrees = readAs(numberOf);

/** ISO 8601 (preview) or RFC 2822 (2010-04-01); Twilio's page of the order promises the one and shows the other. */
export const moment = readAs((json) => {
  const value = textOf(json);
  return value === null ? null : parseMoment(value);
});

/** A list of texts; null and a missing key are the empty list. */
export const texts = readAs((json) => {
  const values: unknown[] = Array.isArray(json) ? json : [];
  return values.map(textOf).filter((value) => value !== null);
});

/**
 * One of Twilio's words. A known word reads as the vocabulary spells it, whatever its case and separators
 * (`International`, `action_required`); an unknown one is kept as sent.
 */
export function word(known: readonly string[]) {
  const canonical = new Map(known.map((value) => [lettersOf(value), value]));
  return readAs((json) => {
    const value = textOf(json);
    return value === null ? null : (canonical.get(lettersOf(value)) ?? value);
  });
}

/** A part of a representation; null, missing and anything that is no object read as a part without fields. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape));
}

/** Reads a representation's fields. Throws RepresentationError when `json` is no object at all. */
export function readObject<Wire>(schema: z.ZodType<Wire>, json: unknown): Wire {
  if (!isObject(json)) throw new RepresentationError('(object)');
  return schema.parse(json);
}

/** The value of a field that makes the representation what it is. Throws RepresentationError that names the field. */
export function required<Value>(field: string, value: Value | null): Value {
  if (value === null) throw new RepresentationError(field);
  return value;
}

/** Text that PostgreSQL can store: without NUL, lone surrogates replaced by U+FFFD. */
export function cleanText(value: string): string {
  return value.replaceAll('\0', '').toWellFormed();
}

/** Whether a JSON value is an object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that never fails: zod hands over what is there, undefined for a missing key. */
function readAs<Value>(read: (json: unknown) => Value) {
  return z.unknown().optional().transform(read);
}

function textOf(json: unknown): string | null {
  if (typeof json !== 'string' && typeof json !== 'number') return null;
  return cleanText(String(json)) || null;
}

function numberOf(json: unknown): number | null {
  const value = typeof json === 'string' && /^-?\d+(\.\d+)?$/.test(json) ? Number(json) : json;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const isoMoment = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;
const rfc2822Moment = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} [12]\d{3} \d{2}:\d{2}(:\d{2})? ([+-]\d{4}|GMT|UTC?|Z)$/;

/** `Date` alone would accept almost any text ("order 1" is a day of 2001). A time without zone is GMT, as the pages say. */
function parseMoment(value: string): Date | null {
  const iso = isoMoment.exec(value);
  if (!iso && !rfc2822Moment.test(value)) return null;
  const date = new Date(iso && !iso[2] ? `${value}Z` : value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function lettersOf(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9]/g, '');
}
