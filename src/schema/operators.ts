// What a filter can ask of each kind of field. Absent is no condition; null is a mistake; `isNull` asks for no value.
import type { EnumRef } from '@pothos/core';
import { builder } from './builder.ts';
import {
  AddressRequirementEnum,
  CallbackCoverageEnum,
  DocumentStatusEnum,
  FailureCodeEnum,
  HttpMethodEnum,
  IdentityPreservationEnum,
  NumberLifecycleEnum,
  NumberResourceEnum,
  NumberTypeEnum,
  OnboardingStageEnum,
  OrderStatusEnum,
  ReachabilityEnum,
  VerificationTypeEnum,
} from './enums.ts';

const says = {
  eq: 'Equal to.',
  ne: 'Not equal to; includes records without a value. No index: reads the list until the page is full.',
  in: 'One of these. An empty list is an error.',
  notIn:
    'None of these; includes records without a value. An empty list is an error. No index: reads the list until the page is full.',
  isNull: 'True: records without a value. False: records with one.',
  gte: 'At least.',
  lte: 'At most.',
};

export const StringOp = builder.inputType('StringOp', {
  description: 'Conditions on a text. All that are given must hold.',
  fields: (t) => ({
    eq: t.string({ description: says.eq }),
    ne: t.string({ description: says.ne }),
    in: t.stringList({ description: says.in }),
    notIn: t.stringList({ description: says.notIn }),
    startsWith: t.string({ description: 'Begins with; the case of the letters A to Z does not matter.' }),
    contains: t.string({
      description:
        'Contains; the case of the letters A to Z does not matter. No index: reads the list until the page is full. `search` finds words and last digits by an index.',
    }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const StringListOp = builder.inputType('StringListOp', {
  description: 'Conditions on a list of texts. All that are given must hold.',
  fields: (t) => ({
    has: t.string({ description: 'One of its items is equal to this.' }),
  }),
});

export const IntOp = builder.inputType('IntOp', {
  description: 'Conditions on a whole number. All that are given must hold.',
  fields: (t) => ({
    eq: t.int({ description: says.eq }),
    ne: t.int({ description: says.ne }),
    in: t.intList({ description: says.in }),
    notIn: t.intList({ description: says.notIn }),
    gte: t.int({ description: says.gte }),
    lte: t.int({ description: says.lte }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const FloatOp = builder.inputType('FloatOp', {
  description: 'Conditions on a number. All that are given must hold.',
  fields: (t) => ({
    eq: t.float({ description: says.eq }),
    gte: t.float({ description: says.gte }),
    lte: t.float({ description: says.lte }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const BoolOp = builder.inputType('BoolOp', {
  description: 'Conditions on a yes or no. All that are given must hold.',
  fields: (t) => ({
    eq: t.boolean({ description: says.eq }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const SidOp = builder.inputType('SidOp', {
  description: 'Conditions on a sid. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: 'Sid', description: says.eq }),
    ne: t.field({ type: 'Sid', description: says.ne }),
    in: t.field({ type: ['Sid'], description: says.in }),
    notIn: t.field({ type: ['Sid'], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const TimeOp = builder.inputType('TimeOp', {
  description: 'Conditions on a time. All that are given must hold.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'At or after.' }),
    lt: t.field({ type: 'DateTime', description: 'Before.' }),
    within: t.field({ type: 'Duration', description: 'Not longer ago than, e.g. `P7D` for the last seven days.' }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const NearInput = builder.inputType('NearInput', {
  description: 'A circle around a place, on a sphere of the size of the Earth.',
  fields: (t) => ({
    latitude: t.float({ required: true, description: 'Degrees north: -90 to 90.' }),
    longitude: t.float({ required: true, description: 'Degrees east: -180 to 180.' }),
    radiusKm: t.float({ required: true, description: 'Its radius in kilometres: above 0, up to 20,015.' }),
  }),
});

/** The operators of each enum, by the name that fields are defined with. */
export const enumOperators = Object.fromEntries(
  [
    enumOperator('AddressRequirementOp', 'which address is required', AddressRequirementEnum),
    enumOperator('CallbackCoverageOp', 'whether callbacks tell of an order', CallbackCoverageEnum),
    enumOperator('DocumentStatusOp', 'the status of a document', DocumentStatusEnum),
    enumOperator('FailureCodeOp', 'why an order failed or needs action', FailureCodeEnum),
    enumOperator('HttpMethodOp', 'how Twilio calls an address', HttpMethodEnum),
    enumOperator('NumberLifecycleOp', 'how mature an offer is', NumberLifecycleEnum),
    enumOperator('NumberResourceOp', 'where a number was read from', NumberResourceEnum),
    enumOperator('NumberTypeOp', 'the type of a number', NumberTypeEnum),
    enumOperator('OrderStatusOp', 'the status of an order', OrderStatusEnum),
    enumOperator('PreservationOp', 'whether the number of the caller or sender is kept', IdentityPreservationEnum),
    enumOperator('ReachabilityOp', 'from where a number can be reached', ReachabilityEnum),
    enumOperator('StageOp', 'the stage of an order', OnboardingStageEnum),
    enumOperator('VerificationTypeOp', 'how ownership is proved', VerificationTypeEnum),
  ].map((ref) => [ref.name, ref] as const),
);

function enumOperator<Word>(name: string, about: string, Enum: EnumRef<never, Word>) {
  return builder.inputType(name, {
    description: `Conditions on ${about}. All that are given must hold.`,
    fields: (t) => ({
      eq: t.field({ type: Enum, description: says.eq }),
      ne: t.field({ type: Enum, description: says.ne }),
      in: t.field({ type: [Enum], description: says.in }),
      notIn: t.field({ type: [Enum], description: says.notIn }),
      isNull: t.boolean({ description: says.isNull }),
    }),
  });
}
