// Finds what a one-of reference names. A value that breaks its rule is BAD_USER_INPUT; what is not there is null.
import type { Context } from '../context.ts';
import { isStorableText } from '../db/filters-values.ts';
import { findNumberByPhoneNumber, findOrderByUniqueName } from '../db/lookups.ts';
import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { isSid, isWrittenNumber, type SidKind, sidPrefixes } from '../vocabulary.ts';
import { badUserInput } from './bad-input.ts';
import { loadActiveNumber, loadAuthorizationDocument, loadHostedNumberOrder, sidOfNodeId } from './node-id.ts';

type Reference = { id?: string | null; sid?: string | null };

/** The number that a reference names, vanished or not; null where there is none. */
export async function findActiveNumber(
  by: Reference & { phoneNumber?: string | null },
  context: Context,
): Promise<ActiveNumberRow | null> {
  if (typeof by.phoneNumber !== 'string') {
    const sid = sidOf(by, 'ActiveNumber', 'phoneNumber');
    return sid === null ? null : loadActiveNumber(sid, context);
  }
  if (!isWrittenNumber(by.phoneNumber)) {
    throw badUserInput('by.phoneNumber', 'must be E.164, e.g. +15017122661, or a short code', by.phoneNumber);
  }
  const { database, ownerAccountSid } = context.services;
  return findNumberByPhoneNumber(database.db, ownerAccountSid, by.phoneNumber);
}

/** The order that a reference names, vanished or not; null where there is none. */
export async function findHostedNumberOrder(
  by: Reference & { uniqueName?: string | null },
  context: Context,
): Promise<HostedNumberOrderRow | null> {
  if (typeof by.uniqueName !== 'string') {
    const sid = sidOf(by, 'HostedNumberOrder', 'hostedNumberOrder');
    return sid === null ? null : loadHostedNumberOrder(sid, context);
  }
  if (!isStorableText(by.uniqueName)) {
    throw badUserInput('by.uniqueName', 'must not contain NUL or half a surrogate pair', by.uniqueName);
  }
  const { database, ownerAccountSid } = context.services;
  return findOrderByUniqueName(database.db, ownerAccountSid, by.uniqueName);
}

/** The document that a reference names, vanished or not; null where there is none. */
export async function findAuthorizationDocument(
  by: Reference,
  context: Context,
): Promise<AuthorizationDocumentRow | null> {
  const sid = sidOf(by, 'AuthorizationDocument', 'authorizationDocument');
  return sid === null ? null : loadAuthorizationDocument(sid, context);
}

function sidOf(by: Reference, typename: string, kind: SidKind): string | null {
  if (typeof by.sid !== 'string') return sidOfNodeId(String(by.id), typename, kind);
  if (isSid(by.sid, kind)) return by.sid;
  throw badUserInput('by.sid', `must match ^${sidPrefixes[kind]}[0-9a-fA-F]{32}$ (34 characters)`, by.sid);
}
