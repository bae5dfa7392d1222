// What a client may see of an error, and what the log is told instead.
import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../db/unavailable.ts';

export type MaskError = (error: unknown) => Error;

/**
 * Lets through what we threw on purpose. Of anything else the client learns that the database is away, or the id by which
 * the error is found in the log.
 */
export function createMaskError(log: Logger): MaskError {
  const report = createReport(log);
  return (error) => {
    if (error instanceof GraphQLError && !error.originalError) return withoutOriginal(error);
    if (error instanceof GraphQLError && error.originalError instanceof GraphQLError) return error;
    const original = error instanceof GraphQLError ? error.originalError : error;
    const place = error instanceof GraphQLError ? { path: error.path, nodes: error.nodes } : {};
    if (isDatabaseUnavailable(original)) {
      report('warn', original, 'an operation could not reach the database');
      const extensions = { code: 'SERVICE_UNAVAILABLE', retryAfter: 'PT5S', http: { status: 503 } };
      return new GraphQLError('The database cannot be reached. Try again soon.', { ...place, extensions });
    }
    const errorId = report('error', original, 'an operation failed');
    return new GraphQLError('Unexpected error.', { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId } });
  };
}

/** Writes an error down once, however many fields have failed by it, and gives its id in the log. */
function createReport(log: Logger) {
  const ids = new WeakMap<object, string>();
  return (level: 'warn' | 'error', error: unknown, message: string): string => {
    const known = error instanceof Error ? ids.get(error) : undefined;
    if (known !== undefined) return known;
    const errorId = randomUUID();
    if (error instanceof Error) ids.set(error, errorId);
    log[level]({ err: error, errorId }, message);
    return errorId;
  };
}

/** Yoga puts the parser's complaint about a broken body into the extensions, and with it a part of that body. */
function withoutOriginal(error: GraphQLError): GraphQLError {
  if (!('originalError' in error.extensions)) return error;
  return new GraphQLError(error.message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
