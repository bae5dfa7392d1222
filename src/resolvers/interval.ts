// How often a subscription of state may speak.
import { parseDuration } from '../db/filters-values.ts';
import { badUserInput } from './bad-input.ts';

const minIntervalMaxMs = 60_000;
export const minIntervalDefault = 'PT1S';

/** In milliseconds. Throws BAD_USER_INPUT. */
export function readInterval(minInterval: string | null | undefined): number {
  const intervalMs = parseDuration(minInterval ?? minIntervalDefault);
  if (intervalMs !== null && intervalMs <= minIntervalMaxMs) return intervalMs;
  throw badUserInput('minInterval', 'must be an ISO 8601 duration of PT0S to PT1M', minInterval);
}
