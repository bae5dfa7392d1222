// Writes to many numbers: one write for each, in rows that answer for themselves.
import { bulkhead } from 'cockatiel';
import type { Context } from '../../context.ts';
import type { ActiveNumberRow } from '../../db/tables.ts';
import { findRowOfKey, readRecords } from '../../db/write-lookups.ts';
import type { ActiveNumbersPayloadShape, RowErrorPolicyWord } from '../../schema/number-writes.ts';
import type { WriteOptionsShape, WritePayload } from '../../schema/write.ts';
import type { WriteError } from '../../writes/write-error.ts';
import type { Preparation, WriteKind, WriteTools } from '../../writes/write-kind.ts';
import { loadActiveNumber } from '../node-id.ts';
import {
  checkNumberReference,
  type FoundNumber,
  findNumbers,
  goneNumber,
  type NumberReference,
} from './number-reference.ts';
import { answerWrite, complainOfKey, type InputCheck } from './outcome.ts';

const rowsMax = 500;
/** The client has a limit of its own for each account; this one bounds what waits for it. */
const rowsAtOnce = 5;

type RowPayload = WritePayload<ActiveNumberRow>;
type RowsInput = {
  numbers: readonly NumberReference[];
  onRowError: RowErrorPolicyWord;
  options?: WriteOptionsShape | null;
};

/** A write to many numbers. */
export type AskedRows<Request> = {
  input: RowsInput;
  /** Says what is to be done with one number; `path` is its place in the input. */
  plan(number: ActiveNumberRow, path: readonly string[], tools: WriteTools): Promise<Preparation<Request>>;
};

/** Performs one write for each number, once `check` has found no mistake in the input. */
export async function answerNumberRows<Request extends Record<string, unknown>>(
  kind: WriteKind<Request>,
  asked: AskedRows<Request>,
  check: InputCheck,
  context: Context,
): Promise<ActiveNumbersPayloadShape> {
  const { numbers, options } = asked.input;
  const clientMutationId = options?.clientMutationId ?? null;
  checkKey(options?.idempotencyKey, check);
  const found = await findRows(numbers, check, context);
  if (check.errors.length > 0) return { clientMutationId, rows: [], userErrors: check.errors };
  const write = (index: number, dryRun: boolean) => writeRow(kind, asked, found, { index, dryRun }, context);
  const { usedRow, misuse } = await judgeKey(options, write, context);
  if (misuse) return { clientMutationId, rows: [], userErrors: [misuse] };
  return { clientMutationId, rows: await runRows(asked.input, write, usedRow !== null), userErrors: [] };
}

type WriteRow = (index: number, dryRun: boolean) => Promise<RowPayload>;

