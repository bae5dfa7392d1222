// The cursor of a list: the sort keys of one row, signed for one list, tenant, order and filter. It cannot be made up, so
// its values need no check of their own, and one of another list is refused instead of giving a wrong page.
import { createHmac, timingSafeEqual } from 'node:crypto';

const signatureLength = 16;

/** Everything that a cursor belongs to, as one text: equal for equal requests, whatever the order of a filter's fields. */
export function cursorScope(parts: readonly unknown[]): string {
  return JSON.stringify(parts, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The cursor of a row. */
export function encodeCursor(key: string, scope: string, values: readonly string[]): string {
  const body = Buffer.from(JSON.stringify(values));
  return Buffer.concat([sign(key, scope, body), body]).toString('base64url');
}

/** The values of a cursor; null when it was not issued for this scope. */
export function decodeCursor(key: string, scope: string, cursor: string): string[] | null {
  const bytes = Buffer.from(cursor, 'base64url');
  const body = bytes.subarray(signatureLength);
  if (body.length === 0 || !timingSafeEqual(bytes.subarray(0, signatureLength), sign(key, scope, body))) return null;
  const values: unknown = JSON.parse(body.toString());
  return Array.isArray(values) ? values.map(String) : null;
}

function sign(key: string, scope: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`list\0${scope}\0`).update(body).digest().subarray(0, signatureLength);
}
