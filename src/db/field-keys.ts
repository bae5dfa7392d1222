// What of a field stands in its index, in SQL and in JavaScript: filters, orders, cursors and indexes must mean the same.
// A missing value has a key as well, behind all others: so it can be looked up and paged past like any other.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Keys of texts end here: an index takes no more than 2,704 bytes, and nobody sorts by what comes later. */
export const textKeyLength = 256;

/** The key of a text: `0` and the text in lower case, or `1` where there is none. */
export function textKey(column: SQLWrapper): SQL {
  return sql`coalesce('0' || left(lower(${column}), 256), '1')`;
}

/** The same of a value. */
export function textKeyOf(value: string | null): string {
  return value === null ? missingTextKey : `0${firstCharacters(lowerAscii(value), textKeyLength)}`;
}

export const missingTextKey = '1';

/** The key of a time that may be missing. */
export function timeKey(column: SQLWrapper): SQL {
  return sql`coalesce(${column}, 'infinity'::timestamptz)`;
}

export function timeKeyOf(value: Date | null): string {
  return value === null ? missingTimeKey : value.toISOString();
}

export const missingTimeKey = 'infinity';

/** A phone number from its end, to find it by its last digits. */
export function reversedKey(column: SQLWrapper): SQL {
  return sql`reverse(${column})`;
}

/** The words of texts. The parser of PostgreSQL would take an e-mail address for one word, and asks the locale. */
export function wordsKey(columns: readonly SQLWrapper[]): SQL {
  const joined = sql.join(
    columns.map((column) => sql`left(coalesce(${column}, ''), 256)`),
    sql` || ' ' || `,
  );
  // Backslashes twice: once for JavaScript, once for nobody, since standard strings of SQL keep them.
  return sql`array_to_tsvector(string_to_array(btrim(regexp_replace(lower(${joined}), '[\\u0001-/:-\`{-\\u007f]+', ' ', 'g')), ' '))`;
}

/** The words of a text, as `wordsKey` cuts them: letters, digits, and whatever is not ASCII. */
export function wordsOf(value: string): string[] {
  const words = lowerAscii(value).replace(/[^0-9a-z\u0080-\u{10ffff}]+/gu, ' ');
  return words.split(' ').filter((word) => word !== '');
}

/** Lower case as lower() gives it under COLLATE "C": the letters A to Z and no others. */
export function lowerAscii(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function firstCharacters(value: string, count: number): string {
  return value.length <= count ? value : [...value].slice(0, count).join('');
}
