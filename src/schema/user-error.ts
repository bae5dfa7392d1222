// What a write could not do, as data: all mistakes of an input in one answer, or Twilio's refusal.
import type {
  AttemptsErrorShape,
  InputErrorShape,
  StateErrorShape,
  UpstreamErrorShape,
  WriteError,
  WriteErrorCode,
} from '../writes/write-error.ts';
import { builder } from './builder.ts';

const meanings: Record<WriteErrorCode, string> = {
  INVALID_INPUT: 'A value breaks a rule that the gateway knows. Twilio was not asked.',
  NOT_FOUND: 'Something that the input names is not there, or is not yours. Twilio was not asked.',
  FORBIDDEN: 'You may not do this.',
  NOT_ELIGIBLE: 'Twilio does not host such numbers. Twilio was not asked.',
  WRONG_STATE: 'The record is in a state in which this cannot be done. Twilio was not asked.',
  CONFLICT: 'Something else is in the way, e.g. a name that is taken. Twilio was not asked.',
  LIMIT_EXCEEDED: 'A limit of Twilio is reached, or the last try before it must be asked for. Nothing was sent.',
  CODE_EXPIRED: 'The code of a verification call has expired. Nothing was sent; start the verification again.',
  IDEMPOTENCY_KEY_REUSED: 'The key was used with another input. Nothing was sent; take a new key.',
  IN_PROGRESS: 'The same write, or another one to the same record, is under way. Nothing was sent; try again soon.',
  UPSTREAM_REJECTED: 'Twilio refused. Nothing has changed.',
  UPSTREAM_UNAVAILABLE: 'Twilio could not be reached or asked to wait. Nothing has changed; try again.',
  UPSTREAM_OUTCOME_UNKNOWN:
    'The answer of Twilio was lost. It may have done what was asked: look before you try again.',
};

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description: 'What kind of mistake it is, for programs.',
  values: Object.fromEntries(
    Object.entries(meanings).map(([code, description]) => [code, { value: code as WriteErrorCode, description }]),
  ),
});

const typeNames = {
  INPUT: 'InputError',
  STATE: 'StateError',
  ATTEMPTS: 'AttemptsError',
  UPSTREAM: 'UpstreamError',
} as const;

export const UserError = builder.interfaceRef<WriteError>('UserError').implement({
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

builder.objectRef<AttemptsErrorShape>('AttemptsError').implement({
  description: 'Ownership cannot be proved in this way now: attempts or the code are used up. Nothing was sent.',
  interfaces: [UserError],
  fields: (t) => ({
    attempts: t.exposeInt('attempts', { description: 'How many attempts were made so far.' }),
    codeExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the code of the last call expires or has expired; null when there is none.',
      resolve: ({ codeExpiresAt }) => (codeExpiresAt === null ? null : new Date(codeExpiresAt)),
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
