// The links between nodes, both ways. Each reads through a loader, so that a page costs as many statements as a record.
import { everything } from '../db/filters.ts';
import type { Loader } from '../db/loaders.ts';
import { listCondition, ofDocument } from '../db/pages.ts';
import { cursorScope } from '../db/pages-cursor.ts';
import { hostedNumberOrderList } from '../db/pages-lists.ts';
import { encodeFeedCursor } from '../mirror/feed-cursor.ts';
import { Account, unreadAccount } from '../schema/account.ts';
import { ActiveNumber } from '../schema/active-number.ts';
import { AuthorizationDocument } from '../schema/authorization-document.ts';
import { builder } from '../schema/builder.ts';
import { HostedNumberOrderConnection } from '../schema/connection.ts';
import { OrderFilter } from '../schema/filters.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { Mirrored } from '../schema/mirrored.ts';
import { OrderSort, sortDescription } from '../schema/sorts.ts';
import { StatusCount, toStatusCounts } from '../schema/status-count.ts';
import { DocumentTransition, OrderTransition } from '../schema/status-transition.ts';
import { readFacets, toFacets } from './facets.ts';
import { readFilter, readOrder, readWindow, windowFields } from './list-arguments.ts';
import { createListPage } from './list-page.ts';

builder.interfaceField(Mirrored, 'account', (t) =>
  t.field({
    type: Account,
    description: 'The account that the record belongs to. Upstream: `account_sid`.',
    resolve: async (row, _args, { loaders }) =>
      (await loaders.accounts.load(row.accountSid)) ?? unreadAccount(row.accountSid, row.ownerAccountSid),
  }),
);

builder.objectFields(Account, (t) => ({
  parent: t.field({
    type: Account,
    nullable: true,
    description: 'The parent account; null for the parent itself. Upstream: `owner_account_sid`.',
    resolve: (account, _args, { loaders }) =>
      account.sid === account.ownerAccountSid ? null : loaders.accounts.load(account.ownerAccountSid),
  }),
  subaccounts: t.field({
    type: [Account],
    description: 'The accounts below this one, in the order of their sids; empty for a subaccount.',
    resolve: async (account, _args, { loaders }) =>
      account.sid === account.ownerAccountSid
        ? (await loaders.allAccounts()).filter((other) => other.sid !== account.sid)
        : [],
  }),
}));

builder.objectFields(HostedNumberOrder, (t) => ({
  activeNumber: t.field({
    type: ActiveNumber,
    nullable: true,
    description:
      'The number that Twilio made for this order; null while the mirror has not seen it. Upstream: `incoming_phone_number_sid`.',
    resolve: (order, _args, { loaders }) =>
      order.incomingPhoneNumberSid ? loaders.activeNumbers.load(order.incomingPhoneNumberSid) : null,
  }),
  authorizationDocument: t.field({
    type: AuthorizationDocument,
    nullable: true,
    description: 'The letter of authorization that covers the order. Upstream: `signing_document_sid`.',
    resolve: (order, _args, { loaders }) =>
      order.signingDocumentSid ? loaders.authorizationDocuments.load(order.signingDocumentSid) : null,
  }),
}));

builder.objectFields(ActiveNumber, (t) => ({
  hostedNumberOrder: t.field({
    type: HostedNumberOrder,
    nullable: true,
    description:
      'The order that brought the number in, the newest if several; null for a number that was bought or ported.',
    resolve: (number, _args, { loaders }) => loaders.orderOfNumber.load(number.sid),
  }),
  samePhoneNumber: t.field({
    type: [ActiveNumber],
    description:
      'Other records under the same phone number, those first seen last first: a hosted number that is being ported has two sids.',
    resolve: async (number, _args, { loaders }) =>
      (await loaders.numbersOfPhoneNumber.load(number.phoneNumber)).filter((other) => other.sid !== number.sid),
  }),
}));

