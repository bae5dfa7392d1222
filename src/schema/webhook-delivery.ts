// A status callback as it came in, and what became of it. The links to its order and its transition are in
// resolvers/deliveries.
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import { deliveryVerdicts } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { DeliveryVerdictEnum } from './enums.ts';
import { TimeOp } from './operators.ts';
import { OrderRef } from './references.ts';
import { definePayload, WriteOptions } from './write.ts';

const DeliveryParameter = builder.objectRef<[string, string]>('DeliveryParameter').implement({
  description: 'One parameter of a callback, as it came.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ([name]) => name }),
    value: t.string({ description: 'Its value.', resolve: ([, value]) => value }),
  }),
});

export const WebhookDelivery = builder.objectRef<WebhookDeliveryRow>('WebhookDelivery');

builder.node(WebhookDelivery, {
  description:
    'A status callback that came in. It is a hint: what it says is never believed, the order is read again from Twilio.',
  id: { resolve: (delivery) => String(delivery.id) },
  fields: (t) => ({
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it came.' }),
    verdict: t.field({
      type: DeliveryVerdictEnum,
      description: 'What became of it.',
      resolve: ({ verdict }) => deliveryVerdicts.find((known) => known === verdict) ?? 'PENDING',
    }),
    parameters: t.field({
      type: [DeliveryParameter],
      description: 'What it said, in the order in which it said it. Of a forged one nothing in here is true.',
      resolve: (delivery) => delivery.parameters,
    }),
    replayedAt: t.expose('replayedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When `replayWebhookDelivery` last had it judged anew; null when that never happened.',
    }),
  }),
});

const deliveries = defineConnection<WebhookDeliveryRow>('WebhookDelivery', 'status callbacks');
builder.objectField(deliveries.Edge, 'node', (t) =>
  t.field({ type: WebhookDelivery, description: 'The callback.', resolve: (edge) => edge.row }),
);
builder.objectField(deliveries.Connection, 'nodes', (t) =>
  t.field({ type: [WebhookDelivery], description: 'The callbacks of the page.', resolve: (page) => page.rows() }),
);
export const WebhookDeliveryConnection = deliveries.Connection;

export const DeliveryFilter = builder.inputType('DeliveryFilter', {
  description: 'Conditions on status callbacks. All that are given must hold; `{}` is every callback.',
  fields: (t) => ({
    verdict: t.field({
      type: [DeliveryVerdictEnum],
      description: 'What became of it is one of these. An empty list is an error.',
    }),
    receivedAt: t.field({ type: TimeOp, description: 'When it came.' }),
    order: t.field({ type: OrderRef, description: 'It names this order, and is not forged.' }),
  }),
});
export type DeliveryFilterShape = typeof DeliveryFilter.$inferInput;

export const ReplayWebhookDeliveryInput = builder.inputType('ReplayWebhookDeliveryInput', {
  description: 'Which callback is to be judged anew.',
  fields: (t) => ({
    delivery: t.id({ required: true, description: 'Its id in the graph.' }),
    options: t.field({ type: WriteOptions, description: 'How the write is to be done.' }),
  }),
});

export const WebhookDeliveryPayload = definePayload<WebhookDeliveryRow>('WebhookDelivery', 'a status callback');
builder.objectField(WebhookDeliveryPayload, 'delivery', (t) =>
  t.field({
    type: WebhookDelivery,
    nullable: true,
    description: 'The callback after the write; PENDING when Twilio is still to be asked. Null when nothing happened.',
    resolve: (payload) => payload.record,
  }),
);
