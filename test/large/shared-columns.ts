// What all rows of a large mirror share: whose they are, where they came from, and the places that they name.
import type { PgTable } from 'drizzle-orm/pg-core';
import { now, owner, stranger, subaccount } from '../graph/rows.ts';
import { draw, inTenRows, oneOf, sidOf } from './draws.ts';

/** A SQL expression over `n` for each column that can be written; the row numbers begin at 1. */
export type Columns<Table extends PgTable> = Required<{ [Field in keyof Table['$inferInsert']]: string }>;

/** An account with ten records of each kind. */
const smallAccount = `AC${'d'.repeat(32)}`;
export const accountSids = [owner, subaccount, smallAccount, stranger];
/** Beside the columns, a moment: where the tests' clock stands. */
export const present = `timestamptz '${now.toISOString()}'`;
/** One row in a hundred is another tenant's. */
export const isForeign = 'mod(n, 100) = 50';

export const regions =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NL NS ON QC SK'.split(
    ' ',
  );

/** Tenant, account and bookkeeping. One in a hundred is gone from Twilio. */
export function mirroredColumns(prefix: string, kind: string, rows: number) {
  const ofTenant = inTenRows(
    'account',
    rows,
    `'${smallAccount}'`,
    oneOf('account', [
      [`'${owner}'`, 70],
      [`'${subaccount}'`, 0],
    ]),
  );
  return {
    sid: sidOf(prefix, kind, 'n'),
    ownerAccountSid: `case when ${isForeign} then '${stranger}' else '${owner}' end`,
    accountSid: `case when ${isForeign} then '${stranger}' else ${ofTenant} end`,
    firstSeenAt: `${present} - ${draw('firstSeenAt', 400)} * interval '1 day'`,
    syncedAt: `${present} - ${draw('syncedAt', 3600)} * interval '1 second'`,
    source: `'sync'`,
    vanishedAt: `case when mod(n, 100) = 51 then ${present} - ${draw('vanishedAt', 30)} * interval '1 day' end`,
  };
}
