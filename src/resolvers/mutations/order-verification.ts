// Proving ownership of a number: by a call that tells a code, or by a phone bill; then the code.
import type { Context } from '../../context.ts';
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { builder } from '../../schema/builder.ts';
import {
  HostedNumberOrderPayload,
  StartOwnershipVerificationInput,
  SubmitVerificationCodeInput,
} from '../../schema/order-writes.ts';
import { startOwnershipVerificationKind } from '../../writes/kinds/start-ownership-verification.ts';
import { submitVerificationCodeKind } from '../../writes/kinds/submit-verification-code.ts';
import { judgeCodeSubmission } from '../../writes/order-moves.ts';
import { readCodeLife } from '../../writes/verification-code.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { loadHostedNumberOrder } from '../node-id.ts';
import { changeOf, planFor, prepareOrderWrite } from './order-preparation.ts';
import { checkStart, planStart } from './order-verification-start.ts';
import { answerWrite } from './outcome.ts';
import type { Complaint } from './rules.ts';

builder.mutationField('startOwnershipVerification', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description:
      'Has Twilio call the number and tell a code, or hands in a phone bill. Allowed in `received` and `pending-verification`; Twilio makes three calls at most. Upstream: POST to the order with `Status=pending-verification`.',
    args: { input: t.arg({ type: StartOwnershipVerificationInput, required: true, description: 'How.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        startOwnershipVerificationKind,
        {
          input,
          load: loadHostedNumberOrder,
          prepare: (tools) =>
            prepareOrderWrite(
              {
                order: input.order,
                checkValues: (check, known) => checkStart(input, check, known),
                plan: async (order) => planStart(order, input, await codeLifeOf(order, context)),
              },
              tools,
              context,
            ),
        },
        context,
      ),
  }),
);

builder.mutationField('submitVerificationCode', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description:
      'Gives Twilio the code that the verification call told; a right one makes the order `verified`, a wrong one is refused by Twilio (22113). Upstream: POST to the order with `VerificationCode`.',
    args: { input: t.arg({ type: SubmitVerificationCodeInput, required: true, description: 'The code.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        submitVerificationCodeKind,
        {
          input,
          load: loadHostedNumberOrder,
          prepare: (tools) =>
            prepareOrderWrite(
              {
                order: input.order,
                checkValues: (check) => void check.check(['code'], input.code, complainOfCode),
                plan: (order) => planSubmission(order, input.code, context),
              },
              tools,
              context,
            ),
        },
        context,
      ),
  }),
);

/** Both lengths occur on the pages. The code itself is not told back. */
function complainOfCode(code: string): Complaint | null {
  if (/^(\d{4}|\d{6})$/.test(code)) return null;
  return { message: `must have 4 or 6 digits, zeros in front included; got ${[...code].length} characters` };
}

async function planSubmission(
  order: HostedNumberOrderRow,
  code: string,
  context: Context,
): Promise<Preparation<Record<string, never>, { code: string }>> {
  const refusal = judgeCodeSubmission(order, await codeLifeOf(order, context));
  if (refusal) return { errors: [refusal] };
  const changes = changeOf('status', 'PENDING_VERIFICATION', 'VERIFIED');
  return { plan: { ...planFor(order), request: {}, secret: { code }, changes, notices: [], callsToMake: 1 } };
}

function codeLifeOf(order: HostedNumberOrderRow, { services }: Context) {
  return readCodeLife(order, services.database.db, services.ownerAccountSid, services.now());
}
