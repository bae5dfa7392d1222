// Finds the numbers that a write names. A value that breaks its rule is told before anything is looked up; what is not
// there and what is another tenant's are told alike.
import type { Context } from '../../context.ts';
import { readNumbersByPhoneNumber } from '../../db/lookups.ts';
import type { ActiveNumberRow } from '../../db/tables.ts';
import { readRecords } from '../../db/write-lookups.ts';
import type { WriteError, WriteErrorCode } from '../../writes/write-error.ts';
import { sidOfNodeId } from '../node-id.ts';
import type { InputCheck } from './outcome.ts';
import { complainOfSid, complainOfWrittenNumber } from './rules.ts';

export type NumberReference = { id?: string | null; sid?: string | null; phoneNumber?: string | null };
/** A number that Twilio still has, or why there is none. */
export type FoundNumber = { number: ActiveNumberRow } | { error: WriteError };

/** Checks the value of a reference. */
export function checkNumberReference(by: NumberReference, path: readonly string[], check: InputCheck): void {
  check.check([...path, 'sid'], by.sid, complainOfSid('phoneNumber'));
  check.check([...path, 'phoneNumber'], by.phoneNumber, complainOfWrittenNumber);
}

/** What each of the references names, in two statements for all of them. Their values have been checked. */
export async function findNumbers(
  references: readonly NumberReference[],
  pathOf: (index: number) => readonly string[],
  { services }: Context,
): Promise<FoundNumber[]> {
  const { database, ownerAccountSid } = services;
  const phoneNumbers = references.flatMap(({ phoneNumber }) => phoneNumber ?? []);
  const sids = references.flatMap((by) => sidOf(by) ?? []);
  const byPhoneNumber = await readNumbersByPhoneNumber(database.db, ownerAccountSid, phoneNumbers);
  const bySid = await readRecords.numbers(database.db, ownerAccountSid, sids);
  const numbersOf = indexNumbers([...bySid, ...byPhoneNumber]);
  return references.map((by, index) => judge(numbersOf(by), pathOf(index)));
}

/** What one reference names. Its value has been checked. */
export async function findNumber(by: NumberReference, path: readonly string[], context: Context): Promise<FoundNumber> {
  const [found] = await findNumbers([by], () => path, context);
  return found ?? { error: goneNumber(path) };
}

/** What is said of a number that is not there. */
export function goneNumber(path: readonly string[]): WriteError {
  return inputError(path, 'there is no such number', 'NOT_FOUND');
}

function judge(numbers: readonly ActiveNumberRow[], path: readonly string[]): FoundNumber {
  const [number, ...others] = numbers.filter(({ vanishedAt }) => vanishedAt === null);
  if (number === undefined) return { error: goneNumber(path) };
  if (others.length === 0) return { number };
  const sids = [number, ...others].map(({ sid }) => sid).join(', ');
  const message = `there are several records of this phone number, as while a hosted number is being ported: ${sids}; name one by its sid`;
  return { error: inputError(path, message, 'CONFLICT') };
}

function indexNumbers(rows: readonly ActiveNumberRow[]): (by: NumberReference) => ActiveNumberRow[] {
  const bySid = new Map(rows.map((row) => [row.sid, row]));
  const byPhoneNumber = new Map<string, ActiveNumberRow[]>();
  for (const row of bySid.values()) {
    byPhoneNumber.set(row.phoneNumber, [...(byPhoneNumber.get(row.phoneNumber) ?? []), row]);
  }
  return (by) => {
    if (typeof by.phoneNumber === 'string') return byPhoneNumber.get(by.phoneNumber) ?? [];
    const number = bySid.get(sidOf(by) ?? '');
    return number ? [number] : [];
  };
}

function sidOf({ id, sid }: NumberReference): string | null {
  if (typeof sid === 'string') return sid;
  return typeof id === 'string' ? sidOfNodeId(id, 'ActiveNumber', 'phoneNumber') : null;
}

function inputError(path: readonly string[], message: string, code: WriteErrorCode): WriteError {
  return { type: 'INPUT', code, path, message: `${path.join('.')}: ${message}` };
}
