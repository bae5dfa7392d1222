// How a write ends: mistakes of its input, all of them, or what Twilio answered.
import type { Context } from '../../context.ts';
import type { ErrorCode, UpstreamErrorShape, UserErrorShape } from '../../schema/user-error.ts';
import { TwilioOutcomeUnknownError, TwilioRejectionError, TwilioUnavailableError } from '../../twilio/errors.ts';
import type { Complaint } from './rules.ts';

/** Collects what is wrong with an input. */
export type InputCheck = {
  readonly errors: readonly UserErrorShape[];
  /** Applies a rule to a value that is given; true when there is a value and it is sound. */
  check<Value>(
    path: readonly string[],
    value: Value | null | undefined,
    rule: (value: Value) => Complaint | null,
  ): value is Value;
  add(path: readonly string[], message: string, code?: ErrorCode): void;
};

/** Begins a check without errors. */
export function beginInputCheck(): InputCheck {
  const errors: UserErrorShape[] = [];
  const add: InputCheck['add'] = (path, message, code = 'INVALID_INPUT') => {
    const field = path.join('.');
    errors.push({ type: 'INPUT', code, path, message: field ? `${field}: ${message}` : message });
  };
  return {
    errors,
    add,
    check<Value>(
      path: readonly string[],
      value: Value | null | undefined,
      rule: (value: Value) => Complaint | null,
    ): value is Value {
      if (value === null || value === undefined) return false;
      const complaint = rule(value);
      if (complaint) add(path, complaint.message, complaint.code);
      return complaint === null;
    },
  };
}

/** What Twilio answered, or the error that its refusal is to the client. Throws what is not about Twilio. */
export async function askTwilio<Answer>(
  ask: () => Promise<Answer>,
  { services, requestId }: Context,
): Promise<{ answer: Answer } | { error: UpstreamErrorShape }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    const upstreamError = toUpstreamError(error);
    if (upstreamError === null) throw error;
    services.log.info(
      { requestId, source: 'mutation', code: upstreamError.code, err: error },
      'a write did not succeed',
    );
    return { error: upstreamError };
  }
}

function toUpstreamError(error: unknown): UpstreamErrorShape | null {
  const base = { type: 'UPSTREAM', path: [], twilioCode: null, moreInfo: null, retryAfterMs: null } as const;
  if (error instanceof TwilioRejectionError) {
    const { httpStatus, code: twilioCode, moreInfo, message } = error;
    return { ...base, code: 'UPSTREAM_REJECTED', message, httpStatus, twilioCode, moreInfo, outcomeKnown: true };
  }
  if (error instanceof TwilioUnavailableError) {
    const { httpStatus, retryAfterMs, message } = error;
    return { ...base, code: 'UPSTREAM_UNAVAILABLE', message, httpStatus, retryAfterMs, outcomeKnown: true };
  }
  if (error instanceof TwilioOutcomeUnknownError) {
    const message = `${error.message}. Look whether it has happened before you try again.`;
    return { ...base, code: 'UPSTREAM_OUTCOME_UNKNOWN', message, httpStatus: error.httpStatus, outcomeKnown: false };
  }
  return null;
}
