// What the feed of transitions sends: transitions, and the marks between them.
import type { StatusTransitionRow } from '../db/tables.ts';
import { builder } from './builder.ts';
import { DocumentTransition, OrderTransition } from './status-transition.ts';

/** Marks carry a ready cursor; transitions are rows of the log. */
export type CaughtUp = { mark: 'CAUGHT_UP'; cursor: string; replayed: number };
export type Heartbeat = { mark: 'HEARTBEAT'; cursor: string; serverTime: Date };
export type FeedItemShape = StatusTransitionRow | CaughtUp | Heartbeat;

const FeedCaughtUp = builder.objectRef<CaughtUp>('FeedCaughtUp').implement({
  description: 'What was missed has been sent; whatever follows is live.',
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'FeedCursor', description: 'Resume from here to get what follows.' }),
    replayed: t.exposeInt('replayed', { description: 'How many transitions were sent before this mark.' }),
  }),
});

const FeedHeartbeat = builder.objectRef<Heartbeat>('FeedHeartbeat').implement({
  description: 'Nothing happened for a while: proves that the line is alive, and moves the place to resume from.',
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'FeedCursor', description: 'Resume from here to get what follows.' }),
    serverTime: t.expose('serverTime', { type: 'DateTime', description: 'The clock of the gateway.' }),
  }),
});

export const FeedItem = builder.unionType('FeedItem', {
  description: 'One message of the feed.',
  types: [OrderTransition, DocumentTransition, FeedCaughtUp, FeedHeartbeat],
  resolveType: (item) => {
    if ('mark' in item) return item.mark === 'CAUGHT_UP' ? FeedCaughtUp : FeedHeartbeat;
    return item.kind === 'ORDER' ? OrderTransition : DocumentTransition;
  },
});
