// A new authorization document. Twilio puts an order on one document only, so a document that was not known before and has
// one of these orders is the one that was asked for.
import { readRecords } from '../../db/write-lookups.ts';
import { ingest } from '../../mirror/ingest.ts';
import type { AuthorizationDocumentParameters, Credentials } from '../../twilio/client.ts';
import { isNotFound } from '../../twilio/errors.ts';
import type { AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../../twilio/facts.ts';
import type { Look, SentWrite, WriteKind, WriteTools } from '../write-kind.ts';

export type CreateAuthorizationDocumentRequest = {
  parameters: AuthorizationDocumentParameters & {
    hostedNumberOrderSids: string[];
    contactTitle: string;
    contactPhoneNumber: string;
  };
  /** Documents that the orders named before: none of them can be the new one. */
  knownDocumentSids: string[];
};

type Write = SentWrite<CreateAuthorizationDocumentRequest>;

/** An order may be cancelled meanwhile: then the next one is asked. */
const ordersAskedMax = 3;

export const createAuthorizationDocumentKind: WriteKind<CreateAuthorizationDocumentRequest> = {
  mutation: 'createAuthorizationDocument',
  async send(write, credentials, tools) {
    const startedAt = tools.now();
    const document = await tools.twilio.createAuthorizationDocument(credentials, write.request.parameters);
    return keep(document, startedAt, write, tools);
  },
  async look(write, credentials, tools) {
    const startedAt = tools.now();
    const order = await readOneOrder(write, credentials, tools);
    if (order === null) return ordersGone;
    const documentSid = order.signingDocumentSid;
    if (documentSid === null || (await isKnownBefore(documentSid, write, tools))) return { is: 'not-seen' };
    const document = await tools.twilio.fetchAuthorizationDocument(credentials, documentSid);
    if (!isAsAskedFor(document, write)) return { is: 'not-seen' };
    return { is: 'happened', targetSid: await keep(document, startedAt, write, tools) };
  },
};

const ordersGone: Look = { is: 'undecidable', why: 'its orders are gone from Twilio' };

async function readOneOrder(
  { request }: Write,
  credentials: Credentials,
  { twilio }: WriteTools,
): Promise<HostedNumberOrderFacts | null> {
  for (const sid of request.parameters.hostedNumberOrderSids.slice(0, ordersAskedMax)) {
    try {
      return await twilio.fetchHostedNumberOrder(credentials, sid);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return null;
}

async function isKnownBefore(documentSid: string, { request, createdAt }: Write, tools: WriteTools): Promise<boolean> {
  if (request.knownDocumentSids.includes(documentSid)) return true;
  const [row] = await readRecords.documents(tools.database.db, tools.ownerAccountSid, [documentSid]);
  return row !== undefined && row.firstSeenAt < createdAt;
}

/** Another one for the same order was made elsewhere: then Twilio has refused ours. */
function isAsAskedFor({ addressSid, email }: AuthorizationDocumentFacts, { request }: Write): boolean {
  const { parameters } = request;
  return addressSid === parameters.addressSid && email?.toLowerCase() === parameters.email?.toLowerCase();
}

async function keep(
  document: AuthorizationDocumentFacts,
  startedAt: Date,
  { accountSid, request }: Write,
  tools: WriteTools,
): Promise<string> {
  const { sid } = document;
  const { database, ownerAccountSid } = tools;
  const { contactTitle, contactPhoneNumber } = request.parameters;
  const documentContacts = new Map([[sid, { contactTitle, contactPhoneNumber }]]);
  const seen = { ownerAccountSid, source: 'mutation-response', startedAt } as const;
  await ingest(database, { ...seen, documents: [document], documentContacts });
  await tools.documentOrders.readAgain({ sid, accountSid, leftSids: [] });
  return sid;
}
