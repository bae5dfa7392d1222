// A stream on a WebSocket. graphql-ws keeps the protocol; the frames are written past it, several in one write, and not
// while the client leaves too much unread.
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { FeedReader } from './feed-reader.ts';
import type { Frame } from './feed-run.ts';
import type { StallWatch } from './stall-watch.ts';

/** Bytes that may wait for one client. */
const unreadMaxBytes = 1024 * 1024;
/** "Try again later" of the WebSocket registry: graphql-ws clients connect again after it. */
const tooSlowCode = 1013;

export type SocketStreamOptions = {
  id: string;
  reader: FeedReader;
  socket: WebSocket;
  /** The connection below the WebSocket: holding it back makes many messages one write. */
  connection: Socket;
  stalls: StallWatch;
};

/**
 * Writes until the stream ends. To graphql-ws it is an iterator without items: it ends when the stream does, and
 * `return` (the client left) ends the stream.
 */
export function streamToSocket(options: SocketStreamOptions): AsyncGenerator<never, void> {
  const written = write(options);
  const stream: AsyncGenerator<never, void> = {
    next: () => written.then(() => ({ done: true, value: undefined })),
    async return() {
      options.reader.close();
      return { done: true, value: undefined };
    },
    throw(error) {
      options.reader.close();
      return Promise.reject(error instanceof Error ? error : new Error('the stream was broken off'));
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

async function write(options: SocketStreamOptions): Promise<void> {
  const { id, reader, socket, connection, stalls } = options;
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  for (let frames = await reader.take(); frames !== null; frames = await reader.take()) {
    const sent = send(options, head, frames);
    if (socket.bufferedAmount <= unreadMaxBytes) continue;
    const endCount = stalls.begin(() => void closeSlow(options, head));
    await sent;
    endCount();
  }
  // "complete" would tell the client that nothing more will come; the socket is closed instead, and it comes back.
  if (reader.wasStopped) await new Promise((resolve) => connection.once('close', resolve));
}

/** Resolves when the last of them has left this process, or the socket has closed. */
function send({ socket, connection }: SocketStreamOptions, head: string, frames: readonly Frame[]): Promise<void> {
  connection.cork();
  let sent = Promise.resolve();
  for (const [index, { text }] of frames.entries()) {
    if (socket.readyState !== socket.OPEN) break;
    const message = `${head}${text ?? 'null'}}`;
    if (index < frames.length - 1) socket.send(message);
    else sent = new Promise((resolve) => socket.send(message, () => resolve()));
  }
  connection.uncork();
  return sent;
}

async function closeSlow(options: SocketStreamOptions, head: string): Promise<void> {
  const { reader, socket } = options;
  const cursor = reader.cursor();
  const gap = await reader.giveUp();
  if (gap) void send(options, head, [gap]);
  socket.close(tooSlowCode, cursor === null ? 'too slow' : `too slow, resume after ${cursor}`);
}
