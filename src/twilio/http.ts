// Sends requests to Twilio: who asks, how long to wait, what to try again. Reads are repeated within bounds; a write
// never is, because Twilio knows no request idempotency on these resources. It reads no representation.
import type { Logger } from 'pino';
import {
  createCounterparts,
  type Ending,
  type Priority,
  refuseWhenStopped,
  refuseWhileOpen,
  type Sleep,
  sendInTurn,
} from './admission.ts';
import { isWithoutAnswerInTime, type RequestFacts, type RequestMethod, TwilioUnavailableError } from './errors.ts';
import type { Form } from './form.ts';
import { retryDelayMs } from './retry-delay.ts';
import { type Caller, type Fetch, type Outgoing, send } from './send.ts';
import { sendOverNetwork } from './transport.ts';
import type { UpstreamBase } from './upstream-base.ts';

/** One attempt, told before it is sent; for counters. `path` has no query, `attempt` begins with 1. */
export type RequestAttempt = { method: RequestMethod; path: string; accountSid: string; attempt: number };

export type TwilioHttpOptions = {
  log: Logger;
  fetch?: Fetch;
  onRequest?: (attempt: RequestAttempt) => void;
  /** How long a write may take once it is sent, its answer included. */
  writeTimeoutMs?: number;
  /** Requests of one account under way at once. Twilio limits concurrency, not rate, and gives no figure. */
  concurrencyPerAccount?: number;
  random?: () => number;
  sleep?: Sleep;
};

export interface TwilioHttp {
  /** GET; the JSON of the answer. `path` may have a query. Throws TwilioRejectionError or TwilioUnavailableError. */
  read(credentials: Caller, base: UpstreamBase, path: string): Promise<unknown>;
  /** Sends a form once; the JSON of the answer. Throws any of the three errors of errors.ts. */
  write(credentials: Caller, base: UpstreamBase, path: string, form: Form): Promise<unknown>;
  /** DELETE, sent once. Throws any of the three errors of errors.ts. */
  remove(credentials: Caller, base: UpstreamBase, path: string): Promise<void>;
}

/** The faces of a sender: how urgent a request is, and for how long it is tried. */
export type TwilioSender = Record<keyof typeof faces, TwilioHttp> & {
  /**
   * Ends the reads under way, and refuses those that come later: TwilioUnavailableError. Writes are left alone: one that
   * Twilio may be doing has an outcome.
   */
  close(): void;
};

/** `signal`: of a read, which ends when it aborts. */
type Call = Outgoing & { base: UpstreamBase; face: Face; signal?: AbortSignal };
/** `endsAtMs`: until when it may wait for its turn. */
type Attempt = { attempt: number; timeoutMs: number; endsAtMs: number };

const readAttemptsMax = 4;
/** How long a brief read may take, its retries and the wait for its turn included. */
export const briefReadMs = 5_000;

/** Who has not answered an attempt by then does not answer. What we ended sooner says nothing of Twilio. */
const hangingMs = 4_000;
/**
 * A client waits for an interactive read; 4 s leave room for a second attempt and show an outage within 5 s. A brief one
 * is asked for again by whoever wants it, and holds up what stands behind it no longer than that.
 */
const faces = {
  interactive: { priority: 'interactive', attemptMs: hangingMs, inAllMs: 10_000 },
  background: { priority: 'background', attemptMs: 15_000, inAllMs: 3_600_000 },
  brief: { priority: 'brief', attemptMs: briefReadMs, inAllMs: briefReadMs },
} as const satisfies Record<string, Face>;
type Face = { priority: Priority; attemptMs: number; inAllMs: number };
const writeQueueMsMax = 5_000;

