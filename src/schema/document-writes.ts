// Inputs and the payload of the writes to authorization documents.
import type { AuthorizationDocumentRow } from '../db/tables.ts';
import { AuthorizationDocument } from './authorization-document.ts';
import { builder } from './builder.ts';
import { DocumentStatusEnum } from './enums.ts';
import { DocumentRef, OrderRef } from './references.ts';
import { definePayload, WriteOptions } from './write.ts';

export const CreateAuthorizationDocumentInput = builder.inputType('CreateAuthorizationDocumentInput', {
  description: 'A new letter of authorization, which Twilio sends for signature at once.',
  fields: (t) => ({
    orders: t.field({
      type: [OrderRef],
      required: true,
      description:
        'The orders that it covers, 1 to 15,000, all `verified` and of one account. Upstream: `HostedNumberOrderSids`.',
    }),
    addressSid: t.field({
      type: 'Sid',
      required: true,
      description: 'The address that the numbers are activated with (AD...). Upstream: `AddressSid`.',
    }),
    email: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Who is to sign; the document is sent there. Upstream: `Email`.',
    }),
    ccEmails: t.field({
      type: ['EmailAddress'],
      description: 'Who else is told when it is sent and signed, 50 at most. Upstream: `CcEmails`.',
    }),
    contactTitle: t.string({
      required: true,
      description: 'The title of the person who may sign, up to 255 characters. Upstream: `ContactTitle`.',
    }),
    contactPhoneNumber: t.string({
      required: true,
      description:
        'The phone number of that person, in any notation, up to 255 characters. Upstream: `ContactPhoneNumber`.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type CreateAuthorizationDocumentInputShape = typeof CreateAuthorizationDocumentInput.$inferInput;

export const UpdateAuthorizationDocumentInput = builder.inputType('UpdateAuthorizationDocumentInput', {
  description:
    'Changes of a letter of authorization; what is absent stays. While it is `signing` it must be reopened first, by `status: OPENED` alone.',
  fields: (t) => ({
    document: t.field({ type: DocumentRef, required: true, description: 'Which one.' }),
    status: t.field({
      type: DocumentStatusEnum,
      description:
        'OPENED reopens it, and stands alone; SIGNING sends it for signature, alone or with changes. No other can be set. Upstream: `Status`.',
    }),
    orders: t.field({
      type: [OrderRef],
      description:
        'The orders that it covers from now on, 1 to 15,000, instead of those before. New ones must be `verified`. Upstream: `HostedNumberOrderSids`.',
    }),
    addressSid: t.field({
      type: 'Sid',
      description: 'The address that the numbers are activated with (AD...). Upstream: `AddressSid`.',
    }),
    email: t.field({ type: 'EmailAddress', description: 'Who is to sign. Upstream: `Email`.' }),
    ccEmails: t.field({
      type: ['EmailAddress'],
      description:
        'Who else is told when it is sent and signed, 50 at most, instead of those before; empty for nobody. Upstream: `CcEmails`.',
    }),
    contactTitle: t.string({
      description: 'The title of the person who may sign, up to 255 characters. Upstream: `ContactTitle`.',
    }),
    contactPhoneNumber: t.string({
      description:
        'The phone number of that person, in any notation, up to 255 characters. Upstream: `ContactPhoneNumber`.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type UpdateAuthorizationDocumentInputShape = typeof UpdateAuthorizationDocumentInput.$inferInput;

export const AuthorizationDocumentPayload = definePayload<AuthorizationDocumentRow>(
  'AuthorizationDocument',
  'an authorization document',
);
builder.objectField(AuthorizationDocumentPayload, 'document', (t) =>
  t.field({
    type: AuthorizationDocument,
    nullable: true,
    description:
      'The document after the write, as the mirror has it; null when the write did not happen. Its orders follow within moments.',
    resolve: (payload) => payload.record,
  }),
);
