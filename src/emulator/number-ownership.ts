// Buying, moving and releasing numbers: the rules that ActiveNumbers and IncomingPhoneNumbers share.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isSid } from '../vocabulary.ts';
import type { EmulatorContext } from './context.ts';
import type { AccountRow, NumberRow } from './entities.ts';
import { TwilioError } from './errors.ts';
import type { Fields } from './form.ts';
import { readLine, updateLine } from './lines.ts';
import { applySettings, type ParameterNames } from './number-configuration.ts';
import { defaultConfiguration, isKnownAreaCode, profileOf } from './number-profile.ts';
import { failureReasons } from './order-lifecycle.ts';
import type { ApiCall } from './router.ts';
import { isFinal } from './store.ts';

const threeDaysMs = 3 * 24 * 60 * 60_000;

/** Buys the number (or one of the area code) for the account of the call, with the settings of the request. */
export function buyNumber(context: EmulatorContext, call: ApiCall, names: ParameterNames): NumberRow {
  const { store } = context;
  if (call.account.type === 'Trial') throw new TwilioError(21404, 'A trial account cannot buy this phone number');
  const areaCode = call.form.text('AreaCode');
  const phoneNumber = call.form.text('PhoneNumber') ?? (areaCode === undefined ? '' : findStock(context, areaCode));
  checkPurchase(context, phoneNumber, call.form);
  const now = context.clock.now();
  const position = store.nextPosition();
  const plain: NumberRow = {
    sid: store.makeSid('phoneNumber', position),
    accountSid: call.account.sid,
    position,
    phoneNumber,
    friendlyName: null,
    origin: 'twilio',
    status: 'in-use',
    dateCreated: now,
    dateUpdated: now,
    profile: profileOf(phoneNumber, false),
    configuration: defaultConfiguration,
    addressSid: parseOwnAddress(context, call.form.text('AddressSid'), call.account.sid),
    identitySid: call.form.text('IdentitySid') || null,
    bundleSid: call.form.text('BundleSid') || null,
  };
  const number = applySettings(plain, call.form, names);
  store.numbers.put(number);
  return number;
}

/** Applies the settings of the request and, if it names another account, moves the number there. */
export function updateNumber(
  context: EmulatorContext,
  call: ApiCall,
  number: NumberRow,
  names: ParameterNames,
): NumberRow {
  const target = call.form.text('AccountSid');
  const addressSid = call.form.text('AddressSid');
  const moved =
    target === undefined || target === number.accountSid ? number : moveNumber(context, call.caller, number, target);
  const row = {
    ...applySettings(moved, call.form, names),
    addressSid: addressSid === undefined ? moved.addressSid : parseOwnAddress(context, addressSid, moved.accountSid),
    identitySid: call.form.text('IdentitySid') ?? moved.identitySid,
    bundleSid: call.form.text('BundleSid') ?? moved.bundleSid,
    dateUpdated: context.clock.now(),
  };
  context.store.numbers.put(row);
  return row;
}

/** Releases the number. A hosted one stays registered for three days, and an order that still needs it fails. */
export function releaseNumber(context: EmulatorContext, number: NumberRow): void {
  const { store } = context;
  store.numbers.remove(number.sid);
  if (number.origin !== 'hosted') return;
  updateLine(store, number.phoneNumber, { registeredUntil: context.clock.now() + threeDaysMs });
  for (const order of store.orders.bucket('number', number.sid)) {
    if (!isFinal(order)) context.lifecycle.transition(order, 'failed', { failureReason: failureReasons.released });
  }
}

/** Compares a filter as IncomingPhoneNumbers documents it: part of the number, `*` for any digit. */
export function makeNumberPattern(pattern: string): (phoneNumber: string) => boolean {
  const literal = pattern.replace(/[^0-9*+]/g, '');
  const expression = new RegExp(literal.replaceAll('+', '\\+').replaceAll('*', '\\d'));
  return (phoneNumber) => expression.test(phoneNumber);
}

/** Whether the filter is a whole number, so that the index answers it. */
export function isWholeNumber(pattern: string): boolean {
  return /^\+[1-9]\d{7,14}$/.test(pattern);
}

/** A transferred number is the newest of its new account, as if it had been bought there. */
function moveNumber(context: EmulatorContext, caller: AccountRow, number: NumberRow, target: string): NumberRow {
  const { store } = context;
  if (!isSid(target, 'account')) throw new TwilioError(21470, 'AccountSid is not valid');
  const to = store.accounts.get(target);
  if (!to) throw new TwilioError(21471, `The account ${target} does not exist`);
  if (to.status !== 'active') throw new TwilioError(21472, `The account ${target} is not active`);
  const parent = store.accounts.get(number.accountSid)?.accountSid;
  if (to.accountSid !== parent) throw new TwilioError(21473, 'The account is not related to the owner of the number');
  if (caller.sid !== parent) throw new TwilioError(21474, 'Only the parent account can transfer phone numbers');
  if (number.origin === 'hosted' && number.status !== 'in-use') {
    throw new TwilioError(22121, 'A hosted number can be transferred once it is in-use');
  }
  return { ...number, accountSid: target, position: store.nextPosition(), addressSid: null };
}

function checkPurchase(context: EmulatorContext, phoneNumber: string, form: Fields): void {
  const { store } = context;
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber) || !parsePhoneNumberFromString(phoneNumber)?.isValid()) {
    throw new TwilioError(21421, `${phoneNumber} is not a valid phone number`);
  }
  const ending = phoneNumber.slice(-4);
  if (ending === '9911') throw new TwilioError(21452, `No phone number was found to match ${phoneNumber}`);
  const registered = (readLine(store, phoneNumber).registeredUntil ?? 0) > context.clock.now();
  const taken = store.numbers.bucket('phoneNumber', phoneNumber).length > 0;
  if (taken || registered) throw new TwilioError(21422, `${phoneNumber} is not available`);
  if (ending === '9912' && !form.text('IdentitySid')) {
    throw new TwilioError(21650, `${phoneNumber} requires a verified identity document`);
  }
  if (ending === '9913' && !form.text('AddressSid')) throw new TwilioError(21631, `${phoneNumber} requires an address`);
}

function findStock(context: EmulatorContext, areaCode: string): string {
  if (!/^\d{3}$/.test(areaCode)) throw new TwilioError(21451, 'AreaCode must have three digits');
  if (!isKnownAreaCode(areaCode)) throw new TwilioError(21452, `No phone numbers found in area code ${areaCode}`);
  for (;;) {
    const phoneNumber = context.numberSpace.next(areaCode);
    if (context.store.numbers.bucket('phoneNumber', phoneNumber).length === 0) return phoneNumber;
  }
}

function parseOwnAddress(context: EmulatorContext, value: string | undefined, accountSid: string): string | null {
  if (!value) return null;
  if (context.store.addresses.get(value)?.accountSid !== accountSid)
    throw new TwilioError(21628, `The address ${value} was not found`);
  return value;
}
