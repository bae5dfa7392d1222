// The roots of reading: by global id, by reference, by list.
import { activeNumberList, authorizationDocumentList, hostedNumberOrderList } from '../db/pages-lists.ts';
import { Account, Viewer } from '../schema/account.ts';
import { ActiveNumber } from '../schema/active-number.ts';
import { AuthorizationDocument } from '../schema/authorization-document.ts';
import { builder } from '../schema/builder.ts';
import {
  ActiveNumberConnection,
  AuthorizationDocumentConnection,
  HostedNumberOrderConnection,
} from '../schema/connection.ts';
import { ActiveNumberFilter, DocumentFilter, OrderFilter } from '../schema/filters.ts';
import { HostedNumberOrder } from '../schema/hosted-number-order.ts';
import { DocumentRef, NumberRef, OrderRef } from '../schema/references.ts';
import { windowFields } from './list-arguments.ts';
import { openListPage } from './list-page.ts';
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
    args: { by: t.arg({ type: NumberRef, required: true, description: 'Which one.' }) },
    resolve: (_root, args, context) => findActiveNumber(args.by, context),
  }),
  hostedNumberOrder: t.field({
    type: HostedNumberOrder,
    nullable: true,
    description: 'One order; null when there is none. Orders that Twilio no longer has answer too, see `freshness`.',
    args: { by: t.arg({ type: OrderRef, required: true, description: 'Which one.' }) },
    resolve: (_root, args, context) => findHostedNumberOrder(args.by, context),
  }),
  authorizationDocument: t.field({
    type: AuthorizationDocument,
    nullable: true,
    description:
      'One document; null when there is none. Documents that Twilio no longer has answer too, see `freshness`.',
    args: { by: t.arg({ type: DocumentRef, required: true, description: 'Which one.' }) },
    resolve: (_root, args, context) => findAuthorizationDocument(args.by, context),
  }),
}));

builder.queryFields((t) => ({
  activeNumbers: t.field({
    type: ActiveNumberConnection,
    description:
      'The numbers on the accounts, by phone number. Upstream: the lists of ActiveNumbers or IncomingPhoneNumbers.',
    args: {
      ...windowFields,
      filter: t.arg({ type: ActiveNumberFilter, description: 'Only numbers that satisfy this.' }),
    },
    resolve: (_root, args, context) => openListPage(activeNumberList, args, context),
  }),
  hostedNumberOrders: t.field({
    type: HostedNumberOrderConnection,
    description: 'The hosted number orders, newest first. Upstream: the list of HostedNumberOrders.',
    args: { ...windowFields, filter: t.arg({ type: OrderFilter, description: 'Only orders that satisfy this.' }) },
    resolve: (_root, args, context) => openListPage(hostedNumberOrderList, args, context),
  }),
  authorizationDocuments: t.field({
    type: AuthorizationDocumentConnection,
    description: 'The authorization documents, newest first. Upstream: the list of AuthorizationDocuments.',
    args: {
      ...windowFields,
      filter: t.arg({ type: DocumentFilter, description: 'Only documents that satisfy this.' }),
    },
    resolve: (_root, args, context) => openListPage(authorizationDocumentList, args, context),
  }),
}));
