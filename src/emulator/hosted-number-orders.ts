// /HostedNumbers/HostedNumberOrders: list, get, delete, and the wire form. Creating and updating have files of their own.
import { deletableOrderStatuses, orderStatuses } from '../vocabulary.ts';
import { type EmulatorContext, requireRow } from './context.ts';
import type { OrderRow } from './entities.ts';
import { TwilioError } from './errors.ts';
import type { Fields } from './form.ts';
import { isTollFree } from './number-profile.ts';
import { createOrder } from './order-creation.ts';
import { updateOrder } from './order-update.ts';
import { parsePageRequest, previewList, publicPreviewUrl, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { type Store, uniqueNameKey } from './store.ts';
import { isoDate } from './wire.ts';

const listPath = '/HostedNumbers/HostedNumberOrders';
const resource = 'HostedNumberOrders';

export function makeHostedNumberOrderRoutes(context: EmulatorContext): Route[] {
  const requireOrder = (call: ApiCall): OrderRow =>
    requireRow(context, call, context.store.orders.get(call.parts.sid ?? ''));
  return [
    {
      resource,
      pattern: path(listPath),
      methods: {
        GET: (call) => ({ status: 200, body: listOrders(context, call) }),
        POST: (call) => {
          const order = createOrder(context, call);
          // The example of a fresh order has null where later answers have a list.
          return { status: 201, body: { ...renderOrder(order), verification_call_sids: null } };
        },
      },
    },
    {
      resource,
      pattern: path(`${listPath}/:sid`),
      methods: {
        GET: (call) => ({ status: 200, body: renderOrder(requireOrder(call)) }),
        POST: (call) => ({ status: 200, body: renderOrder(updateOrder(context, requireOrder(call), call.form)) }),
        DELETE: (call) => {
          deleteOrder(context, requireOrder(call));
          return { status: 204 };
        },
      },
    },
  ];
}

/** The order as Twilio sends it. */
export function renderOrder(order: OrderRow) {
  return { ...renderDependentOrder(order), url: `${publicPreviewUrl}${listPath}/${order.sid}` };
}

/** The order as it appears in the list of a document: without its `url`. */
export function renderDependentOrder(order: OrderRow) {
  return {
    account_sid: order.accountSid,
    address_sid: order.addressSid,
    call_delay: order.callDelay,
    // The examples carry two keys for a landline and three for a toll-free number.
    capabilities: isTollFree(order.phoneNumber) ? { voice: false, mms: false, sms: true } : { sms: true, voice: false },
    cc_emails: order.ccEmails,
    date_created: isoDate(order.dateCreated),
    date_updated: isoDate(order.dateUpdated),
    email: order.email,
    extension: order.extension,
    failure_reason: order.failureReason,
    friendly_name: order.friendlyName,
    incoming_phone_number_sid: order.incomingPhoneNumberSid,
    phone_number: order.phoneNumber,
    sid: order.sid,
    signing_document_sid: order.signingDocumentSid,
    status: order.status,
    unique_name: order.uniqueName,
    verification_attempts: order.verificationAttempts,
    verification_call_sids: order.verificationCallSids,
    verification_code: order.verificationCode,
    verification_document_sid: order.verificationDocumentSid,
    verification_type: order.verificationType,
  };
}

/** Whether an order passes the filters of a list. An unknown status is refused (22111), as Twilio does. */
export function makeOrderFilter(query: Fields): (order: OrderRow) => boolean {
  const status = query.text('Status');
  if (status && !(orderStatuses as readonly string[]).includes(status)) {
    throw new TwilioError(22111, `Invalid Hosted Number Order status: ${status}`);
  }
  const wanted: [string | undefined, (order: OrderRow) => string | null][] = [
    [status, (order) => order.status],
    [query.text('PhoneNumber'), (order) => order.phoneNumber],
    [query.text('IncomingPhoneNumberSid'), (order) => order.incomingPhoneNumberSid],
    [query.text('FriendlyName'), (order) => order.friendlyName],
    [query.text('UniqueName'), (order) => order.uniqueName],
  ];
  const active = wanted.filter(([value]) => value);
  return (order) => active.every(([value, read]) => read(order) === value);
}

function listOrders(context: EmulatorContext, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const matches = makeOrderFilter(call.query);
  const rows = findSmallestBucket(context.store, call);
  const page = readPage(rows, request, (order) => order.accountSid === call.account.sid && matches(order));
  return previewList(call.path, call.rawQuery, request, page, page.rows.map(renderOrder));
}

/** Filters with an index start from it; the rest are tested on the way. */
function findSmallestBucket(store: Store, call: ApiCall): readonly OrderRow[] {
  const [phoneNumber, uniqueName] = [call.query.text('PhoneNumber'), call.query.text('UniqueName')];
  const numberSid = call.query.text('IncomingPhoneNumberSid');
  if (uniqueName) return store.orders.bucket('uniqueName', uniqueNameKey(call.account.sid, uniqueName));
  if (phoneNumber) return store.orders.bucket('phoneNumber', phoneNumber);
  if (numberSid) return store.orders.bucket('number', numberSid);
  return store.orders.bucket('account', call.account.sid);
}

function deleteOrder(context: EmulatorContext, order: OrderRow): void {
  if (!(deletableOrderStatuses as readonly string[]).includes(order.status)) {
    throw new TwilioError(22111, `A Hosted Number Order in status ${order.status} cannot be deleted`);
  }
  context.lifecycle.remove(order);
}
