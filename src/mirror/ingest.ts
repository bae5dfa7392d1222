// The waist: whatever Twilio said, by whichever road, is accepted here and nowhere else. The rows, their transitions and
// changes, and the wake-up are written in one transaction. Nothing else writes the mirror, nothing else appends to the logs.
import type { Database, Db } from '../db/client.ts';
import { appendToLog, type NewChange, type NewTransition, type RecordKind } from '../db/log.ts';
import {
  type Batch,
  type Changed,
  confirmSame,
  insertMissing,
  type Known,
  lockKnown,
  lockRecords,
  type RecordTable,
  replaceNewer,
  type StatusTable,
  setCallbackSeen,
  setVanished,
  upsertNewer,
  type Verification,
} from '../db/mirror-statements.ts';
import { accounts, activeNumbers, authorizationDocuments, hostedNumberOrders } from '../db/tables.ts';
import type {
  AccountFacts,
  ActiveNumberFacts,
  AuthorizationDocumentFacts,
  HostedNumberOrderFacts,
} from '../twilio/facts.ts';
import type { FactSource } from '../vocabulary.ts';
import { effectiveAtOf, type Observed, transitionsOf } from './transitions.ts';

/** What was learned by one request. */
export type Observation = {
  ownerAccountSid: string;
  source: FactSource;
  /** When the request started: decides which of two answers is newer. */
  startedAt: Date;
  accounts?: readonly AccountFacts[];
  numbers?: readonly ActiveNumberFacts[];
  orders?: readonly HostedNumberOrderFacts[];
  documents?: readonly AuthorizationDocumentFacts[];
  /** Sids of orders that the gateway itself has made. */
  createdHere?: ReadonlySet<string>;
  /** What Twilio took for a document but never gives back, by document sid. */
  documentContacts?: ReadonlyMap<string, { contactTitle: string | null; contactPhoneNumber: string | null }>;
};

/** Reads that nobody's word of a change has led to. */
const readToMakeSure: readonly FactSource[] = ['sync', 'reconcile'];

/** Sids of orders and documents whose status changed, that came, or that came back. */
export type Ingested = { changed: ReadonlySet<string> };

/**
 * Accepts an observation. May be repeated: the same facts again change nothing but `syncedAt`. Facts of a request that
 * started before the one that gave the row are dropped. Throws what the database throws, and then nothing was written.
 */
export async function ingest(database: Database, observation: Observation): Promise<Ingested> {
  return database.db.transaction(async (tx) => {
    await ingestAccounts(tx, observation);
    const numbers = await ingestNumbers(tx, observation);
    const orders = await ingestOrders(tx, observation);
    const documents = await ingestDocuments(tx, observation);
    const transitions = [...orders.transitions, ...documents.transitions];
    await appendToLog(tx, transitions, [...numbers, ...orders.changes, ...documents.changes]);
    return { changed: new Set(transitions.map((transition) => transition.sid)) };
  });
}

/** What is gone from Twilio. Only after a complete walk, or when Twilio confirmed a deletion. */
export type Disappearance = {
  ownerAccountSid: string;
  source: FactSource;
  /** When the read that did not find them started: rows that a later request has seen stay. */
  startedAt: Date;
  resource: 'numbers' | 'orders' | 'documents';
  sids: readonly string[];
};

const tableOf = { numbers: activeNumbers, orders: hostedNumberOrders, documents: authorizationDocuments } as const;

/** Marks records as vanished, which is a change of each; orders and documents make a transition too. May be repeated. */
export async function ingestDisappearance(database: Database, disappearance: Disappearance): Promise<void> {
  const { ownerAccountSid, resource, startedAt, sids } = disappearance;
  if (sids.length === 0) return;
  await database.db.transaction(async (tx) => {
    const table = tableOf[resource];
    const known = await lockGoing(tx, resource, ownerAccountSid, sids);
    const gone = await setVanished(tx, table, ownerAccountSid, sids, startedAt);
    const transitions = gone.flatMap(({ sid }) => endOf(known.get(sid), kindOf(table), disappearance));
    await appendToLog(tx, transitions, changesOf(table, gone, disappearance));
  });
}

