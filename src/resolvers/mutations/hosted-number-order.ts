// Writes to hosted number orders: checked here, done by Twilio, believed when `ingest` has its answer.
import { GraphQLError } from 'graphql';
import type { Context } from '../../context.ts';
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { ingest } from '../../mirror/ingest.ts';
import { builder } from '../../schema/builder.ts';
import type { UserErrorShape } from '../../schema/user-error.ts';
import {
  CreateHostedNumberOrderInput,
  type CreateHostedNumberOrderInputShape,
  HostedNumberOrderPayload,
} from '../../schema/write.ts';
import type { CreateHostedNumberOrderParameters } from '../../twilio/client.ts';
import type { HostedNumberOrderFacts } from '../../twilio/facts.ts';
import { checkNewOrder } from './new-order-check.ts';
import { askTwilio } from './outcome.ts';

builder.mutationField('createHostedNumberOrder', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description:
      'Asks Twilio to host a number. The order is in the mirror when this answers, and `transitions` tells how it goes on. Not safe to repeat: look for the order first when the outcome is unknown.',
    args: { input: t.arg({ type: CreateHostedNumberOrderInput, required: true, description: 'The new order.' }) },
    resolve: async (_root, { input }, context) => ({
      clientMutationId: input.options?.clientMutationId ?? null,
      ...(await createHostedNumberOrder(input, context)),
    }),
  }),
);

async function createHostedNumberOrder(
  input: CreateHostedNumberOrderInputShape,
  context: Context,
): Promise<{ order: HostedNumberOrderRow | null; userErrors: readonly UserErrorShape[] }> {
  const { services } = context;
  const { credentials, errors } = await checkNewOrder(input, context);
  if (credentials === null || errors.length > 0) return { order: null, userErrors: errors };
  const statusCallbackUrl = services.callbackUrlOf(credentials.accountSid);
  const startedAt = services.now();
  const parameters = toParameters(input, statusCallbackUrl);
  const outcome = await askTwilio(() => services.twilio.createHostedNumberOrder(credentials, parameters), context);
  if ('error' in outcome) return { order: null, userErrors: [outcome.error] };
  return { order: await keepNewOrder(outcome.answer, startedAt, context), userErrors: [] };
}

/** The order as the mirror has it after the answer was accepted. */
async function keepNewOrder(
  facts: HostedNumberOrderFacts,
  startedAt: Date,
  context: Context,
): Promise<HostedNumberOrderRow> {
  const { database, log, ownerAccountSid } = context.services;
  const { sid } = facts;
  try {
    await ingest(database, {
      ownerAccountSid,
      source: 'mutation-response',
      startedAt,
      orders: [facts],
      createdHere: new Set([sid]),
    });
    const order = await context.loaders.hostedNumberOrders.clear(sid).load(sid);
    if (order) return order;
    throw new Error('the order was accepted and is not in the mirror');
  } catch (error) {
    log.error({ requestId: context.requestId, source: 'mutation', sid, err: error }, 'a new order could not be kept');
    throw new GraphQLError(
      `Twilio has made the order ${sid}, but the gateway could not store it. Do not create it again: the next sync brings it.`,
      { extensions: { code: 'SERVICE_UNAVAILABLE', orderSid: sid } },
    );
  }
}

function toParameters(
  input: CreateHostedNumberOrderInputShape,
  statusCallbackUrl: string,
): CreateHostedNumberOrderParameters {
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
    statusCallbackUrl,
    statusCallbackMethod: 'POST',
    verificationType: input.verificationType ?? undefined,
    verificationDocumentSid: input.verificationDocumentSid ?? undefined,
  };
}
