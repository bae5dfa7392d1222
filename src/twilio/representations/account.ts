// An account of the tenant (2010-04-01). Its token is read beside its facts, never into them.
import { z } from 'zod';
import type { AccountFacts } from '../facts.ts';
import { readObject, required, text } from './wire-values.ts';

const wireAccount = z.object({
  sid: text,
  owner_account_sid: text,
  friendly_name: text,
  status: text,
  auth_token: text,
});

/**
 * Reads an account. `asked` is who asked: the owner where Twilio names none, and the one account whose token is known
 * without being sent. Throws RepresentationError for an account without sid or token.
 */
export function readAccount(
  json: unknown,
  asked: { accountSid: string; authToken: string },
): AccountFacts & { authToken: string } {
  const wire = readObject(wireAccount, json);
  const sid = required('sid', wire.sid);
  return {
    sid,
    ownerAccountSid: wire.owner_account_sid ?? asked.accountSid,
    friendlyName: wire.friendly_name,
    status: wire.status,
    authToken: sid === asked.accountSid ? asked.authToken : required('auth_token', wire.auth_token),
  };
}
