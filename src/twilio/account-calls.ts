// Calls to the accounts of the tenant (2010-04-01).

import { readPage } from './pages.ts';
import { readAccount } from './representations/account.ts';
import type { Caller } from './send.ts';
import type { Upstream } from './upstream.ts';

/** The calls to accounts; TwilioClient says what each promises. */
export function accountCalls(upstream: Upstream) {
  return {
    listAccounts(as: Caller, after?: string) {
      const read = (json: unknown) => readAccount(json, as);
      return readPage(upstream, { base: upstream.api, path: '/2010-04-01/Accounts.json', read }, as, after);
    },
  };
}
