// Connections: one shape for every list. Nothing is read until a field asks for it, and nothing twice: `ListPage` says
// what can be asked, resolvers/list-page answers.

import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { ActiveNumber } from './active-number.ts';
import { AuthorizationDocument } from './authorization-document.ts';
import { builder } from './builder.ts';
import { HostedNumberOrder } from './hosted-number-order.ts';

/** A page of a list that reads itself when it is asked. */
export interface ListPage<Row> {
  rows(): Promise<readonly Row[]>;
  hasNextPage(): Promise<boolean>;
  hasPreviousPage(): Promise<boolean>;
  cursorOf(row: Row): string;
  totalCount(): Promise<number>;
  /** The feed cursor of a moment before the rows were read. */
  asOf(): Promise<string>;
}

type PageInfoShape = {
  hasNextPage(): Promise<boolean>;
  hasPreviousPage(): Promise<boolean>;
  cursorAt(index: 0 | -1): Promise<string | null>;
};

/** Declared here and not by the relay plugin, whose own wants all four answers before any is asked for. */
const PageInfo = builder.objectRef<PageInfoShape>('PageInfo').implement({
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      description: 'Whether records follow the page. Exact; with `before` it costs one more statement.',
      resolve: (info) => info.hasNextPage(),
    }),
    hasPreviousPage: t.boolean({
      description: 'Whether records come before the page. Exact; with `after` it costs one more statement.',
      resolve: (info) => info.hasPreviousPage(),
    }),
    startCursor: t.string({
      nullable: true,
      description: 'For `before`, to read the page in front of this one. Null when the page is empty.',
      resolve: (info) => info.cursorAt(0),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'For `after`, to read the page behind this one. Null when the page is empty.',
      resolve: (info) => info.cursorAt(-1),
    }),
  }),
});

const numbers = defineConnection<ActiveNumberRow>('ActiveNumber', 'numbers');
builder.objectField(numbers.Edge, 'node', (t) =>
  t.field({ type: ActiveNumber, description: 'The number.', resolve: (edge) => edge.row }),
);
builder.objectField(numbers.Connection, 'nodes', (t) =>
  t.field({ type: [ActiveNumber], description: 'The numbers of the page.', resolve: (page) => page.rows() }),
);
export const ActiveNumberConnection = numbers.Connection;

const orders = defineConnection<HostedNumberOrderRow>('HostedNumberOrder', 'hosted number orders');
builder.objectField(orders.Edge, 'node', (t) =>
  t.field({ type: HostedNumberOrder, description: 'The order.', resolve: (edge) => edge.row }),
);
builder.objectField(orders.Connection, 'nodes', (t) =>
  t.field({ type: [HostedNumberOrder], description: 'The orders of the page.', resolve: (page) => page.rows() }),
);
export const HostedNumberOrderConnection = orders.Connection;

const documents = defineConnection<AuthorizationDocumentRow>('AuthorizationDocument', 'authorization documents');
builder.objectField(documents.Edge, 'node', (t) =>
  t.field({ type: AuthorizationDocument, description: 'The document.', resolve: (edge) => edge.row }),
);
builder.objectField(documents.Connection, 'nodes', (t) =>
  t.field({ type: [AuthorizationDocument], description: 'The documents of the page.', resolve: (page) => page.rows() }),
);
export const AuthorizationDocumentConnection = documents.Connection;

// Lists whose records have transitions, or links to some that have, can be followed from where they were read.
const asOf = {
  type: 'FeedCursor',
  description:
    'A place in the feed of transitions from before the page was read: following `transitions` from here loses nothing that the page does not show.',
} as const;
builder.objectField(numbers.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));
builder.objectField(orders.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));
builder.objectField(documents.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));

/** What all connections share; the fields that name the node are added by its own lines. */
export function defineConnection<Row extends object>(name: string, records: string) {
  const Edge = builder.objectRef<{ page: ListPage<Row>; row: Row }>(`${name}Edge`).implement({
    description: `One record of a list of ${records}, and its place there.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'The place in the list, for `after` and `before`; of use to this list under this filter only.',
        resolve: ({ page, row }) => page.cursorOf(row),
      }),
    }),
  });
  const Connection = builder.objectRef<ListPage<Row>>(`${name}Connection`).implement({
    description: `A page of a list of ${records}. What is not selected is not read.`,
    fields: (t) => ({
      edges: t.field({
        type: [Edge],
        description: 'The records of the page with their places in the list.',
        resolve: (page) => page.rows().then((rows) => rows.map((row) => ({ page, row }))),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where the page stands in the list.',
        resolve: (page) => ({
          hasNextPage: () => page.hasNextPage(),
          hasPreviousPage: () => page.hasPreviousPage(),
          cursorAt: (index) =>
            page.rows().then((rows) => {
              const row = rows.at(index);
              return row ? page.cursorOf(row) : null;
            }),
        }),
      }),
      totalCount: t.int({
        description: 'How many records the whole list has under its filter. Counted only when asked for.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  });
  return { Edge, Connection };
}
