// What may be done to an authorization document in which state: one rule for the write and for `viewerActions`. Source:
// the page of the resource (signing is immutable) and Twilio error 22107 (reopen first; signed is final).
import type { AuthorizationDocumentRow } from '../db/tables.ts';
import type { StateErrorShape, WriteError } from './write-error.ts';

/** What an update asks for: to reopen or send it, or to change it, alone or with that. */
export type DocumentMove = { isEdit: boolean };

type Stand = Pick<AuthorizationDocumentRow, 'status' | 'vanishedAt'>;

/** Why Twilio would refuse the move; null when it would not. */
export function refusalOfDocumentMove({ status, vanishedAt }: Stand, move: DocumentMove): StateErrorShape | null {
  if (vanishedAt !== null) return refuse('vanished', 'Twilio has this document no longer', writable);
  if (status !== 'opened' && status !== 'signing') {
    return refuse(
      status,
      `it is ${status}, and can be changed while it is opened or signing only (Twilio error 22107)`,
      writable,
    );
  }
  if (status === 'signing' && move.isEdit) {
    const how = 'reopen it first, by `status: OPENED` alone (Twilio error 22107)';
    return refuse(status, `it has been sent for signature; ${how}`, ['opened']);
  }
  return null;
}

/** Reopening, changing and sending are one mutation: it is allowed when one of them is. */
export function documentActions(document: Stand): { mutation: string; refusal: WriteError | null }[] {
  const refusal = refusalOfDocumentMove(document, { isEdit: false });
  return [{ mutation: 'updateAuthorizationDocument', refusal }];
}

const writable = ['opened', 'signing'];

function refuse(current: string, why: string, allowedFrom: readonly string[]): StateErrorShape {
  return { type: 'STATE', code: 'WRONG_STATE', path: ['document'], message: `document: ${why}`, current, allowedFrom };
}
