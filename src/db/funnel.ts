// The funnel: what entered and left each stage in a window of time and how long it was there, from the log; and what is in
// each now, from the mirror. What counts as entering and leaving is said in schema/funnel.
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { type OnboardingStage, onboardingStages } from '../vocabulary.ts';
import { type Db, rows } from './client.ts';
import type { CompiledFilter } from './filters.ts';
import { statusTransitions } from './gateway-tables.ts';
import { filterCondition } from './pages.ts';
import { hostedNumberOrderList } from './pages-lists.ts';
import { hostedNumberOrders } from './tables.ts';

/** From `start` until before `end`; null is open. */
export type TimeRange = { start: Date; end: Date | null };

/** A stage, or UNKNOWN for all statuses that are not in the vocabulary. */
export type FunnelStageName = OnboardingStage | 'UNKNOWN';

export type StageFlow = {
  stage: FunnelStageName;
  entered: number;
  left: number;
  /** Quantiles of how long the visits lasted that ended in the range, in milliseconds; null where none is known. */
  p50Ms: number | null;
  p95Ms: number | null;
};

// Of an entry of the log, by the bare names of its columns: the statement below has the log in two places.
const fromStage = stageOfStatus(sql`from_status`);
const toStage = stageOfStatus(sql`to_status`);
/** As it counts for a window. The index `status_transition_time` is on the same expression. */
const entryTime = sql`coalesce(effective_at, observed_at)`;
/** Null where the entry was not seen: it was inferred, or the order was there before we looked. */
const seenTime = sql`coalesce(effective_at, case when not inferred and from_status is not null then observed_at end)`;

/**
 * What entered and left each stage in `range`; stages without either are left out. Steps within one stage are passed over, so
 * the step that began a visit is the one before the one that ended it. Most often the range has both; where it has not, the
 * first is one probe of the index by sid and position: with a million orders and 30 of 365 days half the time of a probe
 * for every visit. Materialized, so that a short range is read by its index of time, and sorted: the planner would rather
 * walk the whole log in the order of the other index, for which a whole year took 29 s and not 18 s.
 */
export function readStageFlows(
  db: Db,
  ownerAccountSid: string,
  filter: CompiledFilter,
  range: TimeRange,
): Promise<StageFlow[]> {
  return rows<StageFlow>(
    db,
    sql`with step as materialized (
        select sid, position, ${seenTime} as seen_at, ${fromStage} as from_stage, ${toStage} as to_stage
        from ${statusTransitions}
        where owner_account_sid = ${ownerAccountSid} and kind = 'ORDER' and ${fromStage} is distinct from ${toStage}
          and ${isWithin(range)} and ${isOfOrders(ownerAccountSid, filter)}),
      chained as (
        select *, lag(to_stage) over chain = from_stage as is_begun_within, lag(seen_at) over chain as begun_at
        from step window chain as (partition by sid order by position)),
      dated as (
        select from_stage, to_stage, seen_at, case
          when is_begun_within then begun_at
          when from_stage is not null then (
            select ${seenTime} from ${statusTransitions}
            where sid = chained.sid and owner_account_sid = ${ownerAccountSid} and position < chained.position
              and ${fromStage} is distinct from ${toStage}
            order by position desc limit 1) end as begun_at
        from chained)
      select stage, sum(entered)::int as entered, sum("left")::int as "left",
        percentile_cont(0.5) within group (order by lasted_ms) filter (where lasted_ms >= 0) as "p50Ms",
        percentile_cont(0.95) within group (order by lasted_ms) filter (where lasted_ms >= 0) as "p95Ms"
      from dated cross join lateral (values
        (from_stage, 0, 1, extract(epoch from seen_at - begun_at)::float8 * 1000),
        (to_stage, case when from_stage is null and seen_at is null then 0 else 1 end, 0, null)
      ) as side (stage, entered, "left", lasted_ms)
      where stage is not null group by stage having sum(entered + "left") > 0`,
  );
}

/** How many orders of those that Twilio still has are in each stage now; stages without any are left out. */
export async function countWaiting(
  db: Db,
  ownerAccountSid: string,
  filter: CompiledFilter,
): Promise<Map<FunnelStageName, number>> {
  const orders = hostedNumberOrders;
  const present = and(eq(orders.ownerAccountSid, ownerAccountSid), isNull(orders.vanishedAt));
  const found = await rows<{ stage: FunnelStageName; waiting: number }>(
    db,
    sql`select ${stageOfStatus(sql`status`)} as stage, sum(waiting)::int as waiting from (
        select ${orders.status} as status, count(*) as waiting from ${orders}
        where ${and(present, filterCondition(hostedNumberOrderList, filter))} group by 1) as in_status
      group by 1`,
  );
  return new Map(found.map(({ stage, waiting }) => [stage, waiting]));
}

function isWithin({ start, end }: TimeRange): SQL {
  const since = sql`${entryTime} >= ${start.toISOString()}::timestamptz`;
  return end ? sql`${since} and ${entryTime} < ${end.toISOString()}::timestamptz` : since;
}

/** Without a filter every order of the log counts, also one that Twilio no longer has. */
function isOfOrders(ownerAccountSid: string, filter: CompiledFilter): SQL {
  const condition = filterCondition(hostedNumberOrderList, filter);
  if (condition === undefined) return sql`true`;
  const { ownerAccountSid: owner, sid } = hostedNumberOrders;
  return sql`sid in (select ${sid} from ${hostedNumberOrders} where ${and(eq(owner, ownerAccountSid), condition)})`;
}

/** The stage of a status, as `stageOf` of the schema names it; null of none. Words of ours only, never of the input. */
function stageOfStatus(status: SQL): SQL {
  const cases = Object.entries(onboardingStages).map(([stage, statuses]) => {
    const words = statuses.map((word) => `'${word}'`).join(', ');
    return sql`when ${status} in (${sql.raw(words)}) then ${sql.raw(`'${stage}'`)}`;
  });
  return sql`case ${sql.join(cases, sql` `)} when ${status} is not null then 'UNKNOWN' end`;
}
