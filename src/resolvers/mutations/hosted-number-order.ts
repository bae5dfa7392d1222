// Writes to hosted number orders: checked here, done by the ledger.
import type { Context } from '../../context.ts';
import type { FieldChange } from '../../db/gateway-tables.ts';
import { findOrderSidsOfNumber } from '../../db/write-lookups.ts';
import { builder } from '../../schema/builder.ts';
import { enumName } from '../../schema/enums.ts';
import {
  CreateHostedNumberOrderInput,
  type CreateHostedNumberOrderInputShape,
  HostedNumberOrderPayload,
} from '../../schema/order-writes.ts';
import {
  type CreateHostedNumberOrderRequest,
  createHostedNumberOrderKind,
} from '../../writes/kinds/create-hosted-number-order.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { loadHostedNumberOrder } from '../node-id.ts';
import { checkNewOrder } from './new-order-check.ts';
import { changeOf } from './order-preparation.ts';
import { answerWrite } from './outcome.ts';
import { noticesOfUrls } from './public-url.ts';

builder.mutationField('createHostedNumberOrder', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description:
      'Asks Twilio to host a number. The order is in the mirror when this answers, and `transitions` tells how it goes on.',
    args: { input: t.arg({ type: CreateHostedNumberOrderInput, required: true, description: 'The new order.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        createHostedNumberOrderKind,
        { input, prepare: () => prepareNewOrder(input, context), load: loadHostedNumberOrder },
        context,
      ),
  }),
);

async function prepareNewOrder(
  input: CreateHostedNumberOrderInputShape,
  context: Context,
): Promise<Preparation<CreateHostedNumberOrderRequest>> {
  const { database, ownerAccountSid } = context.services;
  const { credentials, errors } = await checkNewOrder(input, context);
  if (credentials === null || errors.length > 0) return { errors };
  const { phoneNumber } = input;
  const forwardStatusTo = input.forwardStatusTo ? new URL(input.forwardStatusTo).href : undefined;
  return {
    plan: {
      accountSid: credentials.accountSid,
      subject: `number ${phoneNumber}`,
      request: {
        parameters: toParameters(input),
        knownSids: await findOrderSidsOfNumber(database.db, ownerAccountSid, phoneNumber),
        forwardStatusTo,
      },
      secret: undefined,
      targetSid: null,
      changes: [...changesOf(input), ...forwardingChange(forwardStatusTo)],
      notices: noticesOf(input),
      callsToMake: 1,
    },
  };
}

/** What the new order will say. The configuration of messages goes to the number that is made with it. */
function changesOf(input: CreateHostedNumberOrderInputShape): FieldChange[] {
  const sms = 'activeNumber.configuration.sms';
  const { verificationType: type = null } = input;
  return [
    ...changeOf('phoneNumber', null, input.phoneNumber),
    ...changeOf('friendlyName', null, input.friendlyName ?? null),
    ...changeOf('uniqueName', null, input.uniqueName ?? null),
    ...changeOf('email', null, input.email ?? null),
    ...changeOf('ccEmails', null, input.ccEmails ?? null),
    ...changeOf('addressSid', null, input.addressSid ?? null),
    ...changeOf('verification.type', null, type === null ? null : enumName(type)),
    ...changeOf('verification.documentSid', null, input.verificationDocumentSid ?? null),
    ...changeOf(`${sms}.applicationSid`, null, input.sms?.applicationSid ?? null),
    ...changeOf(`${sms}.url`, null, input.sms?.url ?? null),
    ...changeOf(`${sms}.method`, null, input.sms?.method ?? null),
    ...changeOf(`${sms}.fallbackUrl`, null, input.sms?.fallbackUrl ?? null),
    ...changeOf(`${sms}.fallbackMethod`, null, input.sms?.fallbackMethod ?? null),
  ];
}

function noticesOf({ sms, forwardStatusTo }: CreateHostedNumberOrderInputShape): string[] {
  const hasBoth = Boolean(sms?.applicationSid) && Boolean(sms?.url ?? sms?.fallbackUrl);
  return [
    ...noticesOfUrls({ forwardStatusTo, 'sms.url': sms?.url, 'sms.fallbackUrl': sms?.fallbackUrl }),
    ...(hasBoth
      ? ['sms.applicationSid overrides sms.url and sms.fallbackUrl: the URLs are stored, but not requested.']
      : []),
  ];
}

function forwardingChange(after: string | undefined): FieldChange[] {
  return after === undefined ? [] : [{ path: 'statusForwarding.url', before: null, after }];
}

function toParameters(input: CreateHostedNumberOrderInputShape): CreateHostedNumberOrderRequest['parameters'] {
  return {
    phoneNumber: input.phoneNumber,
    smsCapability: input.smsCapability,
    accountSid: input.account ?? undefined,
    friendlyName: input.friendlyName ?? undefined,
    uniqueName: input.uniqueName ?? undefined,
    email: input.email ?? undefined,
    ccEmails: input.ccEmails ?? undefined,
    addressSid: input.addressSid ?? undefined,
    smsUrl: input.sms?.url ?? undefined,
    smsMethod: input.sms?.method ?? undefined,
    smsFallbackUrl: input.sms?.fallbackUrl ?? undefined,
    smsFallbackMethod: input.sms?.fallbackMethod ?? undefined,
    smsApplicationSid: input.sms?.applicationSid ?? undefined,
    verificationType: input.verificationType ?? undefined,
    verificationDocumentSid: input.verificationDocumentSid ?? undefined,
  };
}
