// Runs that tell what the test says, when it says it: one that is open for each `open`, in order.
import { type ExecutionResult, parse } from 'graphql';
import type { FeedReader } from '../../src/server/feed-reader.ts';
import type { Frame, Operation, RunSource } from '../../src/server/feed-run.ts';

export const toldOperation: Operation = {
  document: parse('subscription { transitions { __typename } }'),
  variables: {},
  resumeAfter: null,
  hasMarks: true,
  wholeAfter: null,
};

/** A log whose cursors are its positions, and that ends where `head` says. */
export function toldLogAt(head: number) {
  return {
    cursorOf: String,
    positionOf: (cursor: string) => Number(cursor) || null,
    heads: async () => ({ transitions: head, changes: head, newest: head }),
  };
}

export function makeFrame(position: number, mark: string | null = null): Frame {
  return { position, covers: position, mark, text: `${mark ?? 'ENTRY'} ${position}`, madeAtMs: performance.now() };
}

/** `refuse` may answer in place of a run, and may take its time. */
export function createToldSource(refuse?: (after: string | null) => Promise<ExecutionResult | null>) {
  const runs: { after: string | null; tell(...frames: Frame[]): void }[] = [];
  const source: RunSource = {
    async open(_operation, after) {
      const refusal = await refuse?.(after);
      if (refusal) return refusal;
      const frames: Frame[] = [];
      let hasEnded = false;
      let arrived = () => {};
      runs.push({
        after,
        tell(...told) {
          frames.push(...told);
          arrived();
        },
      });
      return {
        async next() {
          while (frames.length === 0 && !hasEnded) {
            await new Promise<void>((resolve) => {
              arrived = resolve;
            });
          }
          return frames.shift() ?? null;
        },
        close() {
          hasEnded = true;
          arrived();
        },
      };
    },
    render: async (_operation, { mark, position }) => makeFrame(position, mark),
  };
  return { source, runs };
}

/** Takes everything at once and notes it. */
export function noteTexts(reader: FeedReader) {
  const texts: (string | null)[] = [];
  const ended = (async () => {
    for (let frames = await reader.take(); frames !== null; frames = await reader.take()) {
      texts.push(...frames.map((frame) => frame.text));
    }
  })();
  return { texts, ended };
}
