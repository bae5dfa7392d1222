// Changes of an authorization document. Only what differs is sent, so what is there now tells whether it has happened. The
// contact alone cannot be compared: Twilio never gives it back.
import { ingest } from '../../mirror/ingest.ts';
import type { AuthorizationDocumentParameters, Credentials } from '../../twilio/client.ts';
import type { AuthorizationDocumentFacts } from '../../twilio/facts.ts';
import type { SentWrite, WriteKind, WriteTools } from '../write-kind.ts';

export type UpdateAuthorizationDocumentRequest = {
  documentSid: string;
  parameters: AuthorizationDocumentParameters;
  /** Orders that the change takes off the document. */
  leftSids: string[];
  /** Twilio's date of the last change before this one. */
  dateUpdatedBefore: string;
};

type Write = SentWrite<UpdateAuthorizationDocumentRequest>;

export const updateAuthorizationDocumentKind: WriteKind<UpdateAuthorizationDocumentRequest> = {
  mutation: 'updateAuthorizationDocument',
  async send(write, credentials, tools) {
    const { documentSid, parameters } = write.request;
    const startedAt = tools.now();
    const document = await tools.twilio.updateAuthorizationDocument(credentials, documentSid, parameters);
    return keep(document, startedAt, write, tools);
  },
  async look(write, credentials, tools) {
    const startedAt = tools.now();
    const document = await tools.twilio.fetchAuthorizationDocument(credentials, write.request.documentSid);
    const isDone = isAsWanted(document, write) && (await hasWantedOrders(write, credentials, tools));
    if (!isDone) return { is: 'not-seen' };
    return { is: 'happened', targetSid: await keep(document, startedAt, write, tools) };
  },
};

function isAsWanted(document: AuthorizationDocumentFacts, { request }: Write): boolean {
  const { status, addressSid, email, ccEmails, hostedNumberOrderSids } = request.parameters;
  const isVisible = [status, addressSid, email, ccEmails, hostedNumberOrderSids].some((each) => each !== undefined);
  // Nothing but the contact: the date is all that shows a change.
  if (!isVisible) return document.dateUpdated > new Date(request.dateUpdatedBefore);
  return (
    hasReached(document.status, status) &&
    (addressSid ?? document.addressSid) === document.addressSid &&
    (email ?? document.email) === document.email &&
    (ccEmails === undefined || isSameSet(ccEmails, document.ccEmails))
  );
}

/** A document that has been sent may have been signed, or refused, since. */
function hasReached(status: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted === 'signing' ? status !== 'opened' : status === wanted;
}

async function hasWantedOrders({ request }: Write, credentials: Credentials, { twilio }: WriteTools): Promise<boolean> {
  const { documentSid, parameters } = request;
  if (parameters.hostedNumberOrderSids === undefined) return true;
  const sids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await twilio.listDependentHostedNumberOrders(credentials, documentSid, after);
    sids.push(...page.items.map((order) => order.sid));
    if (page.nextPage === null) return isSameSet(parameters.hostedNumberOrderSids, sids);
    after = page.nextPage;
  }
}

async function keep(
  document: AuthorizationDocumentFacts,
  startedAt: Date,
  { accountSid, request }: Write,
  tools: WriteTools,
): Promise<string> {
  const { sid } = document;
  const { database, ownerAccountSid } = tools;
  const { contactTitle = null, contactPhoneNumber = null, hostedNumberOrderSids } = request.parameters;
  const documentContacts = new Map([[sid, { contactTitle, contactPhoneNumber }]]);
  const seen = { ownerAccountSid, source: 'mutation-response', startedAt } as const;
  await ingest(database, { ...seen, documents: [document], documentContacts });
  if (hostedNumberOrderSids) await tools.documentOrders.readAgain({ sid, accountSid, leftSids: request.leftSids });
  return sid;
}

/** Whether two lists hold the same: their order says nothing. */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  const inB = new Set(b);
  return new Set(a).size === inB.size && a.every((each) => inB.has(each));
}
