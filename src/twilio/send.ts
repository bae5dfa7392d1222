// One attempt of one request: its headers, its body, its deadline. What it means is for answer.ts and errors.ts to say.
import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { type Answer, readAnswer } from './answer.ts';
import { errorOfNoAnswer, type RequestFacts, type RequestMethod } from './errors.ts';
import { type Form, formBodyOf } from './form.ts';

/** Whom a request is made as. */
export type Caller = { accountSid: string; authToken: string };

export type Outgoing = RequestFacts & { credentials: Caller; url: string; form?: Form };

export type FetchInit = {
  method: RequestMethod;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  signal: AbortSignal;
};
/** The global fetch is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<Answer>;

/**
 * Sends the request once; the JSON of the answer, null for a deletion. Throws the errors of errors.ts. A redirect is
 * not followed: it would take the credentials elsewhere. The deadline holds though a fetch inside this process need not
 * heed its signal; so does the end of the wait when `signal` aborts.
 */
export async function send(
  { credentials, url, form, method, path }: Outgoing,
  { fetch, timeoutMs, signal }: { fetch: Fetch; timeoutMs: number; signal?: AbortSignal },
): Promise<unknown> {
  const request: RequestFacts = { method, path };
  const body = form && { body: formBodyOf(form) };
  const init = { method, headers: headersOf(credentials, form), redirect: 'manual', ...body } as const;
  const noAnswer = (cause: unknown): never => {
    throw errorOfNoAnswer(request, cause);
  };
  // What has returned needs no abort, which would cost as much as the request.
  const deadline = timeout(timeoutMs, {
    strategy: TimeoutStrategy.Aggressive,
    abortOnReturn: false,
  }).dangerouslyUnref();
  const work = async (within: { signal: AbortSignal }) =>
    readAnswer(request, await fetch(url, { ...init, signal: within.signal }).catch(noAnswer));
  return deadline.execute(work, signal).catch((error: unknown) => {
    throw error instanceof TaskCancelledError ? errorOfNoAnswer(request, error) : error;
  });
}

function headersOf({ accountSid, authToken }: Caller, form: Form | undefined): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`, 'utf8').toString('base64')}`;
  const headers = { accept: 'application/json', authorization };
  return form ? { ...headers, 'content-type': 'application/x-www-form-urlencoded' } : headers;
}
