// How Twilio wraps things: pages in two styles (`meta` of the preview, top-level keys of 2010-04-01), and single
// instances that some answers of ActiveNumbers wrap in a list of one.
import { RepresentationError } from '../errors.ts';
import { cleanText, isObject } from './wire-values.ts';

/** A page before its items are read. */
export type Envelope = {
  items: unknown[];
  /** As Twilio sent it: absolute (`next_page_url`) or a path (`next_page_uri`); null at the end. */
  next: string | null;
};

/** Opens a page of either style. A null list is empty. Throws RepresentationError when there is no list. */
export function readEnvelope(json: unknown): Envelope {
  if (!isObject(json)) throw new RepresentationError('(object)');
  if (isObject(json.meta)) return { items: itemsUnder(json, json.meta.key), next: addressOf(json.meta.next_page_url) };
  return { items: theOneList(json), next: addressOf(json.next_page_uri) };
}

/**
 * The instance itself. Twilio's page shows the answer to GET of one active number once bare and once inside `items`.
 * Throws RepresentationError when the list does not hold exactly one.
 */
export function unwrapInstance(json: unknown): unknown {
  if (!isObject(json) || !Array.isArray(json.items) || json.sid !== undefined) return json;
  if (json.items.length !== 1) throw new RepresentationError('items');
  return json.items[0];
}

function itemsUnder(json: Record<string, unknown>, key: unknown): unknown[] {
  const name = typeof key === 'string' ? key : 'items';
  const items = json[name];
  if (items === null) return [];
  if (!Array.isArray(items)) throw new RepresentationError(cleanText(name).slice(0, 40));
  return items;
}

/** 2010-04-01 names its collection after the resource; it is the one list of the page. */
function theOneList(json: Record<string, unknown>): unknown[] {
  const list = Object.values(json).find((value) => Array.isArray(value));
  if (!list) throw new RepresentationError('items');
  return list;
}

function addressOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
