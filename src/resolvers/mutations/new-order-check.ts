// Everything that can be wrong with a new order, found before Twilio is asked and told in one answer.
import type { Context } from '../../context.ts';
import { findOpenOrder, findUniqueNameHolder } from '../../db/lookups.ts';
import type { CreateHostedNumberOrderInputShape } from '../../schema/order-writes.ts';
import type { Credentials } from '../../twilio/client.ts';
import type { WriteError } from '../../writes/write-error.ts';
import { checkCcEmails } from './cc-emails.ts';
import { beginInputCheck, type InputCheck } from './outcome.ts';
import { complainOfUrl } from './public-url.ts';
import {
  complainOfEmail,
  complainOfFriendlyName,
  complainOfPhoneNumber,
  complainOfSid,
  complainOfUniqueName,
} from './rules.ts';

/** Whom the order is made as, and every mistake of the input. Credentials are null when the account is one of them. */
export async function checkNewOrder(
  input: CreateHostedNumberOrderInputShape,
  context: Context,
): Promise<{ credentials: Credentials | null; errors: readonly WriteError[] }> {
  const inputCheck = beginInputCheck();
  const credentials = checkAccount(input, inputCheck, context);
  const isNumberSound = inputCheck.check(['phoneNumber'], input.phoneNumber, complainOfPhoneNumber);
  if (!input.smsCapability) {
    inputCheck.add(
      ['smsCapability'],
      'must be true: SMS is the only capability that can be hosted (Twilio error 22119)',
    );
  }
  inputCheck.check(['friendlyName'], input.friendlyName, complainOfFriendlyName);
  const isNameSound = inputCheck.check(['uniqueName'], input.uniqueName, complainOfUniqueName);
  checkPeople(input, inputCheck);
  checkMessaging(input, inputCheck, context);
  checkVerification(input, inputCheck);
  inputCheck.check(['forwardStatusTo'], input.forwardStatusTo, complainOfUrl(context.services.allowPrivateUrls));
  if (isNumberSound) await checkOpenOrder(input.phoneNumber, inputCheck, context);
  if (isNameSound && credentials) await checkUniqueName(input.uniqueName ?? '', credentials, inputCheck, context);
  return { credentials, errors: inputCheck.errors };
}

/** A stranger's account is answered like one that does not exist. */
function checkAccount(input: CreateHostedNumberOrderInputShape, check: InputCheck, { services }: Context) {
  if (input.account === null || input.account === undefined) return services.credentialsOf();
  if (!check.check(['account'], input.account, complainOfSid('account'))) return null;
  const credentials = services.credentialsOf(input.account);
  if (credentials === null) check.add(['account'], 'there is no such account', 'NOT_FOUND');
  return credentials;
}

function checkPeople(input: CreateHostedNumberOrderInputShape, check: InputCheck): void {
  check.check(['email'], input.email, complainOfEmail);
  check.check(['addressSid'], input.addressSid, complainOfSid('address'));
  checkCcEmails(input.ccEmails ?? [], check);
}

function checkMessaging({ sms }: CreateHostedNumberOrderInputShape, check: InputCheck, { services }: Context): void {
  const complain = complainOfUrl(services.allowPrivateUrls);
  check.check(['sms', 'url'], sms?.url, complain);
  check.check(['sms', 'fallbackUrl'], sms?.fallbackUrl, complain);
  check.check(['sms', 'applicationSid'], sms?.applicationSid, complainOfSid('application'));
}

function checkVerification(input: CreateHostedNumberOrderInputShape, check: InputCheck): void {
  const { verificationType, verificationDocumentSid } = input;
  check.check(['verificationDocumentSid'], verificationDocumentSid, complainOfSid('identityDocument'));
  if (verificationType === 'UNKNOWN') {
    check.add(['verificationType'], 'must be PHONE_CALL or PHONE_BILL; UNKNOWN is for reading only');
  }
  if (verificationType === 'phone-bill' && (verificationDocumentSid ?? null) === null) {
    check.add(
      ['verificationDocumentSid'],
      'is required (RI...) when verificationType is PHONE_BILL (Twilio error 22118)',
    );
  }
}

async function checkOpenOrder(phoneNumber: string, check: InputCheck, { services }: Context): Promise<void> {
  const openOrder = await findOpenOrder(services.database.db, services.ownerAccountSid, phoneNumber);
  if (openOrder) check.add(['phoneNumber'], `there is an open order ${openOrder} for this number`, 'CONFLICT');
}

async function checkUniqueName(
  uniqueName: string,
  { accountSid }: Credentials,
  check: InputCheck,
  { services }: Context,
): Promise<void> {
  const holder = await findUniqueNameHolder(services.database.db, services.ownerAccountSid, accountSid, uniqueName);
  if (holder) check.add(['uniqueName'], `is already used by ${holder}`, 'CONFLICT');
}
