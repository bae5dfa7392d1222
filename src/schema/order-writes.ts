// The inputs and the payload of writes to hosted number orders. An input is named after its write.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { builder } from './builder.ts';
import { MessagingConfigurationInput } from './configuration-inputs.ts';
import { VerificationTypeEnum } from './enums.ts';
import { HostedNumberOrder } from './hosted-number-order.ts';
import { OrderRef } from './references.ts';
import { definePayload, WriteOptions } from './write.ts';

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
    forwardStatusTo: t.field({
      type: 'URL',
      description:
        "Where each transition of the order is posted on: the gateway takes Twilio's status callback for itself, and this gives it back. Twilio's three parameters, signed with the auth token of the order's account, so a receiver of Twilio's callbacks needs no change. In order and at least once; see `statusForwarding` of the order. Upstream: in place of `StatusCallbackUrl`.",
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type CreateHostedNumberOrderInputShape = typeof CreateHostedNumberOrderInput.$inferInput;

export const UpdateHostedNumberOrderInput = builder.inputType('UpdateHostedNumberOrderInput', {
  description: 'Names and addresses of an order. What is left out stays; null or an empty value clears a field.',
  fields: (t) => ({
    order: t.field({ type: OrderRef, required: true, description: 'Which order.' }),
    friendlyName: t.string({ description: 'A name for people, up to 64 characters. Upstream: `FriendlyName`.' }),
    uniqueName: t.string({
      description: 'A name that no other order of the account has, up to 128 characters. Upstream: `UniqueName`.',
    }),
    email: t.field({ type: 'EmailAddress', description: 'The owner of the number. Upstream: `Email`.' }),
    ccEmails: t.field({
      type: ['EmailAddress'],
      description:
        'Who else gets the letter of authorization, 50 at most; replaces those that were named. Upstream: `CcEmails`.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type UpdateHostedNumberOrderInputShape = typeof UpdateHostedNumberOrderInput.$inferInput;

export const StartOwnershipVerificationInput = builder.inputType('StartOwnershipVerificationInput', {
  description: 'A call to the number that tells a code, or a phone bill. Upstream: `Status=pending-verification`.',
  fields: (t) => ({
    order: t.field({ type: OrderRef, required: true, description: 'Which order.' }),
    type: t.field({
      type: VerificationTypeEnum,
      required: true,
      defaultValue: 'phone-call',
      description: 'By a call or by a phone bill. Upstream: `VerificationType`.',
    }),
    documentSid: t.field({
      type: 'Sid',
      description:
        'The phone bill (RI...), needed for PHONE_BILL unless the order has one. Upstream: `VerificationDocumentSid`.',
    }),
    extension: t.string({
      description:
        'What to dial once the call is connected: digits, `*`, `#`, and `w` for half a second of waiting, e.g. `wwww2wwwwww5`. Upstream: `Extension`.',
    }),
    callDelay: t.int({
      description: 'Seconds to wait before the call is made, 0 to 60; 0 without it. Upstream: `CallDelay`.',
    }),
    allowLastAttempt: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Must be true for the third call, the last that Twilio allows: if it fails, the order waits for Twilio support.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});
export type StartOwnershipVerificationInputShape = typeof StartOwnershipVerificationInput.$inferInput;

export const SubmitVerificationCodeInput = builder.inputType('SubmitVerificationCodeInput', {
  description: 'The code that the owner of the number was told by the verification call.',
  fields: (t) => ({
    order: t.field({ type: OrderRef, required: true, description: 'Which order.' }),
    code: t.string({
      required: true,
      description:
        'Four or six digits, zeros in front included. It is handed to Twilio and kept nowhere. Upstream: `VerificationCode`.',
    }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});

export const CancelHostedNumberOrderInput = builder.inputType('CancelHostedNumberOrderInput', {
  description: 'An order to give up.',
  fields: (t) => ({
    order: t.field({ type: OrderRef, required: true, description: 'Which order.' }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});

export const HostedNumberOrderPayload = definePayload<HostedNumberOrderRow>(
  'HostedNumberOrder',
  'a hosted number order',
);
builder.objectField(HostedNumberOrderPayload, 'order', (t) =>
  t.field({
    type: HostedNumberOrder,
    nullable: true,
    description:
      'The order after the write, as the mirror has it, and as it was before where it was cancelled; null when the write did not happen.',
    resolve: (payload) => payload.record,
  }),
);