builder.objectField(AuthorizationDocument, 'hostedNumberOrders', (t) =>
  t.field({
    type: HostedNumberOrderConnection,
    description: 'The orders that the document covers, newest first. Upstream: `dependent_hosted_number_orders`.',
    args: {
      ...windowFields,
      filter: t.arg({ type: OrderFilter, description: 'Only orders that satisfy this.' }),
      orderBy: t.arg({ type: [OrderSort], description: sortDescription('newest first') }),
    },
    resolve: (document, args, context) => {
      const list = hostedNumberOrderList;
      const { ownerAccountSid } = context.services;
      const scope = cursorScope([
        'AuthorizationDocument.hostedNumberOrders',
        ownerAccountSid,
        document.sid,
        args.filter ?? {},
        args.orderBy ?? [],
      ]);
      const window = readWindow(args, readOrder(list, args.orderBy), scope, context);
      const where = listCondition(list, ownerAccountSid, readFilter('filter', list.fields, args.filter, context));
      const { order, ...place } = window;
      const rowsKey = cursorScope([place, args.filter ?? {}, args.orderBy ?? []]);
      const countKey = cursorScope([args.filter ?? {}]);
      const page = createListPage(list, window, scope, context, {
        where: ofDocument(document.sid, where),
        readPage: () => context.loaders.ordersOfDocument(rowsKey, where, window).load(document.sid),
        count: () => context.loaders.orderCountOfDocument(countKey, where).load(document.sid),
      });
      return {
        ...page,
        async facets(wished) {
          const wish = readFacets(list, wished);
          const facetsKey = cursorScope([wish.names, wish.limit, args.filter ?? {}]);
          const { fields, limit } = wish;
          const counts = context.loaders.orderFacetsOfDocument(facetsKey, where, fields, limit);
          return toFacets(wish, await counts.load(document.sid));
        },
      };
    },
  }),
);

builder.objectField(AuthorizationDocument, 'orderCounts', (t) =>
  t.field({
    type: [StatusCount],
    description:
      'How many of the orders that the document covers are in which status, in the order in which they go through them; statuses without orders are left out.',
    resolve: async (document, _args, { loaders }) =>
      toStatusCounts(await loaders.orderCountsOfDocument.load(document.sid)),
  }),
);

const cursorDescription = 'The place of the transition in the feed: following from here gives what came after it.';

builder.objectFields(OrderTransition, (t) => ({
  cursor: t.field({
    type: 'FeedCursor',
    description: cursorDescription,
    resolve: (transition, _args, { services }) =>
      encodeFeedCursor(services.cursorKey, services.ownerAccountSid, transition.position),
  }),
  order: t.field({
    type: HostedNumberOrder,
    description: 'The order, as it is now.',
    resolve: (transition, _args, { loaders }) => loadKept(loaders.hostedNumberOrders, transition.sid),
  }),
}));

builder.objectFields(DocumentTransition, (t) => ({
  cursor: t.field({
    type: 'FeedCursor',
    description: cursorDescription,
    resolve: (transition, _args, { services }) =>
      encodeFeedCursor(services.cursorKey, services.ownerAccountSid, transition.position),
  }),
  document: t.field({
    type: AuthorizationDocument,
    description: 'The document, as it is now.',
    resolve: (transition, _args, { loaders }) => loadKept(loaders.authorizationDocuments, transition.sid),
  }),
  ordersAffected: t.int({
    description: 'How many orders the document covers now.',
    resolve: (transition, _args, { loaders, services }) => {
      const where = listCondition(hostedNumberOrderList, services.ownerAccountSid, everything);
      return loaders.orderCountOfDocument(cursorScope([{}]), where).load(transition.sid);
    },
  }),
}));

/** The log only speaks of records that the mirror has, and the mirror forgets none. */
async function loadKept<Row>(loader: Loader<string, Row>, sid: string): Promise<Row> {
  const row = await loader.load(sid);
  if (row === null) throw new Error(`the log speaks of ${sid}, which the mirror lacks`);
  return row;
}
