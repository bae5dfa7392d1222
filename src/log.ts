// The process's log: JSON lines, or readable ones on a terminal. Nothing secret and no personal data reaches it: errors
// of the database carry what the statement was given, so only their names and codes are written.
import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** A logger for the whole process, to standard output or to `destination`. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, serializers: { err: describeError } };
  if (destination) return pino(options, destination);
  return process.stdout.isTTY
    ? pino(options, pretty({ colorize: true, ignore: 'pid,hostname,source', translateTime: 'HH:MM:ss' }))
    : pino(options);
}

/** Name, code and stack, without the message where that may hold values of a statement. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const cause = error.cause instanceof Error ? describeError(error.cause) : undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isOfServer = 'severity' in error;
  const hasValues = isOfServer || error.name === 'DrizzleQueryError' || error.message.startsWith('Failed query');
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
  return {
    name: error.name,
    code,
    message: hasValues ? 'a statement failed' : error.message,
    at: frames?.slice(0, 5),
    cause,
  };
}
