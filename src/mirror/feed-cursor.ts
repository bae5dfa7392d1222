// The cursor of the feed: a position of one tenant's log, signed, so that only the gateway issues them and one tenant's
// cursor says nothing to another.
import { createHmac, timingSafeEqual } from 'node:crypto';

const signatureLength = 16;
const positionLength = 8;

/** The cursor of a position. The same position always gives the same cursor. */
export function encodeFeedCursor(key: string, ownerAccountSid: string, position: number): string {
  const body = Buffer.alloc(positionLength);
  body.writeBigUInt64BE(BigInt(position));
  return Buffer.concat([sign(key, ownerAccountSid, body), body]).toString('base64url');
}

/** The position of a cursor; null when it was not issued for this tenant. */
export function decodeFeedCursor(key: string, ownerAccountSid: string, cursor: string): number | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node's decoder passes over what is not base64url, and over what stands behind the end.
  if (bytes.length !== signatureLength + positionLength || bytes.toString('base64url') !== cursor) return null;
  const body = bytes.subarray(signatureLength);
  if (!timingSafeEqual(bytes.subarray(0, signatureLength), sign(key, ownerAccountSid, body))) return null;
  return Number(body.readBigUInt64BE());
}

function sign(key: string, ownerAccountSid: string, body: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(`feed\0${ownerAccountSid}\0`)
    .update(body)
    .digest()
    .subarray(0, signatureLength);
}
