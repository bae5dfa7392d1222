// The graph: nodes, edges and roots are imported for effect, the schema comes out. Importing it does no I/O.
import './schema/scalars.ts';
import './resolvers/edges.ts';
import './resolvers/deliveries.ts';
import './resolvers/queries.ts';
import './resolvers/subscriptions.ts';
import './resolvers/mutations/hosted-number-order.ts';
import './resolvers/mutations/webhook-delivery.ts';
import { builder } from './schema/builder.ts';

/** The executable schema. Its context is `Context`. */
export const schema = builder.toSchema();
