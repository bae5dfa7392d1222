// How Twilio's refusals and silences are told to the client. Twilio's own words are the only text from outside.
import { TwilioOutcomeUnknownError, TwilioRejectionError, TwilioUnavailableError } from '../twilio/errors.ts';
import type { UpstreamErrorShape } from './write-error.ts';

const base = { type: 'UPSTREAM', path: [], twilioCode: null, moreInfo: null, retryAfterMs: null } as const;
/** When another try makes sense where Twilio did not say. */
const retryAfterMsDefault = 5_000;

/** The error for the client; null for an error that is not about Twilio. */
export function upstreamErrorOf(error: unknown): UpstreamErrorShape | null {
  if (error instanceof TwilioRejectionError) {
    const { httpStatus, code: twilioCode, moreInfo, message } = error;
    return { ...base, code: 'UPSTREAM_REJECTED', message, httpStatus, twilioCode, moreInfo, outcomeKnown: true };
  }
  if (error instanceof TwilioUnavailableError) {
    const { httpStatus, retryAfterMs, message } = error;
    const retry = { retryAfterMs: retryAfterMs ?? retryAfterMsDefault, outcomeKnown: true };
    return { ...base, code: 'UPSTREAM_UNAVAILABLE', message, httpStatus, ...retry };
  }
  if (error instanceof TwilioOutcomeUnknownError) return outcomeUnknown(error.message, error.httpStatus);
  return null;
}

/** It was sent, and whether it has happened is not known yet. `retryAfterMs`: when it will be. */
export function outcomeUnknown(
  reason: string,
  httpStatus: number | null = null,
  retryAfterMs: number | null = null,
): UpstreamErrorShape {
  const message = `${reason}. The gateway looks whether it has happened: see \`writeIntents\`, or send it again with the same idempotency key.`;
  return { ...base, code: 'UPSTREAM_OUTCOME_UNKNOWN', message, httpStatus, retryAfterMs, outcomeKnown: false };
}
