// POST /HostedNumbers/HostedNumberOrders: the preliminary eligibility check, then the order and, with it, its number.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type EmulatorContext, mayActFor } from './context.ts';
import type { NumberConfiguration, NumberRow, OrderRow } from './entities.ts';
import { notFound, TwilioError } from './errors.ts';
import { type Fields, parseMethod, parseSid, parseUrl } from './form.ts';
import { readLine } from './lines.ts';
import { defaultConfiguration, profileOf } from './number-profile.ts';
import { checkVerificationDocument, parseSharedOrderFields } from './order-fields.ts';
import type { ApiCall } from './router.ts';
import { isFinal, type Store } from './store.ts';

/** Checks the request in the order Twilio lists its codes, then stores a number and an order in `twilio-processing`. */
export function createOrder(context: EmulatorContext, call: ApiCall): OrderRow {
  const { store } = context;
  const { form } = call;
  const accountSid = findTargetAccount(context, call);
  const phoneNumber = parseHostableNumber(form.text('PhoneNumber'));
  if (form.flag('SmsCapability', 22119) !== true) throw new TwilioError(22119, 'SmsCapability must be true');
  const shared = parseSharedOrderFields(store, form, accountSid);
  const routing = parseSmsRouting(form);
  const callback = {
    statusCallbackUrl: parseUrl('StatusCallbackUrl', form.text('StatusCallbackUrl') ?? '', 22105),
    statusCallbackMethod:
      parseMethod('StatusCallbackMethod', form.text('StatusCallbackMethod') ?? '', 22106) === 'GET' ? 'GET' : 'POST',
  } as const;
  const addressSid = parseAddressSid(store, form.text('AddressSid') ?? '', accountSid);
  checkVerificationDocument(shared.verificationType ?? 'phone-call', shared.verificationDocumentSid ?? null);
  checkHostable(context, phoneNumber);
  return addHostedOrder(context, accountSid, { ...shared, ...callback, phoneNumber, addressSid }, routing);
}

/** Stores the order and its number. Also used by the customer that the autopilot plays. */
export function addHostedOrder(
  context: EmulatorContext,
  accountSid: string,
  fields: Partial<OrderRow> & { phoneNumber: string },
  sms: NumberConfiguration['sms'],
): OrderRow {
  const { store } = context;
  const now = context.clock.now();
  const numberPosition = store.nextPosition();
  const position = store.nextPosition();
  const order: OrderRow = {
    ...emptyOrder,
    ...fields,
    sid: store.makeSid('hostedNumberOrder', position),
    accountSid,
    position,
    incomingPhoneNumberSid: store.makeSid('phoneNumber', numberPosition),
    dateCreated: now,
    dateUpdated: now,
    statusSince: now,
  };
  store.numbers.put(makeHostedNumber(order, numberPosition, sms));
  context.lifecycle.add(order);
  return order;
}

/** An order before anything happened to it. */
export const emptyOrder = {
  addressSid: null,
  signingDocumentSid: null,
  friendlyName: null,
  uniqueName: null,
  status: 'twilio-processing',
  failureReason: '',
  dueAt: null,
  email: null,
  ccEmails: [] as readonly string[],
  verificationAttempts: 0,
  verificationType: 'phone-call',
  verificationDocumentSid: null,
  verificationCode: null,
  codeExpiresAt: null,
  verificationCallSids: [] as readonly string[],
  extension: null,
  callDelay: 0,
  statusCallbackUrl: null,
  statusCallbackMethod: 'POST',
  madeBy: 'customer',
} as const satisfies Partial<OrderRow>;

