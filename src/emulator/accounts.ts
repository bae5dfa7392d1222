// /2010-04-01/Accounts: the parent sees itself and its subaccounts, a subaccount only itself.
import { type EmulatorContext, mayActFor } from './context.ts';
import type { AccountRow } from './entities.ts';
import { notFound } from './errors.ts';
import { classicList, parsePageRequest, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { rfc2822Date } from './wire.ts';

const subresources: [string, string][] = [
  ['addresses', 'Addresses'],
  ['available_phone_numbers', 'AvailablePhoneNumbers'],
  ['calls', 'Calls'],
  ['incoming_phone_numbers', 'IncomingPhoneNumbers'],
  ['messages', 'Messages'],
  ['outgoing_caller_ids', 'OutgoingCallerIds'],
];

export function makeAccountRoutes(context: EmulatorContext): Route[] {
  const { accounts } = context.store;
  return [
    {
      resource: 'Accounts',
      pattern: path('/2010-04-01/Accounts'),
      methods: { GET: (call) => ({ status: 200, body: listAccounts(context, call) }) },
    },
    {
      resource: 'Accounts',
      pattern: path('/2010-04-01/Accounts/:sid'),
      methods: {
        GET: (call) => {
          const account = accounts.get(call.parts.sid ?? '');
          if (!account || !mayActFor(context.store, call.caller, account.sid)) throw notFound(call.path);
          return { status: 200, body: renderAccount(account) };
        },
      },
    },
  ];
}

/** The account as Twilio sends it, with its auth token. */
function renderAccount(account: AccountRow) {
  const base = `/2010-04-01/Accounts/${account.sid}`;
  return {
    auth_token: account.authToken,
    date_created: rfc2822Date(account.dateCreated),
    date_updated: rfc2822Date(account.dateUpdated),
    friendly_name: account.friendlyName,
    owner_account_sid: account.accountSid,
    sid: account.sid,
    status: account.status,
    subresource_uris: Object.fromEntries(subresources.map(([name, folder]) => [name, `${base}/${folder}.json`])),
    type: account.type,
    uri: `${base}.json`,
  };
}

function listAccounts(context: EmulatorContext, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const [friendlyName, status] = [call.query.text('FriendlyName'), call.query.text('Status')];
  const rows = context.store.accounts.bucket('account', call.caller.accountSid);
  const page = readPage(
    rows,
    request,
    (row) =>
      mayActFor(context.store, call.caller, row.sid) &&
      (!friendlyName || row.friendlyName === friendlyName) &&
      (!status || row.status === status),
  );
  return classicList(`${call.path}.json`, call.rawQuery, request, page, 'accounts', page.rows.map(renderAccount));
}
