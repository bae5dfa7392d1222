// Reading from Twilio again because somebody asks for it. Nothing is written to Twilio, so an interrupted one may simply be
// asked for again.
import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../../db/tables.ts';
import { readRecords } from '../../db/write-lookups.ts';
import { ingest, ingestDisappearance } from '../../mirror/ingest.ts';
import type { Credentials } from '../../twilio/client.ts';
import { isNotFound } from '../../twilio/errors.ts';
import type { ActiveNumberFacts, AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../../twilio/facts.ts';
import type { WriteKind, WriteTools } from '../write-kind.ts';

export type ResyncRequest = { all: boolean } & Record<Resource, string[]>;
/** How many records Twilio was asked for, and how many of them are another now than before. */
export type Resynced = { fetched: number; changed: number };

const resources = ['numbers', 'orders', 'documents'] as const;
type Resource = (typeof resources)[number];

export const resyncKind: WriteKind<ResyncRequest> = {
  mutation: 'resync',
  async send({ request }, _credentials, tools) {
    if (request.all) tools.startSync();
    return formatResynced(request.all ? { fetched: 0, changed: 0 } : await readAgain(request, tools));
  },
  look: async () => ({ is: 'not-seen' }),
};

/** The ledger keeps one text of what a write has made, so that a repeated one answers the same: here it is two figures. */
function formatResynced({ fetched, changed }: Resynced): string {
  return `${fetched} ${changed}`;
}

/** The figures that the ledger has kept. */
export function parseResynced(kept: string): Resynced {
  const [fetched = 0, changed = 0] = kept.split(' ').map(Number);
  return { fetched, changed };
}

/** What could be read is kept even if the rest could not; then it throws what the client threw. */
async function readAgain(request: ResyncRequest, tools: WriteTools): Promise<Resynced> {
  const { database, ownerAccountSid } = tools;
  const before = await readRows(request, tools);
  const startedAt = tools.now();
  const answers = await Promise.all(
    before.flatMap(({ resource, row }) => {
      const credentials = tools.directory.credentialsOf(row.accountSid);
      return credentials === null ? [] : [askFor(resource, row, credentials, tools)];
    }),
  );
  const seen = { ownerAccountSid, source: 'read-through', startedAt } as const;
  await ingest(database, { ...seen, ...factsOf(answers) });
  for (const resource of resources) {
    const sids = answers.flatMap((answer) =>
      answer.is === 'gone' && answer.resource === resource ? [answer.sid] : [],
    );
    await ingestDisappearance(database, { ...seen, resource, sids });
  }
  for (const answer of answers) if (answer.is === 'unanswered') throw answer.error;
  const contentBefore = new Map(before.map(({ row }) => [row.sid, contentOf(row)]));
  const after = await readRows(request, tools);
  return {
    fetched: answers.length,
    changed: after.filter(({ row }) => contentBefore.get(row.sid) !== contentOf(row)).length,
  };
}

type MirroredRow = HostedNumberOrderRow | AuthorizationDocumentRow | ActiveNumberRow;
type Mirrored = { resource: Resource; row: MirroredRow };

async function readRows(request: ResyncRequest, { database, ownerAccountSid }: WriteTools): Promise<Mirrored[]> {
  const read = async (resource: Resource): Promise<Mirrored[]> => {
    if (request[resource].length === 0) return [];
    const found: MirroredRow[] = await readRecords[resource](database.db, ownerAccountSid, request[resource]);
    return found.map((row) => ({ resource, row }));
  };
  return (await Promise.all(resources.map(read))).flat();
}

type Answer = { sid: string; resource: Resource } & (
  | { is: 'number'; facts: ActiveNumberFacts }
  | { is: 'order'; facts: HostedNumberOrderFacts }
  | { is: 'document'; facts: AuthorizationDocumentFacts }
  | { is: 'gone' }
  | { is: 'unanswered'; error: unknown }
);

async function askFor(
  resource: Resource,
  { sid, accountSid }: MirroredRow,
  credentials: Credentials,
  { twilio, directory }: WriteTools,
): Promise<Answer> {
  try {
    if (resource === 'orders')
      return { sid, resource, is: 'order', facts: await twilio.fetchHostedNumberOrder(credentials, sid) };
    if (resource === 'documents')
      return { sid, resource, is: 'document', facts: await twilio.fetchAuthorizationDocument(credentials, sid) };
    const isPublic = directory.numbersReadFrom(accountSid) === 'incoming-phone-numbers';
    const fetchNumber = isPublic ? twilio.fetchIncomingPhoneNumber : twilio.fetchActiveNumber;
    return { sid, resource, is: 'number', facts: await fetchNumber(credentials, sid) };
  } catch (error) {
    return isNotFound(error) ? { sid, resource, is: 'gone' } : { sid, resource, is: 'unanswered', error };
  }
}

function factsOf(answers: readonly Answer[]) {
  return {
    numbers: answers.flatMap((answer) => (answer.is === 'number' ? [answer.facts] : [])),
    orders: answers.flatMap((answer) => (answer.is === 'order' ? [answer.facts] : [])),
    documents: answers.flatMap((answer) => (answer.is === 'document' ? [answer.facts] : [])),
  };
}

/** Without what says only how and when we looked. A record that is gone has one more field than one that is there. */
function contentOf(row: MirroredRow): string {
  return JSON.stringify({ ...row, syncedAt: null, source: null, vanishedAt: row.vanishedAt !== null });
}
