// Routes under /_emulator that make things happen: time, signatures, answered calls, failures, misfortune. They need no
// credentials, so they answer only when the Host header names the loopback interface.
import { z } from 'zod';
import { makeClockRoutes } from './control-clock.ts';
import { makeObservationRoutes } from './control-observation.ts';
import { makeOrderControlRoutes } from './control-orders.ts';
import type { ControlDeps, ControlRoute } from './control-route.ts';
import { notFound, TwilioError } from './errors.ts';
import { path } from './router.ts';

export interface Control {
  owns(request: Request): boolean;
  fetch(request: Request): Promise<Response>;
}

const prefix = '/_emulator';
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

export function createControl(deps: ControlDeps): Control {
  const routes = [...makeClockRoutes(deps), ...makeOrderControlRoutes(deps), ...makeObservationRoutes(deps)];
  const list: ControlRoute = {
    method: 'GET',
    template: '',
    help: 'this list of the control routes',
    run: () => ({
      routes: [list, ...routes].map(({ method, template, help }) => ({ method, path: prefix + template, help })),
    }),
  };
  const table = [list, ...routes].map((route) => ({ ...route, pattern: path(prefix + route.template) }));

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const matching = table.filter((route) => route.pattern.test(url.pathname));
    const route = matching.find(({ method }) => method === request.method);
    if (matching.length > 0 && !route) throw new TwilioError(20004, 'Method not allowed', 405);
    if (!route) throw notFound(url.pathname);
    const text = request.method === 'POST' ? await request.text() : '';
    const body: unknown = text === '' ? {} : JSON.parse(text);
    const parts = { ...route.pattern.exec(url.pathname)?.groups };
    return Response.json((await route.run({ parts, query: url.searchParams, body })) ?? { ok: true });
  };

  return {
    owns: (request) => {
      const { pathname } = new URL(request.url);
      return pathname === prefix || pathname.startsWith(`${prefix}/`);
    },
    fetch: async (request) => {
      if (!isLoopback(request)) return refuse(403, 'The control routes answer on the loopback interface only');
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof TwilioError) return refuse(error.status, error.message);
        if (error instanceof z.ZodError) return refuse(400, z.prettifyError(error));
        if (error instanceof SyntaxError) return refuse(400, `The body is not JSON: ${error.message}`);
        throw error;
      }
    },
  };
}

function isLoopback(request: Request): boolean {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  return loopbackHosts.includes(host.replace(/:\d+$/, ''));
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: message }, { status });
}
