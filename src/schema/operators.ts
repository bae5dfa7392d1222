// What a filter can ask of each kind of field. Absent is no condition; null is a mistake; `isNull` asks for no value.
import { builder } from './builder.ts';
import {
  DocumentStatusEnum,
  IdentityPreservationEnum,
  NumberTypeEnum,
  OnboardingStageEnum,
  OrderStatusEnum,
  ReachabilityEnum,
} from './enums.ts';

const says = {
  eq: 'Equal to.',
  ne: 'Not equal to; includes records without a value.',
  in: 'One of these. An empty list is an error.',
  notIn: 'None of these; includes records without a value. An empty list is an error.',
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
      description: 'Contains; the case of the letters A to Z does not matter. Reads the whole list.',
    }),
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

export const OrderStatusOp = builder.inputType('OrderStatusOp', {
  description: 'Conditions on the status of an order. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: OrderStatusEnum, description: says.eq }),
    ne: t.field({ type: OrderStatusEnum, description: says.ne }),
    in: t.field({ type: [OrderStatusEnum], description: says.in }),
    notIn: t.field({ type: [OrderStatusEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const StageOp = builder.inputType('StageOp', {
  description: 'Conditions on the stage of an order. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: OnboardingStageEnum, description: says.eq }),
    ne: t.field({ type: OnboardingStageEnum, description: says.ne }),
    in: t.field({ type: [OnboardingStageEnum], description: says.in }),
    notIn: t.field({ type: [OnboardingStageEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const DocumentStatusOp = builder.inputType('DocumentStatusOp', {
  description: 'Conditions on the status of a document. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: DocumentStatusEnum, description: says.eq }),
    ne: t.field({ type: DocumentStatusEnum, description: says.ne }),
    in: t.field({ type: [DocumentStatusEnum], description: says.in }),
    notIn: t.field({ type: [DocumentStatusEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const NumberTypeOp = builder.inputType('NumberTypeOp', {
  description: 'Conditions on the type of a number. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: NumberTypeEnum, description: says.eq }),
    ne: t.field({ type: NumberTypeEnum, description: says.ne }),
    in: t.field({ type: [NumberTypeEnum], description: says.in }),
    notIn: t.field({ type: [NumberTypeEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const ReachabilityOp = builder.inputType('ReachabilityOp', {
  description: 'Conditions on from where a number is reached. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: ReachabilityEnum, description: says.eq }),
    ne: t.field({ type: ReachabilityEnum, description: says.ne }),
    in: t.field({ type: [ReachabilityEnum], description: says.in }),
    notIn: t.field({ type: [ReachabilityEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});

export const PreservationOp = builder.inputType('PreservationOp', {
  description: 'Conditions on whether the number of a caller or sender is kept. All that are given must hold.',
  fields: (t) => ({
    eq: t.field({ type: IdentityPreservationEnum, description: says.eq }),
    ne: t.field({ type: IdentityPreservationEnum, description: says.ne }),
    in: t.field({ type: [IdentityPreservationEnum], description: says.in }),
    notIn: t.field({ type: [IdentityPreservationEnum], description: says.notIn }),
    isNull: t.boolean({ description: says.isNull }),
  }),
});
