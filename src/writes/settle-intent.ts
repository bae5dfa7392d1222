// Settles a write whose answer is missing, by looking. It never sends: what has not happened is told as such, and whoever
// wanted it asks again.

import type { WriteIntentRow } from '../db/gateway-tables.ts';
import { postponeIntent, type Settlement, settleIntent } from '../db/write-statements.ts';
import { TwilioRejectionError, TwilioUnavailableError } from '../twilio/errors.ts';
import { countCalls, type Ledger, sentWriteOf } from './ledger.ts';
import { outcomeUnknown } from './upstream-error.ts';
import type { UpstreamErrorShape, WriteError } from './write-error.ts';
import type { AnyWriteKind, Look, SentWrite, WriteTools } from './write-kind.ts';

/** Between two looks at one intent: soon at first, then ever more seldom. */
const lookAgainMs = { first: 2_000, max: 5 * 60_000 };
const foundNotice = 'The answer of Twilio was lost; the gateway looked, and it had happened.';

/** Stores the success of a write, with what its kind wants stored beside it. */
export async function settleAsDone(
  ledger: Ledger,
  intent: WriteIntentRow,
  done: { targetSid: string | null; report: WriteIntentRow['report'] },
): Promise<WriteIntentRow> {
  const { tools, kinds } = ledger;
  const targetSid = done.targetSid ?? intent.targetSid;
  return tools.database.db.transaction(async (tx) => {
    const settled = await settleIntent(tx, intent.id, {
      ...endOf(intent, tools.now()),
      state: 'SUCCEEDED',
      targetSid,
      report: done.report,
    });
    if (settled) await kinds.get(intent.mutation)?.afterSuccess?.(tx, sentWriteOf(intent), targetSid);
    return settled ?? { ...intent, state: 'SUCCEEDED', targetSid, report: done.report };
  });
}

/** Stores that it was refused, or has not happened: then the key is free again. */
export async function settleAsFailed(
  { tools }: Ledger,
  intent: WriteIntentRow,
  error: WriteError,
  { freesKey }: { freesKey: boolean },
): Promise<WriteIntentRow> {
  const settled = await settleIntent(tools.database.db, intent.id, {
    ...endOf(intent, tools.now()),
    state: 'FAILED',
    errors: [error],
    report: { ...intent.report, changes: [] },
    freesKey,
  });
  return settled ?? intent;
}

/**
 * Looks once, and counts the calls of it among those of the write. Gives the intent as it is then: settled, or left open
 * for a later look. Its lease must be held.
 */
export async function lookAtIntent(ledger: Ledger, held: WriteIntentRow, tools: WriteTools): Promise<WriteIntentRow> {
  const kind = ledger.kinds.get(held.mutation);
  const startedAt = tools.now();
  const counted = countCalls(tools);
  const look = kind ? await lookInTime(kind, sentWriteOf(held), counted.tools) : unknownKind;
  const report = { ...held.report, upstreamCalls: held.report.upstreamCalls + counted.calls() };
  const intent = { ...held, report };
  if (look.is === 'happened') {
    const found = { ...report, notices: [...report.notices, foundNotice] };
    return settleAsDone(ledger, intent, { targetSid: look.targetSid, report: found });
  }
  const isOver = startedAt.getTime() - intent.createdAt.getTime() > ledger.settleAfterMs;
  if (look.is === 'undecidable' && isOver) return settleAsStuck(ledger, intent, look.why);
  if (look.is === 'not-seen' && isOver) return settleAsFailed(ledger, intent, didNotHappen, { freesKey: true });
  const waitMs = Math.min(
    lookAgainMs.first * 2 ** Math.min(intent.looks, 20),
    lookAgainMs.max,
    ledger.settleAfterMs / 2,
  );
  const errors = [pendingError(ledger, intent, startedAt)];
  await postponeIntent(tools.database.db, intent.id, waitMs, { errors, report });
  return { ...intent, state: 'UNKNOWN', errors };
}

/** What a client is told while an intent is open. */
export function pendingError(ledger: Ledger, intent: WriteIntentRow, now: Date): UpstreamErrorShape {
  const remainingMs = intent.createdAt.getTime() + ledger.settleAfterMs - now.getTime();
  return outcomeUnknown('Whether Twilio has done it is not known yet', null, Math.max(1_000, remainingMs));
}

async function settleAsStuck({ tools }: Ledger, intent: WriteIntentRow, why: string): Promise<WriteIntentRow> {
  const errors = [outcomeUnknown(`Looking cannot tell whether it has happened: ${why}`)];
  const stuck = { ...endOf(intent, tools.now()), state: 'STUCK', errors } as const;
  return (await settleIntent(tools.database.db, intent.id, stuck)) ?? intent;
}

const unknownKind: Look = { is: 'undecidable', why: 'this version of the gateway does not know the write' };

/** A Twilio that cannot be asked has said nothing; one that refuses the question will not answer it later. */
async function lookInTime(kind: AnyWriteKind, write: SentWrite<Record<string, unknown>>, tools: WriteTools) {
  const credentials = tools.directory.credentialsOf(write.accountSid);
  if (credentials === null) return { is: 'undecidable', why: 'its account is not known any more' } satisfies Look;
  try {
    return await kind.look(write, credentials, tools);
  } catch (error) {
    if (error instanceof TwilioUnavailableError) return { is: 'unavailable' } as const;
    if (!(error instanceof TwilioRejectionError)) throw error;
    return { is: 'undecidable', why: `Twilio refused to show it (${error.httpStatus})` } satisfies Look;
  }
}

function endOf(intent: WriteIntentRow, settledAt: Date): Omit<Settlement, 'state'> {
  return { targetSid: intent.targetSid, errors: [], report: intent.report, freesKey: false, settledAt };
}

const didNotHappen: UpstreamErrorShape = {
  type: 'UPSTREAM',
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'The answer of Twilio was lost; the gateway looked, and nothing has happened. It may be sent again.',
  path: [],
  twilioCode: null,
  httpStatus: null,
  moreInfo: null,
  retryAfterMs: 0,
  outcomeKnown: true,
};
