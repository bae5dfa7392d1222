// What an order allows now, and how long its verification code lives: both need the log, which says when a code was first
// seen. Only orders that wait for a code are looked up there.
import type { Context } from '../context.ts';
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { builder } from '../schema/builder.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { Verification } from '../schema/verification.ts';
import { ViewerAction, type ViewerActionShape } from '../schema/viewer-action.ts';
import {
  type CodeLife,
  judgeCancellation,
  judgeCodeSubmission,
  judgeForNewDocument,
  judgeUpdate,
  judgeVerificationStart,
} from '../writes/order-moves.ts';
import { awaitsCode, codeExpiryOf, nextCallRepeatsCode } from '../writes/verification-code.ts';

builder.objectFields(Verification, (t) => ({
  codeExpiresAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the code expires or has expired: ten minutes after the call that made it; a call that repeats the code gives it no more time. Twilio does not say it. The gateway counts from when it first saw the code, or from the `dateUpdated` that the order had then, whichever is earlier: right to a few seconds unless the order was changed again before the gateway looked, and then too late by that much. Null where no code is awaited.',
    resolve: async (order, _args, context) => (await lifeOf(order, context)).expiresAt,
  }),
  nextCallRepeatsCode: t.boolean({
    description:
      'Whether a call made now would tell the same code again, because it still lives; false also where no call is left. Derived by the gateway from `codeExpiresAt`.',
    resolve: async (order, _args, context) => nextCallRepeatsCode(order, await lifeOf(order, context)),
  }),
}));

builder.objectField(HostedNumberOrder, 'viewerActions', (t) =>
  t.field({
    type: [ViewerAction],
    description:
      'The writes that touch an order, and whether its state allows them now. `startOwnershipVerification` is judged for a call, the last one included, and `submitVerificationCode` for a code that is right.',
    resolve: async (order, _args, context) => actionsOf(order, await lifeOf(order, context)),
  }),
);

/** Every write to the order, in the order of its life. */
function actionsOf(order: HostedNumberOrderRow, code: CodeLife): ViewerActionShape[] {
  const start = { type: 'phone-call', allowLastAttempt: true, code } as const;
  return [
    { mutation: 'updateHostedNumberOrder', refusal: judgeUpdate(order) },
    { mutation: 'startOwnershipVerification', refusal: judgeVerificationStart(order, start) },
    { mutation: 'submitVerificationCode', refusal: judgeCodeSubmission(order, code) },
    { mutation: 'createAuthorizationDocument', refusal: judgeForNewDocument(order) },
    { mutation: 'cancelHostedNumberOrder', refusal: judgeCancellation(order) },
  ];
}

async function lifeOf(order: HostedNumberOrderRow, { services, loaders }: Context): Promise<CodeLife> {
  const madeAt = awaitsCode(order) ? await loaders.codeTimes.load(order.sid) : null;
  return { expiresAt: codeExpiryOf(order, madeAt), now: services.now() };
}
