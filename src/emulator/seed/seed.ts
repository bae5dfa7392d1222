// Fills a store with a plausible company: a parent account, subaccounts, addresses, numbers, orders and documents.
// The same options and the same `now` give the same rows, sid by sid, so nothing of it needs to be stored.
import type { AccountRow } from '../entities.ts';
import { createRandom, makeHex, makeSid, pick, pickIndex } from '../seeded-random.ts';
import { seedNumbers } from './numbers.ts';
import { seedOrders } from './orders.ts';
import { places } from './places.ts';
import type { SeedOptions, SeedTarget } from './seed-target.ts';

export const seedDefaults: SeedOptions = {
  seed: 1,
  numbers: 2000,
  orders: 500,
  documents: 40,
  subaccounts: 3,
  bigDocumentOrders: 1500,
};

const dayMs = 24 * 60 * 60_000;
const addressesPerAccount = 4;

/** Puts everything. The store must be empty. */
export function seedStore(target: SeedTarget, options: SeedOptions): void {
  const accounts = seedAccounts(target, options);
  seedAddresses(target, options, accounts);
  seedNumbers(target, options, accounts);
  seedOrders(target, options, accounts);
}

/** The sid and token of the `index`-th account; 0 is the parent. Known before any store exists. */
export function makeAccountCredentials(seed: number, index: number): { sid: string; authToken: string } {
  return { sid: makeSid(seed, 'account', index), authToken: makeHex(seed, 'auth token', index) };
}

function seedAccounts(target: SeedTarget, options: SeedOptions): AccountRow[] {
  const { store, now } = target;
  const parentSid = makeAccountCredentials(options.seed, 0).sid;
  const names = ['Harbour & Pine', 'Retail', 'Clinics', 'Field service'];
  return Array.from({ length: options.subaccounts + 1 }, (_, index) => {
    const row: AccountRow = {
      ...makeAccountCredentials(options.seed, index),
      accountSid: parentSid,
      position: store.nextPosition(),
      friendlyName: names[index] ?? `Subaccount ${index}`,
      status: 'active',
      type: 'Full',
      dateCreated: now - (1200 - index) * dayMs,
      dateUpdated: now - (1200 - index) * dayMs,
    };
    store.accounts.put(row);
    return row;
  });
}

function seedAddresses(target: SeedTarget, options: SeedOptions, accounts: readonly AccountRow[]): void {
  const { store, now } = target;
  const random = createRandom(options.seed, 'addresses');
  const streets = ['Main Street', 'Beacon Road', 'Harbour Avenue', 'Pine Street'];
  for (const account of accounts) {
    for (let index = 0; index < addressesPerAccount; index += 1) {
      const [, isoCountry, region, locality, , , , postalCode] = pick(random, places);
      const position = store.nextPosition();
      const created = now - pickIndex(random, 900) * dayMs - dayMs;
      store.addresses.put({
        sid: store.makeSid('address', position),
        accountSid: account.sid,
        position,
        customerName: `${account.friendlyName} ${index + 1}`,
        friendlyName: index === 0 ? 'Head office' : `Branch ${index}`,
        street: `${pickIndex(random, 900) + 1} ${pick(random, streets)}`,
        streetSecondary: index === 2 ? 'Suite 300' : null,
        city: locality,
        region,
        postalCode,
        isoCountry,
        emergencyEnabled: false,
        dateCreated: created,
        dateUpdated: created,
      });
    }
  }
}
