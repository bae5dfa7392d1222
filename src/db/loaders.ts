// Where N+1 is prevented: what the edges of one operation ask for, one by one, is read in one statement for each kind.
// Loaders remember: they live as long as one operation, in a subscription as long as one group of events (see `clear`).
import DataLoader from 'dataloader';
import type { Database, Db } from './client.ts';
import { isNamed } from './columns.ts';
import { countOrdersByStatus, type StatusCount } from './document-statements.ts';
import { countFacetsOfParents, type FacetCounts } from './facets.ts';
import type { Field } from './fields.ts';
import { readForwards } from './forward-statements.ts';
import type { StatusForwardRow, StatusTransitionRow, WebhookDeliveryRow, WriteIntentRow } from './gateway-tables.ts';
import { readDeliveries } from './inbox-statements.ts';
import { readLogHead } from './log.ts';
import { readAccounts, readNumbersByPhoneNumber, readOrdersOfNumbers, readTransitions } from './lookups.ts';
import { type Condition, countOrderPages, type Page, readOrderPages, type Window } from './pages.ts';
import { hostedNumberOrderList } from './pages-lists.ts';
import {
  type AccountRow,
  type ActiveNumberRow,
  type AuthorizationDocumentRow,
  accounts,
  activeNumbers,
  authorizationDocuments,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from './tables.ts';
import { readCodeTimes } from './write-lookups.ts';
import { readIntents } from './write-statements.ts';

/** Loads null where there is nothing, or nothing of this tenant. */
export type Loader<Key, Row> = DataLoader<Key, Row | null>;

export type Loaders = {
  accounts: Loader<string, AccountRow>;
  activeNumbers: Loader<string, ActiveNumberRow>;
  hostedNumberOrders: Loader<string, HostedNumberOrderRow>;
  authorizationDocuments: Loader<string, AuthorizationDocumentRow>;
  /** By position. */
  transitions: Loader<number, StatusTransitionRow>;
  /** By id. */
  webhookDeliveries: Loader<number, WebhookDeliveryRow>;
  /** By id. */
  writeIntents: Loader<number, WriteIntentRow>;
  /** How orders are forwarded, by the sid of the order. */
  statusForwards: Loader<string, StatusForwardRow>;
  /** When the verification code of an order was made, as far as the log tells, by the sid of the order. */
  codeTimes: Loader<string, Date>;
  /** The order that brought a number in, by the sid of the number. */
  orderOfNumber: Loader<string, HostedNumberOrderRow>;
  /** By phone number. */
  numbersOfPhoneNumber: DataLoader<string, ActiveNumberRow[]>;
  /** A page of the orders of a document. Documents that ask with the same `key` are read together: it must say all. */
  ordersOfDocument(
    key: string,
    where: Condition,
    window: Window<HostedNumberOrderRow>,
  ): DataLoader<string, Page<HostedNumberOrderRow>>;
  /** How the orders of a document spread over the values of fields. The same `key` must say all. */
  orderFacetsOfDocument(
    key: string,
    where: Condition,
    fields: readonly Field[],
    limit: number,
  ): DataLoader<string, FacetCounts[]>;
  /** How many orders of a document are in which status, by the sid of the document. */
  orderCountsOfDocument: DataLoader<string, StatusCount[]>;
  orderCountOfDocument(key: string, where: Condition): DataLoader<string, number>;
  /** The accounts of the tenant, the parent first. */
  allAccounts(): Promise<AccountRow[]>;
  /** The newest position of the log, as it was when it was first asked for. */
  logHead(): Promise<number>;
  /** Forgets everything. Before each group of events of a subscription, or it would serve the rows of hours ago. */
  clear(): void;
};

/** Makes loaders that see one tenant only. No statement is run before something is loaded. */
export function createLoaders({ db }: Database, ownerAccountSid: string): Loaders {
  return new TenantLoaders(db, ownerAccountSid);
}

type Keyed<Value> = Map<string, DataLoader<string, Value>>;
type Made = Loaders & {
  orderPages: Keyed<Page<HostedNumberOrderRow>>;
  orderCounts: Keyed<number>;
  orderFacets: Keyed<FacetCounts[]>;
  accountList: Promise<AccountRow[]>;
  head: Promise<number>;
};

/** Each is made when it is first used: all of them are 9 kB, for each operation and each group of events. */
class TenantLoaders implements Loaders {
  readonly #db: Db;
  readonly #owner: string;
  #made: Partial<Made> = {};

  constructor(db: Db, owner: string) {
    this.#db = db;
    this.#owner = owner;
  }

  get accounts() {
    return this.#once('accounts', (db, owner) =>
      bySid((sids) =>
        db
          .select()
          .from(accounts)
          .where(isNamed(accounts, owner, sids)),
      ),
    );
  }

  get activeNumbers() {
    return this.#once('activeNumbers', (db, owner) =>
      bySid((sids) =>
        db
          .select()
          .from(activeNumbers)
          .where(isNamed(activeNumbers, owner, sids)),
      ),
    );
  }

  get hostedNumberOrders() {
    return this.#once('hostedNumberOrders', (db, owner) =>
      bySid((sids) =>
        db
          .select()
          .from(hostedNumberOrders)
          .where(isNamed(hostedNumberOrders, owner, sids)),
      ),
    );
  }

  get authorizationDocuments() {
    return this.#once('authorizationDocuments', (db, owner) =>
      bySid((sids) =>
        db
          .select()
          .from(authorizationDocuments)
          .where(isNamed(authorizationDocuments, owner, sids)),
      ),
    );
  }

  get transitions() {
    return this.#once('transitions', (db, owner) =>
      byKey(
        (positions: number[]) => readTransitions(db, owner, positions),
        (row) => row.position,
      ),
    );
  }

  get webhookDeliveries() {
    return this.#once('webhookDeliveries', (db, owner) =>
      byKey(
        (ids: number[]) => readDeliveries(db, owner, ids),
        (row) => row.id,
      ),
    );
  }

  get writeIntents() {
    return this.#once('writeIntents', (db, owner) =>
      byKey(
        (ids: number[]) => readIntents(db, owner, ids),
        (row) => row.id,
      ),
    );
  }

  get codeTimes() {
    return this.#once('codeTimes', (db, owner) =>
      loaderOf(async (sids: readonly string[]) => {
        const found = await readCodeTimes(db, owner, sids);
        return sids.map((sid) => found.get(sid) ?? null);
      }),
    );
  }

  get statusForwards() {
    return this.#once('statusForwards', (db, owner) => bySid((sids) => readForwards(db, owner, sids)));
  }

  get orderOfNumber() {
    return this.#once('orderOfNumber', (db, owner) =>
      byKey(
        (sids: string[]) => readOrdersOfNumbers(db, owner, sids),
        (row) => row.incomingPhoneNumberSid,
      ),
    );
  }

  get orderCountsOfDocument() {
    return this.#once('orderCountsOfDocument', (db, owner) =>
      loaderOf((sids: readonly string[]) => countOrdersByStatus(db, owner, sids)),
    );
  }

  get numbersOfPhoneNumber() {
    return this.#once('numbersOfPhoneNumber', (db, owner) =>
      loaderOf(async (phoneNumbers: readonly string[]) => {
        const found = new Map<string, ActiveNumberRow[]>(phoneNumbers.map((phoneNumber) => [phoneNumber, []]));
        for (const row of await readNumbersByPhoneNumber(db, owner, phoneNumbers))
          found.get(row.phoneNumber)?.push(row);
        return phoneNumbers.map((phoneNumber) => found.get(phoneNumber) ?? []);
      }),
    );
  }

  // Functions are fields: they may be taken from their object.
  ordersOfDocument: Loaders['ordersOfDocument'] = (key, where, window) => {
    const pages = this.#once('orderPages', () => new Map());
    return remember(pages, key, () => loaderOf((sids) => readOrderPages(this.#db, sids, where, window)));
  };

  orderCountOfDocument: Loaders['orderCountOfDocument'] = (key, where) => {
    const counts = this.#once('orderCounts', () => new Map());
    return remember(counts, key, () => loaderOf((sids) => countOrderPages(this.#db, sids, where)));
  };

  orderFacetsOfDocument: Loaders['orderFacetsOfDocument'] = (key, where, fields, limit) => {
    const facets = this.#once('orderFacets', () => new Map());
    const column = hostedNumberOrders.signingDocumentSid;
    return remember(facets, key, () =>
      loaderOf((sids) => countFacetsOfParents(this.#db, hostedNumberOrderList, where, fields, limit, { column, sids })),
    );
  };

  allAccounts = () => this.#once('accountList', readAccounts);

  logHead = () => this.#once('head', readLogHead);

  clear(): void {
    this.#made = {};
  }

  #once<Name extends keyof Made>(name: Name, make: (db: Db, owner: string) => Made[Name]): Made[Name] {
    const value: Made[Name] = this.#made[name] ?? make(this.#db, this.#owner);
    this.#made[name] = value;
    return value;
  }
}

function bySid<Row extends { sid: string }>(read: (sids: string[]) => PromiseLike<Row[]>): Loader<string, Row> {
  return byKey(read, (row) => row.sid);
}

/** Rows come in any order and number; keys get theirs or null. */
function byKey<Key, Row>(read: (keys: Key[]) => PromiseLike<Row[]>, keyOf: (row: Row) => Key | null): Loader<Key, Row> {
  return loaderOf(async (keys: readonly Key[]) => {
    const rows = new Map((await read([...keys])).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** A statement takes 65,535 parameters; a batch stays far below. */
function loaderOf<Key, Value>(load: (keys: readonly Key[]) => Promise<Value[]>): DataLoader<Key, Value> {
  return new DataLoader(load, { maxBatchSize: 10_000 });
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
