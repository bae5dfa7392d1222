// What the feed gives, as the default query selects it.
import { FeedError, type GraphqlError } from './feed-error.ts';

export type FeedItem =
  | {
      __typename: 'OrderTransition';
      cursor: string;
      from: string | null;
      to: string | null;
      observedAt: string;
      effectiveAt: string | null;
      order: { id: string; sid: string; phoneNumber: string };
    }
  | {
      __typename: 'DocumentTransition';
      cursor: string;
      /** Aliases: GraphQL does not let two enums share a name in one answer. */
      documentFrom: string | null;
      documentTo: string | null;
      observedAt: string;
      effectiveAt: string | null;
      document: { id: string; sid: string };
    }
  | { __typename: 'FeedCaughtUp'; cursor: string; replayed: number }
  | { __typename: 'FeedHeartbeat'; cursor: string; serverTime: string }
  | { __typename: 'FeedGap'; cursor: string; reason: 'CURSOR_EXPIRED' | 'CONSUMER_TOO_SLOW' };

export const defaultQuery = `subscription Feed($after: FeedCursor) {
  transitions(after: $after) {
    __typename
    ... on OrderTransition { cursor from to observedAt effectiveAt order { id sid phoneNumber } }
    ... on DocumentTransition { cursor documentFrom: from documentTo: to observedAt effectiveAt document { id sid } }
    ... on FeedCaughtUp { cursor replayed }
    ... on FeedHeartbeat { cursor serverTime }
    ... on FeedGap { cursor reason }
  }
}`;

export type FeedRequest = { query: string; variables: Record<string, unknown>; after: string | null };

/** A result of the subscription, parsed; throws FeedError for one with errors. */
export function readItem(result: unknown): FeedItem {
  const { data, errors } = result as { data?: { transitions?: FeedItem } | null; errors?: readonly GraphqlError[] };
  if (errors && errors.length > 0) throw new FeedError(errors);
  if (data?.transitions) return data.transitions;
  throw new FeedError([{ message: 'The answer has no transitions: is the query a subscription of transitions?' }]);
}