/** The number that an order creates; the SMS and callback settings of the order are copied onto it. */
export function makeHostedNumber(order: OrderRow, position: number, sms: NumberConfiguration['sms']): NumberRow {
  const plain = sms === defaultConfiguration.sms && !order.statusCallbackUrl;
  return {
    sid: order.incomingPhoneNumberSid,
    accountSid: order.accountSid,
    position,
    phoneNumber: order.phoneNumber,
    friendlyName: order.friendlyName,
    origin: 'hosted',
    status: order.status === 'completed' ? 'in-use' : 'pending',
    dateCreated: order.dateCreated,
    dateUpdated: order.dateCreated,
    profile: profileOf(order.phoneNumber, true),
    configuration: plain
      ? defaultConfiguration
      : {
          ...defaultConfiguration,
          statusCallback: order.statusCallbackUrl,
          statusCallbackMethod: order.statusCallbackUrl ? order.statusCallbackMethod : null,
          sms,
        },
    addressSid: order.addressSid,
    identitySid: null,
    bundleSid: null,
  };
}

/** An address of that account, or null for an empty value. Wrong shape, gone or foreign: 22109. */
export function parseAddressSid(store: Store, value: string, accountSid: string): string | null {
  const sid = parseSid('AddressSid', value, 'address', 22109);
  if (sid !== null && store.addresses.get(sid)?.accountSid !== accountSid) {
    throw new TwilioError(22109, `The address ${sid} was not found`);
  }
  return sid;
}

function findTargetAccount(context: EmulatorContext, call: ApiCall): string {
  const target = call.form.text('AccountSid') || call.account.sid;
  if (!mayActFor(context.store, call.account, target)) throw notFound(`/Accounts/${target}`);
  return target;
}

function parseHostableNumber(value: string | undefined): string {
  if (!value || !/^\+[1-9]\d{1,14}$/.test(value)) throw new TwilioError(22102, 'PhoneNumber must be in E.164 format');
  const parsed = parsePhoneNumberFromString(value);
  if (!parsed?.isValid()) throw new TwilioError(22102, `${value} is not a valid phone number`);
  // Toll-free numbers of the North American plan belong to no single country.
  const isTollFree = parsed.countryCallingCode === '1' && parsed.getType() === 'TOLL_FREE';
  if (!isTollFree && parsed.country !== 'US' && parsed.country !== 'CA') {
    throw new TwilioError(22103, 'Only numbers of the United States and Canada can be hosted');
  }
  return value;
}

function parseSmsRouting(form: Fields): NumberConfiguration['sms'] {
  const url = parseUrl('SmsUrl', form.text('SmsUrl') ?? '', 22105);
  const fallbackUrl = parseUrl('SmsFallbackUrl', form.text('SmsFallbackUrl') ?? '', 22105);
  const method = parseMethod('SmsMethod', form.text('SmsMethod') ?? '', 22106);
  const fallbackMethod = parseMethod('SmsFallbackMethod', form.text('SmsFallbackMethod') ?? '', 22106);
  const applicationSid = parseSid('SmsApplicationSid', form.text('SmsApplicationSid') ?? '', 'application', 22108);
  if (!url && !fallbackUrl && !method && !fallbackMethod && !applicationSid) return defaultConfiguration.sms;
  return { applicationSid, url, method, fallbackUrl, fallbackMethod };
}

/** 22110: mobile or voip, owned by Twilio, hosted already, still registered, or on an open order. */
function checkHostable(context: EmulatorContext, phoneNumber: string): void {
  const { store } = context;
  const line = readLine(store, phoneNumber);
  const refuse = (why: string) => new TwilioError(22110, `The phone number ${phoneNumber} cannot be hosted: ${why}`);
  if (line.lineType !== 'landline') throw refuse(`it is a ${line.lineType} number`);
  if (store.numbers.bucket('phoneNumber', phoneNumber).some((number) => number.origin === 'twilio')) {
    throw refuse('it belongs to a Twilio account');
  }
  const orders = store.orders.bucket('phoneNumber', phoneNumber);
  if (orders.some((order) => !isFinal(order))) throw refuse('another order for it is open');
  const hosted = orders.some(
    (order) => order.status === 'completed' && store.numbers.get(order.incomingPhoneNumberSid),
  );
  if (hosted) throw refuse('it is hosted already');
  if ((line.registeredUntil ?? 0) > context.clock.now()) throw refuse('it was released less than three days ago');
}
