// The funnel: its arguments, checked, and the flows of the log beside what waits in the mirror.
import type { Context } from '../context.ts';
import { parseDateTime, parseDuration } from '../db/filters-values.ts';
import { countWaiting, readStageFlows, type TimeRange } from '../db/funnel.ts';
import { hostedNumberOrderList } from '../db/pages-lists.ts';
import { builder } from '../schema/builder.ts';
import { OrderFilter } from '../schema/filters.ts';
import { type FunnelStageShape, OnboardingFunnel, toFunnelStages } from '../schema/funnel.ts';
import { TimeOp } from '../schema/operators.ts';
import { badUserInput } from './bad-input.ts';
import { readFilter } from './list-arguments.ts';

const windowDefault = 'P30D';
/** The whole log of a million orders, five million entries of a year, took 18 s. */
const windowMax = { text: 'P366D', ms: 366 * 86_400_000 };

builder.queryField('onboardingFunnel', (t) =>
  t.field({
    type: OnboardingFunnel,
    description:
      'How many orders entered and left each stage of onboarding in a window of time, how long they were there, and how many wait there now.',
    args: {
      filter: t.arg({
        type: OrderFilter,
        description:
          'Only orders that satisfy this today. Those that Twilio no longer has count as well, unless `vanished` says otherwise, but they wait nowhere.',
      }),
      window: t.arg({
        type: TimeOp,
        description: `When orders entered or left: the last 30 days (\`${windowDefault}\`) without it. It must begin, by \`gte\` or \`within\`, at most \`${windowMax.text}\` before it ends, by \`lt\` or now. \`isNull\` is an error.`,
      }),
    },
    resolve: (_root, args, context) => readFunnel(args, context),
  }),
);

type FunnelWindow = typeof TimeOp.$inferInput;
type FunnelArguments = { filter?: object | null; window?: FunnelWindow | null };

async function readFunnel({ filter, window }: FunnelArguments, context: Context): Promise<FunnelStageShape[]> {
  const { database, ownerAccountSid, now } = context.services;
  const orders = readFilter('filter', hostedNumberOrderList.fields, filter, context);
  const range = readRange(window ?? { within: windowDefault }, now());
  const [flows, waiting] = await Promise.all([
    readStageFlows(database.db, ownerAccountSid, orders, range),
    countWaiting(database.db, ownerAccountSid, orders),
  ]);
  return toFunnelStages(flows, waiting);
}

/** The moments between which all conditions of the window hold. Throws BAD_USER_INPUT. */
function readRange(window: FunnelWindow, now: Date): TimeRange {
  const { gte, lt, within, isNull } = window;
  if (isNull !== undefined) throw badUserInput('window.isNull', 'has no use: every transition has a time', isNull);
  const starts = [readMoment('window.gte', gte), readStart('window.within', within, now)];
  const [start = null] = starts.filter((each) => each !== null).sort((a, b) => b.getTime() - a.getTime());
  const end = readMoment('window.lt', lt);
  if (start !== null && (end ?? now).getTime() - start.getTime() <= windowMax.ms) return { start, end };
  throw badUserInput('window', `must begin, by gte or within, at most ${windowMax.text} before it ends`, window);
}

const nullRule = 'must not be null: leave it out';

function readMoment(argument: string, text: string | null | undefined): Date | null {
  if (text === undefined) return null;
  if (text === null) throw badUserInput(argument, nullRule, null);
  const moment = parseDateTime(text);
  if (moment === null) throw badUserInput(argument, 'must be a time by RFC 3339, e.g. 2026-01-31T08:00:00Z', text);
  return moment;
}

function readStart(argument: string, text: string | null | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  if (text === null) throw badUserInput(argument, nullRule, null);
  const durationMs = parseDuration(text);
  if (durationMs !== null) return new Date(now.getTime() - durationMs);
  const rule = 'must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, e.g. P7D';
  throw badUserInput(argument, rule, text);
}
