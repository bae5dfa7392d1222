// The accounts of a tenant as the mirror has them.
import { and, asc, eq } from 'drizzle-orm';
import type { NumberResource } from '../vocabulary.ts';
import type { Db } from './client.ts';
import { accounts } from './tables.ts';

/** What an account was found to have access to; null until it has been tried. */
export type AccountAccess = { hostedNumbersAccess?: boolean | null; numbersReadFrom?: NumberResource | null };

export type KnownAccount = {
  sid: string;
  hostedNumbersAccess: boolean | null;
  numbersReadFrom: NumberResource | null;
};

/** The parent and its subaccounts. */
export async function readAccounts(db: Db, ownerAccountSid: string): Promise<KnownAccount[]> {
  const found = await db
    .select({
      sid: accounts.sid,
      hostedNumbersAccess: accounts.hostedNumbersAccess,
      numbersReadFrom: accounts.numbersReadFrom,
    })
    .from(accounts)
    .where(eq(accounts.ownerAccountSid, ownerAccountSid))
    .orderBy(asc(accounts.sid));
  return found.map((row) => ({ ...row, numbersReadFrom: toNumberResource(row.numbersReadFrom) }));
}

/** Writes down what was found; what is not named stays. */
export async function writeAccountAccess(
  db: Db,
  ownerAccountSid: string,
  accountSid: string,
  access: AccountAccess,
): Promise<void> {
  await db
    .update(accounts)
    .set(access)
    .where(and(eq(accounts.ownerAccountSid, ownerAccountSid), eq(accounts.sid, accountSid)));
}

function toNumberResource(value: string | null): NumberResource | null {
  return value === 'active-numbers' || value === 'incoming-phone-numbers' ? value : null;
}
