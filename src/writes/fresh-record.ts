// The record that a write is about, fresh enough to be judged by: the mirror's row where it was read within the last 30
// seconds, else one read of Twilio, and a second one where Twilio does not know it. A refused write costs no more.

import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { readRecords } from '../db/write-lookups.ts';
import { type Resource, readRecordAgain } from '../mirror/record-reader.ts';
import type { WriteTools } from './write-kind.ts';

const freshMs = 30_000;

type Row = HostedNumberOrderRow | AuthorizationDocumentRow | ActiveNumberRow;

/** The order as it is now; null when Twilio has it no longer. Throws what the client throws. */
export function freshOrder(row: HostedNumberOrderRow, tools: WriteTools): Promise<HostedNumberOrderRow | null> {
  return refresh('orders', row, tools);
}

/** The document as it is now; null when Twilio has it no longer. */
export function freshDocument(
  row: AuthorizationDocumentRow,
  tools: WriteTools,
): Promise<AuthorizationDocumentRow | null> {
  return refresh('documents', row, tools);
}

/** The number as it is now; null when Twilio has it no longer. */
export function freshNumber(row: ActiveNumberRow, tools: WriteTools): Promise<ActiveNumberRow | null> {
  return refresh('numbers', row, tools);
}

async function refresh<R extends Row>(resource: Resource, row: R, tools: WriteTools): Promise<R | null> {
  if (row.vanishedAt !== null) return null;
  if (tools.now().getTime() - row.syncedAt.getTime() < freshMs) return row;
  const { is } = await readRecordAgain(tools, resource, row);
  if (is !== 'read') return null;
  const [fresh] = await readRecords[resource](tools.database.db, tools.ownerAccountSid, [row.sid]);
  return (fresh as R | undefined) ?? null;
}
