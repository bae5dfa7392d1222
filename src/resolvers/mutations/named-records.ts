// What lists of one-of references name, found in one statement for each way of naming. Thousands of orders may be named at
// once. What is wrong with a reference is told at its own place; missing and foreign records are told alike.
import type { Context } from '../../context.ts';
import { type OrderOfDocument, readOrdersBySid, readOrdersByUniqueName } from '../../db/document-statements.ts';
import { isStorableText } from '../../db/filters-values.ts';
import { readNumbersByPhoneNumber } from '../../db/lookups.ts';
import type { AuthorizationDocumentRow } from '../../db/tables.ts';
import { readRecords } from '../../db/write-lookups.ts';
import type { SidKind } from '../../vocabulary.ts';
import type { WriteErrorCode } from '../../writes/write-error.ts';
import { sidOfNodeId } from '../node-id.ts';
import type { InputCheck } from './outcome.ts';
import { type Complaint, complainOfSid, complainOfWrittenNumber } from './rules.ts';

/** Found in the mirror, whichever kind it is of. */
export type Named = { sid: string; accountSid: string };
type Reference = { id?: string | null; sid?: string | null; uniqueName?: string | null; phoneNumber?: string | null };

/** How a kind of record can be named. `byName` is the third way, beside id and sid. */
type Naming<Row extends Named> = {
  noun: string;
  typename: string;
  sidKind: SidKind;
  readBySid(sids: readonly string[]): Promise<Row[]>;
  byName?: {
    field: 'uniqueName' | 'phoneNumber';
    complain(name: string): Complaint | null;
    nameOf(row: Row): string | null;
    read(names: readonly string[]): Promise<Row[]>;
  };
};

/** More mistakes than this are counted, not told one by one. */
const toldMax = 100;

/**
 * Finds the records, in the order of the references; null where something is wrong with one, which `check` is told.
 * `path` leads to the list.
 */
export async function findNamed<Row extends Named>(
  naming: Naming<Row>,
  references: readonly Reference[],
  check: InputCheck,
  pathOf: (index: number) => readonly string[],
): Promise<(Row | null)[]> {
  const mistakes: Mistake[] = [];
  const mistaken = (index: number, complaint: Complaint, field: string[] = []) => {
    mistakes.push({ path: [...pathOf(index), ...field], ...complaint });
    return null;
  };
  const wanted = references.map((reference, index) => readReference(naming, reference, index, mistaken));
  const [bySid, byName] = await readWanted(naming, wanted);
  const found = wanted.map((want, index) => {
    if (want === null) return null;
    const rows = ('sid' in want ? bySid.get(want.sid) : byName.get(want.name)) ?? [];
    const [row, another] = rows;
    if (!row) return mistaken(index, { message: `there is no such ${naming.noun}`, code: 'NOT_FOUND' });
    if (!another) return row;
    const sids = rows.map(({ sid }) => sid).join(', ');
    return mistaken(index, { message: `names more than one: ${sids}; give the sid`, code: 'CONFLICT' });
  });
  tell(check, mistakes, pathOf(0).slice(0, -1));
  return found;
}

/** Orders that Twilio still has. */
export function orderNaming({ services }: Context): Naming<OrderOfDocument> {
  const { database, ownerAccountSid } = services;
  return {
    noun: 'order',
    typename: 'HostedNumberOrder',
    sidKind: 'hostedNumberOrder',
    readBySid: (sids) => readOrdersBySid(database.db, ownerAccountSid, sids),
    byName: {
      field: 'uniqueName',
      complain: (name) => (isStorableText(name) ? null : { message: 'must not contain NUL or half a surrogate pair' }),
      nameOf: (row) => row.uniqueName,
      read: (names) => readOrdersByUniqueName(database.db, ownerAccountSid, names),
    },
  };
}

/** By sid vanished or not, by unique name those that Twilio still has. */
export function anyOrderNaming(context: Context): Naming<Named & { uniqueName: string | null }> {
  const { database, ownerAccountSid } = context.services;
  return { ...orderNaming(context), readBySid: (sids) => readRecords.orders(database.db, ownerAccountSid, sids) };
}

/** Documents, vanished or not. */
export function documentNaming({ services }: Context): Naming<AuthorizationDocumentRow> {
  const { database, ownerAccountSid } = services;
  return {
    noun: 'document',
    typename: 'AuthorizationDocument',
    sidKind: 'authorizationDocument',
    readBySid: (sids) => readRecords.documents(database.db, ownerAccountSid, sids),
  };
}

/** Numbers: by sid vanished or not, by phone number those that Twilio still has. */
export function numberNaming({ services }: Context): Naming<Named & { phoneNumber: string }> {
  const { database, ownerAccountSid } = services;
  return {
    noun: 'number',
    typename: 'ActiveNumber',
    sidKind: 'phoneNumber',
    readBySid: (sids) => readRecords.numbers(database.db, ownerAccountSid, sids),
    byName: {
      field: 'phoneNumber',
      complain: complainOfWrittenNumber,
      nameOf: (row) => row.phoneNumber,
      read: (names) => readNumbersByPhoneNumber(database.db, ownerAccountSid, names),
    },
  };
}

/** Tells mistakes in the items of a list: the first ones each at its place, the rest as a number. */
export function tell(check: InputCheck, mistakes: readonly Mistake[], listPath: readonly string[]): void {
  for (const { path, message, code } of mistakes.slice(0, toldMax)) check.add(path, message, code);
  const rest = mistakes.length - toldMax;
  if (rest > 0) check.add(listPath, `${rest} more items have mistakes that are not told one by one`);
}
export type Mistake = { path: readonly string[]; message: string; code?: WriteErrorCode };

type Wanted = { sid: string } | { name: string };

function readReference<Row extends Named>(
  { typename, sidKind, noun, byName }: Naming<Row>,
  reference: Reference,
  index: number,
  mistaken: (index: number, complaint: Complaint, field?: string[]) => null,
): Wanted | null {
  if (typeof reference.sid === 'string') {
    const complaint = complainOfSid(sidKind)(reference.sid);
    return complaint ? mistaken(index, complaint, ['sid']) : { sid: reference.sid };
  }
  const name = byName && reference[byName.field];
  if (byName && typeof name === 'string') {
    const complaint = byName.complain(name);
    return complaint ? mistaken(index, complaint, [byName.field]) : { name };
  }
  const sid = sidOfNodeId(reference.id ?? '', typename, sidKind);
  return sid === null ? mistaken(index, { message: `there is no such ${noun}`, code: 'NOT_FOUND' }) : { sid };
}

/** At most one statement for each way of naming. */
async function readWanted<Row extends Named>({ readBySid, byName }: Naming<Row>, wanted: readonly (Wanted | null)[]) {
  const sids = wanted.flatMap((want) => (want !== null && 'sid' in want ? [want.sid] : []));
  const names = wanted.flatMap((want) => (want !== null && 'name' in want ? [want.name] : []));
  const rowsBySid = sids.length > 0 ? await readBySid([...new Set(sids)]) : [];
  const rowsByName = byName && names.length > 0 ? await byName.read([...new Set(names)]) : [];
  return [groupBy(rowsBySid, (row) => row.sid), groupBy(rowsByName, (row) => byName?.nameOf(row) ?? null)] as const;
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null): Map<string | null, Row[]> {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
