// What a client sees of status forwarding. The link from the order is in resolvers/status-forwarding.
import type { StatusForwardRow } from '../db/gateway-tables.ts';
import { builder } from './builder.ts';

const stateMeaning = {
  UP_TO_DATE: 'Everything is delivered, or there was nothing to post yet.',
  DUE: 'Something is to be posted, and is about to be.',
  RETRYING: 'The last attempt failed; `nextAttemptAt` says when it is made again.',
  GIVEN_UP:
    'The last status was given up: it was refused, or could not be delivered for a day. Later ones are posted all the same.',
} as const;
type StatusForwardingState = keyof typeof stateMeaning;

const StatusForwardingStateEnum = builder.enumType('StatusForwardingState', {
  description: 'How far the forwarding of an order has come.',
  values: Object.fromEntries(
    Object.entries(stateMeaning).map(([state, description]) => [state, { value: state, description }]),
  ) as Record<StatusForwardingState, { value: StatusForwardingState; description: string }>,
});

export const StatusForwarding = builder.objectRef<StatusForwardRow>('StatusForwarding').implement({
  description:
    'How the transitions of an order are posted on to `forwardStatusTo`, as Twilio would post them: in order, at least once, with `I-Twilio-Idempotency-Token` to tell a repetition by. Statuses that the gateway has only inferred are not posted.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'Where they are posted: `forwardStatusTo` of the order.' }),
    state: t.field({
      type: StatusForwardingStateEnum,
      description: 'How far it has come.',
      resolve: stateOf,
    }),
    lastDeliveredAt: t.expose('lastDeliveredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the receiver last accepted a status (2xx); null: not yet.',
    }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When a status that failed is posted again; null when none did. Answers of 4xx (but 429) and redirects are not tried again.',
      resolve: (forward) => (stateOf(forward) === 'RETRYING' ? forward.nextAttemptAt : null),
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Why the last attempt failed, in one sentence; null when it did not.',
    }),
  }),
});

function stateOf(forward: StatusForwardRow): StatusForwardingState {
  const { newestPosition, position, attempts, givenUpAt } = forward;
  if (newestPosition > position) return attempts > 0 ? 'RETRYING' : 'DUE';
  return givenUpAt === null ? 'UP_TO_DATE' : 'GIVEN_UP';
}