/** Makes a sender with three faces, whose requests share each account's places. Between calls it holds no timer. */
export function createTwilioHttp(options: TwilioHttpOptions): TwilioSender {
  const { log, fetch = sendOverNetwork, onRequest, writeTimeoutMs = 20_000, concurrencyPerAccount = 10 } = options;
  const { random = Math.random, sleep = sleepInEarnest } = options;
  const findCounterpart = createCounterparts(concurrencyPerAccount);
  const counterpartOf = ({ credentials, base }: Call) => findCounterpart(credentials.accountSid, base.url);
  const reads = createReads();

  /** Waits for its turn and sends. What it throws came before the first byte, and stands; what came after is told. */
  async function attemptOnce(call: Call, { attempt, timeoutMs, endsAtMs }: Attempt): Promise<Ending> {
    const { method, path, face, credentials, signal } = call;
    const mayPause = method === 'GET';
    const sendNow = async () => {
      onRequest?.({ method, path, accountSid: credentials.accountSid, attempt });
      const ms = mayPause ? Math.min(timeoutMs, endsAtMs - Date.now()) : timeoutMs;
      return send(call, { fetch, timeoutMs: ms, signal }).then(
        (json) => ({ json }),
        (error: unknown) => ({
          error,
          isCutShort: isWithoutAnswerInTime(error) && (ms < hangingMs || signal?.aborted === true),
        }),
      );
    };
    const applicant = { method, path, priority: face.priority, endsAtMs, mayPause, signal };
    return sendInTurn(counterpartOf(call), applicant, { send: sendNow, sleep });
  }

  /** A loop and not cockatiel's retry: that one knows no budget and no answer that says how long to wait. */
  async function read(call: Call): Promise<unknown> {
    const { method, path, credentials, signal } = call;
    const counterpart = counterpartOf(call);
    const { attemptMs, inAllMs } = call.face;
    const endsAtMs = Date.now() + inAllMs;
    refuseWhenStopped(call, signal);
    for (let attempt = 1; ; attempt += 1) {
      const ending = await attemptOnce(call, { attempt, timeoutMs: attemptMs, endsAtMs });
      if ('json' in ending) {
        counterpart.budget.earn();
        return ending.json;
      }
      const { error } = ending;
      if (!(error instanceof TwilioUnavailableError) || attempt === readAttemptsMax) throw error;
      refuseWhenStopped(call, signal);
      refuseWhileOpen(counterpart, call, error);
      const delayMs = retryDelayMs(attempt, error.retryAfterMs, random);
      if (Date.now() + delayMs >= endsAtMs || !counterpart.budget.spend()) throw error;
      const { accountSid } = credentials;
      log.warn({ method, path, accountSid, attempt, delayMs, reason: error.message }, 'Twilio is read again');
      await sleep(delayMs, signal);
      refuseWhenStopped(call, signal);
    }
  }

  async function write(call: Call): Promise<unknown> {
    const times = { attempt: 1, timeoutMs: writeTimeoutMs, endsAtMs: Date.now() + writeQueueMsMax };
    const ending = await attemptOnce(call, times);
    if ('error' in ending) throw ending.error;
    return ending.json;
  }

  const faceOf = (face: Face) =>
    createFace(face, { read: (call) => reads.run((signal) => read({ ...call, signal })), write });
  return {
    interactive: faceOf(faces.interactive),
    background: faceOf(faces.background),
    brief: faceOf(faces.brief),
    close: () => reads.stop(),
  };
}

type Calls = { read(call: Call): Promise<unknown>; write(call: Call): Promise<unknown> };

function createFace(face: Face, { read, write }: Calls): TwilioHttp {
  const callOf = (method: RequestMethod, credentials: Caller, base: UpstreamBase, path: string): Call => {
    const request: RequestFacts = { method, path: withoutQuery(path) };
    return { ...request, credentials, base, url: base.url + path, face };
  };
  return {
    read: (credentials, base, path) => read(callOf('GET', credentials, base, path)),
    write: (credentials, base, path, form) => write({ ...callOf('POST', credentials, base, path), form }),
    remove: async (credentials, base, path) => void (await write(callOf('DELETE', credentials, base, path))),
  };
}

/** A signal for each read: with one for all of them each would have to be taken from a list of thousands. */
function createReads() {
  const underWay = new Set<AbortController>();
  let isStopped = false;
  return {
    async run<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
      const controller = new AbortController();
      if (isStopped) controller.abort();
      underWay.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        underWay.delete(controller);
      }
    },
    stop(): void {
      isStopped = true;
      for (const controller of underWay) controller.abort();
    },
  };
}

function sleepInEarnest(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

/** Twilio's malformed pages begin their query with `&`; what follows may hold a phone number. */
function withoutQuery(path: string): string {
  return path.replace(/[?&].*$/s, '');
}
