// What each kind of field can be asked, in SQL. Every condition is a two-valued question to its caller: a row without a
// value (null) does not match, and the negated operators are exact complements of the plain ones.
import { inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isSid, type SidKind, sidPrefixes } from '../vocabulary.ts';
import { isStorableText, parseDateTime, parseDuration } from './filters-values.ts';

/** A field that can be filtered: its column, and how values are compared with it. */
export type FilterField =
  /** `caseless` has an index on lower(column); `exact` (phone numbers) on the column itself. */
  | { kind: 'caseless' | 'exact' | 'number' | 'flag' | 'time' | 'present'; column: PgColumn }
  | { kind: 'sid'; column: PgColumn; of: SidKind }
  | { kind: 'word'; column: PgColumn; words: FilterWords; emptyIsUnknown?: boolean };

/** The words of an enum, each with what it stands for in the column. */
export type FilterWords = Readonly<Record<string, readonly string[]>>;

/** The word of every enum for what Twilio says and we do not know. */
const unknownWord = 'UNKNOWN';

/** A value that an operator does not take. The message says the rule; the caller knows where it stands. */
export class FilterValueError extends Error {}

/** The row does not satisfy `condition`, be it false or without an answer. */
export function complement(condition: SQL): SQL {
  return sql`(${condition}) is not true`;
}

/**
 * One operator applied to one field. Values are those that GraphQL has let through: strings, numbers, booleans and lists.
 * Throws FilterValueError when the value breaks a rule.
 */
export function applyOperator(field: FilterField, operator: string, value: unknown, now: Date): SQL {
  switch (operator) {
    case 'eq':
      return isOneOf(field, [value]);
    case 'ne':
      return complement(isOneOf(field, [value]));
    case 'in':
      return isOneOf(field, listOf(value));
    case 'notIn':
      return complement(isOneOf(field, listOf(value)));
    case 'isNull':
      return value === true ? isNull(field.column) : isNotNull(field.column);
    case 'startsWith':
      return isLike(field, `${escapeLike(textOf(value))}%`);
    case 'contains':
      return isLike(field, `%${escapeLike(textOf(value))}%`);
    default:
      return isInRange(field, operator, value, now);
  }
}

/** Lower case as lower() gives it under COLLATE "C": the letters A to Z and no others. */
function lowerAscii(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function isOneOf(field: FilterField, values: readonly unknown[]): SQL {
  switch (field.kind) {
    case 'caseless': {
      const texts = values.map(textOf);
      // Both, so that the index on lower(column) serves the exact comparison as well.
      return sql`(${inArray(sql`lower(${field.column})`, texts.map(lowerAscii))} and ${inArray(field.column, texts)})`;
    }
    case 'word':
      return isOneOfWords(field, values.map(textOf));
    case 'sid':
      return inArray(
        field.column,
        values.map((value) => sidOf(value, field.of)),
      );
    case 'exact':
      return inArray(field.column, values.map(textOf));
    case 'number':
    case 'flag':
    case 'present':
      return inArray(field.column, [...values]);
    case 'time':
      throw new FilterValueError('has no such operator');
    default:
      return field satisfies never;
  }
}

function isOneOfWords(field: FilterField & { kind: 'word' }, words: readonly string[]): SQL {
  const named = words.flatMap((word) => field.words[word] ?? []);
  const conditions = named.length > 0 ? [inArray(field.column, named)] : [];
  if (words.includes(unknownWord)) {
    conditions.push(notInArray(field.column, Object.values(field.words).flat()));
    if (field.emptyIsUnknown) conditions.push(isNull(field.column));
  }
  return or(...conditions) ?? sql`false`;
}

function isLike(field: FilterField, pattern: string): SQL {
  if (field.kind === 'exact') return sql`${field.column} like ${pattern}`;
  return sql`lower(${field.column}) like ${lowerAscii(pattern)}`;
}

function isInRange(field: FilterField, operator: string, value: unknown, now: Date): SQL {
  if (operator === 'within') return sql`${field.column} >= ${withinStart(value, now)}::timestamptz`;
  const bound = field.kind === 'time' ? sql`${momentOf(value)}::timestamptz` : sql`${value}`;
  if (operator === 'gte') return sql`${field.column} >= ${bound}`;
  if (operator === 'lte') return sql`${field.column} <= ${bound}`;
  if (operator === 'lt') return sql`${field.column} < ${bound}`;
  throw new FilterValueError('has no such operator');
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new FilterValueError('must not be empty');
  return value;
}

function textOf(value: unknown): string {
  const text = String(value);
  if (!isStorableText(text)) throw new FilterValueError('must not contain NUL or half a surrogate pair');
  return text;
}

function sidOf(value: unknown, kind: SidKind): string {
  const sid = String(value);
  if (isSid(sid, kind)) return sid;
  throw new FilterValueError(`must match ^${sidPrefixes[kind]}[0-9a-fA-F]{32}$ (34 characters)`);
}

function momentOf(value: unknown): string {
  const moment = parseDateTime(String(value));
  if (!moment) throw new FilterValueError('must be a time by RFC 3339, e.g. 2026-01-31T08:00:00Z');
  return moment.toISOString();
}

function withinStart(value: unknown, now: Date): string {
  const durationMs = parseDuration(String(value));
  if (durationMs === null) {
    throw new FilterValueError('must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, e.g. P7D');
  }
  return new Date(now.getTime() - durationMs).toISOString();
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
