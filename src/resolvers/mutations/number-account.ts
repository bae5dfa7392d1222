// The accounts that writes to numbers are made as, or name.
import type { Context } from '../../context.ts';
import type { ActiveNumberRow } from '../../db/tables.ts';
import type { WriteError } from '../../writes/write-error.ts';
import type { WriteTools } from '../../writes/write-kind.ts';
import type { InputCheck } from './outcome.ts';
import { complainOfSid } from './rules.ts';

/** The account that an input names. A stranger's is answered like one that does not exist. */
export function checkTargetAccount(
  path: readonly string[],
  accountSid: string | null | undefined,
  check: InputCheck,
  { services }: Context,
): void {
  if (!check.check(path, accountSid, complainOfSid('account'))) return;
  if (services.credentialsOf(accountSid) === null) check.add(path, 'there is no such account', 'NOT_FOUND');
}

/** Why the account of a number cannot be used now: Twilio gives no credentials for one that is suspended or closed. */
export function refuseAccount(number: ActiveNumberRow, path: readonly string[], tools: WriteTools): WriteError | null {
  if (tools.directory.credentialsOf(number.accountSid)) return null;
  const message = `${path.join('.')}: its account ${number.accountSid} is not active`;
  return { type: 'INPUT', code: 'FORBIDDEN', path, message };
}
