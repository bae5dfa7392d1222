// Moves orders upstream and tells the gateway of each step, as Twilio does: the load under which faults are tried.
import type { Attempt } from './callbacks.ts';
import { judgeSubscriber, type LogRow, type SubscriberFindings, sumFindings } from './checkers.ts';
import type { Stand } from './stand.ts';
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
export async function moveOrders(stand: Stand, orders: readonly Order[], options: LoadOptions = {}): Promise<number> {
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

export interface Audience {
  readonly subscribers: readonly Subscriber[];
  /** Waits until everybody has as much as the log, `timeoutMs` at the most, and judges each of them; then closes them. */
  judge(timeoutMs: number): Promise<SubscriberFindings & { entries: number }>;
  /** The log since the audience came. */
  readLog(): Promise<LogRow[]>;
}

/** Half of them over WebSocket, half over SSE, over all instances, from the present end of the log on. */
export async function openAudience(stand: Stand, count: number): Promise<Audience> {
  const after = await stand.readCursor();
  const head = await stand.readLogHead();
  const subscribers = Array.from({ length: count }, (_, index) =>
    openSubscriber({
      transport: index % 2 === 0 ? 'websocket' : 'sse',
      pickPort: () => stand.random.pick(stand.livePorts().length > 0 ? stand.livePorts() : [stand.gateways[0].port]),
      after,
    }),
  );
  const readLog = () => stand.readLog(head);
  return {
    subscribers,
    readLog,
    async judge(timeoutMs) {
      await waitForQuietLog(stand);
      const due = (await readLog()).length;
      const findAll = async () => {
        const log = await readLog();
        return sumFindings(subscribers.map((each) => judgeSubscriber(each.items, log, due)));
      };
      await waitUntil(async () => (await findAll()).missed === 0, timeoutMs, 500);
      const findings = await findAll();
      for (const each of subscribers) each.close();
      return { ...findings, entries: due };
    },
  };
}

/** Work of earlier scenarios may still append: waits until the log has stood still for a second. */
async function waitForQuietLog(stand: Stand): Promise<void> {
  await waitUntil(() => isInboxJudged(stand), 15_000);
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

/** One figure of the findings for the table. */
export function describeFindings({ missed, repeated, disordered, foreign }: SubscriberFindings): string {
  return `${missed} missed, ${repeated} repeated, ${disordered} out of order, ${foreign} foreign`;
}

export function isComplete({ missed, repeated, disordered, foreign }: SubscriberFindings): boolean {
  return missed + repeated + disordered + foreign === 0;
}

/** Whether no callback waits for its verdict. */
export async function isInboxJudged({ sql }: Stand): Promise<boolean> {
  const rows = await sql`select 1 from webhook_delivery where verdict = 'PENDING' limit 1`;
  return rows.length === 0;
}
