// What an update of a document changes: what is sent to Twilio, and what is told of it.
import type { FieldChange } from '../../db/gateway-tables.ts';
import type { AuthorizationDocumentRow } from '../../db/tables.ts';
import type { AuthorizationDocumentParameters } from '../../twilio/client.ts';
import { isSameSet } from '../../writes/kinds/update-authorization-document.ts';

/** Fields of a document that can be written; null and absent are not asked for. */
export type DocumentFields = {
  status?: string | null;
  orderSids?: readonly string[] | null;
  addressSid?: string | null;
  email?: string | null;
  ccEmails?: readonly string[] | null;
  contactTitle?: string | null;
  contactPhoneNumber?: string | null;
};

const listedMax = 10;

/**
 * What has to be sent: what is wanted and is not so. The contact is sent whenever it is given: Twilio never gives it back,
 * so nobody knows whether it is as wanted.
 */
export function parametersOf(before: DocumentFields, wanted: DocumentFields): AuthorizationDocumentParameters {
  const { status, orderSids, addressSid, email, ccEmails, contactTitle, contactPhoneNumber } = wanted;
  return {
    ...(status && status !== before.status && { status }),
    ...(orderSids && !isSameSet(orderSids, before.orderSids ?? []) && { hostedNumberOrderSids: orderSids }),
    ...(addressSid && addressSid !== before.addressSid && { addressSid }),
    ...(email && email !== before.email && { email }),
    ...(ccEmails && !isSameSet(ccEmails, before.ccEmails ?? []) && { ccEmails }),
    ...(contactTitle && { contactTitle }),
    ...(contactPhoneNumber && { contactPhoneNumber }),
  };
}

/** Whether more than the status is to be sent. */
export function hasEdits(parameters: AuthorizationDocumentParameters): boolean {
  return Object.keys(parameters).some((name) => name !== 'status');
}

/** Whether an input asks for more than a status, as wanted already or not. */
export function asksForEdits({ status: _, ...fields }: DocumentFields): boolean {
  return Object.values(fields).some(Boolean);
}

/** The differences, in the words of the graph; `before` is empty for a new document. */
export function changesOfDocument(before: DocumentFields, wanted: DocumentFields): FieldChange[] {
  const texts: [path: string, before: string | null, after: string | null][] = [
    ['status', word(before.status), word(wanted.status)],
    ['hostedNumberOrders', listed(before.orderSids), listed(wanted.orderSids)],
    ['addressSid', before.addressSid ?? null, wanted.addressSid ?? null],
    ['email', before.email ?? null, wanted.email ?? null],
    ['ccEmails', listed(before.ccEmails), wanted.ccEmails ? listed(wanted.ccEmails) : listed(before.ccEmails)],
    ['contactTitle', before.contactTitle ?? null, wanted.contactTitle ?? null],
    ['contactPhoneNumber', before.contactPhoneNumber ?? null, wanted.contactPhoneNumber ?? null],
  ];
  return texts
    .filter(([path, old, after]) => old !== after && (after !== null || path === 'ccEmails'))
    .map(([path, old, after]) => ({ path, before: old, after }));
}

/** The row with the orders that it covers. */
export function fieldsOf(row: AuthorizationDocumentRow, orderSids: readonly string[] | null): DocumentFields {
  const { status, addressSid, email, ccEmails, contactTitle, contactPhoneNumber } = row;
  return { status, orderSids, addressSid, email, ccEmails, contactTitle, contactPhoneNumber };
}

/** In the order of the alphabet, the first ones and how many there are; null for none. */
function listed(values: readonly string[] | null | undefined): string | null {
  if (!values || values.length === 0) return null;
  const first = [...values].sort().slice(0, listedMax).join(', ');
  return values.length > listedMax ? `${first}, … (${values.length} in all)` : first;
}

function word(status: string | null | undefined): string | null {
  return status?.toUpperCase() ?? null;
}
