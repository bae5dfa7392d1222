// Frames of present state: a record as it is now, and whether it is among those that were asked for.
import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { ActiveNumber } from './active-number.ts';
import { AuthorizationDocument } from './authorization-document.ts';
import { builder } from './builder.ts';
import { HostedNumberOrder } from './hosted-number-order.ts';

/** `position` and `covers` are for the server: its place in the log, and the newest change that `row` contains. */
export type Frame<Row> = { position: number; covers: number; cursor: string; matches: boolean; row: Row };

export const HostedNumberOrderFrame = defineFrame<HostedNumberOrderRow>('HostedNumberOrder', 'order');
builder.objectField(HostedNumberOrderFrame, 'order', (t) =>
  t.field({ type: HostedNumberOrder, description: 'The order as it is now.', resolve: ({ row }) => row }),
);

export const AuthorizationDocumentFrame = defineFrame<AuthorizationDocumentRow>('AuthorizationDocument', 'document');
builder.objectField(AuthorizationDocumentFrame, 'document', (t) =>
  t.field({ type: AuthorizationDocument, description: 'The document as it is now.', resolve: ({ row }) => row }),
);

export const ActiveNumberFrame = defineFrame<ActiveNumberRow>('ActiveNumber', 'number');
builder.objectField(ActiveNumberFrame, 'number', (t) =>
  t.field({ type: ActiveNumber, description: 'The number as it is now.', resolve: ({ row }) => row }),
);

function defineFrame<Row>(name: string, what: string) {
  return builder.objectRef<Frame<Row>>(`${name}Frame`).implement({
    description: `The present state of one ${what} that has changed.`,
    fields: (t) => ({
      cursor: t.expose('cursor', {
        type: 'FeedCursor',
        description:
          'Resume from here and miss nothing. Some of what you have may come again then: a frame is a state, so that does no harm.',
      }),
      matches: t.exposeBoolean('matches', {
        description: `Whether the ${what} satisfies the filter, and Twilio still has it. False once, when it stops to; it may come again later.`,
      }),
    }),
  });
}
