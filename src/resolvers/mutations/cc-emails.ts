// Who else gets a letter of authorization: the one rule of orders and documents.
import type { InputCheck } from './outcome.ts';
import { complainOfEmail } from './rules.ts';

/** Our own limit: Twilio names none. */
const ccEmailsMax = 50;

/** Each address at its place. */
export function checkCcEmails(ccEmails: readonly string[], check: InputCheck): void {
  if (ccEmails.length > ccEmailsMax)
    check.add(['ccEmails'], `at most ${ccEmailsMax} addresses; got ${ccEmails.length}`);
  for (const [index, email] of ccEmails.slice(0, ccEmailsMax).entries()) {
    check.check(['ccEmails', String(index)], email, complainOfEmail);
  }
}
