// The Node server: every request goes to the gateway's fetch function, every WebSocket to graphql-ws with the same
// parse, validate and execute as HTTP has.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import {
  type DocumentNode,
  type ExecutionArgs,
  type execute,
  GraphQLError,
  type GraphQLSchema,
  type subscribe,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { graphqlPath, type Yoga } from './graphql.ts';
import { messageSizeMaxBytes } from './limits.ts';

export type HttpOptions = {
  fetch(request: Request): Promise<Response>;
  yoga: Yoga;
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
      await sockets.dispose();
      server.closeIdleConnections();
      const grace = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(grace);
    },
  };
}

/** What Yoga's plugins make of GraphQL's functions. Its own type says `any` for most of them. */
type Enveloped = {
  schema: GraphQLSchema;
  parse(query: string): DocumentNode;
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
  execute: typeof execute;
  subscribe: typeof subscribe;
  contextFactory(): unknown;
};
type EnvelopedArgs = ExecutionArgs & { rootValue: Pick<Enveloped, 'execute' | 'subscribe'> };

function serveWebSocket(server: Server, { yoga, allowedOrigins }: HttpOptions) {
  const socketServer = new WebSocketServer({
    noServer: true,
    maxPayload: messageSizeMaxBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0];
    const { origin, host } = request.headers;
    const isOwn = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
    if (path !== graphqlPath || !(isOwn || allowedOrigins.includes(origin))) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    socketServer.handleUpgrade(request, socket, head, (client: WebSocket) =>
      socketServer.emit('connection', client, request),
    );
  });
  return useServer(
    {
      connectionInitWaitTimeout: 3_000,
      execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
      subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
      onSubscribe: async (context, _id, payload) => {
        const { request, socket } = context.extra;
        const enveloped = yoga.getEnveloped({ req: request, socket, params: payload }) as Enveloped;
        const { schema } = enveloped;
        try {
          const document = enveloped.parse(payload.query);
          const errors = enveloped.validate(schema, document);
          if (errors.length > 0) return errors;
          return {
            schema,
            document,
            operationName: payload.operationName,
            variableValues: payload.variables,
            contextValue: await enveloped.contextFactory(),
            rootValue: { execute: enveloped.execute, subscribe: enveloped.subscribe },
          };
        } catch (error) {
          // A throw here would close the socket, and every other operation on it.
          return [error instanceof GraphQLError ? error : new GraphQLError('Unexpected error.')];
        }
      },
    },
    socketServer,
  );
}
