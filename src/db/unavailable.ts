// Tells "the database cannot be reached" from every other error, for both drivers.

/** Codes of postgres.js, of the sockets below it, and of a server that is starting or stopping (class 57P and 08). */
const codes = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|57P|08)/;

/** Whether `error`, or what caused it, says that the database cannot be reached now. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string' && codes.test(current.code)) return true;
    if (current.message === 'PGlite is closed') return true;
  }
  return false;
}
