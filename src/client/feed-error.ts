// What goes wrong with a feed, and whether to try again.

/** Codes of errors that pass. */
const temporaryCodes: readonly unknown[] = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'];

/**
 * The gateway has answered with errors, or closed the connection for good. `codes` are those of the errors, such as
 * BAD_CURSOR, or that of the close.
 */
export class FeedError extends Error {
  readonly codes: readonly unknown[];
  readonly isTemporary: boolean;

  constructor(errors: readonly GraphqlError[]) {
    super(errors.map((error) => error.message).join('; '));
    this.codes = errors.map((error) => error.extensions?.['code']);
    this.isTemporary = this.codes.every((code) => temporaryCodes.includes(code));
  }
}

export type GraphqlError = { message: string; extensions?: Record<string, unknown> };
