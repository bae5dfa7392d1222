// What the parts of the seed share: how much to make, where to put it, and whose it is.
import type { AccountRow } from '../entities.ts';
import type { NumberSpace } from '../number-space.ts';
import { pick, type Random } from '../seeded-random.ts';
import type { Store } from '../store.ts';

export type SeedOptions = {
  seed: number;
  /** Bought numbers; the orders bring theirs on top. */
  numbers: number;
  orders: number;
  documents: number;
  subaccounts: number;
  /** Orders of one further document of the parent that waits for its signature; 0: no such document. */
  bigDocumentOrders: number;
};

export type SeedTarget = {
  store: Store;
  numberSpace: NumberSpace;
  /** All dates lie before it. */
  now: number;
  pace: number;
  callbackUrlFor: ((accountSid: string) => string | null) | undefined;
};

/** Half of everything belongs to the parent, the rest is spread over the subaccounts. */
export function pickAccount(random: Random, accounts: readonly AccountRow[]): AccountRow {
  const [parent] = accounts;
  return parent && (accounts.length === 1 || random() < 0.5) ? parent : pick(random, accounts.slice(1));
}
