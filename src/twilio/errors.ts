// What can go wrong between the gateway and Twilio, in three outcomes: refused for good, never done, or not known.
// No message carries a token, a header or a body; Twilio's own words are the only text taken from outside.
import { TaskCancelledError } from 'cockatiel';

export type RequestMethod = 'GET' | 'POST' | 'DELETE';

/** Which request an error is about. `path` has no query: that may hold a phone number. */
export type RequestFacts = { method: RequestMethod; path: string };

/** Twilio understood and refused (4xx but 429). Final: the same request gets the same answer. */
export class TwilioRejectionError extends Error {
  override readonly name = 'TwilioRejectionError';
  readonly request: RequestFacts;
  readonly httpStatus: number;
  /** Twilio's error code; null when the body named none (a proxy's page). */
  readonly code: number | null;
  readonly moreInfo: string | null;

  constructor(
    request: RequestFacts,
    refusal: { httpStatus: number; code: number | null; message: string | null; moreInfo: string | null },
  ) {
    super(refusal.message ?? `Twilio refused the request with HTTP ${refusal.httpStatus}`);
    this.request = request;
    this.httpStatus = refusal.httpStatus;
    this.code = refusal.code;
    this.moreInfo = refusal.moreInfo;
  }
}

/** Nothing was done: a request that was never processed (no connection, 429), or a read that failed. May be repeated. */
export class TwilioUnavailableError extends Error {
  override readonly name = 'TwilioUnavailableError';
  readonly request: RequestFacts;
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** How long Twilio asks to wait (Retry-After, capped); null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(request: RequestFacts, reason: string, facts: FailureFacts = {}) {
    super(`Twilio is unavailable: ${reason}`, { cause: facts.cause });
    this.request = request;
    this.httpStatus = facts.httpStatus ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }
}

/** A write that Twilio may or may not have done. Never repeat it without looking first. */
export class TwilioOutcomeUnknownError extends Error {
  override readonly name = 'TwilioOutcomeUnknownError';
  readonly request: RequestFacts;
  readonly httpStatus: number | null;

  constructor(request: RequestFacts, reason: string, facts: FailureFacts = {}) {
    super(`The outcome of a write to Twilio is unknown: ${reason}`, { cause: facts.cause });
    this.request = request;
    this.httpStatus = facts.httpStatus ?? null;
  }
}

/** An answer that lacks what makes it the resource. The client turns it into one of the errors above, as its cause. */
export class RepresentationError extends Error {
  override readonly name = 'RepresentationError';
  /** The missing field, in Twilio's spelling. */
  readonly field: string;

  constructor(field: string) {
    super(`Twilio's representation has no usable ${field}`);
    this.field = field;
  }
}

type FailureFacts = { httpStatus?: number; retryAfterMs?: number | null; cause?: unknown };

/** Whether Twilio says that the resource is not there. A proxy's 404 without Twilio's code proves nothing. */
export function isNotFound(error: unknown): error is TwilioRejectionError {
  return error instanceof TwilioRejectionError && error.httpStatus === 404 && error.code === 20404;
}

/**
 * Whether the account lacks a preview (hosted numbers, ActiveNumbers): Twilio then answers 20404 to the list itself,
 * whose path has no sid in it (twilio-php issue 587).
 */
export function isNoPreviewAccess(error: unknown): boolean {
  return isNotFound(error) && /^\/(HostedNumbers|Numbers)\/[A-Za-z]+$/.test(error.request.path);
}

/** Whether we have ended the wait for an answer: its time was over, or the gateway stops. */
export function isWithoutAnswerInTime(error: unknown): boolean {
  return error instanceof Error && isTimeout(error.cause);
}

/**
 * The error for an attempt that brought no answer (`cause` is what fetch threw). A write that failed before its first
 * byte was never sent; one that failed later has an unknown outcome.
 */
export function errorOfNoAnswer(
  request: RequestFacts,
  cause: unknown,
): TwilioUnavailableError | TwilioOutcomeUnknownError {
  const { code, syscall } = systemErrorOf(cause);
  const reason = isTimeout(cause) ? 'no answer in time' : `no answer (${code ?? 'network failure'})`;
  const neverSent = neverSentCodes.has(code ?? '') || syscall === 'connect';
  if (request.method === 'GET' || neverSent) return new TwilioUnavailableError(request, reason, { cause });
  return new TwilioOutcomeUnknownError(request, reason, { cause });
}

/** The error for an answer that says nothing usable: 5xx, a redirect, or a success that cannot be read. */
export function errorOfUselessAnswer(
  request: RequestFacts,
  reason: string,
  facts: FailureFacts,
): TwilioUnavailableError | TwilioOutcomeUnknownError {
  if (request.method === 'GET') return new TwilioUnavailableError(request, reason, facts);
  return new TwilioOutcomeUnknownError(request, reason, facts);
}

/** Failures of DNS, connecting and TLS: no byte of the request has left. A reset (ECONNRESET) may come later. */
const neverSentCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** undici throws "fetch failed" and keeps the system's error in the cause. */
function systemErrorOf(error: unknown): { code: string | null; syscall: string | null } {
  if (!(error instanceof Error)) return { code: null, syscall: null };
  if (!('code' in error) || typeof error.code !== 'string') return systemErrorOf(error.cause);
  return { code: error.code, syscall: 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : null };
}

/** Whichever of the deadline and the fetch that it has ended is heard first. */
function isTimeout(error: unknown): boolean {
  return error instanceof TaskCancelledError || (error instanceof Error && error.name === 'AbortError');
}