/** Callbacks, which Twilio has signed, that name these orders: of what they say nothing is believed but that they came. */
export type CallbackSighting = { ownerAccountSid: string; orderSids: readonly string[]; at: Date };

/** Remembers that callbacks for these orders come in: a change of an order once, by its first. May be repeated. */
export async function ingestCallbacks(database: Database, sighting: CallbackSighting): Promise<void> {
  const { ownerAccountSid, orderSids, at } = sighting;
  if (orderSids.length === 0) return;
  await database.db.transaction(async (tx) => {
    await lockRecords(tx, hostedNumberOrders, ownerAccountSid, orderSids);
    const seen = await setCallbackSeen(tx, hostedNumberOrders, ownerAccountSid, orderSids, at);
    await appendToLog(tx, [], changesOf(hostedNumberOrders, seen, { ownerAccountSid, startedAt: at }));
  });
}

async function lockGoing(tx: Db, resource: keyof typeof tableOf, owner: string, sids: readonly string[]) {
  if (resource !== 'numbers') return lockKnown(tx, tableOf[resource], owner, sids);
  await lockRecords(tx, activeNumbers, owner, sids);
  return new Map<string, Known>();
}

/** The last entry of a record in the log of transitions; none for a number, which has no status there. */
function endOf(row: Known | undefined, kind: RecordKind, disappearance: Disappearance): NewTransition[] {
  if (row === undefined) return [];
  const { ownerAccountSid, source, startedAt } = disappearance;
  const unsaid = { effectiveAt: null, timeInPreviousMs: null, inferred: false, anomalous: false };
  const record = { sid: row.sid, accountSid: row.accountSid, fromStatus: row.status, toStatus: null };
  return [{ ...unsaid, ...record, ownerAccountSid, kind, observedAt: startedAt, sources: [source] }];
}

async function ingestAccounts(tx: Db, observation: Observation): Promise<void> {
  const records = latestBySid(observation.accounts).map((account) => ({ ...account, accountSid: account.sid }));
  const shared = { ...origin(observation), hostedNumbersAccess: null, numbersReadFrom: null };
  if (records.length > 0) await upsertNewer(tx, accounts, { records, shared });
}

async function ingestNumbers(tx: Db, observation: Observation): Promise<NewChange[]> {
  const records = latestBySid(observation.numbers);
  if (records.length === 0) return [];
  const shared = origin(observation);
  const created = await insertMissing(tx, activeNumbers, { records, shared });
  const before = records.filter((record) => !created.has(record.sid));
  const older = await withoutSame(tx, activeNumbers, before, observation);
  const olderSids = older.map((record) => record.sid);
  await lockRecords(tx, activeNumbers, observation.ownerAccountSid, olderSids);
  return writeAndCompare(tx, activeNumbers, created, { records: older, shared }, observation);
}

function ingestOrders(tx: Db, observation: Observation): Promise<Accepted> {
  const records = latestBySid(observation.orders).map((order) => ({
    ...order,
    createdHere: observation.createdHere?.has(order.sid) ?? false,
  }));
  return ingestWithStatus(tx, hostedNumberOrders, records, observation);
}

function ingestDocuments(tx: Db, observation: Observation): Promise<Accepted> {
  const records = latestBySid(observation.documents).map((document) => ({
    ...document,
    contactTitle: observation.documentContacts?.get(document.sid)?.contactTitle ?? null,
    contactPhoneNumber: observation.documentContacts?.get(document.sid)?.contactPhoneNumber ?? null,
  }));
  return ingestWithStatus(tx, authorizationDocuments, records, observation);
}

/**
 * The records that are still to be written, of those that were there before. What is read to make sure is nearly always
 * what it was, and is only marked as seen; what somebody has said to have moved is not compared first.
 */
