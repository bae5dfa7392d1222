// Twilio's classic error answer. Codes are those of Twilio's error dictionary; it gives no HTTP status, so all but the
// well-known ones (401, 404, 405, 429) are 400.

/** Thrown by a resource to refuse a request; the router turns it into Twilio's JSON. */
export class TwilioError extends Error {
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.name = 'TwilioError';
    this.code = code;
    this.status = status;
  }

  /** The body of the answer: `code`, `message`, `more_info`, `status`. */
  toBody(): { code: number; message: string; more_info: string; status: number } {
    const moreInfo = `https://www.twilio.com/docs/errors/${this.code}`;
    return { code: this.code, message: this.message, more_info: moreInfo, status: this.status };
  }
}

/** 404/20404, the same text for a missing row, a stranger's row and a preview the account has no access to. */
export function notFound(path: string): TwilioError {
  return new TwilioError(20404, `The requested resource ${path} was not found`, 404);
}

/** 401/20003: unknown account, wrong token, or credentials that do not reach the path. */
export function unauthorized(): TwilioError {
  return new TwilioError(20003, 'Authenticate', 401);
}

/** 429/20429. */
export function tooManyRequests(): TwilioError {
  return new TwilioError(20429, 'Too Many Requests', 429);
}

/** 400/20422: a parameter that no more precise code describes. */
export function invalidParameter(message: string): TwilioError {
  return new TwilioError(20422, message);
}
