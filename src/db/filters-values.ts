// The rules on single values that reads and writes share: text that PostgreSQL can keep, times, durations.

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const isoDuration = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const unitsMs = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000];
const durationMaxMs = 36_500 * 86_400_000;

/** Whether PostgreSQL keeps the text as it is: it refuses NUL and silently replaces half a surrogate pair. */
export function isStorableText(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}

/** The moment that an RFC 3339 text names; null when it is none, or no day of the calendar. */
export function parseDateTime(value: string): Date | null {
  const parts = rfc3339.exec(value);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  // JavaScript takes the 30th of February for the 1st of March; PostgreSQL has no year 0.
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const moment = new Date(value.toUpperCase());
  if (year === 0 || day > daysInMonth || Number.isNaN(moment.getTime())) return null;
  // The zone may push it out of the years that are written with four digits.
  const yearInUtc = moment.getUTCFullYear();
  return yearInUtc >= 1 && yearInUtc <= 9999 ? moment : null;
}

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds; null when it is none, or longer than a
 * hundred years. Years and months are refused: they have no fixed length.
 */
export function parseDuration(value: string): number | null {
  const parts = isoDuration.exec(value);
  if (!parts) return null;
  const total = unitsMs.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
  return total <= durationMaxMs ? total : null;
}
