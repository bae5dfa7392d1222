// What the feed of transitions sends: transitions, and the marks between them.
import type { StatusTransitionRow } from '../db/gateway-tables.ts';
import { builder } from './builder.ts';
import { DocumentTransition, OrderTransition } from './status-transition.ts';

/** Marks carry a ready cursor beside their position; transitions are rows of the log. */
type Place = { position: number; cursor: string };
export type CaughtUp = Place & { mark: 'CAUGHT_UP'; replayed: number };
export type Heartbeat = Place & { mark: 'HEARTBEAT'; serverTime: Date };
export type Gap = Place & { mark: 'GAP'; reason: 'CURSOR_EXPIRED' | 'CONSUMER_TOO_SLOW' };
export type FeedItemShape = StatusTransitionRow | CaughtUp | Heartbeat | Gap;

const FeedCaughtUp = builder.objectRef<CaughtUp>('FeedCaughtUp').implement({
  description: 'What was missed has been sent; whatever follows is live.',
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'FeedCursor', description: 'Resume from here to get what follows.' }),
    replayed: t.exposeInt('replayed', { description: 'How many transitions were sent before this mark.' }),
  }),
});

const FeedHeartbeat = builder.objectRef<Heartbeat>('FeedHeartbeat').implement({
  description:
    'Nothing was sent for a while: proves that the line is alive, and moves the place to resume from, also past transitions that the arguments leave out. The last item of a feed that the gateway ends.',
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'FeedCursor', description: 'Resume from here to get what follows.' }),
    serverTime: t.expose('serverTime', { type: 'DateTime', description: 'The clock of the gateway.' }),
  }),
});

const GapReason = builder.enumType('GapReason', {
  description: 'Why the feed has a gap.',
  values: {
    CURSOR_EXPIRED: {
      description:
        'What followed the cursor is older than the feed keeps. The feed goes on with the oldest that is kept; read the lists for what is missing.',
    },
    CONSUMER_TOO_SLOW: {
      description:
        'The items were not taken for too long. The feed ends here; resume from the cursor and miss nothing.',
    },
  } as const,
});

const FeedGap = builder.objectRef<Gap>('FeedGap').implement({
  description: 'The feed cannot go on without a gap, or cannot go on at all.',
  fields: (t) => ({
    cursor: t.expose('cursor', {
      type: 'FeedCursor',
      description:
        'For CURSOR_EXPIRED the oldest place that is kept; for CONSUMER_TOO_SLOW the place of the last item.',
    }),
    reason: t.expose('reason', { type: GapReason, description: 'Why.' }),
  }),
});

const marks = { CAUGHT_UP: FeedCaughtUp, HEARTBEAT: FeedHeartbeat, GAP: FeedGap } as const;

export const FeedItem = builder.unionType('FeedItem', {
  description: 'One message of the feed.',
  types: [OrderTransition, DocumentTransition, FeedCaughtUp, FeedHeartbeat, FeedGap],
  resolveType: (item) => {
    if ('mark' in item) return marks[item.mark];
    return item.kind === 'ORDER' ? OrderTransition : DocumentTransition;
  },
});
