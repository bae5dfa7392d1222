// Connections: one shape for every list. Nothing is read until a field asks for it, and nothing twice: `ListPage` says
// what can be asked, resolvers/list-page answers.

import type { ActiveNumberRow, AuthorizationDocumentRow, HostedNumberOrderRow } from '../db/tables.ts';
import { orderStatuses } from '../vocabulary.ts';
import { ActiveNumber } from './active-number.ts';
import { AuthorizationDocument } from './authorization-document.ts';
import { builder } from './builder.ts';
import { knownWord, OnboardingStageEnum, OrderStatusEnum, stageOf } from './enums.ts';
import { DocumentFacetEnum, Facet, type FacetShape, NumberFacetEnum, OrderFacetEnum } from './facets.ts';
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

/** A page of one of the lists that can be counted by the values of fields. */
export interface RecordPage<Row> extends ListPage<Row> {
  facets(wish: { by: readonly string[]; limit?: number | null }): Promise<readonly FacetShape[]>;
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

const numbers = defineConnection<ActiveNumberRow, RecordPage<ActiveNumberRow>>('ActiveNumber', 'numbers');
builder.objectField(numbers.Edge, 'node', (t) =>
  t.field({ type: ActiveNumber, description: 'The number.', resolve: (edge) => edge.row }),
);
builder.objectField(numbers.Connection, 'nodes', (t) =>
  t.field({ type: [ActiveNumber], description: 'The numbers of the page.', resolve: (page) => page.rows() }),
);
export const ActiveNumberConnection = numbers.Connection;

const orders = defineConnection<HostedNumberOrderRow, RecordPage<HostedNumberOrderRow>>(
  'HostedNumberOrder',
  'hosted number orders',
);
builder.objectField(orders.Edge, 'node', (t) =>
  t.field({ type: HostedNumberOrder, description: 'The order.', resolve: (edge) => edge.row }),
);
builder.objectFields(orders.Edge, (t) => ({
  statusThen: t.field({
    type: OrderStatusEnum,
    nullable: true,
    description: 'The status that the order had at `asOfTime`; null without that argument.',
    resolve: ({ row }) => knownWord(orderStatuses, statusThenOf(row)),
  }),
  rawStatusThen: t.string({
    nullable: true,
    description: "The same in Twilio's own word.",
    resolve: ({ row }) => statusThenOf(row),
  }),
  stageThen: t.field({
    type: OnboardingStageEnum,
    nullable: true,
    description: 'The stage that the order was in at `asOfTime`; null without that argument.',
    resolve({ row }) {
      const status = statusThenOf(row);
      return status === null ? null : stageOf(status);
    },
  }),
}));
builder.objectField(orders.Connection, 'nodes', (t) =>
  t.field({ type: [HostedNumberOrder], description: 'The orders of the page.', resolve: (page) => page.rows() }),
);
export const HostedNumberOrderConnection = orders.Connection;

const documents = defineConnection<AuthorizationDocumentRow, RecordPage<AuthorizationDocumentRow>>(
  'AuthorizationDocument',
  'authorization documents',
);
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
    'A place in the feed from before the page was read: following `transitions`, or the frames of these records, from here loses nothing that the page does not show.',
} as const;
builder.objectField(numbers.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));
builder.objectField(orders.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));
builder.objectField(documents.Connection, 'asOf', (t) => t.field({ ...asOf, resolve: (page) => page.asOf() }));

const facetsDescription =
  'How the records of the whole list, under its filter, spread over the values of these fields. One statement for all of them.';
const limitDescription = 'How many values at most of each text, sid or day: 1 to 500, 50 without it.';
builder.objectField(numbers.Connection, 'facets', (t) =>
  t.field({
    type: [Facet],
    description: facetsDescription,
    args: {
      by: t.arg({ type: [NumberFacetEnum], required: true, description: 'By which fields; each once.' }),
      limit: t.arg.int({ description: limitDescription }),
    },
    resolve: (page, args) => page.facets(args),
  }),
);
builder.objectField(orders.Connection, 'facets', (t) =>
  t.field({
    type: [Facet],
    description: facetsDescription,
    args: {
      by: t.arg({ type: [OrderFacetEnum], required: true, description: 'By which fields; each once.' }),
      limit: t.arg.int({ description: limitDescription }),
    },
    resolve: (page, args) => page.facets(args),
  }),
);
builder.objectField(documents.Connection, 'facets', (t) =>
  t.field({
    type: [Facet],
    description: facetsDescription,
    args: {
      by: t.arg({ type: [DocumentFacetEnum], required: true, description: 'By which fields; each once.' }),
      limit: t.arg.int({ description: limitDescription }),
    },
    resolve: (page, args) => page.facets(args),
  }),
);

/** What all connections share; the fields that name the node are added by its own lines. */
export function defineConnection<Row extends object, Page extends ListPage<Row> = ListPage<Row>>(
  name: string,
  records: string,
) {
  const Edge = builder.objectRef<{ page: Page; row: Row }>(`${name}Edge`).implement({
    description: `One record of a list of ${records}, and its place there.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'The place in the list, for `after` and `before`; of use to this list under this filter only.',
        resolve: ({ page, row }) => page.cursorOf(row),
      }),
    }),
  });
  const Connection = builder.objectRef<Page>(`${name}Connection`).implement({
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

/** Rows of orders as they stood at a moment have it; see db/as-of. */
function statusThenOf(row: HostedNumberOrderRow & { statusThen?: string }): string | null {
  return row.statusThen ?? null;
}
