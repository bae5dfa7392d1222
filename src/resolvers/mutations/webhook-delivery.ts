// Judging a callback anew, for an operator who has put something right.
import type { Context } from '../../context.ts';
import { builder } from '../../schema/builder.ts';
import { ReplayWebhookDeliveryInput, WebhookDeliveryPayload } from '../../schema/webhook-delivery.ts';
import { deliveryVerdicts } from '../../vocabulary.ts';
import { loadDelivery, readNodeKey } from '../node-id.ts';
import { beginInputCheck } from './outcome.ts';

builder.mutationField('replayWebhookDelivery', (t) =>
  t.field({
    type: WebhookDeliveryPayload,
    description:
      'Has a status callback judged anew, as if it came now. Safe to repeat: it reads an order at most once in 30 seconds. A forged one cannot be replayed.',
    args: { input: t.arg({ type: ReplayWebhookDeliveryInput, required: true, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => ({
      clientMutationId: input.options?.clientMutationId ?? null,
      ...(await replayDelivery(input.delivery, context)),
    }),
  }),
);

async function replayDelivery(id: string, context: Context) {
  const key = readNodeKey(id, 'WebhookDelivery');
  const known = key === null ? null : await loadDelivery(key, context);
  if (known === null) {
    const { add, errors } = beginInputCheck();
    add(['delivery'], 'there is no such callback', 'NOT_FOUND');
    return { delivery: null, userErrors: errors };
  }
  if (known.verdict === 'BAD_SIGNATURE') return { delivery: null, userErrors: [forged] };
  return { delivery: await context.services.inbox.replay(known.id), userErrors: [] };
}

const forged = {
  type: 'STATE',
  code: 'WRONG_STATE',
  message: 'delivery: a forged callback is never judged: nothing in it can be trusted',
  path: ['delivery'],
  current: 'BAD_SIGNATURE',
  allowedFrom: deliveryVerdicts.filter((verdict) => verdict !== 'BAD_SIGNATURE'),
} as const;
