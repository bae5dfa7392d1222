// What a write could not do, as data: kept with its intent, shown by the graph.

/** Which of them belongs to which type of error: see the graph's `ErrorCode`. */
export const writeErrorCodes = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'FORBIDDEN',
  'NOT_ELIGIBLE',
  'WRONG_STATE',
  'CONFLICT',
  'LIMIT_EXCEEDED',
  'CODE_EXPIRED',
  'IDEMPOTENCY_KEY_REUSED',
  'IN_PROGRESS',
  'UPSTREAM_REJECTED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_OUTCOME_UNKNOWN',
] as const;
export type WriteErrorCode = (typeof writeErrorCodes)[number];

/** `path` begins below `input`; empty when it is about none of its fields. */
type Told = { message: string; code: WriteErrorCode; path: readonly string[] };

export type InputErrorShape = Told & { type: 'INPUT' };
/** The record is in `current`, and it would take one of `allowedFrom`. */
export type StateErrorShape = Told & { type: 'STATE'; current: string; allowedFrom: readonly string[] };
/** About the attempts to prove ownership. */
export type AttemptsErrorShape = Told & { type: 'ATTEMPTS'; attempts: number; codeExpiresAt: string | null };
export type UpstreamErrorShape = Told & {
  type: 'UPSTREAM';
  twilioCode: number | null;
  httpStatus: number | null;
  moreInfo: string | null;
  retryAfterMs: number | null;
  /** Whether it is certain that nothing has changed. */
  outcomeKnown: boolean;
};
export type WriteError = InputErrorShape | StateErrorShape | AttemptsErrorShape | UpstreamErrorShape;
