// GraphQL over WebSocket: graphql-ws's protocol with the same parse, validate and execute as HTTP has. Its own adapter for
// `ws` keeps two timers for every socket; here one timer asks all of them whether they are alive.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  type DocumentNode,
  type ExecutionArgs,
  type execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FanOut } from './fan-out.ts';
import { toOperation } from './feed-run.ts';
import { graphqlPath, type Yoga } from './graphql.ts';
import { messageSizeMaxBytes } from './limits.ts';
import { streamToSocket } from './socket-stream.ts';
import type { StallWatch } from './stall-watch.ts';

export type WebSocketOptions = {
  yoga: Yoga;
  fanOut: FanOut;
  stalls: StallWatch;
  /** Other origins whose pages may open a WebSocket. */
  allowedOrigins: readonly string[];
};

/** What Yoga's plugins make of GraphQL's functions. Its own type says `any` for most of them. */
type Enveloped = {
  schema: GraphQLSchema;
  parse(query: string): DocumentNode;
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
  execute: typeof execute;
  contextFactory(): unknown;
};
type Extra = { socket: WebSocket; connection: Socket };
/** graphql-ws hands on what `onSubscribe` returned, and only that. */
type Arguments = ExecutionArgs & { rootValue: { enveloped: Enveloped; id: string; extra: Extra } };

const aliveMs = 12_000;
const goingAwayCode = 1001;
/** A client that reads nothing does not see a close either, and what waits for it is memory. The types of ws lack it. */
const closing = { closeTimeout: 3_000 };

/**
 * Takes the upgrades of `server`. The result closes all sockets, and soon cuts those that do not answer; streams must have
 * ended before, or they say nothing.
 */
export function serveWebSocket(server: Server, options: WebSocketOptions): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: messageSizeMaxBytes,
    // What is compressed for one client cannot be shared with others.
    perMessageDeflate: false,
    ...closing,
  });
  const protocol = createProtocol(options);
  const asked = new WeakSet<WebSocket>();
  server.on('upgrade', (request, stream, head) => {
    // Node's type says Duplex; without a TLS proxy in this process it is the connection itself.
    const connection = stream as Socket;
    if (!isAllowed(request, options.allowedOrigins)) {
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      socket.on('pong', () => asked.delete(socket));
      protocol.serve({ socket, connection });
    });
  });
  const stopAsking = askWhetherAlive(sockets, asked);
  return {
    close() {
      stopAsking();
      // No new ones: an upgrade on a connection that is still open is answered 503.
      sockets.close();
      for (const socket of sockets.clients) socket.close(goingAwayCode, 'Going away');
    },
  };
}

function isAllowed({ url, headers }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  const isOwn = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  return url?.split('?')[0] === graphqlPath && (isOwn || allowedOrigins.includes(origin));
}

function createProtocol({ yoga, fanOut, stalls }: WebSocketOptions) {
  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: 3_000,
    execute: (args) => (args as Arguments).rootValue.enveloped.execute(args),
    subscribe: (args) => subscribe(args as Arguments, fanOut, stalls),
    onSubscribe: ({ extra }, id, payload) => prepare(yoga, extra, id, payload),
  });
  return {
    serve(extra: Extra): void {
      const { socket } = extra;
      const closed = protocol.opened(
        {
          protocol: socket.protocol,
          send: (data) => sendText(socket, data),
          close: (code, reason) => socket.close(code, reason),
          onMessage: (answer) => {
            socket.on('message', (data: Buffer) => {
              answer(data.toString()).catch(() => socket.close(4500, 'Internal server error'));
            });
          },
        },
        extra,
      );
      socket.on('error', () => socket.terminate());
      socket.once('close', (code, reason) => void closed(code, reason.toString()));
    },
  };
}

async function prepare(
  yoga: Yoga,
  extra: Extra,
  id: string,
  payload: { query: string; operationName?: string | null; variables?: Record<string, unknown> | null },
) {
  // Without the request of the upgrade, which nobody reads and which would live as long as the socket.
  const enveloped = yoga.getEnveloped({ socket: extra.socket, params: payload }) as Enveloped;
  try {
    const document = enveloped.parse(payload.query);
    const errors = enveloped.validate(enveloped.schema, document);
    if (errors.length > 0) return errors;
    const isStream = getOperationAST(document, payload.operationName)?.operation === 'subscription';
    return {
      schema: enveloped.schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      // Streams have contexts of their own (see feed-run); this one would live, unused, as long as the stream.
      contextValue: isStream ? null : await enveloped.contextFactory(),
      rootValue: { enveloped, id, extra },
    };
  } catch (error) {
    // A throw here would close the socket, and every other operation on it.
    return [error instanceof GraphQLError ? error : new GraphQLError('Unexpected error.')];
  }
}

async function subscribe(args: Arguments, fanOut: FanOut, stalls: StallWatch) {
  const { id, extra } = args.rootValue;
  const reader = await fanOut.open(toOperation(args, null));
  if (!('take' in reader)) return reader;
  return streamToSocket({ id, reader, socket: extra.socket, connection: extra.connection, stalls });
}

function sendText(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** A socket that has not answered the last question is dead. */
function askWhetherAlive(sockets: WebSocketServer, asked: WeakSet<WebSocket>): () => void {
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (asked.has(socket)) socket.terminate();
      asked.add(socket);
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  }, aliveMs);
  return () => clearInterval(timer);
}
