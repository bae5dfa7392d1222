// From an order to the forwarding of its transitions.
import { builder } from '../schema/builder.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { StatusForwarding } from '../schema/status-forwarding.ts';

builder.objectField(HostedNumberOrder, 'statusForwarding', (t) =>
  t.field({
    type: StatusForwarding,
    nullable: true,
    description:
      'How the transitions of the order are posted on; null unless `forwardStatusTo` was given when it was made.',
    resolve: (order, _args, { loaders }) => loaders.statusForwards.load(order.sid),
  }),
);
