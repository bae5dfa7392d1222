// Conditions on the record at the other end of a link. Only what Twilio still has counts there, so that the indexes serve.
import { and, type SQL, sql } from 'drizzle-orm';
import { alias, type PgTable } from 'drizzle-orm/pg-core';
import { type FieldScope, scopeOf } from './field-scope.ts';
import type { FieldTree, LinkName } from './fields.ts';
import { authorizationDocumentFields } from './fields-documents.ts';
import { activeNumberFields } from './fields-numbers.ts';
import { hostedNumberOrderFields } from './fields-orders.ts';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from './tables.ts';

/** The column `there` of the other end has the value of the column `here`. */
type Link = { table: PgTable; tree: FieldTree; there: string; here: string; isNewest?: boolean };

const orders = { table: hostedNumberOrders, tree: hostedNumberOrderFields };
const links: Record<LinkName, Link> = {
  // An edge leads to one order, the newest of a number.
  orderOfNumber: { ...orders, there: 'incomingPhoneNumberSid', here: 'sid', isNewest: true },
  ordersOfDocument: { ...orders, there: 'signingDocumentSid', here: 'sid' },
  numberOfOrder: { table: activeNumbers, tree: activeNumberFields, there: 'sid', here: 'incomingPhoneNumberSid' },
  documentOfOrder: {
    table: authorizationDocuments,
    tree: authorizationDocumentFields,
    there: 'sid',
    here: 'signingDocumentSid',
  },
};

/** The other end of a link, under a name of its own. */
export type LinkEnd = {
  fields: FieldScope;
  /** There is a record of the tenant at that end for which `inner` holds. */
  exists(inner: SQL): SQL;
};

/** `name` must be free in the statement. */
export function openLink(linkName: LinkName, from: FieldScope, ownerAccountSid: string, name: string): LinkEnd {
  const { table, tree, there, here, isNewest } = links[linkName];
  const end = scopeOf(alias(table, name), tree);
  const isThere = (scope: FieldScope) =>
    sql`${scope.columnOf('ownerAccountSid')} = ${ownerAccountSid} and ${scope.columnOf('vanishedAt')} is null`;
  const isLinked = sql`${end.columnOf(there)} = ${from.columnOf(here)}`;
  return {
    fields: end,
    exists(inner) {
      const condition = and(isLinked, isThere(end), inner, isNewest ? isNewestOf(end) : undefined);
      return sql`exists (select 1 from ${table} as ${sql.identifier(name)} where ${condition})`;
    },
  };

  function isNewestOf(order: FieldScope): SQL {
    const newer = scopeOf(alias(table, `${name}_newer`), tree);
    const [created, sid] = ['dateCreated', 'sid'];
    const condition = sql`${newer.columnOf(there)} = ${order.columnOf(there)} and ${isThere(newer)}
      and (${newer.columnOf(created)}, ${newer.columnOf(sid)}) > (${order.columnOf(created)}, ${order.columnOf(sid)})`;
    return sql`not exists (select 1 from ${table} as ${sql.identifier(`${name}_newer`)} where ${condition})`;
  }
}
