// Moves orders upstream and tells the gateway of each step, as Twilio does: the load under which faults are tried.
import type { Attempt } from './callbacks.ts';
import { findLost, judgeSubscriber, type LogRow, type SubscriberFindings, sumFindings } from './checkers.ts';
import { findDisagreeing, type Stand } from './stand.ts';
import { openSubscriber, type Subscriber } from './subscriber.ts';
import { type Order, road } from './upstream.ts';
import { forEachSideBySide, waitUntil } from './wait.ts';

export type LoadOptions = {
  width?: number;
  /** How often each callback is sent until it is acknowledged. */
  attemptsMax?: number;
  steps?: readonly string[];
  /** Told of the outcome of each callback. */
  onOutcome?: (outcome: Attempt, done: number) => void;
};

/**
 * Each order goes its whole road: all take a step, then all the next one, so that most entries can be seen before the next.
 * Resolves with the number of callbacks that were never acknowledged.
 */
export async function moveOrders(
  stand: Pick<Stand, 'upstream' | 'sender'>,
  orders: readonly Order[],
  options: LoadOptions = {},
): Promise<number> {
  const { width = 24, attemptsMax = 100, steps = road, onOutcome } = options;
  let failed = 0;
  let done = 0;
  const moves = steps.flatMap((status) => orders.map((order) => ({ order, status })));
  await forEachSideBySide(moves, Math.min(width, orders.length), async (move) => {
    await stand.upstream.move(move.order, move.status);
    const outcome = await stand.sender.send(move, { attemptsMax });
    done += 1;
    if (!isAcknowledged(outcome)) failed += 1;
    onOutcome?.(outcome, done);
  });
  return failed;
}

export function isAcknowledged({ answer }: Attempt): boolean {
  return answer !== null && answer < 300;
}

/** How long acknowledged callbacks may lie in a journal once the database takes them again. */
const journalDrainMaxMs = 30_000;

/**
 * How many callbacks that were acknowledged since then have no row in the inbox. While the database is away they are
 * durable in the journal of an instance, so rows that are missing at first may come; what has not come in time is lost.
 */
export async function judgeInbox(
  { history, readInbox }: Pick<Stand, 'history' | 'readInbox'>,
  since: number,
): Promise<{ lost: number; acknowledged: number; figure: string }> {
  const acknowledged = history.select('acknowledged', since);
  const countLost = async () => findLost(acknowledged, await readInbox()).length;
  const startedAt = Date.now();
  const late = await countLost();
  await waitUntil(async () => (await countLost()) === 0, journalDrainMaxMs, 500);
  const tookMs = Date.now() - startedAt;
  const lost = await countLost();
  const wait = late > 0 ? ` (${late} rows came later, after ${(tookMs / 1000).toFixed(1)} s)` : '';
  return {
    lost,
    acknowledged: acknowledged.length,
    figure: `${lost} lost of ${acknowledged.length} acknowledged${lost === 0 ? wait : ''}`,
  };
}

export interface Audience {
  readonly subscribers: readonly Subscriber[];
  /** Waits until everybody has as much as the log, or nobody was sent anything for `timeoutMs`, and judges; then closes them. */
  judge(timeoutMs: number): Promise<SubscriberFindings & { entries: number }>;
  /** The log since the audience came. */
  readLog(): Promise<LogRow[]>;
}

/** Half of them over WebSocket, half over SSE, over all instances, from the present end of the log on. */
export function openAudience(stand: Stand, count: number): Promise<Audience> {
  const pickPort = () => stand.random.pick(stand.livePorts().length > 0 ? stand.livePorts() : [stand.gateways[0].port]);
  return gatherAudience(stand, async (after) =>
    Array.from({ length: count }, (_, index) =>
      openSubscriber({ transport: index % 2 === 0 ? 'websocket' : 'sse', pickPort, after }),
    ),
  );
}

/** Those that `open` gives are judged together: they begin at the cursor, the present end of the log. */
export async function gatherAudience(stand: Stand, open: (after: string) => Promise<Subscriber[]>): Promise<Audience> {
  const after = await stand.readCursor();
  const head = await stand.readLogHead();
  const since = stand.history.events.length;
  const subscribers = await open(after);
  const readLog = () => stand.readLog(head);
  return {
    subscribers,
    readLog,
    async judge(timeoutMs) {
      // Callbacks that still lie in a journal are no part of the log yet.
      await judgeInbox(stand, since);
      await waitForQuietLog(stand);
      const due = (await readLog()).length;
      const findAll = async () => {
        // What comes after the log was read is in nobody's log.
        const told = subscribers.map((each) => [...each.items]);
        const log = await readLog();
        return sumFindings(told.map((items) => judgeSubscriber(items, log, due)));
      };
      await waitForItems(subscribers, timeoutMs, due);
      let findings = await findAll();
      if (findings.missed > 0) {
        // Some may have as many as are due and others in their place: nothing more must be on its way.
        await waitForItems(subscribers, timeoutMs);
        findings = await findAll();
      }
      for (const each of subscribers) each.close();
      return { ...findings, entries: due };
    },
  };
}

const itemsMaxMs = 300_000;

/** Late is not missed: waits while items come, until nobody got one for `quietMs`, or everybody has `due`. */
async function waitForItems(subscribers: readonly Subscriber[], quietMs: number, due = Infinity): Promise<void> {
  let total = 0;
  let since = Date.now();
  await waitUntil(
    () => {
      const now = subscribers.reduce((sum, each) => sum + each.items.length, 0);
      if (now > total) since = Date.now();
      total = now;
      return Date.now() - since >= quietMs || subscribers.every((each) => each.items.length >= due);
    },
    itemsMaxMs,
    200,
  );
}

/**
 * Work of earlier scenarios may still append: waits until the log has stood still for a second. A callback that was
 * overtaken can wait half a minute for its verdict: not for the log, where the mirror has what all orders were moved to.
 */
async function waitForQuietLog(stand: Stand): Promise<void> {
  const isRight = async () => (await findDisagreeing(stand, listMoved(stand))).length === 0;
  await waitUntil(async () => (await isInboxJudged(stand)) || (await isRight()), 60_000, 200);
  let head = await stand.readLogHead();
  let since = Date.now();
  await waitUntil(
    async () => {
      const now = await stand.readLogHead();
      if (now !== head) since = Date.now();
      head = now;
      return Date.now() - since >= 1_000;
    },
    30_000,
    200,
  );
}

function listMoved({ history }: Stand): { sid: string }[] {
  return [...new Set(history.select('moved').map(({ orderSid }) => orderSid))].map((sid) => ({ sid }));
}

/** One figure of the findings for the table. */
export function describeFindings({ missed, repeated, disordered, foreign }: SubscriberFindings): string {
  return `${missed} missed, ${repeated} repeated, ${disordered} out of order, ${foreign} foreign`;
}

export function isComplete({ missed, repeated, disordered, foreign }: SubscriberFindings): boolean {
  return missed + repeated + disordered + foreign === 0;
}

/** Whether no callback waits for its verdict, of any order or of these. */
export async function isInboxJudged({ sql }: Stand, orders?: readonly Order[]): Promise<boolean> {
  const isNamed = orders ? sql`order_sid in ${sql(orders.map(({ sid }) => sid))}` : sql`true`;
  const rows = await sql`select 1 from webhook_delivery where verdict = 'PENDING' and ${isNamed} limit 1`;
  return rows.length === 0;
}
