// One walk: over one list of one account, page by page, from where the last process left it. Only a walk that reached the
// end may find records gone, and each of them is asked for by sid before that is believed: a list that changes while it
// is walked can pass a record by.
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { SyncWalkRow } from '../db/gateway-tables.ts';
import { findUnseen, type SyncResource, writeWalk } from '../db/walk-statements.ts';
import type { Credentials, Page, TwilioClient } from '../twilio/client.ts';
import { isNoPreviewAccess, isNotFound, TwilioRejectionError } from '../twilio/errors.ts';
import type { AccountDirectory } from './account-directory.ts';
import { ingest, ingestDisappearance, type Observation } from './ingest.ts';

export type WalkOptions = {
  database: Database;
  ownerAccountSid: string;
  twilio: TwilioClient;
  directory: AccountDirectory;
  log: Logger;
  now(): Date;
};

/** What is walked, and as whom. */
export type WalkTarget = { credentials: Credentials; resource: SyncResource };

type Facts = Pick<Observation, 'orders' | 'documents' | 'numbers'>;
type FactsPage = Page<unknown> & { facts: Facts };
type Source = {
  list(after: string | undefined): Promise<FactsPage>;
  fetch(sid: string): Promise<Facts>;
};

/** How many records that a walk did not see are asked for at once; the client limits how many calls run together. */
const confirmMax = 500;

/**
 * Walks to the end, or until `signal` aborts: the next call then goes on from the last page. Throws what the client or
 * the database throws; what was read until then stays.
 */
export async function walkList(
  options: WalkOptions,
  target: WalkTarget,
  before: SyncWalkRow | undefined,
  signal: AbortSignal,
): Promise<void> {
  const isInterrupted = before !== undefined && before.finishedAt === null;
  let walk = isInterrupted ? { ...before, problem: null } : startWalk(options, target, before);
  await writeWalk(options.database.db, walk);
  let reading: Promise<Read> | null = readAhead(options, target, walk.nextPage);
  while (reading !== null && !signal.aborted) {
    const read: Read = await reading;
    // The next page is on its way while this one is written.
    const next = nextOf(read);
    reading = next === 'end' ? null : readAhead(options, target, next);
    walk = await accept(options, target, walk, read);
    await writeWalk(options.database.db, walk);
  }
  if (walk.problem === null) await confirmUnseen(options, target, walk.startedAt, signal);
  if (signal.aborted) return;
  const completedWalkStartedAt = walk.problem === null ? walk.startedAt : walk.completedWalkStartedAt;
  await writeWalk(options.database.db, { ...walk, finishedAt: options.now(), completedWalkStartedAt });
}

function startWalk(options: WalkOptions, target: WalkTarget, before: SyncWalkRow | undefined): SyncWalkRow {
  return {
    ownerAccountSid: options.ownerAccountSid,
    accountSid: target.credentials.accountSid,
    resource: target.resource,
    startedAt: options.now(),
    nextPage: null,
    pages: 0,
    rows: 0,
    skipped: 0,
    finishedAt: null,
    completedWalkStartedAt: before?.completedWalkStartedAt ?? null,
    problem: null,
  };
}

/** What came of reading a page; `expired`: its token is too old to go on from, and the walk begins again. */
type Read = { startedAt: Date } & ({ kind: 'page'; page: FactsPage } | { kind: 'no access' } | { kind: 'expired' });

/** The promise may be left alone when the walk fails meanwhile: it is then no unhandled rejection. */
function readAhead(options: WalkOptions, target: WalkTarget, after: string | null): Promise<Read> {
  const reading = readOrExplain(options, target, after);
  reading.catch(() => {});
  return reading;
}

async function readOrExplain(options: WalkOptions, target: WalkTarget, after: string | null): Promise<Read> {
  const startedAt = options.now();
  try {
    return { startedAt, kind: 'page', page: await readPage(options, target, after ?? undefined) };
  } catch (error) {
    if (after === null && isNoPreviewAccess(error)) return { startedAt, kind: 'no access' };
    if (after !== null && error instanceof TwilioRejectionError) return { startedAt, kind: 'expired' };
    throw error;
  }
}

/** Null: the first page. */
function nextOf(read: Read): string | null | 'end' {
  if (read.kind === 'expired') return null;
  return read.kind === 'page' && read.page.nextPage !== null ? read.page.nextPage : 'end';
}

