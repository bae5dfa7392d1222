// What each kind of field can be asked, in SQL. Every condition is a two-valued question to its caller: a row without a
// value (null) does not match, and the negated operators are exact complements of the plain ones.
import { isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isSid, type SidKind, sidPrefixes } from '../vocabulary.ts';
import {
  lowerAscii,
  missingTextKey,
  missingTimeKey,
  textKey,
  textKeyLength,
  textKeyOf,
  timeKey,
} from './field-keys.ts';
import type { Comparison } from './fields.ts';
import { isStorableText, parseDateTime, parseDuration } from './filters-values.ts';

/** A column, or what stands for it: the status at another time, say. */
export type Column = PgColumn | SQL;

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
export function applyOperator(field: Comparison, column: Column, operator: string, value: unknown, now: Date): SQL {
  switch (operator) {
    case 'eq':
      return isOneOf(field, column, [value]);
    case 'ne':
      return complement(isOneOf(field, column, [value]));
    case 'in':
      return isOneOf(field, column, listOf(value));
    case 'notIn':
      return complement(isOneOf(field, column, listOf(value)));
    case 'isNull':
      return isMissing(field, column, value === true);
    case 'startsWith':
      return startsWith(field, column, textOf(value));
    case 'contains':
      return sql`lower(${column}) like ${`%${escapeLike(lowerAscii(textOf(value)))}%`}`;
    case 'has':
      return hasItem(column, textOf(value));
    default:
      return isInRange(field, column, operator, value, now);
  }
}

function isOneOf(field: Comparison, column: Column, values: readonly unknown[]): SQL {
  switch (field.kind) {
    case 'text': {
      const wanted = values.map(textOf);
      // Both: the key has the index, and the text itself its case and its end.
      return sql`(${isIn(textKey(column), wanted.map(textKeyOf))} and ${isIn(column, wanted)})`;
    }
    case 'word':
      return isOneOfWords(field, column, values.map(textOf));
    case 'sid':
      return isIn(
        column,
        values.map((value) => sidOf(value, field.of)),
      );
    case 'exact':
      return isIn(column, values.map(textOf));
    case 'integer':
    case 'float':
      return isIn(column, [...values]);
    case 'flag':
    case 'present':
      // Of "= false" PostgreSQL makes "not", and counts what has no value to it when it plans.
      return (
        or(...values.map((value) => sql`${column} is ${sql.raw(value === true ? 'true' : 'false')}`)) ?? sql`false`
      );
    case 'time':
    case 'texts':
      throw new FilterValueError('has no such operator');
    default:
      return field satisfies never;
  }
}

/**
 * Asked twice, in words that mean the same for one item. What PostgreSQL has not met among the items that it knows, it takes
 * for one in a hundred or so, and walks along the list to find fifty; that both hold it takes for rare, and asks the index.
 */
function hasItem(column: Column, item: string): SQL {
  return sql`(${column} @> array[${item}]::text[] and ${column} && array[${item}]::text[])`;
}

/** A list that is not empty: PostgreSQL knows no other. */
function isIn(column: Column, values: readonly unknown[]): SQL {
  return sql`${column} in ${[...values]}`;
}

function isOneOfWords(field: Comparison & { kind: 'word' }, column: Column, words: readonly string[]): SQL {
  const named = words.flatMap((word) => field.words[word] ?? []);
  const conditions = named.length > 0 ? [isIn(column, named)] : [];
  if (words.includes(unknownWord)) {
    conditions.push(isNoneOf(column, Object.values(field.words).flat()));
    if (field.emptyIsUnknown) conditions.push(isNull(column));
  }
  return or(...conditions) ?? sql`false`;
}

/**
 * None of the words: in the gaps between them, in byte order. An index knows ranges, and nothing of `not in`. They are words
 * of ours, in the text of the statement: as parameters they would be too many, twenty for one value of a filter.
 */
function isNoneOf(column: Column, words: readonly string[]): SQL {
  const quoted = [...words].sort().map((word) => sql.raw(`'${word}'`));
  // What stands for a column has no index, and may be dear: it is asked once.
  if (!('table' in column)) return sql`${column} not in (${sql.join(quoted, sql`, `)})`;
  const gaps = quoted.map((word, index) => {
    const next = quoted[index + 1];
    return next === undefined ? sql`${column} > ${word}` : sql`(${column} > ${word} and ${column} < ${next})`;
  });
  return or(sql`${column} < ${quoted[0]}`, ...gaps) ?? sql`true`;
}

/** Asked of the key where there is one: nothing else has an index of what is missing, followed by the order of the list. */
function isMissing(field: Comparison, column: Column, wanted: boolean): SQL {
  if ('notNull' in column && column.notNull) return wanted ? sql`false` : sql`true`;
  const operator = wanted ? sql`=` : sql`<`;
  if (field.kind === 'text') return sql`${textKey(column)} ${operator} ${missingTextKey}`;
  if (hasTimeKey(field, column)) return sql`${timeKey(column)} ${operator} ${missingTimeKey}::timestamptz`;
  return wanted ? isNull(column) : isNotNull(column);
}

function startsWith(field: Comparison, column: Column, prefix: string): SQL {
  if (field.kind === 'exact') return sql`${column} like ${`${escapeLike(prefix)}%`}`;
  const lowered = lowerAscii(prefix);
  const key = sql`${textKey(column)} like ${`${escapeLike(textKeyOf(prefix))}%`}`;
  if (prefix.length <= textKeyLength) return key;
  return sql`(${key} and lower(${column}) like ${`${escapeLike(lowered)}%`})`;
}

function isInRange(field: Comparison, column: Column, operator: string, value: unknown, now: Date): SQL {
  if (field.kind === 'time') return isInTimes(field, column, operator, value, now);
  if (operator === 'gte') return sql`${column} >= ${value}`;
  if (operator === 'lte') return sql`${column} <= ${value}`;
  throw new FilterValueError('has no such operator');
}

function isInTimes(field: Comparison, column: Column, operator: string, value: unknown, now: Date): SQL {
  const isOptional = hasTimeKey(field, column);
  const key = isOptional ? timeKey(column) : column;
  if (operator === 'lt') return sql`${key} < ${momentOf(value)}::timestamptz`;
  const from = operator === 'within' ? withinStart(value, now) : operator === 'gte' ? momentOf(value) : null;
  if (from === null) throw new FilterValueError('has no such operator');
  const begins = sql`${key} >= ${from}::timestamptz`;
  return isOptional ? sql`(${begins} and ${key} < ${missingTimeKey}::timestamptz)` : begins;
}

function hasTimeKey(field: Comparison, column: Column): boolean {
  return field.kind === 'time' && 'notNull' in column && !column.notNull;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new FilterValueError('must not be empty');
  return value;
}

/** Throws FilterValueError where PostgreSQL could not keep the text. */
export function textOf(value: unknown): string {
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

/** The text as a pattern of LIKE that stands for itself. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
