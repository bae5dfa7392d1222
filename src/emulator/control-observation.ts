// What the emulator saw and did, and the faults it is told to commit.
import { z } from 'zod';
import { documentStatuses, orderStatuses } from '../vocabulary.ts';
import type { ControlDeps, ControlRoute } from './control-route.ts';
import { faultRules } from './faults.ts';
import { specialLines } from './lines.ts';

const limitSchema = z.coerce.number().int().min(1).max(10_000).default(100);

export function makeObservationRoutes({ context, callbacks, faults, api }: ControlDeps): ControlRoute[] {
  const { store } = context;
  return [
    {
      method: 'GET',
      template: '/deliveries',
      help: 'status callbacks, newest first: ?order=HR…&limit=100',
      run: ({ query }) => ({
        counts: callbacks.counts(),
        deliveries: callbacks.log({
          orderSid: query.get('order') ?? undefined,
          limit: limitSchema.parse(query.get('limit') ?? undefined),
        }),
      }),
    },
    {
      method: 'GET',
      template: '/counters',
      help: 'reads and writes that took effect, and refusals, by resource',
      run: () => api.counters(),
    },
    {
      method: 'GET',
      template: '/faults',
      help: 'the fault rules and how often each was applied',
      run: () => faults.list(),
    },
    {
      method: 'POST',
      template: '/faults',
      help: 'add rules: [{"target": "answer", "method": "POST", "path": "HostedNumberOrders", "kind": "cut-after", "probability": 0.3, "count": 5}]',
      run: ({ body }) => {
        faults.add(faultRules.parse(body));
        return faults.list();
      },
    },
    { method: 'DELETE', template: '/faults', help: 'forget all rules', run: () => faults.clear() },
    {
      method: 'GET',
      template: '/state',
      help: 'how many rows of each kind there are, and the numbers that behave specially',
      run: () => ({
        accounts: [...store.accounts.values()].map(({ sid, accountSid, friendlyName }) => ({
          sid,
          ownerAccountSid: accountSid,
          friendlyName,
        })),
        numbers: store.numbers.size,
        orders: store.orders.size,
        documents: store.documents.size,
        addresses: store.addresses.size,
        ordersByStatus: Object.fromEntries(
          orderStatuses.map((status) => [status, store.orders.bucket('status', status).length]),
        ),
        documentsByStatus: Object.fromEntries(
          documentStatuses.map((status) => [
            status,
            [...store.documents.values()].filter((row) => row.status === status).length,
          ]),
        ),
        specialLines,
      }),
    },
  ];
}
