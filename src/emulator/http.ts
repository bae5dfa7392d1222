// The HTTP face of the API: credentials, concurrency, form bodies, routing, counting, and the faults around an answer.

import { answerUnderFault } from './answer-faults.ts';
import type { EmulatorContext } from './context.ts';
import { mayActFor } from './context.ts';
import type { AccountRow } from './entities.ts';
import { notFound, TwilioError, tooManyRequests, unauthorized } from './errors.ts';
import type { Faults } from './faults.ts';
import { Fields } from './form.ts';
import { type Answer, findRoute, type Route, stripSuffix, toResponse } from './router.ts';

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

  const serve = async (request: Request, caller: AccountRow): Promise<Response> => {
    const url = new URL(request.url);
    const form = new URLSearchParams(request.method === 'POST' ? await request.text() : '');
    const run = (): Answer => {
      const { answer, resource, kind } = accept(deps, request.method, url, form, caller);
      counters[resource] ??= { reads: 0, writes: 0, refused: 0 };
      counters[resource][kind] += 1;
      return answer;
    };
    const rule = faults.forAnswer(request.method, url.pathname, caller.sid);
    return rule ? answerUnderFault(rule, run, context.clock) : toResponse(run());
  };

  return {
    counters: () => structuredClone(counters),
    fetch: async (request) => {
      const caller = authenticate(context, request.headers.get('authorization'));
      if (!caller) return toResponse({ status: 401, body: unauthorized().toBody() });
      const busy = inFlight.get(caller.sid) ?? 0;
      if (busy >= deps.concurrencyLimit) return toResponse({ status: 429, body: tooManyRequests().toBody() });
      inFlight.set(caller.sid, busy + 1);
      try {
        return await serve(request, caller);
      } finally {
        inFlight.set(caller.sid, (inFlight.get(caller.sid) ?? 1) - 1);
      }
    },
  };
}

/** Runs the handler: from here on the request has taken effect, whatever the client gets to see of it. */
function accept(
  deps: { context: EmulatorContext; routes: readonly Route[] },
  method: string,
  url: URL,
  form: URLSearchParams,
  caller: AccountRow,
): { answer: Answer; resource: string; kind: keyof ResourceCounters } {
  const pathname = stripSuffix(url.pathname);
  let resource = 'unknown';
  try {
    const { route, handler, parts } = findRoute(deps.routes, method, pathname);
    resource = route.resource;
    const account = findPathAccount(deps.context, caller, parts.account);
    const [query, rawQuery] = [new Fields(url.searchParams), url.searchParams];
    const answer = handler({ path: pathname, parts, query, rawQuery, form: new Fields(form), caller, account });
    return { answer, resource, kind: method === 'GET' ? 'reads' : 'writes' };
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    return { answer: { status: error.status, body: error.toBody() }, resource, kind: 'refused' };
  }
}

/** HTTP Basic with account sid and auth token; undefined when they do not fit an active account. */
function authenticate(context: EmulatorContext, header: string | null): AccountRow | undefined {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '');
  const [sid = '', ...token] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const account = context.store.accounts.get(sid);
  return account?.authToken === token.join(':') && account.status === 'active' ? account : undefined;
}

/** The account a path names must be the caller's or one of its subaccounts; anything else is 401/20003, known or not. */
function findPathAccount(context: EmulatorContext, caller: AccountRow, sid: string | undefined): AccountRow {
  if (sid === undefined) return caller;
  const account = context.store.accounts.get(sid);
  if (!account || !mayActFor(context.store, caller, sid))
    throw account ? unauthorized() : notFound(`/2010-04-01/Accounts/${sid}`);
  return account;
}
