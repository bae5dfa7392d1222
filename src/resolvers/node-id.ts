// Global ids, read. An id that cannot be read, one of a record that is not there and one of another tenant's record all
// lead to null, so that nobody learns which of the three it was.
import { brandWithType } from '@pothos/core';
import { decodeGlobalID } from '@pothos/plugin-relay';
import type { Context } from '../context.ts';
import type { StatusTransitionRow, WebhookDeliveryRow, WriteIntentRow } from '../db/gateway-tables.ts';
import type { AccountRow, ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { Account } from '../schema/account.ts';
import { ActiveNumber } from '../schema/active-number.ts';
import { AuthorizationDocument } from '../schema/authorization-document.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { DocumentTransition, OrderTransition } from '../schema/status-transition.ts';
import { WebhookDelivery } from '../schema/webhook-delivery.ts';
import { WriteIntent } from '../schema/write.ts';
import { isSid, type SidKind } from '../vocabulary.ts';

/** The sid inside a global id of that type; null when it is none. */
export function sidOfNodeId(id: string, typename: string, kind: SidKind): string | null {
  const read = readNodeId(id);
  return read?.typename === typename && isSid(read.key, kind) ? read.key : null;
}

/** The key inside a global id of that type; null when it is none. */
export function readNodeKey(id: string, typename: string): string | null {
  const read = readNodeId(id);
  return read?.typename === typename ? read.key : null;
}

/** The record of a global id, of whatever type, marked with its type; null where there is none. */
export async function loadNode(id: string, context: Context): Promise<object | null> {
  const read = readNodeId(id);
  const kind = read ? nodeKinds.get(read.typename) : undefined;
  const node = read && kind ? await kind.load(read.key, context) : null;
  if (kind && node) brandWithType(node, kind.type);
  return node;
}

/** The record with that sid, whichever kind it is of, marked with its type; null where there is none. */
export async function loadRecord(sid: string, context: Context): Promise<object | null> {
  for (const typename of ['HostedNumberOrder', 'AuthorizationDocument', 'ActiveNumber'] as const) {
    const kind = nodeKinds.get(typename);
    const node = kind ? await kind.load(sid, context) : null;
    if (kind && node) brandWithType(node, kind.type);
    if (node) return node;
  }
  return null;
}

type NodeKind = { type: NodeRef; load(key: string, context: Context): Promise<object | null> };
type NodeRef =
  | typeof Account
  | typeof ActiveNumber
  | typeof HostedNumberOrder
  | typeof AuthorizationDocument
  | typeof OrderTransition
  | typeof DocumentTransition
  | typeof WebhookDelivery
  | typeof WriteIntent;

const nodeKinds = new Map<string, NodeKind>([
  ['Account', { type: Account, load: loadAccount }],
  ['ActiveNumber', { type: ActiveNumber, load: loadActiveNumber }],
  ['HostedNumberOrder', { type: HostedNumberOrder, load: loadHostedNumberOrder }],
  ['AuthorizationDocument', { type: AuthorizationDocument, load: loadAuthorizationDocument }],
  ['OrderTransition', { type: OrderTransition, load: (key, context) => loadTransition(key, 'ORDER', context) }],
  [
    'DocumentTransition',
    { type: DocumentTransition, load: (key, context) => loadTransition(key, 'DOCUMENT', context) },
  ],
  ['WebhookDelivery', { type: WebhookDelivery, load: loadDelivery }],
  ['WriteIntent', { type: WriteIntent, load: loadIntent }],
]);

async function loadAccount(sid: string, { loaders }: Context): Promise<AccountRow | null> {
  return isSid(sid, 'account') ? loaders.accounts.load(sid) : null;
}

/** The number with that sid, vanished or not; null where there is none. */
export async function loadActiveNumber(sid: string, { loaders }: Context): Promise<ActiveNumberRow | null> {
  return isSid(sid, 'phoneNumber') ? loaders.activeNumbers.load(sid) : null;
}

/** The order with that sid, vanished or not; null where there is none. */
export async function loadHostedNumberOrder(sid: string, { loaders }: Context): Promise<HostedNumberOrderRow | null> {
  return isSid(sid, 'hostedNumberOrder') ? loaders.hostedNumberOrders.load(sid) : null;
}

/** The document with that sid, vanished or not; null where there is none. */
export async function loadAuthorizationDocument(
  sid: string,
  { loaders }: Context,
): Promise<AuthorizationDocumentRow | null> {
  return isSid(sid, 'authorizationDocument') ? loaders.authorizationDocuments.load(sid) : null;
}

async function loadTransition(key: string, kind: string, { loaders }: Context): Promise<StatusTransitionRow | null> {
  const transition = /^[1-9]\d{0,14}$/.test(key) ? await loaders.transitions.load(Number(key)) : null;
  return transition?.kind === kind ? transition : null;
}

/** The callback with that id of the database; null where there is none. */
export async function loadDelivery(key: string, { loaders }: Context): Promise<WebhookDeliveryRow | null> {
  return /^[1-9]\d{0,14}$/.test(key) ? loaders.webhookDeliveries.load(Number(key)) : null;
}

async function loadIntent(key: string, { loaders }: Context): Promise<WriteIntentRow | null> {
  return /^[1-9]\d{0,14}$/.test(key) ? loaders.writeIntents.load(Number(key)) : null;
}

function readNodeId(id: string): { typename: string; key: string } | null {
  try {
    const { typename, id: key } = decodeGlobalID(id);
    return { typename, key };
  } catch {
    return null;
  }
}
