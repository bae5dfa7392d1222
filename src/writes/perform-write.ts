// One write, from its key to its outcome. The intent is committed before the first byte is sent; an answer that is lost is
// looked for before anybody is told; what stays unknown is left to settle-intents.
import type { FieldChange, WriteIntentRow } from '../db/gateway-tables.ts';
import {
  claimIntent,
  deleteIntent,
  findIntentByKey,
  findOpenIntent,
  insertIntent,
  updateIntentRequest,
} from '../db/write-statements.ts';
import { TwilioRejectionError, TwilioUnavailableError } from '../twilio/errors.ts';
import { countCalls, hashInput, intentLifeMs, type Ledger, leaseMsOf, sentWriteOf } from './ledger.ts';
import { lookAtIntent, pendingError, settleAsDone, settleAsFailed } from './settle-intent.ts';
import { upstreamErrorOf } from './upstream-error.ts';
import type { WriteError } from './write-error.ts';
import type { Preparation, WriteKind, WritePlan, WriteTools } from './write-kind.ts';

/** What a client asks for, after its values have been checked. */
export type AskedWrite<Request, Secret = undefined> = {
  /** The whole input but for its options. */
  input: unknown;
  idempotencyKey: string | null;
  /** Place in a bulk write; 0 for a single one. */
  row?: number;
  dryRun: boolean;
  requestId: string;
  /**
   * Finds the record, judges its state and says what is to be done. Called once more when the write has its subject to
   * itself: what was true before may have been changed by whoever had it then.
   */
  prepare(tools: WriteTools): Promise<Preparation<Request, Secret>>;
};

export type WriteReport = {
  dryRun: boolean;
  /** Answered from the ledger: this request has sent nothing. */
  replayed: boolean;
  /** Made; in a dry run: to be made. */
  upstreamCalls: number;
  changes: readonly FieldChange[];
  notices: readonly string[];
  intentId: number | null;
};

export type WriteOutcome = {
  /** The record that it made or changed; null when there is none. */
  targetSid: string | null;
  errors: readonly WriteError[];
  report: WriteReport;
};

/**
 * Never sends twice for one key, nor two writes for one subject at a time. Throws what the database throws: before
 * anything was sent as it is, later as WriteInterruptedError.
 */
export async function performWrite<Request extends Record<string, unknown>, Secret>(
  ledger: Ledger,
  kind: WriteKind<Request, Secret>,
  asked: AskedWrite<Request, Secret>,
): Promise<WriteOutcome> {
  const counted = countCalls(ledger.tools);
  const inputHash = hashInput(ledger.inputKey, kind.mutation, asked.input);
  const earlier = asked.dryRun ? null : await answerFromKey(ledger, asked, inputHash);
  if (earlier) return earlier;
  const prepared = await prepare(asked, counted.tools);
  if ('errors' in prepared) return refused(prepared.errors, asked, counted.calls());
  const { plan } = prepared;
  if (asked.dryRun || plan.callsToMake === 0) return planned(plan, asked.dryRun, counted.calls());
  const intent = await openIntent(ledger, kind.mutation, asked, plan, inputHash);
  if (intent === 'key taken') return (await answerFromKey(ledger, asked, inputHash)) ?? inProgress(asked);
  if (intent === 'subject taken') return inProgress(asked);
  return sendPlanned(ledger, kind, asked, intent, counted);
}

/** The outcome of the same write before; null when the key is new, or free again. */
async function answerFromKey<Request, Secret>(
  ledger: Ledger,
  { idempotencyKey, row = 0 }: AskedWrite<Request, Secret>,
  inputHash: string,
): Promise<WriteOutcome | null> {
  if (idempotencyKey === null) return null;
  const { database, ownerAccountSid, now } = ledger.tools;
  const found = await findIntentByKey(database.db, ownerAccountSid, idempotencyKey, row);
  if (found === null) return null;
  if (found.inputHash !== inputHash) return keyReused(found);
  const intent = await settleIfLeft(ledger, found);
  if (intent.state === 'IN_FLIGHT') return inProgress({ idempotencyKey });
  if (intent.state === 'UNKNOWN') return outcomeOf(intent, [pendingError(ledger, intent, now())], true);
  return intent.idempotencyKey === null ? null : outcomeOf(intent, intent.errors as WriteError[], true);
}

/** An open intent whose process is gone, or that nobody looks at just now, is looked at on the spot. */
async function settleIfLeft(ledger: Ledger, intent: WriteIntentRow): Promise<WriteIntentRow> {
  if (intent.state !== 'IN_FLIGHT' && intent.state !== 'UNKNOWN') return intent;
  const claimed = await claimIntent(ledger.tools.database.db, intent.id, leaseMsOf(ledger));
  return claimed ? lookAtIntent(ledger, claimed, ledger.tools) : intent;
}

async function openIntent<Request extends Record<string, unknown>, Secret>(
  ledger: Ledger,
  mutation: string,
  { idempotencyKey, row = 0 }: AskedWrite<Request, Secret>,
  plan: WritePlan<Request, Secret>,
  inputHash: string,
): Promise<WriteIntentRow | 'key taken' | 'subject taken'> {
  const { database, ownerAccountSid, now } = ledger.tools;
  const { accountSid, subject, request, targetSid, changes, notices } = plan;
  const report = { changes, notices, upstreamCalls: 0 };
  const intent = { ownerAccountSid, accountSid, mutation, subject, request, targetSid, report, idempotencyKey, row };
  const insert = () => insertIntent(database.db, { ...intent, inputHash, createdAt: now() }, leaseMsOf(ledger));
  const opened = await insert();
  if (opened) return opened;
  const holder = await findOpenIntent(database.db, ownerAccountSid, subject);
  if (holder === null) return (await insert()) ?? 'key taken';
  const settled = await settleIfLeft(ledger, holder);
  return settled === holder ? 'subject taken' : ((await insert()) ?? 'subject taken');
}

