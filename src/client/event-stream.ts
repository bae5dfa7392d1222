// The feed over server-sent events: one request, one attempt. EventSource cannot send a body or headers; fetch can.
import { FeedError, type GraphqlError } from './feed-error.ts';
import { type FeedItem, type FeedRequest, readItem } from './feed-item.ts';

export type EventStreamOptions = { url: string; fetch?: typeof fetch; headers?(): Record<string, string> };

/** The items until the line breaks (throws), the stream ends, or `signal` aborts. */
export async function* openEventStream(
  { url, fetch: send = fetch, headers }: EventStreamOptions,
  { query, variables, after }: FeedRequest,
  signal: AbortSignal,
): AsyncGenerator<FeedItem, void> {
  const response = await send(url, {
    method: 'POST',
    headers: {
      ...headers?.(),
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json;q=0.5',
      ...(after === null ? {} : { 'last-event-id': after }),
    },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  if (!response.ok || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw await readRefusal(response);
  }
  if (response.body === null) return;
  for await (const data of readEvents(response.body)) yield readItem(JSON.parse(data));
}

async function readRefusal(response: Response): Promise<Error> {
  const text = await response.text();
  if (response.status >= 500 || response.status === 429) return new Error(`The gateway answered ${response.status}.`);
  const errors = readErrors(text) ?? [{ message: `The gateway answered ${response.status}.` }];
  return new FeedError(errors);
}

function readErrors(text: string): GraphqlError[] | null {
  try {
    return (JSON.parse(text) as { errors?: GraphqlError[] }).errors ?? null;
  } catch {
    return null;
  }
}

/** The data of each event "next"; ends at "complete". */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of body) {
    pending += decoder.decode(chunk, { stream: true });
    const events = pending.split('\n\n');
    pending = events.pop() ?? '';
    for (const event of events) {
      const lines = event.split('\n');
      if (lines.includes('event: complete')) return;
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (data.length > 0) yield data.join('\n');
    }
  }
}
