// Facets: how the records of a list spread over the values of a field. The fields are defined in db/fields-*.
import { facetFieldsOf } from '../db/facets.ts';
import type { FieldTree } from '../db/fields.ts';
import { authorizationDocumentFields } from '../db/fields-documents.ts';
import { activeNumberFields } from '../db/fields-numbers.ts';
import { hostedNumberOrderFields } from '../db/fields-orders.ts';
import { builder } from './builder.ts';

export type FacetShape = {
  by: string;
  buckets: readonly { value: string | null; count: number }[];
  otherCount: number;
};

const FacetBucket = builder.objectRef<FacetShape['buckets'][number]>('FacetBucket').implement({
  description: 'The records that have the same value.',
  fields: (t) => ({
    value: t.exposeString('value', {
      nullable: true,
      description:
        'The value: a word of the enum, a text as Twilio gives it, a sid, or a day in UTC (`2026-01-31`). Null: no value.',
    }),
    count: t.exposeInt('count', { description: 'How many records have it.' }),
  }),
});

export const Facet = builder.objectRef<FacetShape>('Facet').implement({
  description: 'How the records under a filter spread over the values of one field. All counts add up to `totalCount`.',
  fields: (t) => ({
    by: t.exposeString('by', { description: 'The field, as it was asked for.' }),
    buckets: t.field({
      type: [FacetBucket],
      description: 'The values that most records have, most first; equally many, by value.',
      resolve: (facet) => facet.buckets,
    }),
    otherCount: t.exposeInt('otherCount', { description: 'How many records have none of the values in `buckets`.' }),
  }),
});

/** `position` is for the server: its place in the log. */
export type OrderFacetsShape = { position: number; cursor: string; facets: readonly FacetShape[] };

export const OrderFacetsFrame = builder.objectRef<OrderFacetsShape>('OrderFacetsFrame').implement({
  description: 'How the orders under a filter spread, as they are now.',
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'FeedCursor', description: 'The place in the feed that this tells of.' }),
    facets: t.field({
      type: [Facet],
      description: 'One for each field, in the order in which they were asked for.',
      resolve: (frame) => frame.facets,
    }),
  }),
});

export const NumberFacetEnum = defineFacets('NumberFacet', 'numbers', activeNumberFields);
export const OrderFacetEnum = defineFacets('OrderFacet', 'hosted number orders', hostedNumberOrderFields);
export const DocumentFacetEnum = defineFacets('DocumentFacet', 'authorization documents', authorizationDocumentFields);

function defineFacets(name: string, things: string, tree: FieldTree) {
  const fields = [...facetFieldsOf({ tree })];
  return builder.enumType(name, {
    description: `What ${things} can be counted by.`,
    values: Object.fromEntries(
      fields.map(([value, field]) => [
        value,
        { value, description: field.kind === 'time' ? `By day in UTC: ${field.describes}` : field.describes },
      ]),
    ),
  });
}
