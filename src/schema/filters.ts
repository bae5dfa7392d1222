// The filters of the lists, made of the definitions of fields in db/fields-*: what is there can be filtered.
import type { InputFieldMap } from '@pothos/core';
import type { FieldGroup, FieldNode, FieldTree, LinkName } from '../db/fields.ts';
import { authorizationDocumentFields } from '../db/fields-documents.ts';
import { activeNumberFields } from '../db/fields-numbers.ts';
import { hostedNumberOrderFields } from '../db/fields-orders.ts';
import { builder } from './builder.ts';
import {
  BoolOp,
  enumOperators,
  FloatOp,
  IntOp,
  NearInput,
  SidOp,
  StringListOp,
  StringOp,
  TimeOp,
} from './operators.ts';

/** The compiler of filters takes any object: what may stand in it is said by the definitions. */
export const ActiveNumberFilter = builder.inputRef<object>('ActiveNumberFilter');
export const OrderFilter = builder.inputRef<object>('OrderFilter');
export const DocumentFilter = builder.inputRef<object>('DocumentFilter');

type Filter = typeof OrderFilter;
type FieldBuilder = Parameters<Parameters<Filter['implement']>[0]['fields']>[0];

const linked: Record<LinkName, Filter> = {
  orderOfNumber: OrderFilter,
  ordersOfDocument: OrderFilter,
  numberOfOrder: ActiveNumberFilter,
  documentOfOrder: DocumentFilter,
};

implement(ActiveNumberFilter, 'numbers', 'number', activeNumberFields);
implement(OrderFilter, 'hosted number orders', 'order', hostedNumberOrderFields);
implement(DocumentFilter, 'authorization documents', 'document', authorizationDocumentFields);

function implement(filter: Filter, things: string, thing: string, tree: FieldTree): void {
  const groups = defineGroups(tree);
  filter.implement({
    description: `Conditions on ${things}. All that are given must hold; \`{}\` is every ${thing}.`,
    fields: (t) => ({
      and: t.field({ type: [filter], description: 'All of these hold. An empty list is an error.' }),
      or: t.field({ type: [filter], description: 'One of these holds at least. An empty list is an error.' }),
      not: t.field({
        type: filter,
        description:
          'This does not hold: exactly the records that the filter inside leaves out. No index: reads the list until the page is full.',
      }),
      ...fieldsFor(t, tree, groups),
      vanished: t.boolean({
        description:
          'Absent or false: only what Twilio still has. True: only what it no longer has. At the top of the filter only.',
      }),
    }),
  });
}

type GroupInputs = ReadonlyMap<FieldGroup, ReturnType<typeof defineGroup>>;

function defineGroups(tree: FieldTree): GroupInputs {
  const groups = Object.values(tree).filter((node) => node.kind === 'group');
  return new Map(groups.map((group) => [group, defineGroup(group)]));
}

function defineGroup({ input, about, fields }: FieldGroup) {
  const groups = defineGroups(fields);
  return builder.inputType(input, { description: about, fields: (t) => fieldsFor(t, fields, groups) });
}

function fieldsFor(t: FieldBuilder, tree: FieldTree, groups: GroupInputs): InputFieldMap {
  return Object.fromEntries(Object.entries(tree).map(([name, node]) => [name, fieldFor(t, node, groups)]));
}

function fieldFor(t: FieldBuilder, node: FieldNode, groups: GroupInputs) {
  const description = node.describes;
  switch (node.kind) {
    case 'group':
      return t.field({ type: defined(groups.get(node)), description });
    case 'link':
      return t.field({ type: linked[node.link], description });
    case 'near':
      return t.field({ type: NearInput, description });
    case 'search':
      return t.string({ description });
    case 'present':
      return t.boolean({ description });
    case 'text':
    case 'exact':
      return t.field({ type: StringOp, description });
    case 'texts':
      return t.field({ type: StringListOp, description });
    case 'integer':
      return t.field({ type: IntOp, description });
    case 'float':
      return t.field({ type: FloatOp, description });
    case 'flag':
      return t.field({ type: BoolOp, description });
    case 'time':
      return t.field({ type: TimeOp, description });
    case 'sid':
      return t.field({ type: SidOp, description });
    case 'word':
      return t.field({ type: defined(enumOperators[node.operators ?? '']), description });
    default:
      return node satisfies never;
  }
}

function defined<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a field is defined with operators that are not there');
  return value;
}
