// The accounts are read by the sync and because of a signature, side by side: what was asked for last counts.
import { expect, test } from 'vitest';
import { openAccountDirectory } from '../../src/mirror/account-directory.ts';
import type { Page, TwilioClient } from '../../src/twilio/client.ts';
import type { AccountFacts } from '../../src/twilio/facts.ts';
import { openTestDatabase } from '../database.ts';
import { ownerAccountSid, sid } from './facts.ts';

type AccountPage = Page<AccountFacts & { authToken: string }>;

test('a page of accounts that comes late does not bring a replaced token back', async () => {
  const asked: ((page: AccountPage) => void)[] = [];
  const listAccounts = () => new Promise<AccountPage>((resolve) => asked.push(resolve));
  let atMs = Date.now();
  const directory = await openAccountDirectory({
    database: await openTestDatabase(),
    accountSid: ownerAccountSid,
    authTokens: ['parent'],
    callbackSecret: 'secret',
    twilio: { listAccounts } as unknown as TwilioClient,
    now() {
      atMs += 1;
      return new Date(atMs);
    },
  });
  const accountSid = sid('AC', 2);
  const pageWith = (authToken: string, status = 'active'): AccountPage => ({
    items: [{ sid: accountSid, ownerAccountSid, friendlyName: null, status, authToken }],
    nextPage: null,
    skipped: 0,
  });
  const older = directory.refresh();
  const newer = directory.refreshForSignature(accountSid);
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(2);
  asked[1]?.(pageWith('new'));
  await newer;
  asked[0]?.(pageWith('old'));
  await older;
  expect(directory.credentialsOf(accountSid)).toEqual({ accountSid, authToken: 'new' });
  expect(directory.tokensOf(accountSid)[0]).toBe('new');

  const beforeClosed = directory.refresh();
  const closed = directory.refresh();
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(4);
  asked[3]?.(pageWith('new', 'closed'));
  await closed;
  asked[2]?.(pageWith('new'));
  await beforeClosed;
  expect(directory.tokensOf(accountSid)).toEqual([]);
});
