// Places in the feed: where a subscription begins, and the cursors that it hands out.
import type { Context } from '../context.ts';
import type { LogHeads } from '../db/log.ts';
import { decodeFeedCursor, encodeFeedCursor } from '../mirror/feed-cursor.ts';
import type { Heartbeat } from '../schema/feed-item.ts';
import { badCursor } from './bad-input.ts';

/** `head` is where the log of transitions ended at the beginning: there the subscription has caught up. */
export type Beginning = { from: number; head: number; isExpired: boolean };

/** Where a subscription of transitions begins. Throws BAD_CURSOR. */
export async function findBeginning(after: string | null | undefined, context: Context): Promise<Beginning> {
  const { from, isResumed, heads } = await findPlace(after, context);
  const isBehind = isResumed && from < heads.transitions;
  const oldest = isBehind ? await context.services.feed.oldestAfter(from) : null;
  return { from: oldest ?? from, head: heads.transitions, isExpired: oldest !== null };
}

/** A place that is reached: `isResumed` when it is that of a cursor, and not the present. */
export type Place = { from: number; isResumed: boolean; heads: LogHeads };

/**
 * Where to begin: after the cursor, or now without one. Fixed when this resolves, so nothing that is committed later is
 * missed. Throws BAD_CURSOR for what is garbled or foreign, and for a place that the logs have not reached: the database
 * is an older one than the cursor comes from, and going on would pass by what is written to those places again.
 */
export async function findPlace(after: string | null | undefined, context: Context): Promise<Place> {
  const { feed, cursorKey, ownerAccountSid } = context.services;
  const cursor = context.resume?.after ?? after ?? null;
  const position = cursor === null ? null : decodeFeedCursor(cursorKey, ownerAccountSid, cursor);
  if (cursor !== null && position === null) throw badCursor('after');
  const heads = await feed.heads();
  if (position === null) return { from: heads.newest, isResumed: false, heads };
  if (position > heads.newest) throw badCursor('after');
  return { from: position, isResumed: true, heads };
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

/** Measures how long nothing was sent: under a filter the log may be busy and its reader hear nothing. */
export function createSilence(maxMs: number) {
  let since = performance.now();
  return {
    isLong: () => performance.now() - since >= maxMs,
    end() {
      since = performance.now();
    },
  };
}
