// What a write could not do, as data: all mistakes of an input in one answer, or Twilio's refusal.
import { builder } from './builder.ts';

const meanings = {
  INVALID_INPUT: 'A value breaks a rule that the gateway knows. Twilio was not asked.',
  NOT_FOUND: 'Something that the input names is not there, or is not yours. Twilio was not asked.',
  NOT_ELIGIBLE: 'Twilio does not host such numbers. Twilio was not asked.',
  WRONG_STATE: 'The record is in a state in which this cannot be done. Twilio was not asked.',
  CONFLICT: 'Something else is in the way, e.g. a name that is taken. Twilio was not asked.',
  UPSTREAM_REJECTED: 'Twilio refused. Nothing has changed.',
  UPSTREAM_UNAVAILABLE: 'Twilio could not be reached or asked to wait. Nothing has changed; try again.',
  UPSTREAM_OUTCOME_UNKNOWN:
    'The answer of Twilio was lost. It may have done what was asked: look before you try again.',
} as const;
export type ErrorCode = keyof typeof meanings;
const codes: Record<string, { value: ErrorCode; description: string }> = {
  INVALID_INPUT: { value: 'INVALID_INPUT', description: meanings.INVALID_INPUT },
  NOT_FOUND: { value: 'NOT_FOUND', description: meanings.NOT_FOUND },
  NOT_ELIGIBLE: { value: 'NOT_ELIGIBLE', description: meanings.NOT_ELIGIBLE },
  WRONG_STATE: { value: 'WRONG_STATE', description: meanings.WRONG_STATE },
  CONFLICT: { value: 'CONFLICT', description: meanings.CONFLICT },
  UPSTREAM_REJECTED: { value: 'UPSTREAM_REJECTED', description: meanings.UPSTREAM_REJECTED },
  UPSTREAM_UNAVAILABLE: { value: 'UPSTREAM_UNAVAILABLE', description: meanings.UPSTREAM_UNAVAILABLE },
  UPSTREAM_OUTCOME_UNKNOWN: { value: 'UPSTREAM_OUTCOME_UNKNOWN', description: meanings.UPSTREAM_OUTCOME_UNKNOWN },
};

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description: 'What kind of mistake it is, for programs.',
  values: codes,
});

export type InputErrorShape = { type: 'INPUT'; message: string; code: ErrorCode; path: readonly string[] };
export type StateErrorShape = {
  type: 'STATE';
  message: string;
  code: ErrorCode;
  path: readonly string[];
  current: string;
  allowedFrom: readonly string[];
};
export type UpstreamErrorShape = {
  type: 'UPSTREAM';
  message: string;
  code: ErrorCode;
  path: readonly string[];
  twilioCode: number | null;
  httpStatus: number | null;
  moreInfo: string | null;
  retryAfterMs: number | null;
  outcomeKnown: boolean;
};
export type UserErrorShape = InputErrorShape | StateErrorShape | UpstreamErrorShape;

const typeNames = { INPUT: 'InputError', STATE: 'StateError', UPSTREAM: 'UpstreamError' } as const;

export const UserError = builder.interfaceRef<UserErrorShape>('UserError').implement({
  description: 'Why a write did not happen, or not surely.',
  resolveType: (error) => typeNames[error.type],
  fields: (t) => ({
    message: t.exposeString('message', { description: 'For people, in English.' }),
    code: t.expose('code', { type: ErrorCodeEnum, description: 'For programs.' }),
    path: t.stringList({
      description:
        'Where in the input, beginning below `input`, e.g. `["ccEmails", "2"]`. Empty when it is none of its fields.',
      resolve: (error) => [...error.path],
    }),
  }),
});

builder.objectRef<InputErrorShape>('InputError').implement({
  description: 'A mistake in the input. Nothing was sent to Twilio.',
  interfaces: [UserError],
});

builder.objectRef<StateErrorShape>('StateError').implement({
  description: 'The record is in a state in which this cannot be done. Nothing was sent to Twilio.',
  interfaces: [UserError],
  fields: (t) => ({
    current: t.exposeString('current', { description: 'The state that it is in.' }),
    allowedFrom: t.stringList({
      description: 'The states in which it could be done.',
      resolve: (error) => [...error.allowedFrom],
    }),
  }),
});

builder.objectRef<UpstreamErrorShape>('UpstreamError').implement({
  description: 'Twilio refused, or could not be asked, or its answer was lost.',
  interfaces: [UserError],
  fields: (t) => ({
    twilioCode: t.exposeInt('twilioCode', {
      nullable: true,
      description: "Twilio's error code, e.g. 22103; null where it gave none. Upstream: `code`.",
    }),
    httpStatus: t.exposeInt('httpStatus', {
      nullable: true,
      description: "The HTTP status of Twilio's answer; null where there was no answer. Upstream: `status`.",
    }),
    moreInfo: t.expose('moreInfo', {
      type: 'URL',
      nullable: true,
      description: 'The page of Twilio on this error. Upstream: `more_info`.',
    }),
    retryAfter: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long to wait before another try; null where Twilio did not say.',
      resolve: (error) => (error.retryAfterMs === null ? null : `PT${Math.ceil(error.retryAfterMs / 1000)}S`),
    }),
    outcomeKnown: t.exposeBoolean('outcomeKnown', {
      description: 'Whether it is certain that nothing has changed. False: look before you try again.',
    }),
  }),
});
