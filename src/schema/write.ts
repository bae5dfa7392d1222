// What all writes share: options, report, payload, and the intent that the ledger keeps of each. The links of an intent are
// in resolvers/write-intents.
import type { FieldChange, WriteIntentRow } from '../db/gateway-tables.ts';
import { writeStates } from '../vocabulary.ts';
import type { WriteReport } from '../writes/perform-write.ts';
import type { WriteError } from '../writes/write-error.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { WriteStateEnum } from './enums.ts';
import { UserError } from './user-error.ts';

export const WriteOptions = builder.inputType('WriteOptions', {
  description: 'How a write is to be done.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description:
        'A name for this write, 1 to 255 printable characters. Sent again with the same input it answers the same and does nothing; with another input it is refused. Kept for seven days, and only when something was sent.',
    }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Checks everything and says what would change, but sends nothing that writes.',
    }),
    clientMutationId: t.string({ description: 'Anything; the payload says it back.' }),
  }),
});
export type WriteOptionsShape = typeof WriteOptions.$inferInput;

const FieldChangeType = builder.objectRef<FieldChange>('FieldChange').implement({
  description: 'A field that a write changes.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'The field in the graph, e.g. `configuration.sms.url`.' }),
    before: t.exposeString('before', { nullable: true, description: 'Its value before, as text; null for none.' }),
    after: t.exposeString('after', { nullable: true, description: 'Its value after, as text; null for none.' }),
  }),
});

export const WriteReportType = builder.objectRef<WriteReport>('WriteReport').implement({
  description: 'What a write has done, or would do.',
  fields: (t) => ({
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it was only tried out.' }),
    replayed: t.exposeBoolean('replayed', {
      description: 'Whether the same write had been asked for before with this idempotency key; nothing was sent now.',
    }),
    upstreamCalls: t.exposeInt('upstreamCalls', {
      description: 'Calls to Twilio that it took, reads included; in a dry run those that it would take to write.',
    }),
    changes: t.field({
      type: [FieldChangeType],
      description: 'What it changes; empty when nothing is changed.',
      resolve: (report) => report.changes,
    }),
    notices: t.stringList({
      description: 'What people should know about it, in sentences.',
      resolve: (report) => [...report.notices],
    }),
  }),
});

export const WriteIntent = builder.objectRef<WriteIntentRow>('WriteIntent');

builder.node(WriteIntent, {
  description:
    'A write as the ledger keeps it, stored before anything was sent. Settled ones are kept for seven days; those that a person has to look at, for good.',
  id: { resolve: (intent) => String(intent.id) },
  fields: (t) => ({
    mutation: t.exposeString('mutation', { description: 'The field of the graph that was asked for.' }),
    state: t.field({
      type: WriteStateEnum,
      description: 'How far it has come.',
      resolve: ({ state }) => writeStates.find((known) => known === state) ?? 'STUCK',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was stored.' }),
    settledAt: t.expose('settledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its outcome was certain; null while it is not.',
    }),
    userErrors: t.field({
      type: [UserError],
      description: 'Why it did not happen, or what is not known of it; empty when it did.',
      resolve: (intent) => intent.errors as WriteError[],
    }),
  }),
});

const intents = defineConnection<WriteIntentRow>('WriteIntent', 'writes');
builder.objectField(intents.Edge, 'node', (t) =>
  t.field({ type: WriteIntent, description: 'The write.', resolve: (edge) => edge.row }),
);
builder.objectField(intents.Connection, 'nodes', (t) =>
  t.field({ type: [WriteIntent], description: 'The writes of the page.', resolve: (page) => page.rows() }),
);
export const WriteIntentConnection = intents.Connection;

/** What a write answers: the record, when there is one, is added under its own name. */
export type WritePayload<Row> = {
  clientMutationId: string | null;
  record: Row | null;
  report: WriteReport;
  userErrors: readonly WriteError[];
};

/** The payload of the writes of one noun. */
export function definePayload<Row>(noun: string, record: string) {
  return builder.objectRef<WritePayload<Row>>(`${noun}Payload`).implement({
    description: `The outcome of a write to ${record}.`,
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'What the input said in `options`.',
      }),
      report: t.field({
        type: WriteReportType,
        description: 'What was done, or would be.',
        resolve: (payload) => payload.report,
      }),
      userErrors: t.field({
        type: [UserError],
        description: 'Why the write did not happen, all mistakes at once; empty when it did.',
        resolve: (payload) => payload.userErrors,
      }),
    }),
  });
}
