// What an order allows in its state: the writes obey it, `viewerActions` shows it. Pure: a row in, a refusal or null out.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import {
  deletableOrderStatuses,
  finalOrderStatuses,
  limits,
  type VerificationType,
  verifiableOrderStatuses,
} from '../vocabulary.ts';
import type { AttemptsErrorShape, StateErrorShape, WriteError } from './write-error.ts';

/** The part of an order that its moves depend on. */
export type JudgedOrder = Pick<
  HostedNumberOrderRow,
  'sid' | 'status' | 'vanishedAt' | 'verificationType' | 'verificationAttempts' | 'incomingPhoneNumberSid'
>;

/** When the code of the last call expires, and what time it is now. */
export type CodeLife = { expiresAt: Date | null; now: Date };

/** Names and addresses can be changed in every state. */
export function judgeUpdate(order: JudgedOrder): WriteError | null {
  return order.vanishedAt === null ? null : goneError();
}

/** Ownership can be verified from received and pending-verification (22111, 22112), by three calls at most (22100). */
export function judgeVerificationStart(
  order: JudgedOrder,
  asked: { type: VerificationType; allowLastAttempt: boolean; code: CodeLife },
): WriteError | null {
  if (order.vanishedAt !== null) return goneError();
  if (!isOneOf(verifiableOrderStatuses, order.status)) return startRefused(order);
  // A phone bill is no call: what it takes is Twilio's to say.
  if (asked.type !== 'phone-call') return null;
  const { verificationAttempts: attempts } = order;
  const max = limits.verificationAttemptsMax;
  if (attempts >= max) {
    const message = `all ${max} attempts to verify ownership are used; contact Twilio support with ${order.sid} (Twilio error 22100)`;
    return attemptsError('LIMIT_EXCEEDED', message, ['order'], attempts, asked.code);
  }
  if (attempts === max - 1 && !asked.allowLastAttempt) {
    const message = `${attempts} of ${max} attempts are used and the next is the last one: if it fails, only Twilio support can go on. Ask for it with allowLastAttempt`;
    return attemptsError('LIMIT_EXCEEDED', message, ['allowLastAttempt'], attempts, asked.code);
  }
  return null;
}

/** A code can be given while a call's code is awaited (22114) and lives (22113). */
export function judgeCodeSubmission(order: JudgedOrder, code: CodeLife): WriteError | null {
  if (order.vanishedAt !== null) return goneError();
  const refuse = (why: string) =>
    stateError(order, ['pending-verification'], `no verification call is in progress (Twilio error 22114): ${why}`);
  if (order.status !== 'pending-verification') return refuse(`the order is ${order.status}`);
  if (order.verificationType === 'phone-bill') return refuse('ownership is being proved by a phone bill');
  if (order.verificationAttempts === 0) return refuse('no call has been made yet');
  if (code.expiresAt === null || code.now < code.expiresAt) return null;
  const message = `the code expired at ${code.expiresAt.toISOString()}: codes last ${limits.verificationCodeLifeMs / 60_000} minutes; request a new call (Twilio error 22113)`;
  return attemptsError('CODE_EXPIRED', message, ['code'], order.verificationAttempts, code);
}

/** An order can be deleted in four states (page of the HostedNumberOrder, DELETE). */
export function judgeCancellation(order: JudgedOrder): WriteError | null {
  if (order.vanishedAt !== null) return goneError();
  if (isOneOf(deletableOrderStatuses, order.status)) return null;
  return stateError(order, deletableOrderStatuses, `${whyNotCancelled(order)}; now: ${order.status}`);
}

/** Only an order whose ownership is verified can be put on a new authorization document (22111). */
export function judgeForNewDocument(order: JudgedOrder): WriteError | null {
  if (order.vanishedAt !== null) return goneError();
  if (order.status === 'verified') return null;
  const message = `only verified orders can be put on an authorization document (Twilio error 22111); now: ${order.status}`;
  return stateError(order, ['verified'], message);
}

/** For an order that is not there, is foreign or gone: nobody learns which. */
export function goneError(path: readonly string[] = ['order']): WriteError {
  return { type: 'INPUT', code: 'NOT_FOUND', path, message: told(path, 'there is no such order') };
}

function startRefused(order: JudgedOrder): StateErrorShape {
  const only = `verification can be started only from ${listed(verifiableOrderStatuses)}; the order is ${order.status}`;
  const why = isOneOf(finalOrderStatuses, order.status)
    ? ', which is final: create a new one (Twilio error 22112)'
    : order.status === 'action-required'
      ? ': Twilio support has to look into it (Twilio error 22112)'
      : ' (Twilio error 22111)';
  return stateError(order, verifiableOrderStatuses, only + why);
}

function whyNotCancelled({ status, incomingPhoneNumberSid }: JudgedOrder): string {
  if (status === 'completed') {
    const number = incomingPhoneNumberSid ?? 'PN...';
    return `a completed order cannot be cancelled: release its number (${number}) instead, which takes 3 days`;
  }
  const only = `deletable only in ${listed(deletableOrderStatuses)}`;
  return status === 'failed' ? `a failed order is final, nothing is left to cancel; ${only}` : only;
}

function stateError(order: JudgedOrder, allowedFrom: readonly string[], message: string): StateErrorShape {
  const path = ['order'];
  return { type: 'STATE', code: 'WRONG_STATE', path, message: told(path, message), current: order.status, allowedFrom };
}

function attemptsError(
  code: AttemptsErrorShape['code'],
  message: string,
  path: readonly string[],
  attempts: number,
  { expiresAt }: CodeLife,
): AttemptsErrorShape {
  const codeExpiresAt = expiresAt?.toISOString() ?? null;
  return { type: 'ATTEMPTS', code, message: told(path, message), path, attempts, codeExpiresAt };
}

function told(path: readonly string[], message: string): string {
  return `${path.join('.')}: ${message}`;
}

function isOneOf(statuses: readonly string[], status: string): boolean {
  return statuses.includes(status);
}

function listed(statuses: readonly string[]): string {
  return statuses.length === 2 ? statuses.join(' or ') : statuses.join(', ');
}
