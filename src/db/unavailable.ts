// Tells "the database cannot be reached", and "it cannot do this now", from every other error, for both drivers.

/** Codes of postgres.js, of the sockets below it, and of a server that is starting or stopping (class 57P and 08). */
const codes = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|57P|08)/;

/**
 * A statement that took too long, a deadlock, a lock or a resource that was not to be had: the data is not at fault.
 */
const passingCodes = /^(57014|40|55P03|53)/;

/** Whether `error`, or what caused it, says that the database cannot be reached now. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causesOf(error).some((cause) => hasCode(cause, codes) || cause.message === 'PGlite is closed');
}

/** Whether the same may succeed when it is tried again: the database cannot be reached, or is too busy. */
export function isPassing(error: unknown): boolean {
  return isDatabaseUnavailable(error) || causesOf(error).some((cause) => hasCode(cause, passingCodes));
}

function hasCode(error: Error, wanted: RegExp): boolean {
  return 'code' in error && typeof error.code === 'string' && wanted.test(error.code);
}

/** The error, what caused it, and so on. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
