// Reading through the mirror: records that are older than an operation wants are read from Twilio first, within a budget of
// the operation. Where Twilio does not answer in time the mirror does, with its age. docs/decisions/0013 has the reasons.
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordName, Resource } from './record-reader.ts';
import { openSharedReads, type SharedReads, type SharedReadsOptions } from './shared-reads.ts';

/** Reads from Twilio that one operation may cause, whatever its fields ask for. */
export const recordsMax = 50;
/** How long one operation waits for all of them. */
export const waitMaxMs = 5_000;

export type ReadThroughOptions = SharedReadsOptions & { readsMax?: number; sleep?(ms: number): Promise<void> };

/** A mirrored row, as far as reading it again needs it. */
export type AgedRow = RecordName & { syncedAt: Date; vanishedAt: Date | null };

export interface ReadThrough {
  /** What one operation may read; costs nothing until it is used. */
  begin(): OperationReads;
  /** Resolves when the reads under way have ended. */
  close(): Promise<void>;
}

export interface OperationReads {
  /**
   * Reads from Twilio those rows that were older than `maxAgeMs` when the operation began, in their order, until the budget
   * is spent. True: the mirror has something newer, read it again. Rows that have vanished, and those of accounts without a
   * token, are left as they are. Never rejects.
   */
  refresh(resource: Resource, rows: readonly AgedRow[], maxAgeMs: number): Promise<boolean>;
}

/** There is nothing to open. */
export function createReadThrough(options: ReadThroughOptions): ReadThrough {
  const { readsMax = recordsMax, sleep = sleepInEarnest } = options;
  const reads = openSharedReads(options);
  return {
    begin: () => beginReads({ ...options, reads, readsMax, sleep }),
    close: () => reads.close(),
  };
}

type Budget = Pick<SharedReadsOptions, 'directory' | 'now'> & {
  reads: SharedReads;
  readsMax: number;
  sleep(ms: number): Promise<void>;
};

/** An age counts from the beginning of the operation: what was read since is young enough for all of its fields. */
function beginReads({ directory, now, reads, readsMax, sleep }: Budget): OperationReads {
  const begunAtMs = now().getTime();
  const asked = new Map<string, { notBefore: Date; ending: Promise<boolean> }>();
  let readsLeft = readsMax;
  let isTimeUp = false;
  let timeUp: Promise<void> | null = null;

  function ask(resource: Resource, row: AgedRow, notBefore: Date): Promise<boolean> | null {
    const before = asked.get(row.sid);
    if (before && before.notBefore >= notBefore) return before.ending;
    if (isTimeUp || readsLeft === 0) return null;
    readsLeft -= 1;
    const ending = reads.read(resource, row, notBefore);
    asked.set(row.sid, { notBefore, ending });
    return ending;
  }

  return {
    async refresh(resource, rows, maxAgeMs) {
      const notBefore = new Date(begunAtMs - maxAgeMs);
      const isDue = ({ vanishedAt, syncedAt, accountSid }: AgedRow) =>
        vanishedAt === null && syncedAt < notBefore && directory.credentialsOf(accountSid) !== null;
      const endings = rows.filter(isDue).flatMap((row) => ask(resource, row, notBefore) ?? []);
      if (endings.length === 0) return false;
      timeUp ??= sleep(waitMaxMs).then(() => {
        isTimeUp = true;
      });
      let isNewer = false;
      const noted = endings.map(async (ending) => {
        if (await ending) isNewer = true;
      });
      await Promise.race([Promise.all(noted), timeUp]);
      return isNewer;
    },
  };
}

function sleepInEarnest(ms: number): Promise<void> {
  return wait(ms, undefined, { ref: false });
}
