// The schema builder. Files of this folder declare what exists and know their own columns; what awaits is in resolvers.
import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from '../context.ts';

/** Scalars take any string and serve what is stored: the rules on values are checked by resolvers. */
type TextScalar = { Input: string; Output: string };

export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  Scalars: {
    DateTime: { Input: string; Output: Date };
    Duration: TextScalar;
    EmailAddress: TextScalar;
    FeedCursor: TextScalar;
    PhoneNumber: TextScalar;
    Sid: TextScalar;
    URL: TextScalar;
  };
}>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    // `node` and `nodes` are declared with the other roots: they must answer null to ids that cannot be read.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'Anything that has an id of its own in the graph and can be read again by it.' },
    idFieldOptions: {
      description: 'Opaque and stable: for `node`, for caches and for references in inputs. Do not take it apart.',
    },
  },
});

builder.queryType({
  description:
    'Everything that can be read. All of it comes from the mirror; a read waits for Twilio only where `maxAge` asks for it, and then not for long.',
});
builder.mutationType({
  description: 'Everything that can be changed, at Twilio and from there in the mirror. One field per business step.',
});
builder.subscriptionType({ description: 'Everything that can be followed live.' });
