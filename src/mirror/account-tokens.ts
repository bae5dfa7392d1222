// The auth tokens of the tenant's accounts: what each is read with, and what may have signed a callback of it. They stay in
// this process and are never written anywhere.
import type { Credentials } from '../twilio/client.ts';

export interface AccountTokens {
  /**
   * Takes in what Twilio's list says of an account, unless the list was asked before the one that told it last. Nothing for the
   * parent, whose tokens are configured.
   */
  remember(account: { sid: string; status: string | null; authToken: string }, askedAt: Date): void;
  /** The parent and its active subaccounts. */
  activeSids(): string[];
  /** Null when the account is not active, or not known. */
  credentialsOf(accountSid: string): Credentials | null;
  /**
   * Tokens that may have signed a callback of the account, the current one first. A suspended account's are among them:
   * what it signed before is true. One that is closed has none.
   */
  signersOf(accountSid: string): readonly string[];
}

/**
 * How long a token still verifies after another took its place. Twilio gives up on a callback after 15 s (`tt` of its
 * connection overrides), but nobody says that all of Twilio changes over at one moment. Not longer: it may have leaked.
 */
const replacedTokenLifeMs = 5 * 60_000;

type Tokens = { isActive: boolean; current: string; replaced: readonly { authToken: string; untilMs: number }[] };

/** Knows the parent only. Its first token is sent, all of them verify. */
export function createAccountTokens(
  parentSid: string,
  authTokens: readonly [string, ...string[]],
  now: () => Date,
): AccountTokens {
  const subaccounts = new Map<string, Tokens>();
  /** When the list was asked that told of an account last, closed ones too. */
  const toldOf = new Map<string, Date>();
  return {
    remember({ sid, status, authToken }, askedAt) {
      const told = toldOf.get(sid);
      if (sid === parentSid || (told && told > askedAt)) return;
      toldOf.set(sid, askedAt);
      const replaced = replacedBy(authToken, subaccounts.get(sid), now().getTime());
      if (status === 'closed') subaccounts.delete(sid);
      else subaccounts.set(sid, { isActive: status === 'active', current: authToken, replaced });
    },
    activeSids: () => [parentSid, ...[...subaccounts].flatMap(([sid, { isActive }]) => (isActive ? [sid] : []))],
    credentialsOf(accountSid) {
      if (accountSid === parentSid) return { accountSid, authToken: authTokens[0] };
      const tokens = subaccounts.get(accountSid);
      return tokens?.isActive ? { accountSid, authToken: tokens.current } : null;
    },
    signersOf(accountSid) {
      if (accountSid === parentSid) return authTokens;
      const tokens = subaccounts.get(accountSid);
      if (!tokens) return [];
      const nowMs = now().getTime();
      const replaced = tokens.replaced.filter(({ untilMs }) => untilMs > nowMs);
      return [tokens.current, ...replaced.map(({ authToken }) => authToken)];
    },
  };
}

/** What still verifies beside `authToken`: tokens before it, each for its time from when another one was first seen. */
function replacedBy(authToken: string, before: Tokens | undefined, nowMs: number): Tokens['replaced'] {
  if (!before) return [];
  const justNow = { authToken: before.current, untilMs: nowMs + replacedTokenLifeMs };
  return [justNow, ...before.replaced].filter((token) => token.authToken !== authToken && token.untilMs > nowMs);
}
