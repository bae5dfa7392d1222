// The inputs and payloads of writes. An input is named after its write, a payload after the noun it returns.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { builder } from './builder.ts';
import { HttpMethodEnum, VerificationTypeEnum } from './enums.ts';
import { HostedNumberOrder } from './hosted-number-order.ts';
import { UserError, type UserErrorShape } from './user-error.ts';

export const WriteOptions = builder.inputType('WriteOptions', {
  description: 'How a write is to be done.',
  fields: (t) => ({
    clientMutationId: t.string({ description: 'Anything; the payload says it back.' }),
  }),
});

const MessagingConfigurationInput = builder.inputType('MessagingConfigurationInput', {
  description: 'What happens with messages to a number. An application beats the URLs.',
  fields: (t) => ({
    applicationSid: t.field({
      type: 'Sid',
      description: 'The application that handles messages (AP...). Upstream: `SmsApplicationSid`.',
    }),
    url: t.field({ type: 'URL', description: 'What Twilio requests when a message comes. Upstream: `SmsUrl`.' }),
    method: t.field({ type: HttpMethodEnum, description: 'How it requests `url`. Upstream: `SmsMethod`.' }),
    fallbackUrl: t.field({
      type: 'URL',
      description: 'What it requests when `url` fails. Upstream: `SmsFallbackUrl`.',
    }),
    fallbackMethod: t.field({
      type: HttpMethodEnum,
      description: 'How it requests `fallbackUrl`. Upstream: `SmsFallbackMethod`.',
    }),
  }),
});

export const CreateHostedNumberOrderInput = builder.inputType('CreateHostedNumberOrderInput', {
  description:
    'A new hosted number order. The gateway attaches its own status callback, so the order is followed live from the start.',
  fields: (t) => ({
    phoneNumber: t.field({
      type: 'PhoneNumber',
      required: true,
      description: 'The number to host: a landline or toll-free number of the US or Canada. Upstream: `PhoneNumber`.',
    }),
    smsCapability: t.boolean({
      required: true,
      defaultValue: true,
      description: 'SMS is the only capability that can be hosted, so it must be true. Upstream: `SmsCapability`.',
    }),
    account: t.field({
      type: 'Sid',
      description: 'The subaccount to put the order in (AC...); the parent account without it. Upstream: `AccountSid`.',
    }),
    friendlyName: t.string({ description: 'A name for people, up to 64 characters. Upstream: `FriendlyName`.' }),
    uniqueName: t.string({
      description: 'A name that no other order of the account has, up to 128 characters. Upstream: `UniqueName`.',
    }),
    email: t.field({ type: 'EmailAddress', description: 'The owner of the number. Upstream: `Email`.' }),
    ccEmails: t.field({
      type: ['EmailAddress'],
      description: 'Who else gets the letter of authorization, 50 at most. Upstream: `CcEmails`.',
    }),
    addressSid: t.field({
      type: 'Sid',
      description: 'The address of the owner of the number (AD...). Upstream: `AddressSid`.',
    }),
    sms: t.field({
      type: MessagingConfigurationInput,
      description: 'How the new number handles messages. Upstream: `SmsUrl` and its kin.',
    }),
    verificationType: t.field({
      type: VerificationTypeEnum,
      description: 'How ownership will be proved; Twilio takes the call without it. Upstream: `VerificationType`.',
    }),
    verificationDocumentSid: t.field({
      type: 'Sid',
      description: 'The phone bill (RI...), needed for PHONE_BILL. Upstream: `VerificationDocumentSid`.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type CreateHostedNumberOrderInputShape = typeof CreateHostedNumberOrderInput.$inferInput;

export type HostedNumberOrderPayloadShape = {
  clientMutationId: string | null;
  order: HostedNumberOrderRow | null;
  userErrors: readonly UserErrorShape[];
};

export const HostedNumberOrderPayload = builder
  .objectRef<HostedNumberOrderPayloadShape>('HostedNumberOrderPayload')
  .implement({
    description: 'The outcome of a write to a hosted number order.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'What the input said in `options`.',
      }),
      order: t.expose('order', {
        type: HostedNumberOrder,
        nullable: true,
        description: 'The order after the write, as the mirror has it; null when the write did not happen.',
      }),
      userErrors: t.field({
        type: [UserError],
        description: 'Why the write did not happen, all mistakes at once; empty when it did.',
        resolve: (payload) => payload.userErrors,
      }),
    }),
  });
