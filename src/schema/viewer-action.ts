// Which writes a record allows now. The rules themselves are those that the writes obey (writes/*-moves).
import type { WriteError } from '../writes/write-error.ts';
import { builder } from './builder.ts';

export type ViewerActionShape = { mutation: string; refusal: WriteError | null };

export const ViewerAction = builder.objectRef<ViewerActionShape>('ViewerAction').implement({
  description: 'A write, and whether the record allows it as the mirror has it now. Twilio may still refuse.',
  fields: (t) => ({
    mutation: t.exposeString('mutation', { description: 'The field of the graph that does it.' }),
    allowed: t.boolean({ description: 'Whether it is allowed now.', resolve: ({ refusal }) => refusal === null }),
    reasonNot: t.string({
      nullable: true,
      description: 'Why it is not; null when it is allowed.',
      resolve: ({ refusal }) => refusal?.message ?? null,
    }),
  }),
});
