// How ownership of a number is proved. What depends on the age of the code is in resolvers/order-verification.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { limits, verificationTypes } from '../vocabulary.ts';
import { type DialStep, planDialling } from '../writes/dial-plan.ts';
import { builder } from './builder.ts';
import { knownWord, VerificationTypeEnum } from './enums.ts';

const DialStepType = builder.objectRef<DialStep>('DialStep').implement({
  description: 'A step of what a verification call dials: a wait, or digits. One of the two is null.',
  fields: (t) => ({
    wait: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long the call waits: half a second for each `w` of the extension.',
      resolve: ({ waitMs }) => (waitMs === null ? null : `PT${waitMs / 1000}S`),
    }),
    digits: t.exposeString('digits', {
      nullable: true,
      description: 'What it dials then: digits, `*` and `#`.',
    }),
  }),
});

export const Verification = builder.objectRef<HostedNumberOrderRow>('Verification').implement({
  description: 'How ownership of the number is proved, and how far that has come.',
  fields: (t) => ({
    type: t.field({
      type: VerificationTypeEnum,
      nullable: true,
      description: 'By a call or by a phone bill. Upstream: `verification_type`.',
      resolve: (order) => knownWord(verificationTypes, order.verificationType),
    }),
    rawType: t.exposeString('verificationType', {
      nullable: true,
      description: "The type in Twilio's own word. Upstream: `verification_type`.",
    }),
    documentSid: t.expose('verificationDocumentSid', {
      type: 'Sid',
      nullable: true,
      description: 'The phone bill, as an identity document (RI...). Upstream: `verification_document_sid`.',
    }),
    extension: t.exposeString('extension', {
      nullable: true,
      description: 'What the verification call dials once it is connected. Upstream: `extension`.',
    }),
    extensionPlan: t.field({
      type: [DialStepType],
      description:
        'The extension as steps in time: `wwww2wwwwww5` waits 2 s, dials 2, waits 3 s, dials 5. Empty without one. Derived by the gateway from `extension`.',
      resolve: (order) => planDialling(order.extension),
    }),
    callDelay: t.exposeInt('callDelay', {
      nullable: true,
      description: 'Seconds to wait before the verification call is made. Upstream: `call_delay`.',
    }),
    attempts: t.exposeInt('verificationAttempts', {
      description: 'How often ownership was to be proved so far. Upstream: `verification_attempts`.',
    }),
    attemptsRemaining: t.int({
      description: `How many of the ${limits.verificationAttemptsMax} attempts that Twilio allows are left.`,
      resolve: (order) => Math.max(0, limits.verificationAttemptsMax - order.verificationAttempts),
    }),
    callSids: t.expose('verificationCallSids', {
      type: ['Sid'],
      description: 'The calls that were made for it. Upstream: `verification_call_sids`.',
    }),
    code: t.exposeString('verificationCode', {
      nullable: true,
      description:
        'What to say or type when the verification call is answered: four or six digits, zeros in front included. Upstream: `verification_code`.',
    }),
  }),
});
