// Free text and places: conditions that are about more than one column.
import { and, type SQL, sql } from 'drizzle-orm';
import { reversedKey, textKeyLength, wordsKey, wordsOf } from './field-keys.ts';
import type { PlaceField, SearchField } from './fields.ts';
import { type Column, FilterValueError, textOf } from './filters-operators.ts';

type ColumnOf = (name: string) => Column;

const searchLengthMax = 256;
/** One digit at the end is a tenth of all numbers, and more likely a word. */
const lastDigitsMin = 2;

/** Each word begins a word of the texts, or the whole is the last digits of the phone number. Throws FilterValueError. */
export function searchCondition(search: SearchField, columnOf: ColumnOf, value: unknown): SQL {
  const asked = textOf(value);
  if ([...asked].length > searchLengthMax) throw new FilterValueError(`must be at most ${searchLengthMax} characters`);
  const words = wordsOf(asked);
  if (words.length === 0) throw new FilterValueError('must have a letter or a digit');
  const begins = sql`${wordsKey(search.texts.map(columnOf))} @@ ${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`;
  const digits = asked.replace(/[\s+().-]/g, '');
  const isNumber = /^\d+$/.test(digits) && digits.length >= lastDigitsMin && digits.length < textKeyLength;
  if (search.phoneNumber === undefined || !isNumber) return begins;
  const reversed = [...digits].reverse().join('');
  return sql`(${begins} or ${reversedKey(columnOf(search.phoneNumber))} like ${`${reversed}%`})`;
}

/** The mean radius of the Earth (IUGG). */
const earthRadiusKm = 6371.0088;
const kmPerDegree = (Math.PI * earthRadiusKm) / 180;
const half = 180;

/**
 * Within a circle on the sphere, its edge included. A box around it is read from the index, then the distance decides
 * (haversine formula). Throws FilterValueError.
 */
export function nearCondition(place: PlaceField, columnOf: ColumnOf, value: object): SQL {
  const { radiusKm, ...centre } = value as { latitude: number; longitude: number; radiusKm: number };
  const [latitude, longitude] = [orZero(centre.latitude), orZero(centre.longitude)];
  if (!(Math.abs(latitude) <= 90)) throw new FilterValueError('must have a latitude of -90 to 90');
  if (!(Math.abs(longitude) <= half)) throw new FilterValueError('must have a longitude of -180 to 180');
  if (!(radiusKm > 0 && radiusKm <= kmPerDegree * half)) {
    throw new FilterValueError(`must have a radiusKm above 0, up to ${Math.floor(kmPerDegree * half)}`);
  }
  const [lat, lon] = [columnOf(place.latitude), columnOf(place.longitude)];
  // A little more than the circle: the distance decides, and rounding must not shut out its edge.
  const reach = (radiusKm / kmPerDegree) * 1.000001;
  const inBox = and(
    sql`${lat} >= ${latitude - reach}`,
    sql`${lat} <= ${latitude + reach}`,
    isBetweenMeridians(lon, longitude, widthOf(latitude, reach)),
  );
  const hav = (angle: SQL) => sql`power(sin(radians(${angle}) / 2), 2)`;
  const havOfDistance = sql`${hav(sql`${lat} - ${latitude}::float8`)} + cos(radians(${latitude}::float8)) * cos(radians(${lat})) * ${hav(sql`${lon} - ${longitude}::float8`)}`;
  return sql`(${inBox} and ${2 * earthRadiusKm}::float8 * asin(sqrt(least(1, ${havOfDistance}))) <= ${radiusKm}::float8)`;
}

/** PostgreSQL refuses to square what is too small; a billionth of a degree is a tenth of a millimetre. */
function orZero(degrees: number): number {
  return Math.abs(degrees) < 1e-9 ? 0 : degrees;
}

/** How many degrees of longitude a circle of so many degrees reaches to each side; all of them where it holds a pole. */
function widthOf(latitude: number, reach: number): number {
  if (Math.abs(latitude) + reach >= 90) return half;
  const radians = Math.PI / half;
  return (Math.asin(Math.sin(reach * radians) / Math.cos(latitude * radians)) / radians) * 1.000001;
}

function isBetweenMeridians(lon: Column, longitude: number, width: number): SQL | undefined {
  if (width >= half) return undefined;
  const [west, east] = [longitude - width, longitude + width];
  if (west < -half) return sql`(${lon} >= ${west + 2 * half} or ${lon} <= ${east})`;
  if (east > half) return sql`(${lon} >= ${west} or ${lon} <= ${east - 2 * half})`;
  return sql`${lon} between ${west} and ${east}`;
}
