// The fields that creating and updating an order share, each with the error code of the hosted numbers dictionary.
import { limits, type VerificationType, verificationTypes } from '../vocabulary.ts';
import type { OrderRow } from './entities.ts';
import { TwilioError } from './errors.ts';
import { countCharacters, type Fields, parseEmail, parseSid } from './form.ts';
import { type Store, uniqueNameKey } from './store.ts';

/** Errors 22116 and 22115 state this length, the resource page a shorter one. */
const nameLengthMax = 128;

type SharedOrderField =
  | 'friendlyName'
  | 'uniqueName'
  | 'email'
  | 'ccEmails'
  | 'verificationType'
  | 'verificationDocumentSid'
  | 'extension'
  | 'callDelay';

export type SharedOrderFields = { -readonly [Name in SharedOrderField]?: OrderRow[Name] };

/** Reads what is present; absent fields stay absent. `orderSid` is the order being updated, whose own name is no duplicate. */
export function parseSharedOrderFields(
  store: Store,
  form: Fields,
  accountSid: string,
  orderSid?: string,
): SharedOrderFields {
  const fields: SharedOrderFields = {};
  const [friendlyName, uniqueName, email] = [form.text('FriendlyName'), form.text('UniqueName'), form.text('Email')];
  if (friendlyName !== undefined) fields.friendlyName = parseName(friendlyName, 22116);
  if (uniqueName !== undefined) fields.uniqueName = parseUniqueName(store, uniqueName, accountSid, orderSid);
  if (email !== undefined) fields.email = parseEmail('Email', email);
  const ccEmails = parseCcEmails(form);
  if (ccEmails) fields.ccEmails = ccEmails;
  const [type, documentSid] = [form.text('VerificationType'), form.text('VerificationDocumentSid')];
  if (type !== undefined) fields.verificationType = parseVerificationType(type);
  if (documentSid !== undefined) {
    fields.verificationDocumentSid = parseSid('VerificationDocumentSid', documentSid, 'identityDocument', 22118);
  }
  const [extension, callDelay] = [form.text('Extension'), form.text('CallDelay')];
  if (extension !== undefined) fields.extension = parseExtension(extension);
  if (callDelay !== undefined) fields.callDelay = parseCallDelay(callDelay);
  return fields;
}

/** The addresses of the repeated key CcEmails; undefined when absent. */
export function parseCcEmails(form: Fields): string[] | undefined {
  return form.list('CcEmails')?.map((value) => parseEmail('CcEmails', value) ?? value);
}

/** A phone bill needs the identity document that shows it (22118). */
export function checkVerificationDocument(type: VerificationType, documentSid: string | null): void {
  if (type === 'phone-bill' && !documentSid) {
    throw new TwilioError(22118, 'VerificationDocumentSid is required when VerificationType is phone-bill');
  }
}

function parseName(value: string, code: number): string | null {
  if (countCharacters(value) > nameLengthMax)
    throw new TwilioError(code, `A name has at most ${nameLengthMax} characters`);
  return value === '' ? null : value;
}

function parseUniqueName(store: Store, value: string, accountSid: string, orderSid: string | undefined): string | null {
  const name = parseName(value, 22115);
  const holders = name === null ? [] : store.orders.bucket('uniqueName', uniqueNameKey(accountSid, name));
  const holder = holders.find((order) => order.sid !== orderSid);
  if (holder) throw new TwilioError(22115, `The unique name is already used by ${holder.sid}`);
  return name;
}

function parseVerificationType(value: string): VerificationType {
  const type = verificationTypes.find((known) => known === value);
  if (!type) throw new TwilioError(22120, `Invalid verification type: ${value}`);
  return type;
}

function parseExtension(value: string): string {
  if (!/^[0-9w*#]+$/.test(value)) throw new TwilioError(22117, 'An extension holds digits, w, * and # only');
  return value;
}

function parseCallDelay(value: string): number {
  const seconds = /^\d{1,3}$/.test(value) ? Number(value) : Infinity;
  if (seconds > limits.callDelayMaxSeconds) throw new TwilioError(21454, 'CallDelay must be from 0 to 60 seconds');
  return seconds;
}
