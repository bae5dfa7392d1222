// The way to Twilio: undici's own request. The global fetch is the same client below, with web streams, headers and
// signals made for each request: three times the work (docs/decisions/0021).
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, request } from 'undici';
import type { Answer } from './answer.ts';
import type { FetchInit } from './send.ts';

/** Our own: the one that all share is Node's, or this library's, by whichever was used first. */
const dispatcher = new Agent();
const ownHeaders = { 'accept-encoding': 'gzip', 'user-agent': 'Numbergraph' };

/** Sends one request over a connection that is kept, and follows no redirect. Rejects with the error of the system or of undici. */
export async function sendOverNetwork(url: string, { method, headers, body, signal }: FetchInit): Promise<Answer> {
  const answer = await request(url, { method, headers: { ...headers, ...ownHeaders }, body, signal, dispatcher });
  const status = answer.statusCode;
  const headerOf = (name: string) => [answer.headers[name] ?? []].flat()[0] ?? null;
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: headerOf },
    body: headerOf('content-encoding') === 'gzip' ? unzipped(answer.body) : answer.body,
  };
}

/** Breaks off where the body does. */
function unzipped(body: Readable): Readable {
  return pipeline(body, createGunzip(), () => {});
}
