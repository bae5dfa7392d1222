// Transitions of orders and documents: entries of the log, one for each entry into a status.
import type { StatusTransitionRow } from '../db/gateway-tables.ts';
import { documentStatuses, orderStatuses } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { DocumentStatusEnum, FactSourceEnum, knownWord, OrderStatusEnum } from './enums.ts';
import { knownSource } from './mirrored.ts';

export const OrderTransition = builder.objectRef<StatusTransitionRow>('OrderTransition');

builder.node(OrderTransition, {
  description: 'A hosted number order has entered a status.',
  id: { resolve: (transition) => String(transition.position) },
  fields: (t) => ({
    from: t.field({
      type: OrderStatusEnum,
      nullable: true,
      description: 'The status before; null when the order was seen for the first time.',
      resolve: (transition) => knownWord(orderStatuses, transition.fromStatus),
    }),
    to: t.field({
      type: OrderStatusEnum,
      nullable: true,
      description: 'The status entered; null when the order is gone, cancelled or no longer at Twilio.',
      resolve: (transition) => knownWord(orderStatuses, transition.toStatus),
    }),
    inferred: t.exposeBoolean('inferred', {
      description:
        'Nobody saw the order in this status; it must have passed it, because it was seen behind it. When is not known: `observedAt` is when that was seen.',
    }),
    anomalous: t.exposeBoolean('anomalous', {
      description:
        'The lifecycle knows no such move: back along the road, or out of a final status. Kept as it was seen.',
    }),
    timeInPrevious: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long the order was in `from`, in whole seconds; null where its entry there was not seen.',
      resolve: ({ timeInPreviousMs }) =>
        timeInPreviousMs === null ? null : `PT${Math.floor(timeInPreviousMs / 1000)}S`,
    }),
  }),
});

export const DocumentTransition = builder.objectRef<StatusTransitionRow>('DocumentTransition');

builder.node(DocumentTransition, {
  description: 'An authorization document has entered a status. Twilio sends no callback for documents: sync sees it.',
  id: { resolve: (transition) => String(transition.position) },
  fields: (t) => ({
    from: t.field({
      type: DocumentStatusEnum,
      nullable: true,
      description: 'The status before; null when the document was seen for the first time.',
      resolve: (transition) => knownWord(documentStatuses, transition.fromStatus),
    }),
    to: t.field({
      type: DocumentStatusEnum,
      nullable: true,
      description: 'The status entered; null when the document is no longer at Twilio.',
      resolve: (transition) => knownWord(documentStatuses, transition.toStatus),
    }),
  }),
});

/** What they say in the same words. Their statuses are of different enums. */
for (const transition of [OrderTransition, DocumentTransition]) {
  builder.objectFields(transition, (t) => ({
    rawFrom: t.exposeString('fromStatus', { nullable: true, description: "The status before in Twilio's own word." }),
    rawTo: t.exposeString('toStatus', { nullable: true, description: "The status entered in Twilio's own word." }),
    observedAt: t.expose('observedAt', { type: 'DateTime', description: 'When the gateway saw it.' }),
    effectiveAt: t.expose('effectiveAt', {
      type: 'DateTime',
      nullable: true,
      description: "Twilio's own date of the change; null where it gave none. Upstream: `date_updated`.",
    }),
    sources: t.field({
      type: [FactSourceEnum],
      description: 'What made the gateway look.',
      resolve: ({ sources }) => sources.map(knownSource),
    }),
  }));
}

export const Transition = builder.unionType('Transition', {
  description: 'An order or a document has entered a status.',
  types: [OrderTransition, DocumentTransition],
  resolveType: (transition) => (transition.kind === 'ORDER' ? OrderTransition : DocumentTransition),
});
