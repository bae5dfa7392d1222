// What there is to know of one kind of write: how it is sent, and how to see whether it has happened. The ledger that
// calls it (perform-write, settle-intents) knows no resource; a kind knows nothing of keys, intents and leases.
import type { Logger } from 'pino';
import type { Database, Db } from '../db/client.ts';
import type { FieldChange } from '../db/gateway-tables.ts';
import type { AccountDirectory } from '../mirror/account-directory.ts';
import type { DocumentOrders } from '../mirror/document-orders.ts';
import type { Inbox } from '../mirror/inbox.ts';
import type { Credentials, TwilioClient } from '../twilio/client.ts';
import type { WriteError } from './write-error.ts';

/** What sending and looking take. Each write gets tools of its own, whose calls to Twilio are counted. */
export type WriteTools = {
  database: Database;
  ownerAccountSid: string;
  twilio: TwilioClient;
  directory: Pick<AccountDirectory, 'credentialsOf' | 'numbersReadFrom'>;
  /** The address of status callbacks for orders of that account. */
  callbackUrlOf(accountSid: string): string;
  /** Has stored callbacks judged anew. */
  inbox: Pick<Inbox, 'replay'>;
  /** Reads the orders of a document again after a write to it. */
  documentOrders: Pick<DocumentOrders, 'readAgain'>;
  /** Starts a walk over everything, and does not wait for it. */
  startSync(): void;
  log: Logger;
  now(): Date;
};

/** What is known of a write whose answer is missing. */
export type SentWrite<Request> = {
  accountSid: string;
  request: Request;
  targetSid: string | null;
  /** When its intent was stored, before anything was sent. */
  createdAt: Date;
};

/**
 * `happened`: it was done, and what it made or changed is in the mirror. `not-seen`: nothing shows it so far; if that is
 * still so when Twilio has had time enough, it has not happened. `undecidable`: looking will not tell, now or later.
 */
export type Look =
  | { is: 'happened'; targetSid: string | null }
  | { is: 'not-seen' }
  | { is: 'undecidable'; why: string };

/** `Request` goes to the database as JSON and comes back: plain values only, and no secret. */
export interface WriteKind<Request extends Record<string, unknown>, Secret = undefined> {
  /** The field of the graph. */
  readonly mutation: string;
  /**
   * Sends the one write, has its answer ingested, and gives the sid of what it made or changed. Throws the errors of
   * twilio/errors and nothing else of Twilio's; never sends twice.
   */
  send(write: SentWrite<Request>, credentials: Credentials, tools: WriteTools, secret: Secret): Promise<string | null>;
  /** Looks whether it has happened, by reads only; what it finds is ingested. Throws the errors of twilio/errors. */
  look(write: SentWrite<Request>, credentials: Credentials, tools: WriteTools): Promise<Look>;
  /** In the transaction that stores the intent's success; null: nothing more to do. For what must not be lost with it. */
  afterSuccess?(tx: Db, write: SentWrite<Request>, targetSid: string | null): Promise<void>;
}

/** A kind whose request and secret nobody needs to know. */
// biome-ignore lint/suspicious/noExplicitAny: the request of a kind is its own affair; the registry only hands it back
export type AnyWriteKind = WriteKind<any, any>;

/** What is to be done, when everything that can be checked has been. */
export type WritePlan<Request, Secret = undefined> = {
  accountSid: string;
  /** What no other write may touch meanwhile, e.g. `order HR...`, `number +1...`. */
  subject: string;
  request: Request;
  /** Never stored: lost with the process. */
  secret: Secret;
  /** The record that it is about; null when it is to be made. */
  targetSid: string | null;
  changes: FieldChange[];
  /** Sentences for people. */
  notices: string[];
  /** Calls to Twilio that it takes; 0: everything is as wanted already, nothing will be sent. */
  callsToMake: number;
};

export type Preparation<Request, Secret = undefined> =
  | { plan: WritePlan<Request, Secret> }
  | { errors: readonly WriteError[] };
