// An authorization document. Twilio gives back neither its account, nor its contact, nor its orders.
import { z } from 'zod';
import { documentStatuses } from '../../vocabulary.ts';
import type { AuthorizationDocumentFacts } from '../facts.ts';
import { moment, readObject, required, text, texts, word } from './wire-values.ts';

const wireDocument = z.object({
  sid: text,
  account_sid: text,
  status: word(documentStatuses),
  address_sid: text,
  email: text,
  cc_emails: texts,
  url: text,
  date_created: moment,
  date_updated: moment,
});

/**
 * Reads a document of the account that was asked. Throws RepresentationError without sid, status or date of creation.
 * A document that was never updated may lack that date: it is then the date of creation.
 */
export function readAuthorizationDocument(json: unknown, accountSid: string): AuthorizationDocumentFacts {
  const wire = readObject(wireDocument, json);
  const dateCreated = required('date_created', wire.date_created);
  return {
    sid: required('sid', wire.sid),
    accountSid: wire.account_sid ?? accountSid,
    status: required('status', wire.status),
    addressSid: wire.address_sid,
    email: wire.email,
    ccEmails: wire.cc_emails,
    url: wire.url,
    dateCreated,
    dateUpdated: wire.date_updated ?? dateCreated,
  };
}
