// The sweep of one account: what is due is read by its lists where that is cheaper, otherwise by sid. When is not asked
// here.
import { setTimeout as sleep } from 'node:timers/promises';
import { countListed, type DueRecord } from '../db/sweep-statements.ts';
import type { Credentials } from '../twilio/client.ts';
import { isNotFound } from '../twilio/errors.ts';
import type { AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../twilio/facts.ts';
import { limits } from '../vocabulary.ts';
import { type MirrorReading, readCompanions } from './companion-reader.ts';
import { giveWay } from './give-way.ts';
import { ingest, ingestDisappearance } from './ingest.ts';
import { askAgainMs, type OrderReader } from './order-reader.ts';

export type SweepReading = MirrorReading & { orders: OrderReader };
export type Due = { orders: DueRecord[]; documents: DueRecord[] };

const readTogetherMax = 100;
/** A page of a list shows a thousand records for the work of so many single reads. */
const readsPerPage = 20;

/**
 * Reads again what is due of an account, orders and documents side by side: neither waits for the other, and if one of
 * them fails, the other one goes on. Whether Twilio let the orders be read; documents are due at every sweep. Never
 * rejects.
 */
export async function sweepAccount(
  options: SweepReading,
  accountSid: string,
  due: Due,
  signal: AbortSignal,
): Promise<boolean> {
  const credentials = options.directory.credentialsOf(accountSid);
  if (!credentials) return false;
  const warn = (error: unknown) => {
    options.log.warn({ err: error, source: 'reconcile', accountSid }, 'an account could not be swept');
    return false;
  };
  const [isRead] = await Promise.all([
    sweepOrders(options, credentials, due.orders, signal).catch(warn),
    sweepDocuments(options, credentials, due.documents, signal).catch(warn),
  ]);
  return isRead;
}

/** False when it ended early. Throws when the list cannot be read, or the database fails. */
async function sweepOrders(
  options: SweepReading,
  credentials: Credentials,
  due: readonly DueRecord[],
  signal: AbortSignal,
): Promise<boolean> {
  const seen = new Set<string>();
  if (await isListCheaper(options, credentials, due, 'orders')) {
    const moved: HostedNumberOrderFacts[] = [];
    for (let after: string | undefined; !signal.aborted; ) {
      const beganAtMs = performance.now();
      const startedAt = options.now();
      const page = await options.twilio.listHostedNumberOrders(credentials, after);
      const changed = await accept(options, startedAt, { orders: page.items });
      for (const order of page.items) seen.add(order.sid);
      moved.push(...page.items.filter((order) => changed.has(order.sid)));
      if (page.nextPage === null) break;
      after = page.nextPage;
      await giveWay(options.database.db, options.ownerAccountSid, performance.now() - beganAtMs, signal);
    }
    await readCompanions(options, moved, 'reconcile');
  }
  // What no list shows is asked for by sid: a list that changes while it is read can pass a record by.
  const rest = due.filter((order) => !seen.has(order.sid));
  return readTogether(rest, signal, async (some) => {
    const outcomes = await options.orders.readAgain(some, 'reconcile');
    return [...outcomes.values()].some((outcome) => outcome !== 'unavailable');
  });
}

async function sweepDocuments(
  options: SweepReading,
  credentials: Credentials,
  due: readonly DueRecord[],
  signal: AbortSignal,
): Promise<boolean> {
  const seen = new Set<string>();
  if (await isListCheaper(options, credentials, due, 'documents')) {
    for (let after: string | undefined; !signal.aborted; ) {
      const beganAtMs = performance.now();
      const startedAt = options.now();
      const page = await options.twilio.listAuthorizationDocuments(credentials, after);
      await accept(options, startedAt, { documents: page.items });
      for (const document of page.items) seen.add(document.sid);
      if (page.nextPage === null) break;
      after = page.nextPage;
      await giveWay(options.database.db, options.ownerAccountSid, performance.now() - beganAtMs, signal);
    }
  }
  const rest = due.filter((document) => !seen.has(document.sid));
  return readTogether(rest, signal, (some) => readDocuments(options, credentials, some, signal));
}

/**
 * Hands them to `read` a hundred at a time. False when it was ended early: by `signal`, or because `read` said so, when
 * Twilio gave nothing for any of them. A record that cannot be read is no reason; where none can, it is the account.
 */
async function readTogether(
  due: readonly DueRecord[],
  signal: AbortSignal,
  read: (some: readonly DueRecord[]) => Promise<boolean>,
): Promise<boolean> {
  for (let start = 0; start < due.length; start += readTogetherMax) {
    if (signal.aborted || !(await read(due.slice(start, start + readTogetherMax)))) return false;
  }
  return !signal.aborted;
}

/** Whether Twilio gave anything: a document, or that there is none, which is believed when it says so twice. */
async function readDocuments(
  options: SweepReading,
  credentials: Credentials,
  due: readonly DueRecord[],
  signal: AbortSignal,
): Promise<boolean> {
  const { database, ownerAccountSid } = options;
  const first = await readDocumentsOnce(options, credentials, due);
  if (first.missing.length === 0) return first.foundCount > 0;
  await sleep(askAgainMs);
  if (signal.aborted) return false;
  const { startedAt, missing } = await readDocumentsOnce(options, credentials, first.missing);
  const sids = missing.map(({ sid }) => sid);
  await ingestDisappearance(database, { ownerAccountSid, source: 'reconcile', startedAt, resource: 'documents', sids });
  return true;
}

async function readDocumentsOnce(options: SweepReading, credentials: Credentials, names: readonly DueRecord[]) {
  const startedAt = options.now();
  const answers = await Promise.all(names.map(({ sid }) => fetchDocument(options, credentials, sid)));
  const documents = answers.filter((answer) => typeof answer === 'object');
  await accept(options, startedAt, { documents });
  return { startedAt, foundCount: documents.length, missing: names.filter((_, index) => answers[index] === 'missing') };
}

/** Never throws for Twilio's sake. */
async function fetchDocument(
  { twilio, log }: SweepReading,
  credentials: Credentials,
  sid: string,
): Promise<AuthorizationDocumentFacts | 'missing' | 'unavailable'> {
  return twilio.fetchAuthorizationDocument(credentials, sid).catch((error: unknown) => {
    if (isNotFound(error)) return 'missing';
    log.warn({ err: error, source: 'reconcile', sid }, 'a document could not be read');
    return 'unavailable';
  });
}

async function isListCheaper(
  { database, ownerAccountSid }: SweepReading,
  { accountSid }: Credentials,
  due: readonly DueRecord[],
  resource: 'orders' | 'documents',
): Promise<boolean> {
  if (due.length <= readsPerPage) return false;
  const listed = await countListed(database.db, ownerAccountSid, accountSid, resource);
  return due.length > readsPerPage * Math.ceil(listed / limits.listPageSizeMax);
}

async function accept(
  { database, ownerAccountSid }: SweepReading,
  startedAt: Date,
  facts: { orders?: HostedNumberOrderFacts[]; documents?: AuthorizationDocumentFacts[] },
): Promise<ReadonlySet<string>> {
  const { changed } = await ingest(database, { ownerAccountSid, source: 'reconcile', startedAt, ...facts });
  return changed;
}
