// The roots of reading: by global id, by reference, by list.
import type { Context } from '../context.ts';
import { ordersAsOfTime } from '../db/as-of.ts';
import { parseDateTime } from '../db/filters-values.ts';
import { activeNumberList, authorizationDocumentList, hostedNumberOrderList } from '../db/pages-lists.ts';
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { Account, Viewer } from '../schema/account.ts';
import { ActiveNumber } from '../schema/active-number.ts';
import { AuthorizationDocument } from '../schema/authorization-document.ts';
import { builder } from '../schema/builder.ts';
import {
  ActiveNumberConnection,
  AuthorizationDocumentConnection,
  HostedNumberOrderConnection,
  type RecordPage,
} from '../schema/connection.ts';
import { ActiveNumberFilter, DocumentFilter, OrderFilter } from '../schema/filters.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { DocumentRef, NumberRef, OrderRef } from '../schema/references.ts';
import { ActiveNumberSort, DocumentSort, OrderSort, sortDescription } from '../schema/sorts.ts';
import { badUserInput } from './bad-input.ts';
import { chosenAge, findThrough, listAgeFields, lookupAgeFields } from './chosen-age.ts';
import { windowFields } from './list-arguments.ts';
import { type ListArguments, openListPage } from './list-page.ts';
import { loadNode } from './node-id.ts';
import { findActiveNumber, findAuthorizationDocument, findHostedNumberOrder } from './references.ts';

builder.objectField(Viewer, 'accounts', (t) =>
  t.field({
    type: [Account],
    description: 'The accounts of the tenant: the parent account first, then its subaccounts by sid.',
    resolve: (_viewer, _args, { loaders }) => loaders.allAccounts(),
  }),
);

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'The record with this global id; null when it is missing, not yours or no id at all.',
    args: { id: t.arg.id({ required: true, description: 'What `id` of the record says.' }) },
    resolve: (_root, args, context) => loadNode(args.id, context),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'The records with these global ids, in their order; null in the place of each that `node` has none for.',
    args: { ids: t.arg.idList({ required: true, description: 'What `id` of the records says.' }) },
    resolve: (_root, args, context) => Promise.all(args.ids.map((id) => loadNode(id, context))),
  }),
  viewer: t.field({ type: Viewer, description: 'You: what the gateway lets you see.', resolve: () => ({}) }),
}));

builder.queryFields((t) => ({
  activeNumber: t.field({
    type: ActiveNumber,
    nullable: true,
    description: 'One number; null when there is none. Numbers that Twilio no longer has answer too, see `freshness`.',
    args: { by: t.arg({ type: NumberRef, required: true, description: 'Which one.' }), ...lookupAgeFields },
    resolve: (_root, args, context) =>
      findThrough(chosenAge('numbers', args.maxAge, context), context.loaders.activeNumbers, () =>
        findActiveNumber(args.by, context),
      ),
  }),
  hostedNumberOrder: t.field({
    type: HostedNumberOrder,
    nullable: true,
    description: 'One order; null when there is none. Orders that Twilio no longer has answer too, see `freshness`.',
    args: { by: t.arg({ type: OrderRef, required: true, description: 'Which one.' }), ...lookupAgeFields },
    resolve: (_root, args, context) =>
      findThrough(chosenAge('orders', args.maxAge, context), context.loaders.hostedNumberOrders, () =>
        findHostedNumberOrder(args.by, context),
      ),
  }),
  authorizationDocument: t.field({
    type: AuthorizationDocument,
    nullable: true,
    description:
      'One document; null when there is none. Documents that Twilio no longer has answer too, see `freshness`.',
    args: { by: t.arg({ type: DocumentRef, required: true, description: 'Which one.' }), ...lookupAgeFields },
    resolve: (_root, args, context) =>
      findThrough(chosenAge('documents', args.maxAge, context), context.loaders.authorizationDocuments, () =>
        findAuthorizationDocument(args.by, context),
      ),
  }),
}));

builder.queryFields((t) => ({
  activeNumbers: t.field({
    type: ActiveNumberConnection,
    description:
      'The numbers on the accounts, by phone number. Upstream: the lists of ActiveNumbers or IncomingPhoneNumbers.',
    args: {
      ...windowFields,
      ...listAgeFields,
      filter: t.arg({ type: ActiveNumberFilter, description: 'Only numbers that satisfy this.' }),
      orderBy: t.arg({ type: [ActiveNumberSort], description: sortDescription('by phone number') }),
    },
    resolve: (_root, args, context) =>
      openListPage(activeNumberList, args, context, chosenAge('numbers', args.maxAge, context)),
  }),
  hostedNumberOrders: t.field({
    type: HostedNumberOrderConnection,
    description: 'The hosted number orders, newest first. Upstream: the list of HostedNumberOrders.',
    args: {
      ...windowFields,
      ...listAgeFields,
      filter: t.arg({ type: OrderFilter, description: 'Only orders that satisfy this.' }),
      orderBy: t.arg({ type: [OrderSort], description: sortDescription('newest first') }),
      asOfTime: t.arg({
        type: 'DateTime',
        description:
          'The orders as they stood at this moment: those that the gateway had seen by then and Twilio still had. Status and stage, in `filter`, `orderBy` and `facets`, are those of then, by the log; everything else is as it is today (the edges say `statusThen` too). Not in the future, and not beside `filter.vanished`. The status of each order that is looked at is found in the log: a filter that few orders satisfied then, a count, or facets cost that for all of them.',
      }),
    },
    resolve: (_root, args, context) => openOrders(args, context),
  }),
  authorizationDocuments: t.field({
    type: AuthorizationDocumentConnection,
    description: 'The authorization documents, newest first. Upstream: the list of AuthorizationDocuments.',
    args: {
      ...windowFields,
      ...listAgeFields,
      filter: t.arg({ type: DocumentFilter, description: 'Only documents that satisfy this.' }),
      orderBy: t.arg({ type: [DocumentSort], description: sortDescription('newest first') }),
    },
    resolve: (_root, args, context) =>
      openListPage(authorizationDocumentList, args, context, chosenAge('documents', args.maxAge, context)),
  }),
}));

function openOrders(
  args: ListArguments & { asOfTime?: string | null; maxAge?: string | null },
  context: Context,
): RecordPage<HostedNumberOrderRow> {
  const refresh = chosenAge('orders', args.maxAge, context);
  if (args.asOfTime === null || args.asOfTime === undefined) {
    return openListPage(hostedNumberOrderList, args, context, refresh);
  }
  const moment = parseDateTime(args.asOfTime);
  if (!moment) throw badUserInput('asOfTime', 'must be a time by RFC 3339, e.g. 2026-01-31T08:00:00Z', args.asOfTime);
  if (moment > context.services.now()) throw badUserInput('asOfTime', 'must not be in the future', args.asOfTime);
  if (args.filter && 'vanished' in args.filter) {
    throw badUserInput('filter.vanished', 'must not stand beside asOfTime', args.filter.vanished);
  }
  return openListPage(ordersAsOfTime(moment), args, context, refresh);
}
