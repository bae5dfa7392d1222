// Plain requests over connections that are kept. The suite shares two cores with what it measures: what a `fetch` costs
// beside this, 400 times a second, would be counted as the gateway's latency.
import { once } from 'node:events';
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

export type Exchange = {
  method?: 'GET' | 'POST' | 'DELETE';
  headers?: OutgoingHttpHeaders;
  body?: string;
  signal?: AbortSignal;
};

/** Lets go of an idle connection before the other side does, which would be a race. */
const idleMs = 2_000;
const agent = new Agent({ keepAlive: true, timeout: idleMs });

/** The status and the whole text of an answer. Rejects with the error of the connection, or when `signal` aborts. */
export async function exchange(url: string, options: Exchange = {}): Promise<{ status: number; text: string }> {
  const response = await openAnswer(url, options);
  let text = '';
  for await (const piece of response) text += String(piece);
  return { status: response.statusCode ?? 0, text };
}

/** The answer as it comes in, in pieces of text. */
export async function openAnswer(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Exchange,
): Promise<IncomingMessage> {
  const sent = request(url, { method, headers, agent, ...(signal && { signal }) });
  // What breaks after the answer has begun is said by the answer.
  sent.on('error', () => {});
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response.setEncoding('utf8');
}
