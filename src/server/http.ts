// The Node server: every request goes to the gateway's fetch function, every WebSocket to GraphQL. It stops in order: no
// new work, streams end with their place, sockets close, requests under way are answered.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import type { FanOut } from './fan-out.ts';
import type { Yoga } from './graphql.ts';
import type { StallWatch } from './stall-watch.ts';
import { serveWebSocket } from './web-socket.ts';

export type HttpOptions = {
  fetch(request: Request, context?: object): Promise<Response>;
  yoga: Yoga;
  fanOut: FanOut;
  stalls: StallWatch;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Other origins whose pages may open a WebSocket. */
  allowedOrigins: readonly string[];
};

export interface Listener {
  readonly port: number;
  /** Takes no new work, ends the streams, and resolves when the last connection is closed. */
  close(): Promise<void>;
}

/** How long a stop waits for streams to take their last word, and for requests to be answered. */
const streamGraceMs = 2_000;
const requestGraceMs = 4_000;

/** Listens. Rejects with Node's error when the port is taken. */
export async function listen(options: HttpOptions): Promise<Listener> {
  const answer = createServerAdapter(options.fetch);
  const server = createServer((request, response) => void answer(request, response));
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  const sockets = serveWebSocket(server, options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      const grace = setTimeout(() => server.closeAllConnections(), requestGraceMs);
      await options.fanOut.close(streamGraceMs);
      sockets.close();
      server.closeIdleConnections();
      await closed;
      clearTimeout(grace);
    },
  };
}
