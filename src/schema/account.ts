// An account of the tenant: the parent, whose credentials the gateway has, or one of its subaccounts.
import { builder } from './builder.ts';
import { Freshness, type Sighting } from './mirrored.ts';

/** What a link needs to know of an account; a link may lead to one that the mirror has not read yet. */
export type AccountShape = {
  sid: string;
  ownerAccountSid: string;
  friendlyName: string | null;
  status: string | null;
} & (Sighting | { syncedAt: null });

export const Account = builder.objectRef<AccountShape>('Account');

builder.node(Account, {
  description: 'A Twilio account that the gateway mirrors: the parent account or one of its subaccounts.',
  id: { resolve: (account) => account.sid },
  fields: (t) => ({
    sid: t.expose('sid', { type: 'Sid', description: 'Begins with AC. Upstream: `sid`.' }),
    friendlyName: t.exposeString('friendlyName', {
      nullable: true,
      description: 'The name given to the account. Upstream: `friendly_name`.',
    }),
    status: t.exposeString('status', {
      nullable: true,
      description: '`active`, `suspended` or `closed`, in the words of Twilio. Upstream: `status`.',
    }),
    freshness: t.field({
      type: Freshness,
      nullable: true,
      description: "How fresh the gateway's copy is; null while Twilio's list of accounts has not shown the account.",
      // The parent is in the mirror before Twilio was asked, as seen in 1970.
      resolve: (account) => (account.syncedAt === null || account.syncedAt.getTime() === 0 ? null : account),
    }),
  }),
});

/** Who asks. What it may see is added by resolvers/queries. */
export const Viewer = builder.objectRef<object>('Viewer').implement({
  description: 'You: what the gateway lets you see.',
});

/** An account that records name and the mirror has not read yet. */
export function unreadAccount(sid: string, ownerAccountSid: string): AccountShape {
  return { sid, ownerAccountSid, friendlyName: null, status: null, syncedAt: null };
}
