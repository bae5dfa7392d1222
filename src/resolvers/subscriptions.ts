// The feed of transitions: the log is read from a cursor, then live. Nothing is kept for a subscriber but its place.
import type { Context } from '../context.ts';
import type { StatusTransitionRow } from '../db/gateway-tables.ts';
import { readMatchingOrderSids } from '../db/lookups.ts';
import { type Condition, filterCondition } from '../db/pages.ts';
import { hostedNumberOrderList } from '../db/pages-lists.ts';
import { builder } from '../schema/builder.ts';
import { knownWord, OrderStatusEnum, TransitionKindEnum } from '../schema/enums.ts';
import { FeedItem, type FeedItemShape } from '../schema/feed-item.ts';
import { OrderFilter } from '../schema/filters.ts';
import { orderStatuses } from '../vocabulary.ts';
import { createAbortable } from './abortable.ts';
import { badUserInput } from './bad-input.ts';
import { type Beginning, createSilence, cursorAt, findBeginning, heartbeatAt } from './feed-place.ts';
import { readFilter } from './list-arguments.ts';

builder.subscriptionField('transitions', (t) =>
  t.field({
    type: FeedItem,
    description:
      'Every transition of orders and documents, in order. Without `after`: from now on, beginning with FeedCaughtUp. With `after`: what was missed, then FeedCaughtUp, then live. `orders` and `to` leave documents alone. As server-sent events, each item has its cursor as its id, and the header Last-Event-ID resumes, before `after`.',
    args: {
      after: t.arg({
        type: 'FeedCursor',
        description:
          'The cursor of the last item that you have, or `asOf` of a list. Too old: FeedGap comes first. From elsewhere, or ahead of the log: error BAD_CURSOR; read the lists again and begin with their `asOf`.',
      }),
      orders: t.arg({
        type: OrderFilter,
        description:
          'Only transitions of orders that satisfy this when the item is sent. Unless `vanished` is given, orders that are gone satisfy it too, or nobody would hear of their end.',
      }),
      to: t.arg({ type: [OrderStatusEnum], description: 'Only transitions of orders into one of these statuses.' }),
      kinds: t.arg({ type: [TransitionKindEnum], description: 'Only transitions of these; both without it.' }),
    },
    subscribe: (_root, args, context) => openTransitions(args, context),
    resolve: (item) => item,
  }),
);

type FeedArguments = {
  after?: string | null;
  orders?: object | null;
  to?: readonly string[] | null;
  kinds?: readonly string[] | null;
};

/** Starts to follow the log. The place to begin is fixed before this resolves: nothing after it is missed. */
async function openTransitions(args: FeedArguments, context: Context): Promise<AsyncIterableIterator<FeedItemShape>> {
  const selection = readSelection(args, context);
  const beginning = await findBeginning(args.after, context);
  return createAbortable((signal) => followTransitions(beginning, selection, context, signal));
}

/** Orders are judged in one statement for so many items: soon enough before they are sent, and seldom enough. */
const judgedTogether = 50;

async function* followTransitions(
  { from, head, isExpired }: Beginning,
  selection: Selection,
  context: Context,
  signal: AbortSignal,
): AsyncGenerator<FeedItemShape, void> {
  const { feed } = context.services;
  const silence = createSilence(feed.heartbeatMs);
  let position = from;
  let replayed = 0;
  let isCaughtUp = position >= head;
  if (isExpired) yield { mark: 'GAP', position, cursor: cursorAt(position, context), reason: 'CURSOR_EXPIRED' };
  if (isCaughtUp) yield { mark: 'CAUGHT_UP', position, cursor: cursorAt(position, context), replayed };
  for await (const batch of feed.follow(position, signal)) {
    for (let start = 0; start < batch.length; start += judgedTogether) {
      const judged = batch.slice(start, start + judgedTogether);
      const selected = await select(judged, selection, context);
      // Loaders remember, and this operation may live for days. All entries of a group were committed before what is
      // loaded for it: no item shows a record older than itself, however late it is taken.
      context.loaders.clear();
      yield* selected;
      replayed += selected.length;
      if (selected.length > 0) silence.end();
    }
    position = batch.at(-1)?.position ?? position;
    if (!isCaughtUp && position >= head) {
      isCaughtUp = true;
      yield { mark: 'CAUGHT_UP', position, cursor: cursorAt(position, context), replayed };
    } else if (batch.length === 0 || silence.isLong()) {
      silence.end();
      yield heartbeatAt(position, context);
    }
  }
}

/** What a subscriber wants to hear of; null is everything. */
type Selection = {
  kinds: readonly string[] | null;
  to: readonly string[] | null;
  /** Judged anew for each batch, since `within` counts back from now. Undefined: every order. */
  orders(): Condition;
};

function readSelection(args: FeedArguments, context: Context): Selection {
  const list = hostedNumberOrderList;
  if (args.to?.length === 0) throw badUserInput('to', 'must not be empty', args.to);
  if (args.kinds?.length === 0) throw badUserInput('kinds', 'must not be empty', args.kinds);
  const orders = () => filterCondition(list, readFilter('orders', list.fields, args.orders, context));
  orders();
  return { kinds: args.kinds ?? null, to: args.to ?? null, orders };
}

/** The transitions of a batch that are wanted; one statement when orders are filtered, none otherwise. */
async function select(
  batch: readonly StatusTransitionRow[],
  { kinds, to, orders }: Selection,
  { services }: Context,
): Promise<readonly StatusTransitionRow[]> {
  const wanted = batch.filter(
    (transition) =>
      (kinds === null || kinds.includes(transition.kind)) &&
      (transition.kind !== 'ORDER' || entersOneOf(to, transition)),
  );
  const sids = wanted.filter((transition) => transition.kind === 'ORDER').map((transition) => transition.sid);
  const condition = orders();
  if (condition === undefined || sids.length === 0) return wanted;
  const matching = await readMatchingOrderSids(services.database.db, services.ownerAccountSid, sids, condition);
  return wanted.filter((transition) => transition.kind !== 'ORDER' || matching.has(transition.sid));
}

function entersOneOf(to: readonly string[] | null, transition: StatusTransitionRow): boolean {
  const status = knownWord(orderStatuses, transition.toStatus);
  return to === null || (status !== null && to.includes(status));
}
