// The waist: whatever Twilio said, by whichever road, is accepted here and nowhere else. The row, the transition and the
// wake-up are written in one transaction.
import type { Database } from '../db/client.ts';
import type { AccountFacts, ActiveNumberFacts, AuthorizationDocumentFacts, HostedNumberOrderFacts } from '../twilio/facts.ts';
import type { FactSource } from '../vocabulary.ts';

/** What was learned by one request. */
export type Observation = {
  ownerAccountSid: string;
  source: FactSource;
  /** When the request started: decides which of two answers is newer. */
  startedAt: Date;
  accounts?: readonly AccountFacts[];
  numbers?: readonly ActiveNumberFacts[];
  orders?: readonly HostedNumberOrderFacts[];
  documents?: readonly AuthorizationDocumentFacts[];
  /** Sids of orders that the gateway itself has made. */
  createdHere?: ReadonlySet<string>;
  /** What Twilio took for a document but never gives back, by document sid. */
  documentContacts?: ReadonlyMap<string, { contactTitle: string | null; contactPhoneNumber: string | null }>;
};

/** Accepts an observation. May be repeated: the same facts again change nothing but `syncedAt`. */
export async function ingest(_database: Database, _observation: Observation): Promise<void> {
  throw new Error('not built yet');
}
