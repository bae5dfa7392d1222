// Scalars with a meaning. As input they take any string, so that a resolver can name all mistakes of an input in one
// answer; as output they serve what Twilio sent, even where it breaks the rule.
import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description: 'A moment by RFC 3339, in UTC, to the millisecond, e.g. `2026-01-31T08:00:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (moment) => moment.toISOString(),
  parseValue: (value) => asText(value, 'DateTime'),
});

text('Duration', {
  description: 'A length of time by ISO 8601, in weeks, days, hours, minutes and seconds, e.g. `PT10M` or `P7D`.',
  specifiedByURL: 'https://www.iso.org/iso-8601-date-and-time-format.html',
});
text('EmailAddress', {
  description: 'An e-mail address by RFC 5322, without a display name.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc5322',
});
text('FeedCursor', {
  description:
    'A place in the feed, of transitions as of changes. Opaque, signed, of use to one tenant only, and only issued by the gateway.',
});
text('PhoneNumber', {
  description: 'A phone number by E.164: a plus, the country code and the number, e.g. `+15017122661`.',
  specifiedByURL: 'https://www.itu.int/rec/T-REC-E.164',
});
text('Sid', {
  description: "Twilio's own identifier of a resource: two letters that name its kind and 32 hexadecimal digits.",
  specifiedByURL: 'https://www.twilio.com/docs/glossary/what-is-a-sid',
});
text('URL', {
  description: 'An address on the web.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3986',
});

function text(
  name: 'Duration' | 'EmailAddress' | 'FeedCursor' | 'PhoneNumber' | 'Sid' | 'URL',
  options: { description: string; specifiedByURL?: string },
): void {
  builder.scalarType(name, {
    ...options,
    serialize: (value) => value,
    parseValue: (value) => asText(value, name),
  });
}

function asText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError(`${name} must be a string.`);
}
