// An authorization document: the letter that lets Twilio host the numbers of its orders.
import type { AuthorizationDocumentRow } from '../db/tables.ts';
import { documentStatuses } from '../vocabulary.ts';
import { documentActions } from '../writes/document-moves.ts';
import { builder } from './builder.ts';
import { DocumentStatusEnum, knownWord } from './enums.ts';
import { Mirrored } from './mirrored.ts';
import { ViewerAction } from './viewer-action.ts';

export const AuthorizationDocument = builder.objectRef<AuthorizationDocumentRow>('AuthorizationDocument');

builder.node(AuthorizationDocument, {
  description:
    'A letter of authorization (LOA): the owner of the numbers signs it, and Twilio may then route their messages. It covers up to 15,000 hosted number orders.',
  interfaces: [Mirrored],
  id: { resolve: (document) => document.sid },
  fields: (t) => ({
    status: t.field({
      type: DocumentStatusEnum,
      description: 'Where the document stands. Upstream: `status`.',
      resolve: (document) => knownWord(documentStatuses, document.status),
    }),
    rawStatus: t.exposeString('status', { description: "The status in Twilio's own word. Upstream: `status`." }),
    mutable: t.boolean({
      description: 'Whether the document can be changed: only while it is opened.',
      resolve: (document) => document.status === 'opened' && document.vanishedAt === null,
    }),
    addressSid: t.expose('addressSid', {
      type: 'Sid',
      nullable: true,
      description: 'The address that the numbers are activated with. Upstream: `address_sid`.',
    }),
    email: t.expose('email', {
      type: 'EmailAddress',
      nullable: true,
      description: 'Who is asked to sign. Upstream: `email`.',
    }),
    ccEmails: t.expose('ccEmails', {
      type: ['EmailAddress'],
      description: 'Who else is told when the document is sent and signed. Upstream: `cc_emails`.',
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: "The document's address in Twilio's API. Upstream: `url`.",
    }),
    contactTitle: t.exposeString('contactTitle', {
      nullable: true,
      description:
        'The title of the person who may sign. Twilio takes `contact_title` but never gives it back: the gateway keeps it, and it is null for a document that was made elsewhere.',
    }),
    contactPhoneNumber: t.exposeString('contactPhoneNumber', {
      nullable: true,
      description:
        'The phone number of the person who may sign. Twilio takes `contact_phone_number` but never gives it back: the gateway keeps it, and it is null for a document that was made elsewhere.',
    }),
    dateCreated: t.expose('dateCreated', {
      type: 'DateTime',
      description: 'When the document was made. Upstream: `date_created`.',
    }),
    dateUpdated: t.expose('dateUpdated', {
      type: 'DateTime',
      description: 'When Twilio last changed the document. Upstream: `date_updated`.',
    }),
    viewerActions: t.field({
      type: [ViewerAction],
      description:
        'The writes to the document, and whether its state allows them. `updateAuthorizationDocument` reopens and sends while it is opened or signing, and changes it while it is opened (see `mutable`).',
      resolve: documentActions,
    }),
  }),
});
