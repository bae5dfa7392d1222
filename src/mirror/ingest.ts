// The waist: whatever Twilio said, by whichever road, is accepted here and nowhere else. The rows, the transitions and
// the wake-up are written in one transaction. Nothing else writes the mirror, nothing else appends to the log.
import type { Database, Db } from '../db/client.ts';
import { appendToLog, type NewTransition } from '../db/log.ts';
import {
  insertMissing,
  type Known,
  lockKnown,
  type StatusTable,
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

/** Sids of orders and documents whose status changed, that came, or that came back. */
export type Ingested = { changed: ReadonlySet<string> };

/**
 * Accepts an observation. May be repeated: the same facts again change nothing but `syncedAt`. Facts of a request that
 * started before the one that gave the row are dropped. Throws what the database throws, and then nothing was written.
 */
export async function ingest(database: Database, observation: Observation): Promise<Ingested> {
  return database.db.transaction(async (tx) => {
    await ingestAccounts(tx, observation);
    await ingestNumbers(tx, observation);
    const transitions = [...(await ingestOrders(tx, observation)), ...(await ingestDocuments(tx, observation))];
    await appendToLog(tx, transitions);
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

/** Marks records as vanished; orders and documents leave an entry in the log. May be repeated. */
export async function ingestDisappearance(database: Database, disappearance: Disappearance): Promise<void> {
  const { ownerAccountSid, source, startedAt, resource, sids } = disappearance;
  if (sids.length === 0) return;
  await database.db.transaction(async (tx) => {
    if (resource === 'numbers') return setVanished(tx, activeNumbers, ownerAccountSid, sids, startedAt);
    const table = tableOf[resource];
    const known = await lockKnown(tx, table, ownerAccountSid, sids);
    const gone = [...known.values()].filter((row) => !row.vanished && row.syncedAt <= startedAt);
    if (gone.length === 0) return;
    await setVanished(
      tx,
      table,
      ownerAccountSid,
      gone.map((row) => row.sid),
      startedAt,
    );
    const entry = {
      ownerAccountSid,
      kind: kindOf(table),
      toStatus: null,
      observedAt: startedAt,
      effectiveAt: null,
      timeInPreviousMs: null,
      sources: [source],
      inferred: false,
      anomalous: false,
    };
    await appendToLog(
      tx,
      gone.map((row) => ({ ...entry, accountSid: row.accountSid, sid: row.sid, fromStatus: row.status })),
    );
  });
}

async function ingestAccounts(tx: Db, observation: Observation): Promise<void> {
  const records = latestBySid(observation.accounts).map((account) => ({ ...account, accountSid: account.sid }));
  const shared = { ...origin(observation), hostedNumbersAccess: null, numbersReadFrom: null };
  if (records.length > 0) await upsertNewer(tx, accounts, { records, shared });
}

async function ingestNumbers(tx: Db, observation: Observation): Promise<void> {
  const records = latestBySid(observation.numbers);
  if (records.length > 0) await upsertNewer(tx, activeNumbers, { records, shared: origin(observation) });
}

function ingestOrders(tx: Db, observation: Observation): Promise<NewTransition[]> {
  const records = latestBySid(observation.orders).map((order) => ({
    ...order,
    createdHere: observation.createdHere?.has(order.sid) ?? false,
  }));
  return ingestWithStatus(tx, hostedNumberOrders, records, observation);
}

function ingestDocuments(tx: Db, observation: Observation): Promise<NewTransition[]> {
  const records = latestBySid(observation.documents).map((document) => ({
    ...document,
    contactTitle: observation.documentContacts?.get(document.sid)?.contactTitle ?? null,
    contactPhoneNumber: observation.documentContacts?.get(document.sid)?.contactPhoneNumber ?? null,
  }));
  return ingestWithStatus(tx, authorizationDocuments, records, observation);
}

type StatusRecord = Observed & Partial<Verification>;

/**
 * First inserts what is new, then locks what was there: whoever comes second with the same new sid waits, finds the row,
 * and so makes no second entry for it.
 */
async function ingestWithStatus(
  tx: Db,
  table: StatusTable,
  records: readonly StatusRecord[],
  observation: Observation,
): Promise<NewTransition[]> {
  if (records.length === 0) return [];
  const shared = origin(observation);
  const created = await insertMissing(tx, table, { records: records.map((record) => since(record, null)), shared });
  const older = records.filter((record) => !created.has(record.sid));
  const olderSids = older.map((record) => record.sid);
  const known = await lockKnown(tx, table, observation.ownerAccountSid, olderSids);
  const newer = older.filter((record) => {
    const row = known.get(record.sid);
    return row !== undefined && row.syncedAt <= observation.startedAt;
  });
  if (newer.length > 0) {
    const changed = newer.map((record) => since(record, known.get(record.sid) ?? null, observation.startedAt));
    await upsertNewer(tx, table, { records: changed, shared });
  }
  const sighting = { ...observation, kind: kindOf(table) };
  return [...records.filter((record) => created.has(record.sid)), ...newer].flatMap((record) => {
    const before = known.get(record.sid) ?? null;
    const proof = { before: before?.verification ?? null, after: verificationOf(record) };
    return transitionsOf(record, before, proof, sighting);
  });
}

/** With the time of its entry into its status, which counts only if this observation changes the status. */
function since(record: StatusRecord, before: Known | null, otherwise: Date | null = null) {
  return { ...record, statusSince: effectiveAtOf(record, before) ?? otherwise };
}

function verificationOf(record: StatusRecord): Verification | null {
  const { verificationAttempts, verificationDocumentSid = null } = record;
  return verificationAttempts === undefined ? null : { verificationAttempts, verificationDocumentSid };
}

function kindOf(table: StatusTable): 'ORDER' | 'DOCUMENT' {
  return table === hostedNumberOrders ? 'ORDER' : 'DOCUMENT';
}

function origin({ ownerAccountSid, source, startedAt }: Observation) {
  return { ownerAccountSid, source, firstSeenAt: startedAt, syncedAt: startedAt, vanishedAt: null };
}

/** A list that changes while it is walked may name a sid twice; a statement must not. */
function latestBySid<Facts extends { sid: string }>(facts: readonly Facts[] = []): Facts[] {
  return [...new Map(facts.map((fact) => [fact.sid, fact])).values()];
}
