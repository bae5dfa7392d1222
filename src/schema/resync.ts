// Input and payload of a resync: reading from Twilio again, now.
import { builder } from './builder.ts';
import { DocumentRef, NumberRef, OrderRef } from './references.ts';
import { definePayload, WriteOptions } from './write.ts';

export const ResyncInput = builder.inputType('ResyncInput', {
  description:
    'What is to be read from Twilio again: records by name, 500 at most in all, or everything. One of the two.',
  fields: (t) => ({
    numbers: t.field({ type: [NumberRef], description: 'Numbers that the mirror has.' }),
    orders: t.field({ type: [OrderRef], description: 'Hosted number orders that the mirror has.' }),
    documents: t.field({ type: [DocumentRef], description: 'Authorization documents that the mirror has.' }),
    all: t.boolean({
      description:
        "Starts a walk over all of Twilio's lists and answers at once; the walk goes on in the background. `freshness` of a record says when it was read.",
    }),
    options: t.field({ type: WriteOptions, description: 'How it is to be done.' }),
  }),
});
export type ResyncInputShape = typeof ResyncInput.$inferInput;

/** What a resync of given records found. */
export type ResyncCounts = { fetched: number; changed: number };

export const ResyncPayload = definePayload<ResyncCounts>('Resync', 'the mirror: reading from Twilio again');
builder.objectFields(ResyncPayload, (t) => ({
  fetched: t.int({
    description:
      'How many records Twilio was asked for and answered, those that it has no longer included; a record that is named twice counts once. 0 for `all`.',
    resolve: ({ record }) => record?.fetched ?? 0,
  }),
  changed: t.int({
    description:
      'How many of them are not what the mirror had: any field that Twilio says is another, or the record is gone, or is back. 0 for `all`.',
    resolve: ({ record }) => record?.changed ?? 0,
  }),
}));