async function accept(options: WalkOptions, target: WalkTarget, walk: SyncWalkRow, read: Read): Promise<SyncWalkRow> {
  switch (read.kind) {
    case 'no access': {
      // The account simply has no orders and documents for us; the rest goes on.
      await options.directory.recordAccess(target.credentials.accountSid, { hostedNumbersAccess: false });
      return { ...walk, problem: 'the account has no access to the hosted-numbers preview (HTTP 404, code 20404)' };
    }
    case 'expired':
      return { ...walk, nextPage: null, pages: 0, rows: 0, skipped: 0 };
    case 'page': {
      const { page, startedAt } = read;
      await ingest(options.database, {
        ownerAccountSid: options.ownerAccountSid,
        source: 'sync',
        startedAt,
        ...page.facts,
      });
      const pages = walk.pages + 1;
      const rows = walk.rows + page.items.length;
      const skipped = walk.skipped + page.skipped;
      options.log.info(
        { source: 'sync', accountSid: walk.accountSid, pages, skipped },
        `sync: ${rows} ${target.resource} read`,
      );
      return { ...walk, nextPage: page.nextPage, pages, rows, skipped };
    }
  }
}

/** Reads a page of the list, and finds out by the first one which previews the account has. */
async function readPage(options: WalkOptions, target: WalkTarget, after: string | undefined) {
  const { accountSid } = target.credentials;
  if (after !== undefined) return sourceOf(options, target).list(after);
  if (target.resource !== 'numbers') {
    const page = await sourceOf(options, target).list(after);
    await options.directory.recordAccess(accountSid, { hostedNumbersAccess: true });
    return page;
  }
  const preview = await sourceOf(options, target, 'active-numbers')
    .list(after)
    .catch((error: unknown) => {
      if (!isNoPreviewAccess(error)) throw error;
    });
  const numbersReadFrom = preview ? 'active-numbers' : 'incoming-phone-numbers';
  await options.directory.recordAccess(accountSid, { numbersReadFrom });
  return preview ?? sourceOf(options, target, numbersReadFrom).list(after);
}

async function confirmUnseen(
  options: WalkOptions,
  target: WalkTarget,
  walkStartedAt: Date,
  signal: AbortSignal,
): Promise<void> {
  const { database, ownerAccountSid, log } = options;
  const { resource } = target;
  const scope = { ownerAccountSid, accountSid: target.credentials.accountSid };
  for (let afterSid = ''; !signal.aborted; ) {
    const sids = await findUnseen(database.db, resource, scope, walkStartedAt, afterSid, confirmMax);
    if (sids.length === 0) return;
    const startedAt = options.now();
    const answers = await Promise.all(sids.map((sid) => fetchUnlessGone(sourceOf(options, target), sid)));
    for (const facts of answers) {
      if (facts !== null) await ingest(database, { ownerAccountSid, source: 'sync', startedAt, ...facts });
    }
    const gone = sids.filter((_, index) => answers[index] === null);
    await ingestDisappearance(database, { ownerAccountSid, source: 'sync', startedAt, resource, sids: gone });
    if (gone.length > 0)
      log.info(
        { source: 'sync', accountSid: scope.accountSid, resource, gone: gone.length },
        'records are gone from Twilio',
      );
    afterSid = sids.at(-1) ?? afterSid;
  }
}

async function fetchUnlessGone(source: Source, sid: string): Promise<Facts | null> {
  return source.fetch(sid).catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw error;
  });
}

function sourceOf(
  { twilio, directory }: WalkOptions,
  { credentials, resource }: WalkTarget,
  numbersReadFrom = directory.numbersReadFrom(credentials.accountSid),
): Source {
  switch (resource) {
    case 'orders':
      return {
        list: async (after) =>
          withFacts(await twilio.listHostedNumberOrders(credentials, after), (orders) => ({ orders })),
        fetch: async (sid) => ({ orders: [await twilio.fetchHostedNumberOrder(credentials, sid)] }),
      };
    case 'documents':
      return {
        list: async (after) =>
          withFacts(await twilio.listAuthorizationDocuments(credentials, after), (documents) => ({ documents })),
        fetch: async (sid) => ({ documents: [await twilio.fetchAuthorizationDocument(credentials, sid)] }),
      };
    case 'numbers': {
      const isPublic = numbersReadFrom === 'incoming-phone-numbers';
      const list = isPublic ? twilio.listIncomingPhoneNumbers : twilio.listActiveNumbers;
      const fetch = isPublic ? twilio.fetchIncomingPhoneNumber : twilio.fetchActiveNumber;
      return {
        list: async (after) => withFacts(await list(credentials, after), (numbers) => ({ numbers })),
        fetch: async (sid) => ({ numbers: [await fetch(credentials, sid)] }),
      };
    }
  }
}

function withFacts<Item>(page: Page<Item>, toFacts: (items: Item[]) => Facts) {
  return { ...page, facts: toFacts(page.items) };
}
