// A hosted number order, on its own or among the orders of a document (that list leaves `url` out).
import { z } from 'zod';
import { orderStatuses, verificationTypes } from '../../vocabulary.ts';
import type { HostedNumberOrderFacts } from '../facts.ts';
import { failureCodeOf } from '../failure-reason.ts';
import { count, flag, moment, part, readObject, required, text, texts, word } from './wire-values.ts';

const wireOrder = z.object({
  sid: text,
  account_sid: text,
  phone_number: text,
  status: word(orderStatuses),
  failure_reason: text,
  capabilities: part({ sms: flag, mms: flag, voice: flag, fax: flag }),
  friendly_name: text,
  unique_name: text,
  url: text,
  email: text,
  cc_emails: texts,
  address_sid: text,
  incoming_phone_number_sid: text,
  signing_document_sid: text,
  verification_type: word(verificationTypes),
  verification_document_sid: text,
  verification_attempts: count,
  verification_call_sids: texts,
  verification_code: text,
  extension: text,
  call_delay: count,
  date_created: moment,
  date_updated: moment,
});

/**
 * Reads an order. `accountSid` is the account that was asked, used where Twilio names none. Throws RepresentationError
 * without sid, phone number, status or date of creation.
 */
export function readHostedNumberOrder(json: unknown, accountSid: string): HostedNumberOrderFacts {
  const wire = readObject(wireOrder, json);
  const dateCreated = required('date_created', wire.date_created);
  const status = required('status', wire.status);
  return {
    sid: required('sid', wire.sid),
    accountSid: wire.account_sid ?? accountSid,
    phoneNumber: required('phone_number', wire.phone_number),
    status,
    failureReason: wire.failure_reason,
    failureCode: failureCodeOf(status, wire.failure_reason),
    capabilitiesSms: wire.capabilities.sms,
    capabilitiesMms: wire.capabilities.mms,
    capabilitiesVoice: wire.capabilities.voice,
    capabilitiesFax: wire.capabilities.fax,
    friendlyName: wire.friendly_name,
    uniqueName: wire.unique_name,
    url: wire.url,
    email: wire.email,
    ccEmails: wire.cc_emails,
    addressSid: wire.address_sid,
    incomingPhoneNumberSid: wire.incoming_phone_number_sid,
    signingDocumentSid: wire.signing_document_sid,
    verificationType: wire.verification_type,
    verificationDocumentSid: wire.verification_document_sid,
    verificationAttempts: wire.verification_attempts ?? 0,
    verificationCallSids: wire.verification_call_sids,
    verificationCode: wire.verification_code,
    extension: wire.extension,
    callDelay: wire.call_delay,
    dateCreated,
    dateUpdated: wire.date_updated ?? dateCreated,
  };
}
