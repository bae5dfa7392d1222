// The inputs and payloads of writes to active numbers. An input is named after its write.
import type { ActiveNumberRow } from '../db/tables.ts';
import type { WriteError } from '../writes/write-error.ts';
import { ActiveNumber } from './active-number.ts';
import { builder } from './builder.ts';
import { NumberConfigurationInput } from './configuration-inputs.ts';
import { NumberRef } from './references.ts';
import { UserError } from './user-error.ts';
import { definePayload, WriteOptions, type WritePayload } from './write.ts';

const options = { type: WriteOptions, description: 'How the write is to be done.' };

export const PurchaseActiveNumberInput = builder.inputType('PurchaseActiveNumberInput', {
  description: 'A number to buy. Twilio bills it from now on, every month.',
  fields: (t) => ({
    phoneNumber: t.field({
      type: 'PhoneNumber',
      required: true,
      description: 'The number, as AvailablePhoneNumbers of Twilio names it. Upstream: `PhoneNumber`.',
    }),
    configuration: t.field({
      type: NumberConfigurationInput,
      description: 'How it is set up from the start; null and what is left out are as Twilio has it by default.',
    }),
    account: t.field({
      type: 'Sid',
      description: 'The subaccount that gets and pays the number (AC...); the parent account without it.',
    }),
    options: t.field(options),
  }),
});
export type PurchaseActiveNumberInputShape = typeof PurchaseActiveNumberInput.$inferInput;

export type RowErrorPolicyWord = 'KEEP_GOING' | 'STOP_ON_FIRST' | 'ALL_OR_NOTHING';
const RowErrorPolicy = builder.enumType('RowErrorPolicy', {
  description: 'What becomes of the other rows of a bulk write when one cannot be done.',
  values: {
    KEEP_GOING: { value: 'KEEP_GOING', description: 'They are done. Several rows are under way at once.' },
    STOP_ON_FIRST: {
      value: 'STOP_ON_FIRST',
      description:
        'Rows are done one by one, in the order of the input; those after the first that fails are not tried.',
    },
    ALL_OR_NOTHING: {
      value: 'ALL_OR_NOTHING',
      description:
        'All rows are checked first, and none is sent unless all are sound. Twilio has no transactions: one that it refuses after that leaves the others done.',
    },
  } as const,
});

const onRowError = {
  type: RowErrorPolicy,
  required: true,
  defaultValue: 'KEEP_GOING',
  description: 'What becomes of the other numbers when one cannot be done.',
} as const;

export const ConfigureActiveNumbersInput = builder.inputType('ConfigureActiveNumbersInput', {
  description: 'Numbers, and how they are to be set up. A hosted number can be set up before its order is completed.',
  fields: (t) => ({
    numbers: t.field({
      type: [NumberRef],
      required: true,
      description: 'Which numbers, 1 to 500, each once. One call to Twilio is made for each.',
    }),
    configuration: t.field({
      type: NumberConfigurationInput,
      required: true,
      description: 'What they all are to have.',
    }),
    onRowError: t.field(onRowError),
    options: t.field(options),
  }),
});

export const TransferActiveNumbersInput = builder.inputType('TransferActiveNumbersInput', {
  description: 'Numbers, and the account that gets them.',
  fields: (t) => ({
    numbers: t.field({
      type: [NumberRef],
      required: true,
      description: 'Which numbers, 1 to 500, each once. One call to Twilio is made for each.',
    }),
    toAccount: t.field({
      type: 'Sid',
      required: true,
      description: 'The parent account or one of its subaccounts (AC...). Upstream: `AccountSid`.',
    }),
    onRowError: t.field(onRowError),
    options: t.field(options),
  }),
});
export type TransferActiveNumbersInputShape = typeof TransferActiveNumbersInput.$inferInput;

export const ReleaseActiveNumberInput = builder.inputType('ReleaseActiveNumberInput', {
  description: 'A number to give up. There is no way back but by the support of Twilio.',
  fields: (t) => ({
    number: t.field({ type: NumberRef, required: true, description: 'Which number.' }),
    confirmPhoneNumber: t.field({
      type: 'PhoneNumber',
      required: true,
      description: 'Its phone number once more, so that the wrong one is not given up by a slip.',
    }),
    options: t.field(options),
  }),
});
export type ReleaseActiveNumberInputShape = typeof ReleaseActiveNumberInput.$inferInput;

export const ActiveNumberPayload = definePayload<ActiveNumberRow>('ActiveNumber', 'an active number');
builder.objectField(ActiveNumberPayload, 'number', (t) =>
  t.field({
    type: ActiveNumber,
    nullable: true,
    description:
      'The number after the write, as the mirror has it; null when the write did not happen. A released one has vanished.',
    resolve: (payload) => payload.record,
  }),
);

/** Rows in the order of the input; none when the input itself is wrong. */
export type ActiveNumbersPayloadShape = {
  clientMutationId: string | null;
  rows: readonly WritePayload<ActiveNumberRow>[];
  userErrors: readonly WriteError[];
};

export const ActiveNumbersPayload = builder.objectRef<ActiveNumbersPayloadShape>('ActiveNumbersPayload').implement({
  description: 'The outcome of a write to many active numbers.',
  fields: (t) => ({
    clientMutationId: t.exposeString('clientMutationId', {
      nullable: true,
      description: 'What the input said in `options`.',
    }),
    rows: t.field({
      type: [ActiveNumberPayload],
      description:
        'One outcome for each number, in the order of the input; empty when `userErrors` is not. They share the idempotency key.',
      resolve: ({ rows }) => [...rows],
    }),
    userErrors: t.field({
      type: [UserError],
      description:
        'Mistakes of the input itself, all at once: nothing was sent. What concerns one number is in its row.',
      resolve: (payload) => payload.userErrors,
    }),
  }),
});
