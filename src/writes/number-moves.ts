// Which writes a number allows, by the mirror's rows of it and of the order that brought it in. Obeyed by the writes and
// shown by `viewerActions`.
import type { ActiveNumberRow, HostedNumberOrderRow } from '../db/tables.ts';
import { deletableOrderStatuses, finalOrderStatuses } from '../vocabulary.ts';
import type { WriteError } from './write-error.ts';

/** What is judged of a number. */
export type JudgedNumber = Pick<ActiveNumberRow, 'vanishedAt' | 'origin' | 'status'>;
/** What is judged of its order; null: it was bought or ported. */
export type JudgedOrder = Pick<HostedNumberOrderRow, 'sid' | 'status' | 'vanishedAt'>;
/** Why a write is not allowed; null when it is. `path` begins below `input`. */
export type NumberRule = (
  number: JudgedNumber,
  order: JudgedOrder | null,
  path?: readonly string[],
) => WriteError | null;

/** Always: the number exists as soon as its order does (quickstart: it is configured while the order waits). */
export const refuseConfigure: NumberRule = (number, _order, path = []) => refuseVanished(number, path);

/** A hosted number can be transferred once it is in use (Twilio error 22121), which its completed order makes it. */
export const refuseTransfer: NumberRule = (number, order, path = []) => {
  const gone = refuseVanished(number, path);
  if (gone) return gone;
  const live = liveOrder(order);
  const current = live?.status ?? number.status ?? '';
  const isInUse = live ? live.status === 'completed' : !(number.origin === 'hosted' && number.status !== 'in-use');
  if (isInUse) return null;
  const allowedFrom = live ? ['completed'] : ['in-use'];
  const message = `a hosted number can be transferred when its order is completed (Twilio error 22121); now: ${current}`;
  return wrongState(path, message, current, allowedFrom);
};

/**
 * While its order is under way a hosted number leaves by cancelling the order: releasing it would make the order fail.
 * Twilio's pages know a release only of numbers whose order is completed.
 */
export const refuseRelease: NumberRule = (number, order, path = []) => {
  const gone = refuseVanished(number, path);
  if (gone) return gone;
  const live = liveOrder(order);
  if (live === null || isIn(finalOrderStatuses, live.status)) return null;
  const way = isIn(deletableOrderStatuses, live.status)
    ? `cancel the order ${live.sid} instead, which deletes the number`
    : `its order ${live.sid} is under way and can be cancelled only in ${deletableOrderStatuses.join(', ')}`;
  const message = `a hosted number can be released when its order has ended; ${way}; now: ${live.status}`;
  return wrongState(path, message, live.status, finalOrderStatuses);
};

/** Whether the number was hosted, so that it stays registered for three days after its release. */
export function isHosted({ origin }: JudgedNumber, order: JudgedOrder | null): boolean {
  return origin === 'hosted' || order !== null;
}

function refuseVanished({ vanishedAt }: JudgedNumber, path: readonly string[]): WriteError | null {
  if (vanishedAt === null) return null;
  return { type: 'INPUT', code: 'NOT_FOUND', path, message: told(path, 'Twilio has this number no longer') };
}

function wrongState(
  path: readonly string[],
  message: string,
  current: string,
  allowedFrom: readonly string[],
): WriteError {
  return { type: 'STATE', code: 'WRONG_STATE', path, message: told(path, message), current, allowedFrom };
}

function told(path: readonly string[], message: string): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

function liveOrder(order: JudgedOrder | null): JudgedOrder | null {
  return order?.vanishedAt === null ? order : null;
}

function isIn(statuses: readonly string[], status: string): boolean {
  return statuses.includes(status);
}
