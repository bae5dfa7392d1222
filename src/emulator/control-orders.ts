// Control of what others do: owners who answer the phone and sign, recipients who refuse, operators who intervene.
import { z } from 'zod';
import { type DocumentStatus, limits, orderStatuses } from '../vocabulary.ts';
import { renderDocument } from './authorization-documents.ts';
import type { EmulatorContext } from './context.ts';
import { makeMutateRoute } from './control-mutation.ts';
import type { ControlCall, ControlDeps, ControlRoute } from './control-route.ts';
import type { DocumentRow, OrderRow } from './entities.ts';
import { notFound, TwilioError } from './errors.ts';
import { renderOrder } from './hosted-number-orders.ts';
import { renderIncomingNumber } from './incoming-phone-numbers.ts';
import { readLine, updateLine } from './lines.ts';
import { failureReasons } from './order-lifecycle.ts';
import { submitCode } from './order-update.ts';

const failBody = z.strictObject({
  reason: z.string().default(failureReasons.processing),
  status: z.enum(['failed', 'action-required']).default('failed'),
});
const answerBody = z.strictObject({ code: z.string().optional() });
const moveBody = z.strictObject({ status: z.enum(orderStatuses) });
const callerIdBody = z.strictObject({ accountSid: z.string(), phoneNumber: z.string() });
const lineBody = z.strictObject({
  phoneNumber: z.string(),
  lineType: z.enum(['landline', 'mobile', 'voip']).optional(),
  messagingEnabled: z.boolean().optional(),
});

export function makeOrderControlRoutes({ context }: ControlDeps): ControlRoute[] {
  const { store, lifecycle } = context;
  return [
    ...makeDocumentRoutes(context),
    {
      method: 'POST',
      template: '/orders/:sid/answer',
      help: 'the owner answers the verification call and enters the right code, or {"code": "0000"}',
      run: (call) => renderOrder(answerCall(context, requireOrder(context, call), answerBody.parse(call.body).code)),
    },
    {
      method: 'POST',
      template: '/orders/:sid/fail',
      help: 'end the order: {"reason": "…", "status": "failed" | "action-required"}',
      run: (call) => {
        const { reason, status } = failBody.parse(call.body);
        return renderOrder(lifecycle.transition(requireOrder(context, call), status, { failureReason: reason }));
      },
    },
    {
      method: 'POST',
      template: '/orders/:sid/move',
      help: 'put the order into any status, as Twilio support can: {"status": "received"}',
      run: (call) => renderOrder(lifecycle.transition(requireOrder(context, call), moveBody.parse(call.body).status)),
    },
    {
      method: 'POST',
      template: '/numbers/:sid/port',
      help: 'port a hosted number to Twilio: a second number resource with the same phone number',
      run: (call) => portNumber(context, call),
    },
    {
      method: 'POST',
      template: '/verified-caller-ids',
      help: 'the account holds a Verified Caller ID: {"accountSid": "AC…", "phoneNumber": "+1…"}; a later order skips the call',
      run: ({ body }) => {
        const { accountSid, phoneNumber } = callerIdBody.parse(body);
        const holders = new Set([...readLine(store, phoneNumber).callerIdOf, accountSid]);
        return updateLine(store, phoneNumber, { callerIdOf: [...holders] });
      },
    },
    {
      method: 'POST',
      template: '/lines',
      help: 'what the network says of a number: {"phoneNumber": "+1…", "lineType": "mobile", "messagingEnabled": true}',
      run: ({ body }) => {
        const { phoneNumber, ...changes } = lineBody.parse(body);
        return updateLine(store, phoneNumber, changes);
      },
    },
    makeMutateRoute(context),
  ];
}

function makeDocumentRoutes(context: EmulatorContext): ControlRoute[] {
  const end = (call: ControlCall, status: DocumentStatus): unknown => {
    const document = requireDocument(context, call);
    const row: DocumentRow = { ...document, status, dateUpdated: context.clock.now() };
    context.store.documents.put(row);
    return renderDocument(row);
  };
  return [
    {
      method: 'POST',
      template: '/documents/:sid/sign',
      help: 'the recipient signs: all orders that wait for the document go to the carrier',
      run: (call) => {
        const document = requireDocument(context, call);
        if (document.status !== 'signing')
          throw new TwilioError(22107, `The document is ${document.status}, not signing`, 409);
        return renderDocument(context.lifecycle.sign(document));
      },
    },
    {
      method: 'POST',
      template: '/documents/:sid/cancel',
      help: 'the recipient cancels the document; its orders wait on',
      run: (call) => end(call, 'canceled'),
    },
    {
      method: 'POST',
      template: '/documents/:sid/fail',
      help: 'the document fails with an error',
      run: (call) => end(call, 'failed'),
    },
  ];
}

/** The right code verifies the order; a wrong one, four times, spends the attempt, and the third spent attempt the order. */
function answerCall(context: EmulatorContext, order: OrderRow, code: string | undefined): OrderRow {
  const entered = code ?? order.verificationCode ?? '';
  if (order.status !== 'pending-verification' || entered === order.verificationCode)
    return submitCode(context, order, entered);
  if (order.verificationAttempts >= limits.verificationAttemptsMax) {
    return context.lifecycle.transition(order, 'action-required', { failureReason: failureReasons.attempts });
  }
  return context.lifecycle.update(order, { codeExpiresAt: context.clock.now() });
}

/** FAQ: a port request makes a new phone number sid, so two resources share the phone number from then on. */
function portNumber(context: EmulatorContext, call: ControlCall): unknown {
  const { store } = context;
  const hosted = store.numbers.get(call.parts.sid ?? '');
  if (!hosted) throw notFound(`numbers/${call.parts.sid}`);
  const [position, now] = [store.nextPosition(), context.clock.now()];
  const sid = store.makeSid('phoneNumber', position);
  const ported = {
    ...hosted,
    sid,
    position,
    origin: 'twilio',
    status: 'in-use',
    dateCreated: now,
    dateUpdated: now,
  } as const;
  store.numbers.put(ported);
  return renderIncomingNumber(ported);
}

function requireOrder(context: EmulatorContext, call: ControlCall): OrderRow {
  const order = context.store.orders.get(call.parts.sid ?? '');
  if (!order) throw notFound(`orders/${call.parts.sid}`);
  return order;
}

function requireDocument(context: EmulatorContext, call: ControlCall): DocumentRow {
  const document = context.store.documents.get(call.parts.sid ?? '');
  if (!document) throw notFound(`documents/${call.parts.sid}`);
  return document;
}
