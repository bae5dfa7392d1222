// Which address is answered by what.
import type { Logger } from 'pino';
import { callbackPath } from './callback.ts';
import { graphqlPath } from './graphql.ts';

export type Routes = {
  /** `context` is what the Node server says of the request, absent without one. */
  graphql(request: Request, context?: object): Promise<Response>;
  callback(request: Request): Promise<Response>;
  readiness(): Promise<Response>;
  log: Logger;
};

/** The gateway's fetch function. It never throws: what fails is logged and answered 503 without a word of why. */
export function createRoutes(routes: Routes): (request: Request, context?: object) => Promise<Response> {
  return async (request, context) => {
    const { pathname } = new URL(request.url);
    try {
      return await route(routes, request, pathname, context);
    } catch (error) {
      // The rest of a callback's address is the key of an account.
      const path = pathname.startsWith(callbackPath) ? callbackPath : pathname;
      routes.log.error({ err: error, path }, 'a request failed');
      return Response.json({ error: 'The request could not be served. Try again soon.' }, { status: 503 });
    }
  };
}

async function route(routes: Routes, request: Request, pathname: string, context?: object): Promise<Response> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (pathname === graphqlPath) return routes.graphql(request, context);
  if (pathname.startsWith(callbackPath)) {
    return isRead || request.method === 'POST' ? routes.callback(request) : new Response(null, { status: 405 });
  }
  if (pathname === '/healthz' && isRead) return Response.json({ status: 'alive' });
  if (pathname === '/readyz' && isRead) return routes.readiness();
  if (pathname === '/' && isRead) return new Response(null, { status: 302, headers: { location: graphqlPath } });
  return Response.json({ error: 'There is nothing at this address. The graph is at /graphql.' }, { status: 404 });
}
