// One post of a status to where it is forwarded, as Twilio would send it. It follows no redirect and connects to no
// private address: names are judged when they are resolved, and the connection goes to the address that was judged.
import { createHash } from 'node:crypto';
import { type LookupAddress, type LookupAllOptions, lookup as lookupByDns } from 'node:dns';
import { type IncomingMessage, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { retryAfterMsOf } from '../twilio/retry-delay.ts';
import { type FormParameters, signRequest } from '../twilio/signature.ts';
import { isPublicHost } from './public-host.ts';

export type StatusPost = {
  url: string;
  /** Of the account that owns the order: the receiver checks the signature as it checks Twilio's. */
  authToken: string;
  orderSid: string;
  status: string;
  phoneNumber: string;
  /** Place in the log: the same post has the same idempotency token. */
  position: number;
};

/** `refused`: it will not do to try again. `failed`: it may. Errors are sentences that do not name the address. */
export type PostOutcome =
  | { is: 'delivered' }
  | { is: 'refused'; error: string }
  | { is: 'failed'; error: string; retryAfterMs: number | null };

/** Never throws, but for what is aborted by `signal`. */
export type PostStatus = (post: StatusPost, signal: AbortSignal) => Promise<PostOutcome>;

export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type StatusPosterOptions = {
  allowPrivateUrls: boolean;
  timeoutMs?: number;
  resolveName?: ResolveName;
};

const timeoutDefaultMs = 15_000;
/** An answer is read so far out of courtesy; what it says does not count. */
const answerMaxBytes = 16 * 1024;

/** Each post has a connection of its own, so that each name is judged when it is used. */
export function createStatusPoster(options: StatusPosterOptions): PostStatus {
  const { allowPrivateUrls, timeoutMs = timeoutDefaultMs, resolveName = lookupByDns } = options;
  const lookup = allowPrivateUrls ? toLookup(resolveName, () => true) : toLookup(resolveName, isPublicHost);
  return async (post, signal) => {
    const url = new URL(post.url);
    // Connection overrides are for Twilio: they are neither sent nor signed.
    url.hash = '';
    if (!allowPrivateUrls && !isPublicHost(url.hostname)) return failureOf(new PrivateHostError());
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await send(url, post, { lookup, signal: AbortSignal.any([signal, timeout]) });
    } catch (error) {
      signal.throwIfAborted();
      return timeout.aborted ? failed(`There was no answer within ${timeoutMs / 1000} s.`) : failureOf(error);
    }
  };
}

function send(url: URL, post: StatusPost, how: { lookup: LookupFunction; signal: AbortSignal }): Promise<PostOutcome> {
  const parameters: FormParameters = [
    ['HostedNumberOrderSid', post.orderSid],
    ['PhoneNumber', post.phoneNumber],
    ['Status', post.status],
  ];
  const body = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Numbergraph',
    'x-twilio-signature': signRequest(post.authToken, url.href, parameters),
    'i-twilio-idempotency-token': createHash('sha256').update(`${post.orderSid} ${post.position}`).digest('hex'),
  };
  const request = url.protocol === 'https:' ? requestByHttps : requestByHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers, ...how }, (response) => {
      drain(response);
      resolve(outcomeOf(response));
    });
    sent.on('error', reject);
    // A switch of protocols ends without an error or an answer.
    sent.on('close', () => reject(new Error('the connection was closed')));
    sent.end(body);
  });
}

function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > answerMaxBytes) response.destroy();
  });
  // The status has been taken; what happens to the rest does not matter.
  response.on('error', () => {});
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): PostOutcome {
  const error = `The answer was ${statusCode}.`;
  if (statusCode >= 200 && statusCode < 300) return { is: 'delivered' };
  if (statusCode >= 300 && statusCode < 400) return { is: 'refused', error: `${error} Redirects are not followed.` };
  if (statusCode >= 400 && statusCode < 500 && statusCode !== 429) return { is: 'refused', error };
  return { is: 'failed', error, retryAfterMs: retryAfterMsOf(headers['retry-after'] ?? null, Date.now()) };
}

class PrivateHostError extends Error {
  override readonly name = 'PrivateHostError';
}

/** All addresses of a name must do: which of them is connected to is not for us to say. */
function toLookup(resolveName: ResolveName, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, { all, ...options }, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first) return callback(new Error('no address'), []);
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(new PrivateHostError(), []);
      return all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** By code alone: the messages of Node name the host. */
function failureOf(error: unknown): PostOutcome {
  if (error instanceof PrivateHostError) return failed('The host is private (see ALLOW_PRIVATE_URLS).');
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return failed('The name of the host could not be resolved.');
  return failed(`The connection failed${code === null ? '' : ` (${code})`}.`);
}

function failed(error: string): PostOutcome {
  return { is: 'failed', error, retryAfterMs: null };
}