async function withoutSame<Row extends { sid: string }>(
  tx: Db,
  table: RecordTable,
  older: readonly Row[],
  observation: Observation,
): Promise<readonly Row[]> {
  if (older.length === 0 || !readToMakeSure.includes(observation.source)) return older;
  const same = await confirmSame(tx, table, { records: older, shared: origin(observation) });
  return older.filter((record) => !same.has(record.sid));
}

type StatusRecord = Observed & Partial<Verification>;
/** What an observation adds to the two logs. */
type Accepted = { transitions: NewTransition[]; changes: NewChange[] };

/**
 * First inserts what is new, then locks what was there: whoever comes second with the same new sid waits, finds the row,
 * and so makes no second entry for it.
 */
async function ingestWithStatus(
  tx: Db,
  table: StatusTable,
  records: readonly StatusRecord[],
  observation: Observation,
): Promise<Accepted> {
  if (records.length === 0) return { transitions: [], changes: [] };
  const shared = origin(observation);
  const created = await insertMissing(tx, table, { records: records.map((record) => since(record, null)), shared });
  const before = records.filter((record) => !created.has(record.sid));
  const older = await withoutSame(tx, table, before, observation);
  const olderSids = older.map((record) => record.sid);
  const known = await lockKnown(tx, table, observation.ownerAccountSid, olderSids);
  const newer = older.filter((record) => {
    const row = known.get(record.sid);
    return row !== undefined && row.syncedAt <= observation.startedAt;
  });
  const dated = newer.map((record) => since(record, known.get(record.sid) ?? null, observation.startedAt));
  const changes = await writeAndCompare(tx, table, created, { records: dated, shared }, observation);
  const sighting = { ...observation, kind: kindOf(table) };
  const transitions = [...records.filter((record) => created.has(record.sid)), ...newer].flatMap((record) => {
    const before = known.get(record.sid) ?? null;
    const proof = { before: before?.verification ?? null, after: verificationOf(record) };
    return transitionsOf(record, before, proof, sighting);
  });
  return { transitions, changes };
}

/** Writes what was there before, and gives the changes of a batch: of what was created, and of what is now another. */
async function writeAndCompare(
  tx: Db,
  table: RecordTable,
  created: ReadonlySet<string>,
  older: Batch,
  observation: Observation,
): Promise<NewChange[]> {
  const changed = older.records.length > 0 ? await replaceNewer(tx, table, older) : [];
  const first = [...created].map((sid): Changed => ({ sid, before: null }));
  return changesOf(table, [...first, ...changed], observation);
}

function changesOf(
  table: RecordTable,
  changed: readonly Changed[],
  { ownerAccountSid, startedAt }: Pick<Observation, 'ownerAccountSid' | 'startedAt'>,
): NewChange[] {
  const kind = kindOf(table);
  return changed.map(({ sid, before }) => ({ ownerAccountSid, kind, sid, before, observedAt: startedAt }));
}

/** With the time of its entry into its status, which counts only if this observation changes the status. */
function since(record: StatusRecord, before: Known | null, otherwise: Date | null = null) {
  return { ...record, statusSince: effectiveAtOf(record, before) ?? otherwise };
}

function verificationOf(record: StatusRecord): Verification | null {
  const { verificationAttempts, verificationDocumentSid = null } = record;
  return verificationAttempts === undefined ? null : { verificationAttempts, verificationDocumentSid };
}

function kindOf(table: StatusTable): 'ORDER' | 'DOCUMENT';
function kindOf(table: RecordTable): RecordKind;
function kindOf(table: RecordTable): RecordKind {
  if (table === activeNumbers) return 'NUMBER';
  return table === hostedNumberOrders ? 'ORDER' : 'DOCUMENT';
}

function origin({ ownerAccountSid, source, startedAt }: Observation) {
  return { ownerAccountSid, source, firstSeenAt: startedAt, syncedAt: startedAt, vanishedAt: null };
}

/** A list that changes while it is walked may name a sid twice; a statement must not. */
function latestBySid<Facts extends { sid: string }>(facts: readonly Facts[] = []): Facts[] {
  return [...new Map(facts.map((fact) => [fact.sid, fact])).values()];
}
