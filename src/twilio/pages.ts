// Reads one page of a list, in either of Twilio's styles: opens the envelope, reads the items, finds the next page.
import type { Logger } from 'pino';
import { understood } from './answer.ts';
import { RepresentationError, TwilioUnavailableError } from './errors.ts';
import type { TwilioHttp } from './http.ts';
import { readEnvelope } from './representations/envelope.ts';
import type { Caller } from './send.ts';
import { pathOnBase, type UpstreamBase } from './upstream-base.ts';

/** Reads an item; `accountSid` is the account that was asked. Throws RepresentationError. */
export type Reader<Facts> = (json: unknown, accountSid: string) => Facts;

export type List<Facts> = {
  base: UpstreamBase;
  path: string;
  read: Reader<Facts>;
  /** Fills in what the list leaves out of an item. */
  complete?: (item: unknown) => Promise<unknown>;
};

export type PageReading = { http: TwilioHttp; pageSize: number; log: Logger };

/**
 * The page at `after` (path and query, as `nextPage` gave it), or the first. Throws the errors of a read, and
 * TwilioUnavailableError when the next page is on a host that is not Twilio's, or is this page again.
 */
export async function readPage<Facts>(reading: PageReading, list: List<Facts>, as: Caller, after?: string) {
  const requested = after ?? `${list.path}?PageSize=${reading.pageSize}`;
  const json = await reading.http.read(as, list.base, requested);
  const { items, next } = understood({ method: 'GET', path: list.path }, () => readEnvelope(json));
  const nextPage = next === null ? null : nextPageOf(list, next, requested);
  const completed = list.complete ? await Promise.all(items.map(list.complete)) : items;
  return { ...readItems(reading, list, as, completed), nextPage };
}

function nextPageOf(list: List<unknown>, next: string, requested: string): string {
  const path = pathOnBase(list.base, next);
  if (path !== null && path !== requested) return path;
  const reason = path === null ? 'the next page is on another host' : 'a page names itself as the next';
  throw new TwilioUnavailableError({ method: 'GET', path: list.path }, reason);
}

/** One item that cannot be read is no reason to lose the page: it is left out and counted. */
function readItems<Facts>({ log }: PageReading, { path, read }: List<Facts>, { accountSid }: Caller, json: unknown[]) {
  const items: Facts[] = [];
  const missingFields = new Set<string>();
  for (const item of json) {
    try {
      items.push(read(item, accountSid));
    } catch (error) {
      if (!(error instanceof RepresentationError)) throw error;
      missingFields.add(error.field);
    }
  }
  const skipped = json.length - items.length;
  if (skipped > 0)
    log.warn({ accountSid, path, skipped, missingFields: [...missingFields] }, 'items left out of a page');
  return { items, skipped };
}
