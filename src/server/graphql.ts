// Yoga with our schema: context, limits, masking, GraphiQL. It knows nothing of Twilio.
import { randomUUID } from 'node:crypto';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context, Services } from '../context.ts';
import { createLoaders } from '../db/loaders.ts';
import { schema } from '../graph.ts';
import { decodeFeedCursor, encodeFeedCursor } from '../mirror/feed-cursor.ts';
import { useEventStream } from './event-stream.ts';
import { createFanOut, type FanOut } from './fan-out.ts';
import { createRunSource } from './feed-run.ts';
import { graphiqlOptions, renderGraphiQL } from './graphiql.ts';
import { bodySizeMaxBytes, useDocumentLimits } from './limits.ts';
import { createMaskError } from './mask-error.ts';
import { createStallWatch, type StallWatch } from './stall-watch.ts';

export const graphqlPath = '/graphql';

export type Yoga = YogaServerInstance<object, Context>;

export type GraphqlOptions = {
  services: Services;
  graphiql: boolean;
  allowedOrigins: readonly string[];
  /** How long a client may leave a stream unread. */
  stallMaxMs?: number;
};

/** The endpoint, and what it shares with the WebSocket. */
export type GraphqlEndpoint = { yoga: Yoga; fanOut: FanOut; stalls: StallWatch };

/** Yoga is a fetch function; its `getEnveloped` serves the WebSocket with the same plugins. */
export function createGraphqlEndpoint(options: GraphqlOptions): GraphqlEndpoint {
  const { services, graphiql, allowedOrigins, stallMaxMs = 30_000 } = options;
  const { ownerAccountSid, cursorKey, log, now } = services;
  const cursorOf = (position: number) => encodeFeedCursor(cursorKey, ownerAccountSid, position);
  const positionOf = (cursor: string) => decodeFeedCursor(cursorKey, ownerAccountSid, cursor);
  const { heads } = services.feed;
  const maskError = createMaskError(log);
  const stalls = createStallWatch(stallMaxMs);
  const silentMaxMs = services.feed.heartbeatMs;
  const source = createRunSource({
    schema,
    createContext: () => createContext(services),
    maskError,
  });
  // One tenant, and everybody who may ask may see all of it: the rights are the tenant's.
  const fanOut = createFanOut({ source, rights: ownerAccountSid, cursorOf, positionOf, heads, now });
  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: () => createContext(services),
    plugins: [useDocumentLimits(), useRequestRules(), useEventStream({ fanOut, stalls, silentMaxMs, cursorOf })],
    graphiql: graphiql ? graphiqlOptions() : false,
    renderGraphiQL,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: bodySizeMaxBytes,
    cors: allowedOrigins.length > 0 ? { origin: [...allowedOrigins], methods: ['GET', 'POST'] } : false,
    maskedErrors: { maskError },
    // It would write each masked error once more, and as it was: its message may hold what the statement was given.
    logging: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  return { yoga, fanOut, stalls };
}

/** A context for one operation, on any transport. */
function createContext(services: Services): Context {
  return {
    services,
    loaders: createLoaders(services.database, services.ownerAccountSid),
    reads: services.readThrough.begin(),
    requestId: randomUUID(),
  };
}

/** Only JSON in UTF-8 is read: other media types can be sent across sites without asking (CSRF), odd charsets cost memory. */
function useRequestRules(): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      if (request.method !== 'POST') return;
      const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
      const isJson = ['application/json', 'application/graphql+json', 'application/graphql-response+json'].includes(
        type.trim(),
      );
      const charset = parameters
        .map((parameter) => parameter.trim())
        .find((parameter) => parameter.startsWith('charset='));
      const isUtf8 = charset === undefined || ['charset=utf-8', 'charset="utf-8"', 'charset=utf8'].includes(charset);
      if (isJson && isUtf8 && !request.headers.has('content-encoding')) return;
      endResponse(
        fetchAPI.Response.json(
          {
            errors: [
              {
                message: 'Send the operation as application/json in UTF-8, not compressed.',
                extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
              },
            ],
          },
          { status: 415 },
        ),
      );
    },
  };
}
