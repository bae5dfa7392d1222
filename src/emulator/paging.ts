// Lists in both of Twilio's styles: `meta` with absolute addresses (preview) and relative `…_uri` keys (2010-04-01).
// A page token is a keyset position, so rows that are added or removed during a walk neither shift nor repeat others.
import { limits } from '../vocabulary.ts';
import { findPosition } from './collection.ts';
import type { Row } from './entities.ts';
import { invalidParameter } from './errors.ts';
import { type Fields, parseWholeNumber } from './form.ts';

/** Twilio's public host: addresses in answers name it whatever host was called. */
export const publicPreviewUrl = 'https://preview.twilio.com';

/** The first page has no token; `older` continues below a position, `newer` goes back above one. */
export type PageRequest = {
  size: number;
  page: number;
  token: { direction: 'older' | 'newer'; position: number } | null;
};

export type Page<T> = { rows: T[]; hasOlder: boolean; hasNewer: boolean };

const pageSizeDefault = 50;
const pagingNames = ['PageSize', 'Page', 'PageToken'];

/** Reads PageSize (1 to 1000, larger values count as 1000), Page and PageToken. */
export function parsePageRequest(query: Fields): PageRequest {
  const size = parseWholeNumber('PageSize', query.text('PageSize') ?? String(pageSizeDefault));
  if (size < 1) throw invalidParameter('PageSize must be from 1 to 1000');
  const page = parseWholeNumber('Page', query.text('Page') ?? '0');
  const token = query.text('PageToken');
  return { size: Math.min(size, limits.listPageSizeMax), page, token: token ? parsePageToken(token) : null };
}

/** Walks rows sorted by position from the newest down, keeps those that `matches`, and stops at the page's end. */
export function readPage<T extends Row>(
  rows: readonly T[],
  request: PageRequest,
  matches: (row: T) => boolean,
): Page<T> {
  const { token, size } = request;
  const taken: T[] = [];
  const newer = token?.direction === 'newer';
  const step = newer ? 1 : -1;
  let index = rows.length - 1;
  if (token) index = newer ? findPosition(rows, token.position + 1) : findPosition(rows, token.position) - 1;
  for (; index >= 0 && index < rows.length && taken.length <= size; index += step) {
    const row = rows[index];
    if (row && matches(row)) taken.push(row);
  }
  const hasMore = taken.length > size;
  if (hasMore) taken.pop();
  if (newer) taken.reverse();
  return { rows: taken, hasOlder: newer || hasMore, hasNewer: newer ? hasMore : token !== null };
}

/** The answer of a preview list: `{ meta, items }`. */
export function previewList<T extends Row>(
  path: string,
  query: URLSearchParams,
  request: PageRequest,
  page: Page<T>,
  items: unknown[],
): unknown {
  const urls = makePageUrls(publicPreviewUrl + path, query, request, page);
  const meta = {
    first_page_url: urls.first,
    key: 'items',
    next_page_url: urls.next,
    page: request.page,
    page_size: request.size,
    previous_page_url: urls.previous,
    url: urls.current,
  };
  return { meta, items };
}

/** The answer of a 2010-04-01 list: the rows under `key`, beside them the paging. */
export function classicList<T extends Row>(
  path: string,
  query: URLSearchParams,
  request: PageRequest,
  page: Page<T>,
  key: string,
  items: unknown[],
): unknown {
  const urls = makePageUrls(path, query, request, page);
  const start = request.page * request.size;
  return {
    end: start + Math.max(items.length - 1, 0),
    first_page_uri: urls.first,
    [key]: items,
    next_page_uri: urls.next,
    page: request.page,
    page_size: request.size,
    previous_page_uri: urls.previous,
    start,
    uri: urls.current,
  };
}

function makePageUrls<T extends Row>(base: string, query: URLSearchParams, request: PageRequest, page: Page<T>) {
  const filters = [...query].filter(([name]) => !pagingNames.includes(name));
  const urlOf = (number: number, token?: string): string => {
    const pairs = [...filters, ['PageSize', String(request.size)], ['Page', String(number)]];
    if (token) pairs.push(['PageToken', token]);
    return `${base}?${pairs.map(([name = '', value = '']) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
  };
  const [first, last] = [page.rows[0], page.rows.at(-1)];
  return {
    first: urlOf(0),
    current: urlOf(request.page, request.token ? makePageToken(request.token) : undefined),
    next:
      page.hasOlder && last
        ? urlOf(request.page + 1, makePageToken({ direction: 'older', position: last.position }))
        : null,
    previous:
      page.hasNewer && first
        ? urlOf(Math.max(request.page - 1, 0), makePageToken({ direction: 'newer', position: first.position }))
        : null,
  };
}

function makePageToken(token: { direction: 'older' | 'newer'; position: number }): string {
  return `PT${token.direction === 'older' ? 'O' : 'N'}${token.position.toString(36).padStart(9, '0')}`;
}

function parsePageToken(text: string): PageRequest['token'] {
  const match = /^PT([ON])([0-9a-z]{9})$/.exec(text);
  if (!match) throw invalidParameter('PageToken is not valid');
  return { direction: match[1] === 'O' ? 'older' : 'newer', position: Number.parseInt(match[2] ?? '', 36) };
}
