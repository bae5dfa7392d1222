// Rows of the mirror for tests of the graph: every column has a value that cannot be mistaken for another's default.

import type { Database } from '../../src/db/client.ts';
import { statusTransitions } from '../../src/db/gateway-tables.ts';
import { accounts, activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';

export const owner = `AC${'a'.repeat(32)}`;
export const subaccount = `AC${'b'.repeat(32)}`;
export const stranger = `AC${'c'.repeat(32)}`;
export const now = new Date('2026-03-01T12:00:00.000Z');

/** A sid of that prefix, the same for the same number. */
export function sid(prefix: string, number: number): string {
  return `${prefix}${number.toString(16).padStart(32, '0')}`;
}

type NewNumber = typeof activeNumbers.$inferInsert;
type NewOrder = typeof hostedNumberOrders.$inferInsert;
type NewDocument = typeof authorizationDocuments.$inferInsert;
type NewTransition = typeof statusTransitions.$inferInsert;

const mirrored = { ownerAccountSid: owner, accountSid: owner, firstSeenAt: now, syncedAt: now, source: 'sync' };

export function numberRow(number: number, changes: Partial<NewNumber> = {}): NewNumber {
  return {
    ...mirrored,
    sid: sid('PN', number),
    readFrom: 'active-numbers',
    phoneNumber: `+1415555${String(number).padStart(4, '0')}`,
    friendlyName: `Number ${number}`,
    type: 'local',
    capabilitiesVoice: false,
    capabilitiesVoiceCodecs: [],
    capabilitiesSms: true,
    capabilitiesMms: false,
    ...changes,
  };
}

export function orderRow(number: number, changes: Partial<NewOrder> = {}): NewOrder {
  return {
    ...mirrored,
    sid: sid('HR', number),
    phoneNumber: `+1415555${String(number).padStart(4, '0')}`,
    status: 'received',
    ccEmails: [],
    verificationAttempts: 0,
    verificationCallSids: [],
    dateCreated: new Date(now.getTime() - number * 1000),
    dateUpdated: now,
    ...changes,
  };
}

export function documentRow(number: number, changes: Partial<NewDocument> = {}): NewDocument {
  return {
    ...mirrored,
    sid: sid('PX', number),
    status: 'signing',
    ccEmails: [],
    dateCreated: new Date(now.getTime() - number * 1000),
    dateUpdated: now,
    ...changes,
  };
}

export function transitionRow(
  orderSid: string,
  toStatus: string | null,
  changes: Partial<NewTransition> = {},
): NewTransition {
  return {
    ownerAccountSid: owner,
    accountSid: owner,
    kind: 'ORDER',
    sid: orderSid,
    fromStatus: null,
    toStatus,
    observedAt: now,
    sources: ['sync'],
    ...changes,
  };
}

/** Writes rows as they are, in batches that fit a statement. */
export async function insertRows(
  { db }: Database,
  rows: {
    accounts?: string[];
    numbers?: NewNumber[];
    orders?: NewOrder[];
    documents?: NewDocument[];
    transitions?: NewTransition[];
  },
): Promise<void> {
  for (const account of rows.accounts ?? []) {
    await db.insert(accounts).values({ ...mirrored, sid: account, accountSid: account });
  }
  for (const part of chunks(rows.numbers)) await db.insert(activeNumbers).values(part);
  for (const part of chunks(rows.orders)) await db.insert(hostedNumberOrders).values(part);
  for (const part of chunks(rows.documents)) await db.insert(authorizationDocuments).values(part);
  for (const part of chunks(rows.transitions)) await db.insert(statusTransitions).values(part);
}

function chunks<Row>(rows: Row[] = []): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / 200) }, (_, index) => rows.slice(index * 200, index * 200 + 200));
}
