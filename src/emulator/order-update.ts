// POST /HostedNumbers/HostedNumberOrders/{HR}: names and mail addresses, and the proof of ownership by call or phone bill.
import { limits, orderStatuses } from '../vocabulary.ts';
import type { EmulatorContext } from './context.ts';
import type { OrderRow } from './entities.ts';
import { TwilioError } from './errors.ts';
import type { Fields } from './form.ts';
import { checkVerificationDocument, parseSharedOrderFields, type SharedOrderFields } from './order-fields.ts';
import { isFinal } from './store.ts';

/** Applies an update: either a verification code, or a new status, or plain fields; returns the order as it is then. */
export function updateOrder(context: EmulatorContext, order: OrderRow, form: Fields): OrderRow {
  const fields = parseSharedOrderFields(context.store, form, order.accountSid, order.sid);
  const [status, code] = [form.text('Status'), form.text('VerificationCode')];
  if (code !== undefined) return submitCode(context, order, code, fields);
  if (status !== undefined) return startVerification(context, order, status, fields);
  return context.lifecycle.update(order, fields);
}

/**
 * Places the verification call, or hands in the phone bill. Each call is one of three attempts; while a code lives, a
 * further call repeats it.
 */
export function startVerification(
  context: EmulatorContext,
  order: OrderRow,
  status: string,
  fields: SharedOrderFields,
): OrderRow {
  checkMayStart(order, status);
  const type = fields.verificationType ?? order.verificationType;
  checkVerificationDocument(type, fields.verificationDocumentSid ?? order.verificationDocumentSid);
  const changes = type === 'phone-bill' ? fields : { ...fields, ...placeCall(context, order) };
  if (order.status === 'pending-verification') return context.lifecycle.update(order, changes);
  return context.lifecycle.transition(order, 'pending-verification', changes);
}

/** The customer gives the code: 22114 when none is awaited, 22113 when it is wrong or older than ten minutes. */
export function submitCode(
  context: EmulatorContext,
  order: OrderRow,
  code: string,
  fields: SharedOrderFields = {},
): OrderRow {
  if (order.status !== 'pending-verification' || order.verificationType !== 'phone-call') {
    throw new TwilioError(22114, 'The Hosted Number Order is not waiting for a verification code');
  }
  if (isCodeExpired(context, order)) throw new TwilioError(22113, 'The verification code has expired');
  if (code !== order.verificationCode) throw new TwilioError(22113, 'The verification code is incorrect');
  return context.lifecycle.transition(order, 'verified', fields);
}

/** Whether the order's code is ten minutes old (or there is none). */
function isCodeExpired(context: EmulatorContext, order: OrderRow): boolean {
  return order.codeExpiresAt === null || context.clock.now() >= order.codeExpiresAt;
}

function checkMayStart(order: OrderRow, status: string): void {
  if (!(orderStatuses as readonly string[]).includes(status))
    throw new TwilioError(22111, `Invalid Hosted Number Order status: ${status}`);
  if (status !== 'pending-verification')
    throw new TwilioError(22112, `The status ${status} cannot be set by a request`);
  if (isFinal(order))
    throw new TwilioError(22112, `The Hosted Number Order is ${order.status}; its status cannot change`);
  if (order.status === 'action-required') throw new TwilioError(22112, 'The Hosted Number Order needs Twilio support');
  if (order.status !== 'received' && order.status !== 'pending-verification') {
    throw new TwilioError(22111, `Verification cannot start in status ${order.status}`);
  }
}

function placeCall(context: EmulatorContext, order: OrderRow): Partial<OrderRow> {
  if (order.verificationAttempts >= limits.verificationAttemptsMax) {
    throw new TwilioError(22100, 'The Hosted Number Order has reached the maximum number of verification attempts');
  }
  const { store } = context;
  const callSid = store.makeSid('call', store.nextPosition());
  const alive = order.verificationCode !== null && !isCodeExpired(context, order);
  return {
    verificationAttempts: order.verificationAttempts + 1,
    verificationCallSids: [...order.verificationCallSids, callSid],
    verificationCode: alive ? order.verificationCode : makeCode(callSid),
    codeExpiresAt: alive ? order.codeExpiresAt : context.clock.now() + limits.verificationCodeLifeMs,
  };
}

/** The examples show codes of six digits and of four; they are strings and may begin with zeros. */
function makeCode(callSid: string): string {
  const digits = Number.parseInt(callSid.slice(-2), 16) % 2 === 0 ? 6 : 4;
  return String(Number.parseInt(callSid.slice(2, 12), 16) % 10 ** digits).padStart(digits, '0');
}
