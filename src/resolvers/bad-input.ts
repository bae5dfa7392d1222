// Top-level errors for what reads and subscriptions are asked wrongly; writes have userErrors instead.
import { GraphQLError } from 'graphql';

/** An argument breaks a rule: the message names the argument, the rule and the value. */
export function badUserInput(argument: string, rule: string, value: unknown): GraphQLError {
  return new GraphQLError(`${argument} ${rule}; got ${shown(value)}`, {
    extensions: { code: 'BAD_USER_INPUT', argument },
  });
}

/** A cursor was not issued for this list (or feed), tenant, order and filter. */
export function badCursor(argument: string): GraphQLError {
  return new GraphQLError(
    `${argument} is not a cursor for this place: cursors belong to one list under one filter, or to the feed`,
    {
      extensions: { code: 'BAD_CURSOR', argument },
    },
  );
}

/** A cursor is older than what the gateway keeps, and what followed it can no longer be told. */
export function cursorExpired(argument: string): GraphQLError {
  return new GraphQLError(`${argument} is too old: read the list again and begin with its asOf`, {
    extensions: { code: 'CURSOR_EXPIRED', argument },
  });
}

/** What an argument names is not there, or not the caller's. */
export function notFound(argument: string): GraphQLError {
  return new GraphQLError(`${argument} names nothing that is there`, { extensions: { code: 'NOT_FOUND', argument } });
}

/** As JSON, and not longer than an error message should be. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}… (${text.length} characters)`;
}
