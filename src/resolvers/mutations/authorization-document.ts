// Writes to authorization documents: checked here, done by the ledger.
import type { Context } from '../../context.ts';
import { type OrderOfDocument, readOrderSidsOfDocument } from '../../db/document-statements.ts';
import type { AuthorizationDocumentRow } from '../../db/tables.ts';
import { builder } from '../../schema/builder.ts';
import {
  AuthorizationDocumentPayload,
  CreateAuthorizationDocumentInput,
  type CreateAuthorizationDocumentInputShape,
  UpdateAuthorizationDocumentInput,
  type UpdateAuthorizationDocumentInputShape,
} from '../../schema/document-writes.ts';
import type { AuthorizationDocumentParameters } from '../../twilio/client.ts';
import { refusalOfDocumentMove } from '../../writes/document-moves.ts';
import { freshDocument } from '../../writes/fresh-record.ts';
import {
  type CreateAuthorizationDocumentRequest,
  createAuthorizationDocumentKind,
} from '../../writes/kinds/create-authorization-document.ts';
import {
  type UpdateAuthorizationDocumentRequest,
  updateAuthorizationDocumentKind,
} from '../../writes/kinds/update-authorization-document.ts';
import type { Preparation, WritePlan, WriteTools } from '../../writes/write-kind.ts';
import { loadAuthorizationDocument } from '../node-id.ts';
import {
  asksForEdits,
  changesOfDocument,
  type DocumentFields,
  fieldsOf,
  hasEdits,
  parametersOf,
} from './document-changes.ts';
import { checkOrders, checkPeople, refusalOfOrders } from './document-check.ts';
import { documentNaming, findNamed } from './named-records.ts';
import { answerWrite, beginInputCheck } from './outcome.ts';

builder.mutationField('createAuthorizationDocument', (t) =>
  t.field({
    type: AuthorizationDocumentPayload,
    description:
      'Makes a letter of authorization for verified orders. Twilio sends it for signature at once, and the orders move to `pending-loa`.',
    args: {
      input: t.arg({ type: CreateAuthorizationDocumentInput, required: true, description: 'The new document.' }),
    },
    resolve: (_root, { input }, context) =>
      answerWrite(
        createAuthorizationDocumentKind,
        { input, prepare: () => prepareNewDocument(input, context), load: loadAuthorizationDocument },
        context,
      ),
  }),
);

