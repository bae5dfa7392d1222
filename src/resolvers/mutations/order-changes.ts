// Names and addresses of an order, and giving it up.
import type { Context } from '../../context.ts';
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { findOrdersByUniqueName } from '../../db/write-lookups.ts';
import { builder } from '../../schema/builder.ts';
import { enumName } from '../../schema/enums.ts';
import {
  CancelHostedNumberOrderInput,
  HostedNumberOrderPayload,
  UpdateHostedNumberOrderInput,
  type UpdateHostedNumberOrderInputShape,
} from '../../schema/order-writes.ts';
import {
  type CancelHostedNumberOrderRequest,
  cancelHostedNumberOrderKind,
} from '../../writes/kinds/cancel-hosted-number-order.ts';
import {
  hasDetails,
  type OrderDetails,
  type UpdateHostedNumberOrderRequest,
  updateHostedNumberOrderKind,
} from '../../writes/kinds/update-hosted-number-order.ts';
import { judgeCancellation, judgeUpdate } from '../../writes/order-moves.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { loadHostedNumberOrder } from '../node-id.ts';
import { checkCcEmails } from './cc-emails.ts';
import { changeOf, planFor, prepareOrderWrite } from './order-preparation.ts';
import { answerWrite, type InputCheck } from './outcome.ts';
import { complainOfEmail, complainOfFriendlyName, complainOfUniqueName } from './rules.ts';

builder.mutationField('updateHostedNumberOrder', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description: 'Changes names and addresses of an order, in whatever status it is. Upstream: POST to the order.',
    args: { input: t.arg({ type: UpdateHostedNumberOrderInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        updateHostedNumberOrderKind,
        {
          input,
          load: loadHostedNumberOrder,
          prepare(tools) {
            const checkValues = (check: InputCheck, known: HostedNumberOrderRow | null) =>
              checkDetails(input, check, known, context);
            return prepareOrderWrite(
              { order: input.order, checkValues, plan: (order) => planUpdate(order, detailsOf(input)) },
              tools,
              context,
            );
          },
        },
        context,
      ),
  }),
);

builder.mutationField('cancelHostedNumberOrder', (t) =>
  t.field({
    type: HostedNumberOrderPayload,
    description:
      'Gives an order up, with the number that was made for it. Allowed in `received`, `pending-verification`, `verified` and `pending-loa`. Upstream: DELETE of the order.',
    args: { input: t.arg({ type: CancelHostedNumberOrderInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        cancelHostedNumberOrderKind,
        {
          input,
          load: loadHostedNumberOrder,
          prepare: (tools) => prepareOrderWrite({ order: input.order, plan: planCancellation }, tools, context),
        },
        context,
      ),
  }),
);

/** An empty value clears a field, so there is nothing to complain of. */
async function checkDetails(
  input: UpdateHostedNumberOrderInputShape,
  check: InputCheck,
  known: HostedNumberOrderRow | null,
  { services }: Context,
): Promise<void> {
  check.check(['friendlyName'], input.friendlyName, complainOfFriendlyName);
  check.check(['email'], input.email || null, complainOfEmail);
  checkCcEmails(input.ccEmails ?? [], check);
  const isNameSound = check.check(['uniqueName'], input.uniqueName || null, complainOfUniqueName);
  if (!isNameSound || known === null) return;
  const { database, ownerAccountSid } = services;
  const holders = await findOrdersByUniqueName(database.db, ownerAccountSid, [input.uniqueName ?? '']);
  const holder = holders.find(({ accountSid, sid }) => accountSid === known.accountSid && sid !== known.sid);
  if (holder) check.add(['uniqueName'], `is already used by ${holder.sid}`, 'CONFLICT');
}

/** What is given; null clears like an empty value. */
function detailsOf(input: UpdateHostedNumberOrderInputShape): OrderDetails {
  const { friendlyName, uniqueName, email, ccEmails } = input;
  return {
    ...(friendlyName === undefined ? {} : { friendlyName: friendlyName ?? '' }),
    ...(uniqueName === undefined ? {} : { uniqueName: uniqueName ?? '' }),
    ...(email === undefined ? {} : { email: email ?? '' }),
    ...(ccEmails === undefined ? {} : { ccEmails: ccEmails ?? [] }),
  };
}

function planUpdate(order: HostedNumberOrderRow, details: OrderDetails): Preparation<UpdateHostedNumberOrderRequest> {
  const refusal = judgeUpdate(order);
  if (refusal) return { errors: [refusal] };
  const names = ['friendlyName', 'uniqueName', 'email', 'ccEmails'] as const;
  const changes = names.flatMap((name) => changeOf(name, order[name], details[name] ?? order[name]));
  const callsToMake = hasDetails(order, details) ? 0 : 1;
  return { plan: { ...planFor(order), request: { details }, secret: undefined, changes, notices: [], callsToMake } };
}

function planCancellation(order: HostedNumberOrderRow): Preparation<CancelHostedNumberOrderRequest> {
  const refusal = judgeCancellation(order);
  if (refusal) return { errors: [refusal] };
  const numberSid = order.incomingPhoneNumberSid;
  const changes = changeOf('status', enumName(order.status), null);
  const notices = numberSid
    ? [`The number ${numberSid} is deleted with the order, and its configuration is lost.`]
    : [];
  const request = { numberSid };
  return { plan: { ...planFor(order), request, secret: undefined, changes, notices, callsToMake: 1 } };
}
