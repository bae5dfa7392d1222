// What the lists can be ordered by: the fields that are defined so in db/fields-*.
import type { FieldTree } from '../db/fields.ts';
import { authorizationDocumentFields } from '../db/fields-documents.ts';
import { activeNumberFields } from '../db/fields-numbers.ts';
import { hostedNumberOrderFields } from '../db/fields-orders.ts';
import { sortFieldsOf } from '../db/sorting.ts';
import { builder } from './builder.ts';

const OrderDirectionEnum = builder.enumType('OrderDirection', {
  description: 'Which way a list runs.',
  values: {
    ASC: { value: 'ASC', description: 'Upwards. Records without a value come last.' },
    DESC: { value: 'DESC', description: 'Downwards. Records without a value come first.' },
  } as const,
});

export const ActiveNumberSort = defineSort('ActiveNumber', 'numbers', activeNumberFields);
export const OrderSort = defineSort('Order', 'hosted number orders', hostedNumberOrderFields);
export const DocumentSort = defineSort('Document', 'authorization documents', authorizationDocumentFields);

/** For the argument `orderBy` of a list; `own` is the order that it has without. */
export function sortDescription(own: string): string {
  return `The order: the first field counts most, the rest decides between equals, and the list's own order (${own}) in the end, in the direction of the last. Without it: ${own}. One field is read along an index; several need a sort of the records that are equal in the first. A cursor is of use under the order that it came from only.`;
}

function defineSort(name: string, things: string, tree: FieldTree) {
  const fields = [...sortFieldsOf({ tree })];
  const FieldEnum = builder.enumType(`${name}SortField`, {
    description: `What ${things} can be ordered by. Texts: by their first 256 characters, in the order of their code points, the case of the letters A to Z aside. A missing value counts as greater than all others.`,
    values: Object.fromEntries(
      fields.map(([value, field]) => [value, { value, description: `By: ${field.describes}` }]),
    ),
  });
  return builder.inputType(`${name}Sort`, {
    description: `One field that ${things} are ordered by.`,
    fields: (t) => ({
      field: t.field({ type: FieldEnum, required: true, description: 'By what.' }),
      direction: t.field({ type: OrderDirectionEnum, required: true, defaultValue: 'ASC', description: 'Which way.' }),
    }),
  });
}
