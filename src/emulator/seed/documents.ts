// The documents of the seed. A shelf hands them out to orders whose status asks for one, each document in its turn.
import type { DocumentStatus, OrderStatus } from '../../vocabulary.ts';
import type { AccountRow, DocumentRow } from '../entities.ts';
import { pick, pickIndex, type Random } from '../seeded-random.ts';
import type { SeedOptions, SeedTarget } from './seed-target.ts';

const dayMs = 24 * 60 * 60_000;

/** The statuses of an account's documents, in order. The first signed one is recent: its orders are still at the carrier. */
const statusCycle: DocumentStatus[] = [
  'signed',
  'signing',
  'signed',
  'opened',
  'canceled',
  'signing',
  'failed',
  'signed',
  'signing',
  'signed',
];

export type DocumentShelf = {
  /** A document for an order of that status; null when it needs none, `missing` when the account has none that fits. */
  take(accountSid: string, status: OrderStatus): DocumentRow | null | 'missing';
};

export function seedDocuments(
  target: SeedTarget,
  options: SeedOptions,
  accounts: readonly AccountRow[],
  random: Random,
): DocumentShelf {
  const byAccount = new Map<string, DocumentRow[]>();
  for (let index = 0; index < options.documents; index += 1) {
    const account = accounts[index % accounts.length];
    if (!account) continue;
    const round = Math.floor(index / accounts.length);
    const status = statusCycle[round % statusCycle.length] ?? 'signed';
    const created = target.now - Math.floor((pickAge(random, status, round) + 0.5) * dayMs);
    const document = makeDocument(target, random, account.sid, status, created);
    byAccount.set(account.sid, [...(byAccount.get(account.sid) ?? []), document]);
  }
  const turns = new Map<string, number>();
  return {
    take(accountSid, status) {
      const documents = byAccount.get(accountSid) ?? [];
      if (status === 'carrier-processing' || status === 'testing') {
        return documents.find((document) => document.status === 'signed') ?? 'missing';
      }
      if (status !== 'completed' && status !== 'pending-loa') return null;
      const fitting = documents.filter((document) => (document.status === 'signed') === (status === 'completed'));
      const turn = turns.get(accountSid + status) ?? 0;
      turns.set(accountSid + status, turn + 1);
      return fitting[turn % Math.max(fitting.length, 1)] ?? 'missing';
    },
  };
}

/** Puts one document of that status; `created` is also when it was sent. */
export function makeDocument(
  target: SeedTarget,
  random: Random,
  accountSid: string,
  status: DocumentStatus,
  created: number,
): DocumentRow {
  const { store } = target;
  const position = store.nextPosition();
  const number = pickIndex(random, 50);
  const document: DocumentRow = {
    sid: store.makeSid('authorizationDocument', position),
    accountSid,
    position,
    status,
    addressSid: pick(random, store.addresses.bucket('account', accountSid)).sid,
    email: `owner${number}@example.com`,
    ccEmails: number % 3 === 0 ? ['legal@example.com', 'telecom@example.com'] : [],
    contactTitle: 'Office manager',
    contactPhoneNumber: '+14155550100',
    dateCreated: created,
    dateUpdated: Math.min(created + 6 * 60 * 60_000, target.now - 1000),
  };
  store.documents.put(document);
  return document;
}

/** In days. What waits for a signature must be younger than the seven days it may wait. */
function pickAge(random: Random, status: DocumentStatus, round: number): number {
  if (status === 'signed') return round === 0 ? 0.5 : 20 + random() * 300;
  return random() * 5;
}
