// Judging a callback anew, for an operator who has put something right.
import type { Context } from '../../context.ts';
import { builder } from '../../schema/builder.ts';
import { ReplayWebhookDeliveryInput, WebhookDeliveryPayload } from '../../schema/webhook-delivery.ts';
import { deliveryVerdicts } from '../../vocabulary.ts';
import { replayWebhookDeliveryKind } from '../../writes/kinds/replay-webhook-delivery.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { loadDelivery, readNodeKey } from '../node-id.ts';
import { answerWrite, beginInputCheck } from './outcome.ts';

builder.mutationField('replayWebhookDelivery', (t) =>
  t.field({
    type: WebhookDeliveryPayload,
    description:
      'Has a status callback judged anew, as if it came now. Safe to repeat: it reads an order at most once in 30 seconds. A forged one cannot be replayed.',
    args: { input: t.arg({ type: ReplayWebhookDeliveryInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        replayWebhookDeliveryKind,
        { input, prepare: () => prepareReplay(input.delivery, context), load: loadDelivery },
        context,
      ),
  }),
);

async function prepareReplay(id: string, context: Context): Promise<Preparation<{ id: number }>> {
  const key = readNodeKey(id, 'WebhookDelivery');
  const known = key === null ? null : await loadDelivery(key, context);
  if (known === null) {
    const { add, errors } = beginInputCheck();
    add(['delivery'], 'there is no such callback', 'NOT_FOUND');
    return { errors };
  }
  if (known.verdict === 'BAD_SIGNATURE') return { errors: [forged] };
  const { ownerAccountSid: accountSid } = context.services;
  const targetSid = String(known.id);
  const request = { id: known.id };
  const subject = `delivery ${known.id}`;
  const plan = { accountSid, subject, request, secret: undefined, targetSid, changes: [], notices: [], callsToMake: 1 };
  return { plan };
}

const forged = {
  type: 'STATE',
  code: 'WRONG_STATE',
  message: 'delivery: a forged callback is never judged: nothing in it can be trusted',
  path: ['delivery'],
  current: 'BAD_SIGNATURE',
  allowedFrom: deliveryVerdicts.filter((verdict) => verdict !== 'BAD_SIGNATURE'),
} as const;
