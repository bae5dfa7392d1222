// The accounts of the tenant with the tokens they are read with. Twilio's Accounts resource tells both; the tokens stay
// in this process and are never written anywhere.
import { createHmac } from 'node:crypto';
import { type AccountAccess, readAccounts, writeAccountAccess } from '../db/account-statements.ts';
import type { Database } from '../db/client.ts';
import type { Credentials, TwilioClient } from '../twilio/client.ts';
import type { NumberResource } from '../vocabulary.ts';
import { ingest } from './ingest.ts';

export interface AccountDirectory {
  /** Reads the list of accounts from Twilio. Throws what the client throws, and keeps what was known. */
  refresh(): Promise<void>;
  /** Accounts that can be read now: the parent and its active subaccounts. */
  accountSids(): string[];
  /** Null when it is no account of the tenant, or its token is not known yet. The parent's own without an argument. */
  credentialsOf(accountSid?: string): Credentials | null;
  /** Tokens that may have signed a callback of the account, the current one first. */
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

/** The opaque part of an account's callback address: it names the account to us and to nobody else. */
export function callbackKeyOf(callbackSecret: string, accountSid: string): string {
  return createHmac('sha256', callbackSecret).update(accountSid).digest('hex').slice(0, 32);
}

/** Knows the parent from the start, its subaccounts after the first `refresh`. */
export async function openAccountDirectory(options: AccountDirectoryOptions): Promise<AccountDirectory> {
  const { database, accountSid: parentSid, authTokens, twilio, now } = options;
  const tokens = new Map<string, readonly string[]>([[parentSid, authTokens]]);
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
  /** The configured tokens of the parent count, not the one in the list: several may be in use while one is rotated. */
  const remember = (account: { sid: string; status: string | null; authToken: string }) => {
    if (account.sid === parentSid) return;
    if (account.status === 'active') tokens.set(account.sid, [account.authToken]);
    else tokens.delete(account.sid);
  };
  const ingestParent = () =>
    ingest(database, {
      ownerAccountSid: parentSid,
      source: 'sync',
      startedAt: new Date(0),
      accounts: [{ sid: parentSid, ownerAccountSid: parentSid, friendlyName: null, status: null }],
    });

  await ingestParent();
  await readAccess();
  return {
    async refresh() {
      const startedAt = now();
      for (let after: string | undefined; ; ) {
        const page = await twilio.listAccounts(parent, after);
        const own = page.items.filter((account) => account.ownerAccountSid === parentSid);
        await ingest(database, { ownerAccountSid: parentSid, source: 'sync', startedAt, accounts: own });
        for (const account of own) remember(account);
        if (page.nextPage === null) break;
        after = page.nextPage;
      }
      await readAccess();
      isComplete = true;
    },
    accountSids: () => [...tokens.keys()],
    credentialsOf(accountSid = parentSid) {
      const authToken = tokens.get(accountSid)?.[0];
      return authToken === undefined ? null : { accountSid, authToken };
    },
    tokensOf: (accountSid) => tokens.get(accountSid) ?? [],
    numbersReadFrom: (accountSid) => accessOf.get(accountSid)?.numbersReadFrom ?? null,
    async recordAccess(accountSid, access) {
      accessOf.set(accountSid, { ...accessOf.get(accountSid), ...access });
      await writeAccountAccess(database.db, parentSid, accountSid, access);
    },
    accountOfKey: (callbackKey) => accountOfKey.get(callbackKey) ?? null,
    isComplete: () => isComplete,
  };
}
