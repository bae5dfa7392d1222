// Where the calls go: the sender, the two hosts, and the three ways to read from them.
import { understood } from './answer.ts';
import { TwilioUnavailableError } from './errors.ts';
import { type List, type PageReading, type Reader, readPage } from './pages.ts';
import type { Caller } from './send.ts';
import type { UpstreamBase } from './upstream-base.ts';

export type Upstream = PageReading & {
  /** `preview.twilio.com`: ActiveNumbers and hosted numbers. */
  preview: UpstreamBase;
  /** `api.twilio.com`: accounts and IncomingPhoneNumbers. */
  api: UpstreamBase;
};

/** Reads one resource. Throws the errors of a read. */
export async function fetchOne<Facts>(
  { http }: Upstream,
  base: UpstreamBase,
  path: string,
  as: Caller,
  read: Reader<Facts>,
): Promise<Facts> {
  const json = await http.read(as, base, path);
  return understood({ method: 'GET', path }, () => read(json, as.accountSid));
}

/**
 * The items of a list that `isSought` accepts, from its first page under `filters`. Whether something is there may
 * decide about a second order or purchase, so a page that cannot prove an absence (an unreadable item, more pages) and
 * shows no match is an error: TwilioUnavailableError, beside the errors of a read.
 */
export async function findAll<Facts>(
  upstream: Upstream,
  list: List<Facts>,
  as: Caller,
  filters: Readonly<Record<string, string | undefined>>,
  isSought: (facts: Facts) => boolean,
): Promise<Facts[]> {
  const page = await readPage(upstream, list, as, filteredPath(list.path, filters));
  const found = page.items.filter(isSought);
  if (found.length === 0 && (page.skipped > 0 || page.nextPage !== null)) {
    throw new TwilioUnavailableError({ method: 'GET', path: list.path }, 'its answer leaves open what it lists');
  }
  return found;
}

/** Path and query of the first page, of 50 items, under filters; undefined ones are left out. */
export function filteredPath(path: string, filters: Readonly<Record<string, string | undefined>>): string {
  const terms = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${path}?${[...terms, 'PageSize=50'].join('&')}`;
}

/** The path of a resource below its list. */
export function under(path: string, sid: string): string {
  return `${path}/${encodeURIComponent(sid)}`;
}

/** IncomingPhoneNumbers of the account, without the `.json` of its list. */
export function incomingPathOf({ accountSid }: { accountSid: string }): string {
  return `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/IncomingPhoneNumbers`;
}
