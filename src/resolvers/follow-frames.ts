// Follows the log of changes and tells the present state of what has changed: one frame for each record and interval. A
// record is told when it matches, and once more when it stops to.
import type { Context } from '../context.ts';
import { readFrames } from '../db/frames.ts';
import type { RecordKind } from '../db/log.ts';
import type { Condition } from '../db/pages.ts';
import type { List } from '../db/pages-lists.ts';
import type { ChangeLog } from '../mirror/feed.ts';
import { Pacing, type Untold } from '../mirror/pacing.ts';
import type { Frame } from '../schema/frames.ts';
import { createSilence, cursorAt } from './feed-place.ts';

/** What a subscriber follows, and from where. */
export type Pursuit<Row> = {
  list: List<Row>;
  kind: RecordKind;
  /** Only this record; null: whichever. */
  sid: string | null;
  /** Made anew each time, since `within` counts back from now. */
  condition(): Condition;
  minIntervalMs: number;
  from: number;
  /** Where the log of changes ended at the beginning: there the subscription has caught up. */
  head: number;
  /** The record to begin with, as it is; null: none. */
  present: string | null;
};

/** Says nothing to the client: it moves its place in the log, and tells the server that it has caught up. */
export type SilentMark = { mark: 'PLACE' | 'CAUGHT_UP'; position: number; silent: true };

/** Rows are read in one statement for so many records: soon enough before they are sent, and seldom enough. */
const readTogether = 50;

/** Ends when `signal` aborts or the feed closes. Throws what the database throws. */
export async function* followFrames<Row>(
  pursuit: Pursuit<Row>,
  context: Context,
  signal: AbortSignal,
): AsyncGenerator<Frame<Row> | SilentMark, void> {
  const { from, head, minIntervalMs, present } = pursuit;
  const { changes, heartbeatMs } = context.services.feed;
  const pacing = new Pacing({ from, minIntervalMs });
  const silence = createSilence(heartbeatMs);
  let isCaughtUp = false;
  if (present !== null) yield* tell(pursuit, pacing, [{ sid: present, first: from + 1 }], context);
  while (!signal.aborted && !changes.isClosed) {
    const hasRead = await readOn(pursuit, pacing, changes);
    for (let due = dueNow(pacing); due.length > 0; due = dueNow(pacing)) {
      yield* tell(pursuit, pacing, due, context);
      silence.end();
    }
    const position = pacing.place;
    if (!isCaughtUp && position >= head) {
      isCaughtUp = true;
      yield { mark: 'CAUGHT_UP', position, silent: true };
    } else if (silence.isLong()) {
      silence.end();
      yield { mark: 'PLACE', position, silent: true };
    }
    if (!hasRead) await waitForMore(pacing, changes, signal);
  }
}

function dueNow(pacing: Pacing): Untold[] {
  return pacing.due(performance.now(), readTogether);
}

/** Reads some of the log, unless too many wait already; false when nothing was read. */
async function readOn<Row>({ kind, sid }: Pursuit<Row>, pacing: Pacing, changes: ChangeLog): Promise<boolean> {
  const batch = pacing.isFull ? [] : await changes.read(pacing.readTo);
  for (const change of batch) {
    pacing.readTo = change.position;
    if (change.kind === kind && (sid === null || change.sid === sid)) pacing.note(change.sid, change.position);
  }
  pacing.forget(performance.now());
  return batch.length > 0;
}

function waitForMore(pacing: Pacing, changes: ChangeLog, signal: AbortSignal): Promise<void> {
  const position = pacing.isFull ? Number.POSITIVE_INFINITY : pacing.readTo;
  return changes.waitFor(position, signal, pacing.nextDueInMs(performance.now()));
}

/** One frame for each that is news: it matches, or did, or is what the subscriber begins with. */
async function* tell<Row>(
  { list, condition, present, from }: Pursuit<Row>,
  pacing: Pacing,
  due: readonly Untold[],
  context: Context,
): AsyncGenerator<Frame<Row>, void> {
  const { database, ownerAccountSid } = context.services;
  const read = await readFrames(database.db, list, ownerAccountSid, condition(), due);
  // Loaders remember, and this operation may live for days.
  context.loaders.clear();
  const isBeginning = (sid: string) => sid === present && pacing.readTo === from;
  for (const { sid } of due) {
    const record = read.get(sid);
    const isNews = record !== undefined && (record.matches || record.matched || isBeginning(sid));
    pacing.settle(sid, record?.covers ?? pacing.readTo, isNews ? performance.now() : null);
    if (!isNews) continue;
    const { row, matches, covers } = record;
    const position = pacing.place;
    yield { position, covers, cursor: cursorAt(position, context), matches, row };
  }
}
