// How long the code of a verification call lives. Twilio does not say: the gateway works it out from what it has seen.
import type { Db } from '../db/client.ts';
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { readCodeTimes } from '../db/write-lookups.ts';
import { limits } from '../vocabulary.ts';
import type { CodeLife } from './order-moves.ts';

/** An order as far as its code is concerned. */
type CodedOrder = Pick<
  HostedNumberOrderRow,
  'sid' | 'status' | 'verificationType' | 'verificationCode' | 'verificationAttempts' | 'dateUpdated'
>;

/** Whether a call's code is awaited and known. */
export function awaitsCode(order: CodedOrder): boolean {
  return (
    order.status === 'pending-verification' &&
    order.verificationType !== 'phone-bill' &&
    order.verificationCode !== null
  );
}

/**
 * Ten minutes after the call that made the code (status table of the page); a later call that repeats it gives it no
 * more time. `madeAt` is from the log; where that says nothing, the code is at least as old as the order's last change.
 * Null where no code is awaited.
 */
export function codeExpiryOf(order: CodedOrder, madeAt: Date | null): Date | null {
  if (!awaitsCode(order)) return null;
  return new Date((madeAt ?? order.dateUpdated).getTime() + limits.verificationCodeLifeMs);
}

/** Whether a call made now would tell the code again: Twilio repeats a code while it lives. */
export function nextCallRepeatsCode(order: CodedOrder, { expiresAt, now }: CodeLife): boolean {
  const isCallLeft = order.verificationAttempts < limits.verificationAttemptsMax;
  return isCallLeft && expiresAt !== null && now < expiresAt;
}

/** The life of the code of one order. */
export async function readCodeLife(order: CodedOrder, db: Db, ownerAccountSid: string, now: Date): Promise<CodeLife> {
  const times = awaitsCode(order) ? await readCodeTimes(db, ownerAccountSid, [order.sid]) : null;
  return { expiresAt: codeExpiryOf(order, times?.get(order.sid) ?? null), now };
}
