// From a path to the function that answers it. Handlers are synchronous, so each request is one atomic step; everything
// slow (bodies, faults, callbacks) happens around them.
import type { AccountRow } from './entities.ts';
import { notFound, TwilioError } from './errors.ts';
import type { Fields } from './form.ts';

/** One authenticated request, parsed. */
export type ApiCall = {
  /** The path without its `.json`. */
  path: string;
  /** The named parts of the path. */
  parts: Record<string, string>;
  query: Fields;
  /** The query as it came, for the addresses of the pages. */
  rawQuery: URLSearchParams;
  form: Fields;
  /** Whose credentials were used. */
  caller: AccountRow;
  /** The account the path names; the caller's where the path names none. */
  account: AccountRow;
};

export type Answer = { status: number; body?: unknown };
export type Handler = (call: ApiCall) => Answer;
export type Methods = Partial<Record<'GET' | 'POST' | 'DELETE', Handler>>;

/** A path of the API. `pattern` holds named groups; the group `account` is checked against the credentials. */
export type Route = { resource: string; pattern: RegExp; methods: Methods };

/** Builds the pattern of a path such as `/Numbers/ActiveNumbers/:sid`; parts match any characters but a slash. */
export function path(template: string): RegExp {
  return new RegExp(`^${template.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

/** The route and handler of a request: 404/20404 for an unknown path, 405/20004 for a method the path does not know. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; handler: Handler; parts: Record<string, string> } {
  for (const route of routes) {
    const match = route.pattern.exec(pathname);
    if (!match) continue;
    const handler = route.methods[method as keyof Methods];
    if (!handler) throw new TwilioError(20004, `Method not allowed`, 405);
    return { route, handler, parts: { ...match.groups } };
  }
  throw notFound(pathname);
}

/** Paths are case-sensitive and may end in `.json`. */
export function stripSuffix(pathname: string): string {
  return pathname.endsWith('.json') ? pathname.slice(0, -'.json'.length) : pathname;
}

/** The answer as JSON; an answer without a body has none. */
export function toResponse(answer: Answer, headers: Record<string, string> = {}): Response {
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers },
  });
}
