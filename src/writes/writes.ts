// The writes of the gateway: performed on request, and settled in the background where an answer is missing.
import { claimDueIntents, deleteSettledIntents } from '../db/write-statements.ts';
import { intentLifeMs, type Ledger, leaseMsOf } from './ledger.ts';
import { type AskedWrite, performWrite, type WriteOutcome } from './perform-write.ts';
import { lookAtIntent } from './settle-intent.ts';
import type { AnyWriteKind, WriteKind, WriteTools } from './write-kind.ts';

export interface Writes {
  /** Performs one write, or answers from the ledger. Throws what the database throws. */
  perform<Request extends Record<string, unknown>, Secret>(
    kind: WriteKind<Request, Secret>,
    asked: AskedWrite<Request, Secret>,
  ): Promise<WriteOutcome>;
  /** Looks at everything that is due now, also when a round of looks that began before is still under way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export type WritesOptions = {
  tools: WriteTools;
  /** Looks are taken in the background: their client lets interactive calls go first. */
  background: WriteTools['twilio'];
  kinds: readonly AnyWriteKind[];
  inputKey: string;
  settleAfterMs: number;
};

const dueMax = 50;
const forgottenMax = 1_000;

/** Starts settling what earlier processes have left. */
export function openWrites({ tools, background, kinds, inputKey, settleAfterMs }: WritesOptions): Writes {
  const ledger: Ledger = {
    tools,
    kinds: new Map(kinds.map((kind) => [kind.mutation, kind])),
    inputKey,
    settleAfterMs,
  };
  const { database, ownerAccountSid, log, now } = tools;
  let isClosed = false;
  let rounds = Promise.resolve();
  let waiting = 0;

  const settleDue = async () => {
    for (let claimed = dueMax; claimed === dueMax && !isClosed; ) {
      const due = await claimDueIntents(database.db, ownerAccountSid, leaseMsOf(ledger), dueMax);
      claimed = due.length;
      await Promise.all(due.map((intent) => lookAtIntent(ledger, intent, { ...tools, twilio: background })));
    }
    await deleteSettledIntents(database.db, ownerAccountSid, new Date(now().getTime() - intentLifeMs), forgottenMax);
  };
  /** One round after another: one that is under way may have passed what has become due meanwhile. */
  const settle = (): Promise<void> => {
    waiting += 1;
    rounds = rounds
      .then(settleDue)
      .catch((error: unknown) => log.warn({ err: error, source: 'writes' }, 'open writes could not be settled'))
      .finally(() => {
        waiting -= 1;
      });
    return rounds;
  };
  const settleWhenIdle = () => {
    if (waiting === 0) void settle();
  };
  const timer = setInterval(settleWhenIdle, Math.max(1_000, settleAfterMs / 20));
  void settle();
  return {
    perform: (kind, asked) => performWrite(ledger, kind, asked),
    settle,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await rounds;
    },
  };
}