/** A key belongs to the whole input, but rows are kept one by one: the first that was sent under it tells for all. */
async function judgeKey(options: RowsInput['options'], write: WriteRow, { services }: Context) {
  const { database, ownerAccountSid } = services;
  const key = options?.dryRun ? null : (options?.idempotencyKey ?? null);
  const usedRow = key === null ? null : await findRowOfKey(database.db, ownerAccountSid, key);
  const replayed = usedRow === null ? null : await write(usedRow, false);
  return { usedRow, misuse: replayed?.userErrors.find(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED') };
}

/** The rows of a replay were checked when the key was first used; what they have changed since must not stop it. */
async function runRows(input: RowsInput, write: WriteRow, isReplay: boolean): Promise<RowPayload[]> {
  const { numbers, onRowError, options } = input;
  const isDry = options?.dryRun ?? false;
  const rows = [...numbers.keys()];
  if (onRowError === 'STOP_ON_FIRST') return runUntilRefused(rows, (index) => write(index, isDry));
  if (onRowError === 'ALL_OR_NOTHING' && !isReplay) {
    const checked = await runAll(rows, (index) => write(index, true));
    const first = checked.findIndex(isRefused);
    if (first >= 0) return checked.map((row, index) => unsent(row, index, first, isDry));
    if (isDry) return checked;
  }
  return runAll(rows, (index) => write(index, isDry));
}

async function runAll(rows: readonly number[], write: (index: number) => Promise<RowPayload>): Promise<RowPayload[]> {
  const places = bulkhead(rowsAtOnce, rowsMax);
  return Promise.all(rows.map((index) => places.execute(() => write(index))));
}

async function runUntilRefused(rows: readonly number[], write: (index: number) => Promise<RowPayload>) {
  const done: RowPayload[] = [];
  let first = -1;
  for (const index of rows) {
    const [model] = done;
    const row = first >= 0 && model ? untried(model, index, first, model.report.dryRun) : await write(index);
    if (first < 0 && isRefused(row)) first = index;
    done.push(row);
  }
  return done;
}

async function writeRow<Request extends Record<string, unknown>>(
  kind: WriteKind<Request>,
  { input, plan }: AskedRows<Request>,
  found: readonly FoundNumber[],
  { index, dryRun }: { index: number; dryRun: boolean },
  context: Context,
): Promise<RowPayload> {
  const path = pathOf(index);
  const prepare = async (tools: WriteTools): Promise<Preparation<Request>> => {
    const row = found[index];
    if (row === undefined || 'error' in row) return { errors: [row?.error ?? goneNumber(path)] };
    const [number] = await readRecords.numbers(tools.database.db, tools.ownerAccountSid, [row.number.sid]);
    return number ? plan(number, path, tools) : { errors: [goneNumber(path)] };
  };
  const options = { ...input.options, dryRun };
  const payload = await answerWrite(
    kind,
    { input: { ...input, options }, row: index, prepare, load: loadActiveNumber },
    context,
  );
  const userErrors = payload.userErrors.map((error) => (error.path.length === 0 ? { ...error, path } : error));
  return { ...payload, userErrors };
}

async function findRows(
  numbers: readonly NumberReference[],
  check: InputCheck,
  context: Context,
): Promise<FoundNumber[]> {
  if (numbers.length === 0 || numbers.length > rowsMax) {
    check.add(['numbers'], `1 to ${rowsMax} numbers; got ${numbers.length}`);
    return [];
  }
  const before = check.errors.length;
  for (const [index, by] of numbers.entries()) checkNumberReference(by, pathOf(index), check);
  if (check.errors.length > before) return [];
  const found = await findNumbers(numbers, pathOf, context);
  checkDuplicates(found, check);
  return found;
}

/** One number may be named in several ways, so it is its sid that counts. */
function checkDuplicates(found: readonly FoundNumber[], check: InputCheck): void {
  const places = new Map<string, number>();
  for (const [index, row] of found.entries()) {
    if ('error' in row) continue;
    const { sid } = row.number;
    const first = places.get(sid);
    if (first === undefined) places.set(sid, index);
    else check.add(pathOf(index), `duplicate: ${sid} is already numbers.${first}`);
  }
}

/** The same rule as for single writes, told once and not in every row. */
function checkKey(key: string | null | undefined, check: InputCheck): void {
  check.check(['options', 'idempotencyKey'], key, complainOfKey);
}

function pathOf(index: number): readonly string[] {
  return ['numbers', String(index)];
}

function isRefused({ userErrors }: RowPayload): boolean {
  return userErrors.length > 0;
}

/** A row that was only checked. */
function unsent(row: RowPayload, index: number, first: number, dryRun: boolean): RowPayload {
  return isRefused(row) ? { ...row, report: { ...row.report, dryRun } } : untried(row, index, first, dryRun);
}

function untried(model: RowPayload, index: number, first: number, dryRun: boolean): RowPayload {
  const path = pathOf(index);
  const message = `${path.join('.')}: was not tried, because numbers.${first} cannot be done and \`onRowError\` says so`;
  const error: WriteError = { type: 'INPUT', code: 'CONFLICT', path, message };
  const report = { dryRun, replayed: false, upstreamCalls: 0, changes: [], notices: [], intentId: null };
  return { clientMutationId: model.clientMutationId, record: null, report, userErrors: [error] };
}
