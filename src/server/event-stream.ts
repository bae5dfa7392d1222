// Subscriptions over server-sent events. Yoga's own stream has no `id:` line, without which no client can resume; here
// each event has its cursor as its id, and several events go in one write; comments keep idle streams alive. Backpressure
// is the stream's own.
import type { ServerResponse } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { FanOut } from './fan-out.ts';
import type { FeedReader } from './feed-reader.ts';
import type { Frame } from './feed-run.ts';
import { toOperation } from './feed-run.ts';
import { createKeepAlive, type KeepAlive } from './keep-alive.ts';
import type { StallWatch } from './stall-watch.ts';

export type EventStreamOptions = {
  fanOut: FanOut;
  stalls: StallWatch;
  /** How long a stream may be silent. */
  silentMaxMs: number;
  cursorOf(position: number): string;
};

/** What the Node server says of a request; nothing where there is none. */
type ServerContext = { res?: ServerResponse };

/** How long one that is ended may take to read what it was sent. */
const endGraceMs = 3_000;
const encoder = new TextEncoder();
/** A line that clients pass over. */
const comment = encoder.encode(':\n\n');
const complete = encoder.encode('event: complete\ndata:\n\n');

/** Serves subscriptions of HTTP requests by the fan-out, with `Last-Event-ID` as the place to resume from. */
export function useEventStream(options: EventStreamOptions): Plugin<object, ServerContext> {
  const readers = new WeakMap<Request, FeedReader>();
  const encode = createEncode(options.cursorOf);
  const keepAlive = createKeepAlive(options.silentMaxMs);
  return {
    onSubscribe({ args, setSubscribeFn }) {
      const { request } = args.contextValue;
      setSubscribeFn(async (given: ExecutionArgs): Promise<AsyncIterableIterator<never> | ExecutionResult> => {
        const resumeAfter = request.headers.get('last-event-id') || null;
        const reader = await options.fanOut.open(toOperation(given, resumeAfter));
        if (!('take' in reader)) return reader;
        readers.set(request, reader);
        return standIn(reader);
      });
    },
    onResultProcess({ request, resultProcessor, setResultProcessor, serverContext }) {
      const reader = readers.get(request);
      // Without a processor the client accepts no event stream, and is told so.
      if (!reader || !resultProcessor) return reader?.close();
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'content-encoding': 'none' };
      setResultProcessor(
        (_result, { Response }) =>
          new Response(createEventStream({ reader, response: serverContext.res, keepAlive, encode, ...options }), {
            headers,
          }),
        'text/event-stream',
      );
    },
    onDispose: () => keepAlive.close(),
  };
}

/** What Yoga sees of the stream: it must be an iterable, and is never asked for an item. */
function standIn(reader: FeedReader): AsyncIterableIterator<never> {
  const end = async () => {
    reader.close();
    return { done: true, value: undefined } as const;
  };
  const iterator: AsyncIterableIterator<never> = {
    next: end,
    return: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

type Encode = (frames: readonly Frame[]) => Uint8Array;

type Streamed = {
  reader: FeedReader;
  response: ServerResponse | undefined;
  keepAlive: KeepAlive;
  encode: Encode;
  stalls: StallWatch;
};

function createEventStream({ reader, response, keepAlive, encode, stalls }: Streamed): ReadableStream<Uint8Array> {
  let endCount = () => {};
  let endBeats = () => {};
  const leave = () => {
    endCount();
    endBeats();
    reader.close();
  };
  return new ReadableStream({
    start(controller) {
      // A response that has closed before the stream is there is not written to, and nobody cancels the stream then.
      if (response?.destroyed) {
        leave();
        return controller.close();
      }
      controller.enqueue(comment);
      // Where something waits to be read, or the stream has ended, there is no room for one.
      endBeats = keepAlive.add(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(comment);
      });
    },
    async pull(controller) {
      endCount();
      const frames = await reader.take();
      if (frames === null) {
        // Only an end of its own is "complete": a client whose gateway stops must come back.
        if (!reader.wasStopped) controller.enqueue(complete);
        endBeats();
        return controller.close();
      }
      controller.enqueue(encode(frames));
      endCount = stalls.begin(() => {
        void reader.giveUp().then((gap) => {
          if (gap) controller.enqueue(encode([gap]));
          endBeats();
          controller.close();
          if (response) cutUnlessRead(response);
        });
      });
    },
    cancel: leave,
  });
}

/** A client that reads nothing does not see the end either, and what waits for it is memory. */
function cutUnlessRead(response: ServerResponse): void {
  setTimeout(() => {
    if (!response.writableFinished) response.destroy();
  }, endGraceMs).unref();
}

/** Readers share frames: the event of each is made, and its cursor signed, once for all of them. */
function createEncode(cursorOf: (position: number) => string): Encode {
  const events = new WeakMap<Frame, Uint8Array>();
  const eventOf = (frame: Frame) => {
    const event = events.get(frame) ?? encoder.encode(toEvent(frame, cursorOf));
    events.set(frame, event);
    return event;
  };
  return (frames) => Buffer.concat(frames.map(eventOf));
}

function toEvent({ position, text }: Frame, cursorOf: (position: number) => string): string {
  const id = position === null ? '' : `id: ${cursorOf(position)}\n`;
  return `event: next\n${id}data: ${text ?? 'null'}\n\n`;
}
