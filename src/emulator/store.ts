// Everything the emulator knows, in memory, one collection per resource. Persistence listens from outside (journal.ts).
import { finalOrderStatuses, type SidKind } from '../vocabulary.ts';
import { Collection } from './collection.ts';
import type { AccountRow, AddressRow, DocumentRow, LineRow, NumberRow, OrderRow } from './entities.ts';
import { makeSid } from './seeded-random.ts';

export type Store = {
  readonly accounts: Collection<AccountRow>;
  readonly addresses: Collection<AddressRow>;
  readonly numbers: Collection<NumberRow, 'phoneNumber'>;
  readonly orders: Collection<OrderRow, 'phoneNumber' | 'uniqueName' | 'document' | 'status' | 'madeBy' | 'number'>;
  readonly documents: Collection<DocumentRow>;
  readonly lines: Collection<LineRow>;
  /** The position of the next insert; never handed out twice, not even after a restart. */
  nextPosition(): number;
  /** The highest position handed out so far. */
  lastPosition(): number;
  /** Positions up to `position` are taken. */
  reservePosition(position: number): void;
  /** A new sid for a row that is put at `position`. */
  makeSid(kind: SidKind, position: number): string;
};

/** An empty store whose sids are fixed by `seed` and the order of the inserts. */
export function createStore(seed: number): Store {
  let last = 0;
  return {
    accounts: new Collection<AccountRow>({}),
    addresses: new Collection<AddressRow>({}),
    numbers: new Collection<NumberRow, 'phoneNumber'>({ phoneNumber: (row) => row.phoneNumber }),
    orders: new Collection<OrderRow, 'phoneNumber' | 'uniqueName' | 'document' | 'status' | 'madeBy' | 'number'>({
      phoneNumber: (row) => row.phoneNumber,
      number: (row) => row.incomingPhoneNumberSid,
      uniqueName: (row) => (row.uniqueName === null ? null : uniqueNameKey(row.accountSid, row.uniqueName)),
      document: (row) => row.signingDocumentSid,
      status: (row) => row.status,
      madeBy: (row) => `${row.madeBy} ${isFinal(row) ? 'ended' : 'open'}`,
    }),
    documents: new Collection<DocumentRow>({}),
    lines: new Collection<LineRow>({}),
    nextPosition: () => (last += 1),
    lastPosition: () => last,
    reservePosition: (position) => {
      last = Math.max(last, position);
    },
    makeSid: (kind, position) => makeSid(seed, kind, position),
  };
}

/** The key of the index `uniqueName`: a unique name is unique within its account. */
export function uniqueNameKey(accountSid: string, uniqueName: string): string {
  return `${accountSid} ${uniqueName}`;
}

/** Whether the order has ended (completed or failed). */
export function isFinal(order: OrderRow): boolean {
  return (finalOrderStatuses as readonly string[]).includes(order.status);
}
