// /HostedNumbers/AuthorizationDocuments with the orders that depend on a document. The answers name neither the account
// nor the contact, as on Twilio's page.
import { type DocumentStatus, documentStatuses, isSid, limits } from '../vocabulary.ts';
import { type EmulatorContext, requireRow } from './context.ts';
import type { DocumentRow, OrderRow } from './entities.ts';
import { invalidParameter, TwilioError } from './errors.ts';
import { type Fields, parseEmail } from './form.ts';
import { makeOrderFilter, renderDependentOrder } from './hosted-number-orders.ts';
import { parseAddressSid } from './order-creation.ts';
import { parseCcEmails } from './order-fields.ts';
import { parsePageRequest, previewList, publicPreviewUrl, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { isoDate } from './wire.ts';

const listPath = '/HostedNumbers/AuthorizationDocuments';
const resource = 'AuthorizationDocuments';

export function makeAuthorizationDocumentRoutes(context: EmulatorContext): Route[] {
  const requireDocument = (call: ApiCall): DocumentRow =>
    requireRow(context, call, context.store.documents.get(call.parts.sid ?? ''));
  return [
    {
      resource,
      pattern: path(listPath),
      methods: {
        GET: (call) => ({ status: 200, body: listDocuments(context, call) }),
        POST: (call) => ({ status: 201, body: renderDocument(createDocument(context, call.account.sid, call.form)) }),
      },
    },
    {
      resource,
      pattern: path(`${listPath}/:sid`),
      methods: {
        GET: (call) => ({ status: 200, body: renderDocument(requireDocument(call)) }),
        POST: (call) => ({
          status: 200,
          body: renderDocument(updateDocument(context, requireDocument(call), call.form)),
        }),
      },
    },
    {
      resource: 'DependentHostedNumberOrders',
      pattern: path(`${listPath}/:sid/DependentHostedNumberOrders`),
      methods: { GET: (call) => ({ status: 200, body: listDependentOrders(context, requireDocument(call), call) }) },
    },
  ];
}

/** The document as Twilio sends it. */
export function renderDocument(document: DocumentRow) {
  const url = `${publicPreviewUrl}${listPath}/${document.sid}`;
  return {
    address_sid: document.addressSid,
    cc_emails: document.ccEmails,
    date_created: isoDate(document.dateCreated),
    date_updated: isoDate(document.dateUpdated),
    email: document.email,
    links: { dependent_hosted_number_orders: `${url}/DependentHostedNumberOrders` },
    sid: document.sid,
    status: document.status,
    url,
  };
}

/** Makes a document, moves its verified orders to pending-loa, and goes straight to signing, as Twilio does. */
export function createDocument(context: EmulatorContext, accountSid: string, form: Fields): DocumentRow {
  const { store } = context;
  const orders = parseOrders(context, form.list('HostedNumberOrderSids') ?? [], accountSid, null);
  const addressSid = parseAddressSid(store, form.text('AddressSid') ?? '', accountSid);
  if (addressSid === null) throw new TwilioError(22109, 'AddressSid is required');
  const email = parseEmail('Email', form.text('Email') ?? '');
  if (email === null) throw new TwilioError(22104, 'Email is required');
  const [contactTitle, contactPhoneNumber] = [form.text('ContactTitle'), form.text('ContactPhoneNumber')];
  if (!contactTitle) throw invalidParameter('ContactTitle is required');
  if (!contactPhoneNumber) throw invalidParameter('ContactPhoneNumber is required');
  const [position, now] = [store.nextPosition(), context.clock.now()];
  const document: DocumentRow = {
    sid: store.makeSid('authorizationDocument', position),
    accountSid,
    position,
    status: 'signing',
    addressSid,
    email,
    ccEmails: parseCcEmails(form) ?? [],
    contactTitle,
    contactPhoneNumber,
    dateCreated: now,
    dateUpdated: now,
  };
  store.documents.put(document);
  for (const order of orders) context.lifecycle.transition(order, 'pending-loa', { signingDocumentSid: document.sid });
  return document;
}

/** Only an open document can be changed; reopening is a request of its own, sending it out again may come with changes. */
function updateDocument(context: EmulatorContext, document: DocumentRow, form: Fields): DocumentRow {
  const status = parseWritableStatus(form.text('Status'));
  const edits = ['HostedNumberOrderSids', 'AddressSid', 'Email', 'CcEmails', 'ContactTitle', 'ContactPhoneNumber'].some(
    (name) => form.has(name),
  );
  if (document.status !== 'opened' && document.status !== 'signing') {
    throw new TwilioError(22107, `The Authorization Document is ${document.status} and cannot be changed`);
  }
  if (document.status === 'signing' && edits) {
    throw new TwilioError(
      22107,
      'The Authorization Document is being signed; set its Status to opened before changing it',
    );
  }
  const changes = parseChanges(context, document, form);
  if (form.has('HostedNumberOrderSids')) replaceOrders(context, document, form.list('HostedNumberOrderSids') ?? []);
  const row = { ...document, ...changes, status: status ?? document.status, dateUpdated: context.clock.now() };
  context.store.documents.put(row);
  return row;
}

function parseChanges(context: EmulatorContext, document: DocumentRow, form: Fields): Partial<DocumentRow> {
  const [addressSid, email] = [form.text('AddressSid'), form.text('Email')];
  const [contactTitle, contactPhoneNumber] = [form.text('ContactTitle'), form.text('ContactPhoneNumber')];
  return {
    addressSid: (addressSid && parseAddressSid(context.store, addressSid, document.accountSid)) || document.addressSid,
    email: (email && parseEmail('Email', email)) || document.email,
    ccEmails: parseCcEmails(form) ?? document.ccEmails,
    contactTitle: contactTitle || document.contactTitle,
    contactPhoneNumber: contactPhoneNumber || document.contactPhoneNumber,
  };
}

/** Orders that leave a document are verified again; verified ones that join it wait for its signature. */
function replaceOrders(context: EmulatorContext, document: DocumentRow, sids: string[]): void {
  const orders = parseOrders(context, sids, document.accountSid, document.sid);
  const kept = new Set(sids);
  for (const order of [...context.store.orders.bucket('document', document.sid)]) {
    if (kept.has(order.sid)) continue;
    if (order.status === 'pending-loa') context.lifecycle.transition(order, 'verified', { signingDocumentSid: null });
    else context.lifecycle.update(order, { signingDocumentSid: null });
  }
  for (const order of orders) {
    if (order.signingDocumentSid === document.sid) continue;
    context.lifecycle.transition(order, 'pending-loa', { signingDocumentSid: document.sid });
  }
}

/** 22101 for sids that name no order of the account, 22111 for orders that are not ready for a document. */
function parseOrders(
  context: EmulatorContext,
  sids: string[],
  accountSid: string,
  documentSid: string | null,
): OrderRow[] {
  const refuse = (why: string) => new TwilioError(22101, `Invalid Hosted Number Order SIDs: ${why}`);
  if (sids.length === 0) throw refuse('at least one is required');
  if (sids.length > limits.ordersPerDocumentMax)
    throw refuse(`at most ${limits.ordersPerDocumentMax} fit one document`);
  if (new Set(sids).size < sids.length) throw refuse('one is given twice');
  return sids.map((sid) => {
    const order = isSid(sid, 'hostedNumberOrder') ? context.store.orders.get(sid) : undefined;
    if (!order || order.accountSid !== accountSid) throw refuse(sid);
    const joined = documentSid !== null && order.signingDocumentSid === documentSid;
    if (!joined && order.status !== 'verified')
      throw new TwilioError(22111, `${sid} is ${order.status}; only verified orders can be signed for`);
    return order;
  });
}

function parseWritableStatus(value: string | undefined): DocumentStatus | undefined {
  if (value === undefined) return undefined;
  if (value !== 'opened' && value !== 'signing')
    throw new TwilioError(22122, 'Only the statuses opened and signing can be set');
  return value;
}

function listDocuments(context: EmulatorContext, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const [status, email] = [call.query.text('Status'), call.query.text('Email')];
  if (status && !(documentStatuses as readonly string[]).includes(status)) {
    throw new TwilioError(22122, `Invalid Authorization Document status: ${status}`);
  }
  const rows = context.store.documents.bucket('account', call.account.sid);
  const page = readPage(rows, request, (row) => (!status || row.status === status) && (!email || row.email === email));
  return previewList(call.path, call.rawQuery, request, page, page.rows.map(renderDocument));
}

function listDependentOrders(context: EmulatorContext, document: DocumentRow, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const page = readPage(context.store.orders.bucket('document', document.sid), request, makeOrderFilter(call.query));
  return previewList(call.path, call.rawQuery, request, page, page.rows.map(renderDependentOrder));
}
