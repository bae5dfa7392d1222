// What a failure means: Twilio's sentence becomes a code. Only sentences that the pages name are recognised.
import { type FailureCode, orderStatuses } from '../vocabulary.ts';

/**
 * Words of the documented sentences, the first that matches counts. FAQ: the six typical reasons, and those of a failed
 * eligibility check; status table of the HostedNumberOrder: idle for 30 days, SMS enabled already.
 */
const patterns: readonly [RegExp, FailureCode][] = [
  [/(letter of authorization|\bLOA\b).*not (been )?signed/i, 'LOA_NOT_SIGNED_IN_TIME'],
  [/idle in the verification/i, 'VERIFICATION_IDLE'],
  [/max(imum)?( number of)? verification attempts/i, 'VERIFICATION_ATTEMPTS_EXHAUSTED'],
  [/carrier information is unavailable/i, 'CARRIER_INFORMATION_UNAVAILABLE'],
  [/(already|currently) (enabled for messaging|messaging[- ]enabled|SMS[- ]enabled)/i, 'ALREADY_MESSAGING_ENABLED'],
  [/already (a )?hosted/i, 'ALREADY_HOSTED'],
  [
    /(non-supported|unsupported|not supported|not a supported)( iso)? country|country.*not supported/i,
    'COUNTRY_UNSUPPORTED',
  ],
  [/\bmobile\b/i, 'MOBILE_NUMBER'],
  [/problem processing your hosted number order/i, 'UPSTREAM_INTERNAL'],
  [/idle for (more than )?(30|thirty) days/i, 'IDLE_TOO_LONG'],
];

/** The code of an order's failure; null unless it has failed or needs action, and Twilio said why. */
export function failureCodeOf(status: string, reason: string | null): FailureCode | null {
  const isOnItsWay = orderStatuses.some((known) => known === status) && !['failed', 'action-required'].includes(status);
  if (reason === null || reason.trim() === '' || isOnItsWay) return null;
  return patterns.find(([pattern]) => pattern.test(reason))?.[1] ?? 'UNCLASSIFIED';
}
