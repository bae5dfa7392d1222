// Sends requests to Twilio: who asks, how long to wait, how many at once, what to try again. Reads are repeated within
// bounds; a write never is, because Twilio knows no request idempotency on these resources. It reads no representation.
import { setTimeout as wait } from 'node:timers/promises';
import { type BulkheadPolicy, bulkhead, isBulkheadRejectedError } from 'cockatiel';
import type { Logger } from 'pino';
import { beforeAbort, readAnswer } from './answer.ts';
import { errorOfNoAnswer, type RequestFacts, type RequestMethod, TwilioUnavailableError } from './errors.ts';
import { type Form, formBodyOf } from './form.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { UpstreamBase } from './upstream-base.ts';

/** One attempt, told before it is sent; for counters. `path` has no query, `attempt` begins with 1. */
export type RequestAttempt = { method: RequestMethod; path: string; accountSid: string; attempt: number };

export type TwilioHttpOptions = {
  log: Logger;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  onRequest?: (attempt: RequestAttempt) => void;
  /** How long one attempt may take, its answer included; the wait for a place among the account's requests is not. */
  readTimeoutMs?: number;
  writeTimeoutMs?: number;
  /** Requests of one account under way at once. Twilio limits concurrency, not rate, and gives no figure. */
  concurrencyPerAccount?: number;
  random?: () => number;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
};

/** Whom a request is made as. */
export type Caller = { accountSid: string; authToken: string };

export interface TwilioHttp {
  /** GET; the JSON of the answer. `path` may have a query. Throws TwilioRejectionError or TwilioUnavailableError. */
  read(credentials: Caller, base: UpstreamBase, path: string): Promise<unknown>;
  /** Sends a form once; the JSON of the answer. Throws any of the three errors of errors.ts. */
  write(credentials: Caller, base: UpstreamBase, path: string, form: Form): Promise<unknown>;
}

type Outgoing = RequestFacts & { credentials: Caller; url: string; attempt: number; form?: Form };

const readAttemptsMax = 4;
/** Room for every order of the largest document (15,000) to be read again at once. */
const queuedPerAccountMax = 20_000;

/** Makes a sender. It keeps a queue for each account; between calls it holds no timer and no connection of its own. */
export function createTwilioHttp(options: TwilioHttpOptions): TwilioHttp {
  const { random = Math.random, sleep = (ms: number) => wait(ms), log } = options;
  const send = limitedPerAccount(createSend(options), options);

  /** A loop and not cockatiel's retry: that one owns its timer, and the tests must not wait. */
  async function sendRepeatedly(outgoing: Outgoing): Promise<unknown> {
    try {
      return await send(outgoing);
    } catch (error) {
      const { attempt, method, path, credentials } = outgoing;
      if (!(error instanceof TwilioUnavailableError) || attempt === readAttemptsMax) throw error;
      const delayMs = retryDelayMs(attempt, error.retryAfterMs, random);
      const { accountSid } = credentials;
      log.warn({ method, path, accountSid, attempt, delayMs, reason: error.message }, 'Twilio is read again');
      await sleep(delayMs);
      return sendRepeatedly({ ...outgoing, attempt: attempt + 1 });
    }
  }

  return {
    read: (credentials, base, path) =>
      sendRepeatedly({ method: 'GET', path: withoutQuery(path), credentials, url: base.url + path, attempt: 1 }),
    write: (credentials, base, path, form) =>
      send({ method: 'POST', path: withoutQuery(path), credentials, url: base.url + path, attempt: 1, form }),
  };
}

/** One attempt under its deadline. A redirect is not followed: it would take the credentials elsewhere. */
function createSend({ fetch = globalThis.fetch, now = Date.now, ...options }: TwilioHttpOptions) {
  const { readTimeoutMs = 15_000, writeTimeoutMs = 20_000 } = options;
  return async function send({ credentials, url, form, method, path }: Outgoing): Promise<unknown> {
    const request: RequestFacts = { method, path };
    const signal = AbortSignal.timeout(form ? writeTimeoutMs : readTimeoutMs);
    const headers = headersOf(credentials, form);
    const body = form && formBodyOf(form);
    let response: Response;
    try {
      response = await beforeAbort(signal, fetch(url, { method, headers, body, signal, redirect: 'manual' }));
    } catch (cause) {
      throw errorOfNoAnswer(request, cause);
    }
    return readAnswer(request, response, { signal, now });
  };
}

/** Lets so many requests of an account through at once; the others wait in turn. */
function limitedPerAccount(
  send: (outgoing: Outgoing) => Promise<unknown>,
  { onRequest, concurrencyPerAccount = 10 }: TwilioHttpOptions,
) {
  const bulkheads = new Map<string, BulkheadPolicy>();
  return async function sendInTurn(outgoing: Outgoing): Promise<unknown> {
    const { method, path, attempt, credentials } = outgoing;
    const { accountSid } = credentials;
    const places = bulkheads.get(accountSid) ?? bulkhead(concurrencyPerAccount, queuedPerAccountMax);
    bulkheads.set(accountSid, places);
    try {
      return await places.execute(() => {
        onRequest?.({ method, path, accountSid, attempt });
        return send(outgoing);
      });
    } catch (error) {
      if (!isBulkheadRejectedError(error)) throw error;
      throw new TwilioUnavailableError({ method, path }, 'too many requests of the account wait already');
    }
  };
}

function headersOf({ accountSid, authToken }: Caller, form: Form | undefined): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`, 'utf8').toString('base64')}`;
  const headers = { accept: 'application/json', authorization };
  return form ? { ...headers, 'content-type': 'application/x-www-form-urlencoded' } : headers;
}

/** Twilio's malformed pages begin their query with `&`; what follows may hold a phone number. */
function withoutQuery(path: string): string {
  return path.replace(/[?&].*$/s, '');
}
