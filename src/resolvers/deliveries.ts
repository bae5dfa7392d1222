// The inbox as operators see it: the list of callbacks, and what each of them leads to.
import type { Context } from '../context.ts';
import type { WebhookDeliveryRow } from '../db/gateway-tables.ts';
import { readPage } from '../db/pages.ts';
import { cursorScope } from '../db/pages-cursor.ts';
import { deliveryCondition, deliveryFields, deliveryList } from '../db/pages-deliveries.ts';
import { builder } from '../schema/builder.ts';
import type { ListPage } from '../schema/connection.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { Transition } from '../schema/status-transition.ts';
import {
  DeliveryFilter,
  type DeliveryFilterShape,
  WebhookDelivery,
  WebhookDeliveryConnection,
} from '../schema/webhook-delivery.ts';
import { badUserInput } from './bad-input.ts';
import { readFilter, readWindow, type WindowArguments, windowFields } from './list-arguments.ts';
import { createListPage } from './list-page.ts';
import { findHostedNumberOrder } from './references.ts';

builder.queryField('webhookDeliveries', (t) =>
  t.field({
    type: WebhookDeliveryConnection,
    description: 'The status callbacks that came in, newest first. Of the forged ones the newest 1,000 are kept.',
    args: {
      ...windowFields,
      filter: t.arg({ type: DeliveryFilter, description: 'Only callbacks that satisfy this.' }),
    },
    resolve: (_root, args, context) => openDeliveries(args, context),
  }),
);

builder.objectFields(WebhookDelivery, (t) => ({
  order: t.field({
    type: HostedNumberOrder,
    nullable: true,
    description: 'The order that it names; null when it names none, is forged, or the mirror lacks the order.',
    resolve: ({ orderSid }, _args, { loaders }) => (orderSid ? loaders.hostedNumberOrders.load(orderSid) : null),
  }),
  transition: t.field({
    type: Transition,
    nullable: true,
    description: 'The transition that it was the first to tell of; null when there is none.',
    resolve: ({ transitionPosition }, _args, { loaders }) =>
      transitionPosition === null ? null : loaders.transitions.load(transitionPosition),
  }),
}));

type DeliveryArguments = WindowArguments & { filter?: DeliveryFilterShape | null };

async function openDeliveries(args: DeliveryArguments, context: Context): Promise<ListPage<WebhookDeliveryRow>> {
  const { database, ownerAccountSid } = context.services;
  const scope = cursorScope([deliveryList.name, ownerAccountSid, args.filter ?? {}]);
  const window = readWindow(args, deliveryList.order, scope, context);
  const where = await readDeliveryFilter(args.filter ?? {}, context);
  return createListPage(deliveryList, window, scope, context, {
    where,
    readPage: () => readPage(database.db, deliveryList, where, window),
    count: () => deliveryList.count(database.db, where),
  });
}

async function readDeliveryFilter({ verdict, order, ...conditions }: DeliveryFilterShape, context: Context) {
  const rule = 'must not be null: leave it out';
  if (verdict === null) throw badUserInput('filter.verdict', rule, null);
  if (order === null) throw badUserInput('filter.order', rule, null);
  if (verdict?.length === 0) throw badUserInput('filter.verdict', 'must not be empty', verdict);
  const named = order && (await findHostedNumberOrder(order, context));
  return deliveryCondition(context.services.ownerAccountSid, {
    verdicts: verdict,
    orderSid: order && (named?.sid ?? null),
    received: readFilter('filter', deliveryFields, conditions, context).where,
  });
}
