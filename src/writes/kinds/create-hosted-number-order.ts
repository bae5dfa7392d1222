// A new hosted number order. Twilio keeps no two open orders for one number, so an order for it that was not there before
// is the one that was asked for.
import { insertForward } from '../../db/forward-statements.ts';
import type { CreateHostedNumberOrderParameters } from '../../twilio/client.ts';
import type { WriteKind } from '../write-kind.ts';
import { keepOrder } from './order-answers.ts';

export type CreateHostedNumberOrderRequest = {
  parameters: Omit<CreateHostedNumberOrderParameters, 'statusCallbackUrl' | 'statusCallbackMethod'>;
  /** Orders for the number that were known before: none of them can be the new one. */
  knownSids: string[];
  /** Where its transitions are posted on. */
  forwardStatusTo?: string;
};

export const createHostedNumberOrderKind: WriteKind<CreateHostedNumberOrderRequest> = {
  mutation: 'createHostedNumberOrder',
  async send({ accountSid, request }, credentials, tools) {
    const startedAt = tools.now();
    const order = await tools.twilio.createHostedNumberOrder(credentials, {
      ...request.parameters,
      statusCallbackUrl: tools.callbackUrlOf(accountSid),
      statusCallbackMethod: 'POST',
    });
    return keepOrder(order, startedAt, tools, true);
  },
  async look({ request }, credentials, tools) {
    const startedAt = tools.now();
    const { phoneNumber, uniqueName } = request.parameters;
    const orders = await tools.twilio.findHostedNumberOrders(credentials, { phoneNumber });
    const made = orders.find(
      (order) => !request.knownSids.includes(order.sid) && (order.uniqueName ?? '') === (uniqueName ?? ''),
    );
    return made ? { is: 'happened', targetSid: await keepOrder(made, startedAt, tools, true) } : { is: 'not-seen' };
  },
  // With the success: an order that was made is forwarded, whoever finds out that it was.
  async afterSuccess(tx, { request }, targetSid) {
    if (request.forwardStatusTo !== undefined && targetSid !== null) {
      await insertForward(tx, targetSid, request.forwardStatusTo);
    }
  },
};
