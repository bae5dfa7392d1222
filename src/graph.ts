// The graph: nodes, edges and roots are imported for effect, the schema comes out. Importing it does no I/O.
import './schema/scalars.ts';
import './resolvers/edges.ts';
import './resolvers/deliveries.ts';
import './resolvers/queries.ts';
import './resolvers/funnel.ts';
import './resolvers/subscriptions.ts';
import './resolvers/write-intents.ts';
import './resolvers/frames.ts';
import './resolvers/order-facets.ts';
import './resolvers/status-forwarding.ts';
import './resolvers/order-verification.ts';
import './resolvers/mutations/hosted-number-order.ts';
import './resolvers/mutations/order-verification.ts';
import './resolvers/mutations/order-changes.ts';
import './resolvers/mutations/authorization-document.ts';
import './resolvers/mutations/resync.ts';
import './resolvers/mutations/active-number.ts';
import './resolvers/mutations/number-bulk.ts';
import './resolvers/mutations/number-actions.ts';
import './resolvers/mutations/webhook-delivery.ts';
import { builder } from './schema/builder.ts';

/** The executable schema. Its context is `Context`. */
export const schema = builder.toSchema();