builder.mutationField('updateAuthorizationDocument', (t) =>
  t.field({
    type: AuthorizationDocumentPayload,
    description:
      'Reopens a letter of authorization, changes it while it is open, or sends it for signature. What is as wanted already is not sent.',
    args: { input: t.arg({ type: UpdateAuthorizationDocumentInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        updateAuthorizationDocumentKind,
        { input, prepare: (tools) => prepareChanges(input, context, tools), load: loadAuthorizationDocument },
        context,
      ),
  }),
);

async function prepareNewDocument(
  input: CreateAuthorizationDocumentInputShape,
  context: Context,
): Promise<Preparation<CreateAuthorizationDocumentRequest>> {
  const check = beginInputCheck();
  checkPeople(input, check);
  const orders = await checkOrders(input.orders, check, context);
  const [first] = orders;
  if (check.errors.length > 0 || first === undefined) return { errors: check.errors };
  const refusal = refusalOfOrders(orders, null);
  if (refusal) return { errors: [refusal] };
  const { addressSid, email, ccEmails, contactTitle, contactPhoneNumber } = input;
  const hostedNumberOrderSids = orders.map((order) => order.sid);
  const people = { addressSid, email, ccEmails: ccEmails ?? [], contactTitle, contactPhoneNumber };
  return {
    plan: {
      accountSid: first.accountSid,
      // Two sets of orders that overlap share no other name than their account.
      subject: `documents of ${first.accountSid}`,
      request: {
        parameters: { hostedNumberOrderSids, ...people },
        knownDocumentSids: [...new Set(orders.flatMap(({ signingDocumentSid: known }) => (known ? [known] : [])))],
      },
      secret: undefined,
      targetSid: null,
      changes: changesOfDocument({}, { orderSids: hostedNumberOrderSids, ...people }),
      notices: [`Twilio sends the document to ${email} for signature at once; its orders move to pending-loa.`],
      callsToMake: 1,
    },
  };
}

/** The document that is meant, and the orders that it is to cover; nothing when something is wrong with the values. */
async function checkChanges(input: UpdateAuthorizationDocumentInputShape, context: Context) {
  const check = beginInputCheck();
  const { status, orders: references } = input;
  if (status && status !== 'opened' && status !== 'signing') {
    check.add(['status'], 'must be OPENED or SIGNING: no other can be set (Twilio error 22122)');
  }
  checkPeople(input, check);
  const [named = null] = await findNamed(documentNaming(context), [input.document], check, () => ['document']);
  const document = named?.vanishedAt === null ? named : null;
  if (named !== null && document === null) check.add(['document'], 'there is no such document', 'NOT_FOUND');
  const orders = references ? await checkOrders(references, check, context) : null;
  const [first] = orders ?? [];
  if (document && first && first.accountSid !== document.accountSid) {
    check.add(['orders'], `must be of the account of the document, ${document.accountSid}; got ${first.accountSid}`);
  }
  return { check, document, orders };
}

async function prepareChanges(
  input: UpdateAuthorizationDocumentInputShape,
  context: Context,
  tools: WriteTools,
): Promise<Preparation<UpdateAuthorizationDocumentRequest>> {
  const { check, document, orders } = await checkChanges(input, context);
  if (check.errors.length > 0 || document === null) return { errors: check.errors };
  const fresh = await freshDocument(document, tools);
  if (fresh === null) {
    check.add(['document'], 'there is no such document', 'NOT_FOUND');
    return { errors: check.errors };
  }
  const { database, ownerAccountSid } = context.services;
  const before = fieldsOf(fresh, orders && (await readOrderSidsOfDocument(database.db, ownerAccountSid, fresh.sid)));
  const wanted = wantedOf(input, orders);
  const parameters = parametersOf(before, wanted);
  const refusal =
    refusalOfDocumentMove(fresh, { isEdit: hasEdits(parameters) }) ??
    (parameters.hostedNumberOrderSids && orders ? refusalOfOrders(orders, fresh.sid) : null);
  if (refusal && Object.keys(parameters).length > 0) return { errors: [refusal] };
  if (input.status === 'opened' && asksForEdits({ ...wanted, status: null })) {
    check.add(['status'], 'OPENED stands alone: reopen the document first, and change it in a second write');
    return { errors: check.errors };
  }
  return { plan: planOf(fresh, parameters, { before, wanted }) };
}

function wantedOf(
  { status, addressSid, email, ccEmails, contactTitle, contactPhoneNumber }: UpdateAuthorizationDocumentInputShape,
  orders: readonly OrderOfDocument[] | null,
): DocumentFields {
  const orderSids = orders?.map((order) => order.sid);
  return { status, orderSids, addressSid, email, ccEmails, contactTitle, contactPhoneNumber };
}

function planOf(
  { sid, accountSid, dateUpdated }: AuthorizationDocumentRow,
  parameters: AuthorizationDocumentParameters,
  { before, wanted }: { before: DocumentFields; wanted: DocumentFields },
): WritePlan<UpdateAuthorizationDocumentRequest> {
  const kept = new Set(parameters.hostedNumberOrderSids);
  const leftSids = kept.size === 0 ? [] : (before.orderSids ?? []).filter((orderSid) => !kept.has(orderSid));
  return {
    accountSid,
    subject: `document ${sid}`,
    request: { documentSid: sid, parameters, leftSids, dateUpdatedBefore: dateUpdated.toISOString() },
    secret: undefined,
    targetSid: sid,
    changes: changesOfDocument(before, wanted),
    notices: parameters.status === 'signing' ? ['Twilio sends the document for signature.'] : [],
    callsToMake: Object.keys(parameters).length === 0 ? 0 : 1,
  };
}
