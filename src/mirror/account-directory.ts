// The accounts of the tenant with the tokens they are read with. Twilio's Accounts resource tells both.
import { createHmac } from 'node:crypto';
import { type AccountAccess, readAccounts, writeAccountAccess } from '../db/account-statements.ts';
import type { Database } from '../db/client.ts';
import type { Credentials, TwilioClient } from '../twilio/client.ts';
import type { NumberResource } from '../vocabulary.ts';
import { createAccountTokens } from './account-tokens.ts';
import { ingest } from './ingest.ts';

export interface AccountDirectory {
  /** Reads the list of accounts from Twilio. Throws what the client throws, and keeps what was known. */
  refresh(): Promise<void>;
  /**
   * The same because a signature fits no token of the account: its token may have been replaced. At most once a minute
   * (every 5 s while it fails), and all who ask within that time share the one read. Not for the parent, whose tokens are
   * configured. Throws as `refresh` does.
   */
  refreshForSignature(accountSid: string): Promise<void>;
  /** Accounts that can be read now: the parent and its active subaccounts. */
  accountSids(): string[];
  /** Null when it is no active account of the tenant, or its token is not known yet. The parent's own without an argument. */
  credentialsOf(accountSid?: string): Credentials | null;
  /** Tokens that may have signed a callback of the account, the current one first (account-tokens.ts says which). */
  tokensOf(accountSid: string): readonly string[];
  /** Where the numbers of an account are read from; null when it is not known yet. */
  numbersReadFrom(accountSid: string): NumberResource | null;
  /** Writes down what an account turned out to have access to. */
  recordAccess(accountSid: string, access: AccountAccess): Promise<void>;
  /** The account that a callback key belongs to; null for a key of no account that is known. */
  accountOfKey(callbackKey: string): string | null;
  /** Whether Twilio has told all accounts since the start: only then is an unknown key a wrong one. */
  isComplete(): boolean;
}

export type AccountDirectoryOptions = {
  database: Database;
  /** The configured account and its tokens; the first one is sent. */
  accountSid: string;
  authTokens: readonly [string, ...string[]];
  /** Key of the callback addresses. */
  callbackSecret: string;
  twilio: TwilioClient;
  now(): Date;
};

const signatureRefreshPauseMs = 60_000;
/** So that a callback that Twilio tries again within its 15 s finds another attempt. */
const failedRefreshPauseMs = 5_000;

/** The opaque part of an account's callback address: it names the account to us and to nobody else. */
export function callbackKeyOf(callbackSecret: string, accountSid: string): string {
  return createHmac('sha256', callbackSecret).update(accountSid).digest('hex').slice(0, 32);
}

/** Knows the parent from the start, its subaccounts after the first `refresh`. */
export async function openAccountDirectory(options: AccountDirectoryOptions): Promise<AccountDirectory> {
  const { database, accountSid: parentSid, authTokens, twilio, now } = options;
  const tokens = createAccountTokens(parentSid, authTokens, now);
  const accessOf = new Map<string, AccountAccess>();
  /** Keys are made once: every callback, forged ones too, asks for its account. */
  const accountOfKey = new Map<string, string>();
  let isComplete = false;
  const parent: Credentials = { accountSid: parentSid, authToken: authTokens[0] };

  const readAccess = async () => {
    for (const row of await readAccounts(database.db, parentSid)) {
      if (!accessOf.has(row.sid)) accountOfKey.set(callbackKeyOf(options.callbackSecret, row.sid), row.sid);
      accessOf.set(row.sid, { hostedNumbersAccess: row.hostedNumbersAccess, numbersReadFrom: row.numbersReadFrom });
    }
  };
  const ingestParent = () =>
    ingest(database, {
      ownerAccountSid: parentSid,
      source: 'sync',
      startedAt: new Date(0),
      accounts: [{ sid: parentSid, ownerAccountSid: parentSid, friendlyName: null, status: null }],
    });

  const refresh = async () => {
    for (let after: string | undefined; ; ) {
      const startedAt = now();
      const page = await twilio.listAccounts(parent, after);
      const own = page.items.filter((account) => account.ownerAccountSid === parentSid);
      await ingest(database, { ownerAccountSid: parentSid, source: 'sync', startedAt, accounts: own });
      for (const account of own) tokens.remember(account, startedAt);
      if (page.nextPage === null) break;
      after = page.nextPage;
    }
    await readAccess();
    isComplete = true;
  };
  const forSignature = { done: Promise.resolve(), nextFromMs: 0 };
  const startForSignature = () => {
    forSignature.nextFromMs = now().getTime() + signatureRefreshPauseMs;
    forSignature.done = refresh().catch((error: unknown) => {
      forSignature.nextFromMs = now().getTime() + failedRefreshPauseMs;
      throw error;
    });
  };

  await ingestParent();
  await readAccess();
  return {
    refresh,
    async refreshForSignature(accountSid) {
      if (accountSid === parentSid) return;
      if (now().getTime() >= forSignature.nextFromMs) startForSignature();
      await forSignature.done;
    },
    accountSids: () => tokens.activeSids(),
    credentialsOf: (accountSid = parentSid) => tokens.credentialsOf(accountSid),
    tokensOf: (accountSid) => tokens.signersOf(accountSid),
    numbersReadFrom: (accountSid) => accessOf.get(accountSid)?.numbersReadFrom ?? null,
    async recordAccess(accountSid, access) {
      accessOf.set(accountSid, { ...accessOf.get(accountSid), ...access });
      await writeAccountAccess(database.db, parentSid, accountSid, access);
    },
    accountOfKey: (callbackKey) => accountOfKey.get(callbackKey) ?? null,
    isComplete: () => isComplete,
  };
}
