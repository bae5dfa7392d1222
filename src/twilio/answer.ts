// What an HTTP answer of Twilio means: its JSON, a refusal, "later", or nothing usable. Bodies are bounded, and what
// cannot be read is never quoted: Node's JSON errors repeat the text.
import {
  errorOfUselessAnswer,
  RepresentationError,
  type RequestFacts,
  TwilioRejectionError,
  TwilioUnavailableError,
} from './errors.ts';
import { readErrorBody } from './representations/error-body.ts';
import { retryAfterMsOf } from './retry-delay.ts';

/** An answer as it comes in; a Response is one. */
export type Answer = {
  status: number;
  ok: boolean;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
};

/** A page of 1,000 active numbers is about 2 MB. */
const bodyBytesMax = 32 * 1024 * 1024;

/**
 * The JSON of a success, null for a deletion. Throws TwilioRejectionError for 4xx, TwilioUnavailableError for 429 and for a read without a
 * usable answer, TwilioOutcomeUnknownError for a write without one.
 */
export async function readAnswer(request: RequestFacts, response: Answer): Promise<unknown> {
  const { status: httpStatus } = response;
  const body = await readBody(response);
  if (request.method === 'DELETE' && response.ok) return requireDeleted(request, httpStatus);
  if (response.ok) {
    if ('json' in body) return body.json;
    throw errorOfUselessAnswer(request, `HTTP ${httpStatus} with ${body.unreadable}`, { httpStatus });
  }
  if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429) {
    throw new TwilioRejectionError(request, { httpStatus, ...readErrorBody('json' in body ? body.json : undefined) });
  }
  const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'), Date.now());
  const facts = { httpStatus, retryAfterMs };
  if (httpStatus === 429) throw new TwilioUnavailableError(request, 'too many requests at once (HTTP 429)', facts);
  throw errorOfUselessAnswer(request, `HTTP ${httpStatus}`, facts);
}

/** Twilio answers a deletion with 204 and nothing else; any other success comes from somebody in between. */
function requireDeleted(request: RequestFacts, httpStatus: number): null {
  if (httpStatus === 204) return null;
  throw errorOfUselessAnswer(request, `HTTP ${httpStatus} to a deletion`, { httpStatus });
}

/**
 * Reads a resource from the JSON of an answer. One that lacks what makes it the resource counts as no answer: a failed
 * read, a write of unknown outcome. The RepresentationError is then the cause.
 */
export function understood<Result>(request: RequestFacts, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RepresentationError)) throw error;
    throw errorOfUselessAnswer(request, error.message, { cause: error });
  }
}

async function readBody(response: Answer): Promise<{ json: unknown } | { unreadable: string }> {
  try {
    const text = await readBounded(response);
    if (text === null) return { unreadable: 'a body that is too large' };
    return parseJson(text);
  } catch {
    return { unreadable: 'a body that broke off' };
  }
}

/** Null when the body is longer than we accept. */
async function readBounded(response: Answer): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parseJson(text: string): { json: unknown } | { unreadable: string } {
  try {
    const json: unknown = JSON.parse(text);
    return { json };
  } catch {
    return { unreadable: 'a body that is not JSON' };
  }
}