type Counted = ReturnType<typeof countCalls>;

async function sendPlanned<Request extends Record<string, unknown>, Secret>(
  ledger: Ledger,
  kind: WriteKind<Request, Secret>,
  asked: AskedWrite<Request, Secret>,
  intent: WriteIntentRow,
  counted: Counted,
): Promise<WriteOutcome> {
  const { database, directory, log } = ledger.tools;
  const prepared = await prepare(asked, counted.tools);
  const credentials = directory.credentialsOf(intent.accountSid);
  if ('errors' in prepared || credentials === null || prepared.plan.callsToMake === 0) {
    await deleteIntent(database.db, intent.id);
    if ('errors' in prepared) return refused(prepared.errors, asked, counted.calls());
    return credentials === null ? refused([unknownAccount], asked, 0) : planned(prepared.plan, false, counted.calls());
  }
  const { changes, notices, request, secret } = prepared.plan;
  // What is compared later is what was there just before the first byte.
  await updateIntentRequest(database.db, intent.id, request);
  const report = () => ({ changes, notices, upstreamCalls: counted.calls() });
  try {
    const targetSid = await kind.send({ ...sentWriteOf(intent), request }, credentials, counted.tools, secret);
    const done = await settleAsDone(ledger, intent, { targetSid, report: report() });
    return outcomeOf(done, [], false);
  } catch (error) {
    const { requestId } = asked;
    log.info({ requestId, source: 'mutation', mutation: kind.mutation, err: error }, 'a write did not succeed');
    const failed = await settleAfterFailure(ledger, { ...intent, request, report: report() }, error);
    return outcomeOf(failed, failed.errors as WriteError[], false);
  }
}

/** The write was sent, or may have been, and its answer could not be stored. Its intent stays open and is settled later. */
export class WriteInterruptedError extends Error {
  override readonly name = 'WriteInterruptedError';
  readonly intentId: number;

  constructor(intentId: number, cause: unknown) {
    super('a write was interrupted before its outcome could be stored', { cause });
    this.intentId = intentId;
  }
}

/** Refused, never sent, or not known: only the last is looked for. Throws WriteInterruptedError for what is not about Twilio. */
async function settleAfterFailure(ledger: Ledger, intent: WriteIntentRow, error: unknown): Promise<WriteIntentRow> {
  const told = upstreamErrorOf(error);
  if (told === null) throw new WriteInterruptedError(intent.id, error);
  if (error instanceof TwilioRejectionError) return settleAsFailed(ledger, intent, told, { freesKey: false });
  if (error instanceof TwilioUnavailableError) return settleAsFailed(ledger, intent, told, { freesKey: true });
  return lookAtIntent(ledger, intent, ledger.tools);
}

/** Twilio may be away while the record is read: that is an answer like any other. */
async function prepare<Request, Secret>(
  asked: AskedWrite<Request, Secret>,
  tools: WriteTools,
): Promise<Preparation<Request, Secret>> {
  try {
    return await asked.prepare(tools);
  } catch (error) {
    const told = upstreamErrorOf(error);
    if (told === null) throw error;
    return { errors: [told] };
  }
}

function outcomeOf(intent: WriteIntentRow, errors: readonly WriteError[], replayed: boolean): WriteOutcome {
  const { report, targetSid, id, state } = intent;
  const isDone = state === 'SUCCEEDED';
  return {
    targetSid: isDone ? targetSid : null,
    errors,
    report: { ...report, changes: isDone ? report.changes : [], dryRun: false, replayed, intentId: id },
  };
}

function planned<Request, Secret>(plan: WritePlan<Request, Secret>, dryRun: boolean, calls: number): WriteOutcome {
  const { changes, notices, targetSid, callsToMake } = plan;
  const upstreamCalls = dryRun ? callsToMake : calls;
  const said =
    callsToMake === 0 ? [...notices, 'Everything is as wanted already; nothing is sent to Twilio.'] : notices;
  return {
    targetSid,
    errors: [],
    report: { dryRun, replayed: false, upstreamCalls, changes, notices: said, intentId: null },
  };
}

function refused(errors: readonly WriteError[], { dryRun }: { dryRun: boolean }, upstreamCalls: number): WriteOutcome {
  const report = { dryRun, replayed: false, upstreamCalls, changes: [], notices: [], intentId: null };
  return { targetSid: null, errors, report };
}

/** It was there when the write was checked: closed meanwhile, or moved away. */
const unknownAccount: WriteError = {
  type: 'INPUT',
  code: 'NOT_FOUND',
  message: 'the account is not there any more',
  path: [],
};

function inProgress({ idempotencyKey }: { idempotencyKey: string | null }): WriteOutcome {
  const which =
    idempotencyKey === null ? 'Another write to the same record' : 'This write, or another one to the same record,';
  const message = `${which} is under way; try again when it has ended`;
  return refused([{ type: 'INPUT', code: 'IN_PROGRESS', message, path: [] }], { dryRun: false }, 0);
}

function keyReused({ createdAt }: WriteIntentRow): WriteOutcome {
  const message = `options.idempotencyKey: was first used with another input at ${createdAt.toISOString()}; take a new one (keys are kept for ${intentLifeMs / 86_400_000} days)`;
  const path = ['options', 'idempotencyKey'];
  return refused([{ type: 'INPUT', code: 'IDEMPOTENCY_KEY_REUSED', message, path }], { dryRun: false }, 0);
}
