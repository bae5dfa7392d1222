// The subscription of facets: how the orders under a filter spread, told again whenever an order has changed.
import type { Context } from '../context.ts';
import { countFacets } from '../db/facets.ts';
import { listCondition } from '../db/pages.ts';
import { hostedNumberOrderList } from '../db/pages-lists.ts';
import { builder } from '../schema/builder.ts';
import { OrderFacetEnum, OrderFacetsFrame, type OrderFacetsShape } from '../schema/facets.ts';
import { OrderFilter } from '../schema/filters.ts';
import { createAbortable } from './abortable.ts';
import { type FacetWish, readFacets, toFacets } from './facets.ts';
import { createSilence, cursorAt, findPlace } from './feed-place.ts';
import type { SilentMark } from './follow-frames.ts';
import { minIntervalDefault, readInterval } from './interval.ts';
import { readFilter } from './list-arguments.ts';

/** Counting a million orders takes its time: at most a fifth of it is spent on one subscription. */
const restPerCount = 4;

builder.subscriptionField('orderFacets', (t) =>
  t.field({
    type: OrderFacetsFrame,
    description:
      'How the orders under a filter spread over the values of fields: at once, and again whenever an order has changed (under a filter through a link: any record). One who comes back by Last-Event-ID hears at once what has changed meanwhile. A condition that counts back from now (`within`) is judged when something changes, not when time passes.',
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Only orders that satisfy this.' }),
      by: t.arg({ type: [OrderFacetEnum], required: true, description: 'By which fields; each once.' }),
      limit: t.arg.int({ description: 'How many values at most of each sid or day: 1 to 500, 50 without it.' }),
      minInterval: t.arg({
        type: 'Duration',
        defaultValue: minIntervalDefault,
        description: `How far two frames are apart, at least: \`PT0S\` to \`PT1M\`. Never less than ${restPerCount} times what the count took.`,
      }),
    },
    subscribe: (_root, args, context) => openOrderFacets(args, context),
    resolve: (frame) => frame,
  }),
);

type OrderFacetsArguments = {
  filter?: object | null;
  by: readonly string[];
  limit?: number | null;
  minInterval?: string | null;
};
type Pursuit = { wish: FacetWish; filter: object | null; minIntervalMs: number; position: number; isDue: boolean };

/** Starts to follow. Throws BAD_USER_INPUT and BAD_CURSOR. */
async function openOrderFacets(
  args: OrderFacetsArguments,
  context: Context,
): Promise<AsyncIterableIterator<OrderFacetsShape>> {
  const wish = readFacets(hostedNumberOrderList, args);
  const minIntervalMs = readInterval(args.minInterval);
  const filter = args.filter ?? null;
  compile(filter, context);
  const { from, isResumed, heads } = await findPlace(null, context);
  const pursuit = { wish, filter, minIntervalMs, position: heads.newest, isDue: !isResumed || from < heads.changes };
  // What is silent is never resolved: the server takes it for itself.
  return createAbortable((signal) => followFacets(pursuit, context, signal)) as AsyncIterableIterator<OrderFacetsShape>;
}

async function* followFacets(
  { wish, filter, minIntervalMs, ...begin }: Pursuit,
  context: Context,
  signal: AbortSignal,
): AsyncGenerator<OrderFacetsShape | SilentMark, void> {
  const { changes, heartbeatMs } = context.services.feed;
  const silence = createSilence(heartbeatMs);
  let { position, isDue } = begin;
  let notBefore = 0;
  let isCaughtUp = false;
  while (!signal.aborted && !changes.isClosed) {
    const { isLinked } = compile(filter, context);
    for (let batch = await changes.read(position); batch.length > 0; batch = await changes.read(position)) {
      isDue ||= isLinked || batch.some((change) => change.kind === 'ORDER');
      position = batch.at(-1)?.position ?? position;
    }
    const startedAt = performance.now();
    if (isDue && startedAt >= notBefore) {
      const facets = await count(wish, filter, context);
      const countedAt = performance.now();
      notBefore = countedAt + Math.max(minIntervalMs, restPerCount * (countedAt - startedAt));
      isDue = false;
      silence.end();
      yield { position, cursor: cursorAt(position, context), facets };
    }
    if (!isCaughtUp) {
      isCaughtUp = true;
      yield { mark: 'CAUGHT_UP', position, silent: true };
    } else if (silence.isLong()) {
      silence.end();
      yield { mark: 'PLACE', position, silent: true };
    }
    await changes.waitFor(position, signal, isDue ? Math.max(0, notBefore - performance.now()) : undefined);
  }
}

async function count(wish: FacetWish, filter: object | null, context: Context) {
  const { database, ownerAccountSid } = context.services;
  const where = listCondition(hostedNumberOrderList, ownerAccountSid, compile(filter, context));
  return toFacets(wish, await countFacets(database.db, hostedNumberOrderList, where, wish.fields, wish.limit));
}

/** Anew each time, since `within` counts back from now. */
function compile(filter: object | null, context: Context) {
  return readFilter('filter', hostedNumberOrderList.fields, filter, context);
}
