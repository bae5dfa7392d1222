// What can be wrong with the values of a document, found before Twilio is asked and told in one answer.
import type { Context } from '../../context.ts';
import type { OrderOfDocument } from '../../db/document-statements.ts';
import { isStorableText } from '../../db/filters-values.ts';
import type { CreateAuthorizationDocumentInputShape } from '../../schema/document-writes.ts';
import { limits } from '../../vocabulary.ts';
import type { StateErrorShape } from '../../writes/write-error.ts';
import { checkCcEmails } from './cc-emails.ts';
import { findNamed, orderNaming, tell } from './named-records.ts';
import type { InputCheck } from './outcome.ts';
import { type Complaint, complainOfEmail, complainOfSid } from './rules.ts';

/** Our own limits: Twilio names none. */
const contactLengthMax = 255;
const offendersMax = 10;

type People = {
  [Field in 'addressSid' | 'email' | 'ccEmails' | 'contactTitle' | 'contactPhoneNumber']?:
    | CreateAuthorizationDocumentInputShape[Field]
    | null;
};

/** Address, signer and contact; what is absent is left alone. */
export function checkPeople(input: People, check: InputCheck): void {
  check.check(['addressSid'], input.addressSid, complainOfSid('address'));
  check.check(['email'], input.email, complainOfEmail);
  checkCcEmails(input.ccEmails ?? [], check);
  check.check(['contactTitle'], input.contactTitle, complainOfContact);
  check.check(['contactPhoneNumber'], input.contactPhoneNumber, complainOfContact);
}

/**
 * The orders that a document is to cover: 1 to 15,000, each once, all of one account whose token is known. Empty when
 * something is wrong with them, which `check` is told.
 */
export async function checkOrders(
  references: CreateAuthorizationDocumentInputShape['orders'],
  check: InputCheck,
  context: Context,
): Promise<OrderOfDocument[]> {
  const max = limits.ordersPerDocumentMax;
  if (references.length === 0) check.add(['orders'], 'at least one order is required (Twilio error 22101)');
  if (references.length > max) check.add(['orders'], `at most ${max} orders in one document; got ${references.length}`);
  if (references.length === 0 || references.length > max) return [];
  const found = await findNamed(orderNaming(context), references, check, (index) => ['orders', String(index)]);
  const orders = found.filter((order) => order !== null);
  const isOnce = checkNoneTwice(found, check);
  const isOneAccount = orders.length > 0 && checkOneAccount(orders, check, context);
  return isOnce && isOneAccount && orders.length === references.length ? orders : [];
}

/** Orders that Twilio would not take: only verified ones can join a document, those that it covers may be in any status. */
export function refusalOfOrders(
  orders: readonly OrderOfDocument[],
  documentSid: string | null,
): StateErrorShape | null {
  const offenders = orders.filter(
    (order) => order.status !== 'verified' && (documentSid === null || order.signingDocumentSid !== documentSid),
  );
  if (offenders.length === 0) return null;
  const listed = offenders.slice(0, offendersMax).map(({ sid, status }) => `${sid} is ${status}`);
  const rest = offenders.length > offendersMax ? `, and ${offenders.length - offendersMax} more` : '';
  return {
    type: 'STATE',
    code: 'WRONG_STATE',
    path: ['orders'],
    message: `orders: only verified orders can be signed for (Twilio error 22111): ${listed.join(', ')}${rest}`,
    current: [...new Set(offenders.map(({ status }) => status))].join(', '),
    allowedFrom: ['verified'],
  };
}

function checkNoneTwice(found: readonly (OrderOfDocument | null)[], check: InputCheck): boolean {
  const firstIndexes = new Map<string, number>();
  const mistakes = found.flatMap((order, index) => {
    const first = order === null ? undefined : firstIndexes.get(order.sid);
    if (order !== null && first === undefined) firstIndexes.set(order.sid, index);
    if (first === undefined) return [];
    return [{ path: ['orders', String(index)], message: `is a duplicate of item ${first}: both name ${order?.sid}` }];
  });
  tell(check, mistakes, ['orders']);
  return mistakes.length === 0;
}

function checkOneAccount(orders: readonly OrderOfDocument[], check: InputCheck, { services }: Context): boolean {
  const accountSids = [...new Set(orders.map((order) => order.accountSid))];
  const [accountSid = '', another] = accountSids;
  if (another !== undefined) {
    const listed = accountSids.slice(0, offendersMax).join(', ');
    check.add(['orders'], `must all be of one account; these are of ${listed}`);
    return false;
  }
  if (services.credentialsOf(accountSid) !== null) return true;
  check.add(['orders'], 'their account is not known any more', 'NOT_FOUND');
  return false;
}

/** Twilio's pages say no more than that both are required, and the phone number of their example is none: any notation goes. */
function complainOfContact(value: string): Complaint | null {
  if (!isStorableText(value)) return { message: 'must not contain NUL or half a surrogate pair' };
  if (value.trim() === '') return { message: 'is required to sign a letter of authorization: it must not be empty' };
  const length = [...value].length;
  return length <= contactLengthMax
    ? null
    : { message: `must have at most ${contactLengthMax} characters; got ${length}` };
}
