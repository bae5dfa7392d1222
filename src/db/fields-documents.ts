// The fields of authorization documents.
import { documentStatuses } from '../vocabulary.ts';
import { each, type FieldTree, sid, text, texts, time, word } from './fields.ts';

export const authorizationDocumentFields: FieldTree = {
  sid: sid('sid', 'authorizationDocument', 'primary', 'The sid (PX...).'),
  status: word(
    'status',
    { operators: 'DocumentStatusOp', words: each(documentStatuses) },
    'ordered',
    'Where the document stands.',
    {
      sort: 'STATUS',
      facet: 'STATUS',
    },
  ),
  email: text('email', 'ordered', 'Who is asked to sign.', { sort: 'EMAIL' }),
  ccEmails: texts('ccEmails', 'Who else is told when the document is sent and signed.'),
  addressSid: sid('addressSid', 'address', 'own', 'The address of the numbers (AD...).'),
  contactTitle: text('contactTitle', 'own', 'The title of the person who may sign.'),
  contactPhoneNumber: text('contactPhoneNumber', 'own', 'The phone number of the person who may sign.'),
  account: sid('accountSid', 'account', 'ordered', 'The account that the record belongs to (AC...).', {
    facet: 'ACCOUNT',
  }),
  dateCreated: time('dateCreated', 'list', 'When the document was made.', {
    sort: 'DATE_CREATED',
    facet: 'CREATED_DAY',
  }),
  dateUpdated: time('dateUpdated', 'ordered', 'When Twilio last changed the document.', { sort: 'DATE_UPDATED' }),
  hostedNumberOrders: {
    kind: 'link',
    link: 'ordersOfDocument',
    describes: 'At least one order that the document covers and Twilio still has. `{}`: there is one.',
  },
  search: {
    kind: 'search',
    texts: ['email'],
    describes:
      'Free text: each of its words begins a word (among the first 256 characters) of the e-mail address. The case of the letters A to Z does not matter.',
  },
};
