// Follows frames of present state on one of the transports, without the client module: it knows transitions only.
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { LiveGateway } from './live-gateway.ts';

export type FrameSeen = { cursor: string; matches: boolean; order?: Seen; document?: Seen; number?: Seen };
type Seen = Record<string, string>;

export type FramesFollowing = {
  frames: FrameSeen[];
  /** Of the events, over SSE. */
  ids: string[];
  /** Codes of the errors that ended it. */
  codes: unknown[];
  hasEnded: boolean;
  stop(): Promise<void>;
};

export type FramesRequest = {
  live: LiveGateway;
  query: string;
  variables?: Record<string, unknown>;
  transport?: 'websocket' | 'sse';
  lastEventId?: string;
};

export function followFrames(request: FramesRequest): FramesFollowing {
  const following: FramesFollowing = { frames: [], ids: [], codes: [], hasEnded: false, stop: async () => {} };
  const controller = new AbortController();
  const accept: Accept = (result, id) => {
    if (id !== undefined) following.ids.push(id);
    for (const frame of Object.values(result.data ?? {})) following.frames.push(frame);
    following.codes.push(...(result.errors ?? []).map((error) => error.extensions?.['code']));
  };
  const run = (request.transport === 'sse' ? followEvents : followSocket)(request, accept, controller.signal)
    .catch((error: unknown) => {
      if (Array.isArray(error)) accept({ errors: error as Failure });
    })
    .finally(() => {
      following.hasEnded = true;
    });
  following.stop = async () => {
    controller.abort();
    await run;
  };
  return following;
}

/** "sid matches friendlyName" of each order's frame. */
export function told({ frames }: FramesFollowing): string[] {
  return frames.map(({ matches, order }) => `${order?.['sid']} ${matches} ${order?.['friendlyName']}`);
}

type Failure = readonly { extensions?: Record<string, unknown> }[];
type Result = { data?: Record<string, FrameSeen> | null; errors?: Failure };
type Accept = (result: Result, id?: string) => void;

async function followSocket({ live, query, variables }: FramesRequest, accept: Accept, signal: AbortSignal) {
  const url = live.url.replace('http', 'ws');
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  signal.addEventListener('abort', () => void client.dispose());
  try {
    for await (const result of client.iterate({ query, variables })) accept(result as Result);
  } finally {
    await client.dispose();
  }
}

async function followEvents(request: FramesRequest, accept: Accept, signal: AbortSignal) {
  const { live, query, variables, lastEventId } = request;
  const response = await fetch(live.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json;q=0.5',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    accept((await response.json()) as Result);
    return;
  }
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data) accept(JSON.parse(data) as Result, /^id: (.*)$/m.exec(event)?.[1]);
    }
  }
}
