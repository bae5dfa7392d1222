// The HTTP face of the API: credentials, concurrency, form bodies, routing, counting, and the faults around an answer.
import type { EmulatorContext } from './context.ts';
import { mayActFor } from './context.ts';
import type { AccountRow } from './entities.ts';
import { notFound, TwilioError, unauthorized } from './errors.ts';
import { ConnectionCutError, sleep, spoilAnswer } from './answer-faults.ts';
import type { AnswerRule, Faults } from './faults.ts';
import { Fields } from './form.ts';
import { type Answer, findRoute, type Route, stripSuffix } from './router.ts';

/** Requests that took effect, and those that were refused with an error answer. */
export type ResourceCounters = { reads: number; writes: number; refused: number };

export interface Api {
  fetch(request: Request): Promise<Response>;
  counters(): Record<string, ResourceCounters>;
}

export function createApi(deps: {
  context: EmulatorContext;
  faults: Faults;
  concurrencyLimit: number;
  routes: readonly Route[];
}): Api {
  const { context, faults } = deps;
  const counters: Record<string, ResourceCounters> = {};
  const inFlight = new Map<string, number>();
  let requestNumber = 0;

  const count = (resource: string, kind: keyof ResourceCounters): void => {
    counters[resource] ??= { reads: 0, writes: 0, refused: 0 };
    counters[resource][kind] += 1;
  };

  /** Runs the handler: from here on the request has taken effect, whatever the client gets to see of it. */
  const accept = (request: Request, url: URL, form: URLSearchParams, caller: AccountRow): Answer => {
    const pathname = stripSuffix(url.pathname);
    let resource = 'unknown';
    try {
      const found = findRoute(deps.routes, request.method, pathname);
      resource = found.route.resource;
      const account = findPathAccount(context, caller, found.parts.account);
      const answer = found.handler({
        path: pathname,
        parts: found.parts,
        query: new Fields(url.searchParams),
        rawQuery: url.searchParams,
        form: new Fields(form),
        caller,
        account,
      });
      count(resource, request.method === 'GET' ? 'reads' : 'writes');
      return answer;
    } catch (error) {
      count(resource, 'refused');
      if (error instanceof TwilioError) return { status: error.status, body: error.toBody() };
      throw error;
    }
  };

  const answerWithFault = async (rule: AnswerRule, run: () => Answer): Promise<Response> => {
    switch (rule.kind) {
      case 'rate-limit':
        return toResponse(tooManyRequests(), { 'Retry-After': String(rule.retryAfterSeconds) });
      case 'server-error':
        return toResponse({ status: rule.status, body: serverError(rule.status) });
      case 'server-error-after':
        run();
        return toResponse({ status: rule.status, body: serverError(rule.status) });
      case 'cut-before':
        throw new ConnectionCutError();
      case 'cut-after':
        run();
        throw new ConnectionCutError();
      case 'cut-late':
        context.clock.schedule(`late request ${(requestNumber += 1)}`, context.clock.now() + rule.ms, () => void run());
        throw new ConnectionCutError();
      case 'slow':
        await sleep(rule.ms);
        return toResponse(run());
      default:
        return spoilAnswer(rule, run(), toResponse, context);
    }
  };

  const serve = async (request: Request, caller: AccountRow): Promise<Response> => {
    const url = new URL(request.url);
    const form = new URLSearchParams(request.method === 'POST' ? await request.text() : '');
    const run = (): Answer => accept(request, url, form, caller);
    const rule = faults.forAnswer(request.method, url.pathname, caller.sid);
    return rule ? answerWithFault(rule, run) : toResponse(run());
  };

  return {
    counters: () => structuredClone(counters),
    fetch: async (request) => {
      const caller = authenticate(context, request.headers.get('authorization'));
      if (!caller) return toResponse({ status: 401, body: unauthorized().toBody() });
      const busy = inFlight.get(caller.sid) ?? 0;
      if (busy >= deps.concurrencyLimit) return toResponse(tooManyRequests());
      inFlight.set(caller.sid, busy + 1);
      try {
        return await serve(request, caller);
      } finally {
        inFlight.set(caller.sid, (inFlight.get(caller.sid) ?? 1) - 1);
      }
    },
  };
}

/** HTTP Basic with account sid and auth token; undefined when they do not fit an active account. */
function authenticate(context: EmulatorContext, header: string | null): AccountRow | undefined {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '');
  const [sid = '', ...token] = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8').split(':');
  const account = context.store.accounts.get(sid);
  return account?.authToken === token.join(':') && account.status === 'active' ? account : undefined;
}

/** The account a path names must be the caller's or one of its subaccounts; anything else is 401/20003, known or not. */
function findPathAccount(context: EmulatorContext, caller: AccountRow, sid: string | undefined): AccountRow {
  if (sid === undefined) return caller;
  const account = context.store.accounts.get(sid);
  if (!account || !mayActFor(context.store, caller, sid)) throw account ? unauthorized() : notFound(`/2010-04-01/Accounts/${sid}`);
  return account;
}

function tooManyRequests(): Answer {
  return { status: 429, body: new TwilioError(20429, 'Too Many Requests', 429).toBody() };
}

function serverError(status: number): unknown {
  return new TwilioError(status === 503 ? 20503 : 20500, 'An internal server error has occurred', status).toBody();
}

function toResponse(answer: Answer, headers: Record<string, string> = {}): Response {
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers },
  });
}
