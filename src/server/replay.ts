// What a client has missed that was away for a moment, from the frames that others were sent meanwhile: when an instance
// or a network fails thousands come back at once, and each would have the same log read and executed for itself.
import type { LogHeads } from '../db/log.ts';
import { createReadyRun, type Operation, type Run, type RunSource } from './feed-run.ts';
import type { SharedRun } from './shared-run.ts';

export type ReplayOptions = {
  source: Pick<RunSource, 'render'>;
  cursorOf(position: number): string;
  /** Null for a cursor that is not ours. */
  positionOf(cursor: string): number | null;
  /** Where the logs end now. */
  heads(): Promise<LogHeads>;
};

/**
 * A run that ends with having caught up, as one of the source does. Null when the frames do not reach back so far, or not
 * to the present end of the log: then it is the source's to say what follows the cursor, or what is wrong with it. Rejects
 * with what the database throws.
 */
export async function openReplay(
  operation: Operation,
  shared: SharedRun | null,
  { source, cursorOf, positionOf, heads }: ReplayOptions,
): Promise<Run | null> {
  const after = operation.wholeAfter === null ? null : positionOf(operation.wholeAfter);
  if (after === null || !shared) return null;
  const { transitions, newest } = await heads();
  const frames = after > newest ? null : await shared.since(after, transitions);
  if (frames === null) return null;
  const position = Math.max(after, frames.at(-1)?.covers ?? after);
  const caughtUp = { mark: 'CAUGHT_UP', position, cursor: cursorOf(position), replayed: frames.length };
  return createReadyRun([...frames, await source.render(operation, caughtUp)]);
}
