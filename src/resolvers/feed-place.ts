// Places in the feed: where a subscription begins, and the cursors that it hands out.
import type { Context } from '../context.ts';
import { decodeFeedCursor, encodeFeedCursor } from '../mirror/feed-cursor.ts';
import type { Heartbeat } from '../schema/feed-item.ts';
import { badCursor } from './bad-input.ts';

/** `head` is where the log ended at the beginning: there the subscription has caught up. */
export type Beginning = { from: number; head: number; isExpired: boolean };

/**
 * Where to begin: after the cursor, or now without one. Fixed when this resolves, so nothing that is committed later is
 * missed. Throws BAD_CURSOR for what is garbled or foreign, and for a place that the log has not reached: the database
 * is an older one than the cursor comes from, and going on would pass by what is written to those places again.
 */
export async function findBeginning(after: string | null | undefined, context: Context): Promise<Beginning> {
  const { feed, cursorKey, ownerAccountSid } = context.services;
  const cursor = context.resume?.after ?? after ?? null;
  const position = cursor === null ? null : decodeFeedCursor(cursorKey, ownerAccountSid, cursor);
  if (cursor !== null && position === null) throw badCursor('after');
  const head = await feed.head();
  if (position === null) return { from: head, head, isExpired: false };
  if (position > head) throw badCursor('after');
  const oldest = await feed.oldestAfter(position);
  return { from: oldest ?? position, head, isExpired: oldest !== null };
}

/** The cursor of a position. */
export function cursorAt(position: number, { services }: Context): string {
  return encodeFeedCursor(services.cursorKey, services.ownerAccountSid, position);
}

/** A word for the silence. */
export function heartbeatAt(position: number, context: Context): Heartbeat {
  return {
    mark: 'HEARTBEAT',
    position,
    cursor: cursorAt(position, context),
    serverTime: context.services.now(),
  };
}
