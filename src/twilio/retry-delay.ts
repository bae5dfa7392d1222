// How long to wait before a read is tried again: as Twilio asks (Retry-After), or twice as long each time, with jitter
// so that the gateway's instances do not come back together.

const retryAfterMsMax = 30_000;
const firstDelayMs = 250;
const delayMsMax = 5_000;

/** Milliseconds of a Retry-After header (seconds or an HTTP date), at most 30 s; null when it is missing or nonsense. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | null {
  const value = header?.trim() ?? '';
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : / GMT$/.test(value) ? Date.parse(value) - nowMs : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), retryAfterMsMax);
}

/** Milliseconds to wait after the failed attempt of that number (from 1). Never less than Twilio asked for. */
export function retryDelayMs(attempt: number, retryAfterMs: number | null, random: () => number): number {
  if (retryAfterMs !== null) return Math.round(retryAfterMs + random() * firstDelayMs);
  const ceilingMs = Math.min(firstDelayMs * 2 ** attempt, delayMsMax);
  return Math.round((ceilingMs * (1 + random())) / 2);
}
