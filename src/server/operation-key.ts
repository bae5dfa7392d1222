// What makes two subscriptions the same but for the place where they begin: document and variables without `after`.
import { type DocumentNode, type FieldNode, print, visit } from 'graphql';
import type { Operation } from './feed-run.ts';
import { rootFieldsOf } from './root-fields.ts';

type Shape = { text: string; variables: readonly string[] };

/** Documents come from the parser's cache: the same text is the same document, and is taken apart once. */
const shapes = new WeakMap<DocumentNode, Map<string, Shape>>();

/** Equal for operations that give the same frames from the same place. `rights` is who may see what. */
export function operationKey({ document, operationName, variables }: Operation, rights: string): string {
  const { text, variables: names } = shapeOf(document, operationName ?? '');
  // One that is not given is not one that is null: only the former takes its default.
  const given = names.filter((name) => Object.hasOwn(variables, name));
  const values = given.map((name) => [name, canonical(variables[name])]);
  return JSON.stringify([rights, operationName ?? '', text, values]);
}

function shapeOf(document: DocumentNode, operationName: string): Shape {
  const known = shapes.get(document) ?? new Map<string, Shape>();
  shapes.set(document, known);
  const shape = known.get(operationName) ?? readShape(document, operationName);
  known.set(operationName, shape);
  return shape;
}

function readShape(document: DocumentNode, operationName: string): Shape {
  const roots = new Set(rootFieldsOf(document, operationName || null));
  const stripped = visit(document, { Field: (node) => (roots.has(node) ? withoutAfter(node) : undefined) });
  const used = new Set<string>();
  visit(stripped, {
    VariableDefinition: () => false,
    Variable(node) {
      used.add(node.name.value);
    },
  });
  return { text: print(stripped), variables: [...used].sort() };
}

/** Only of the root fields: `after` further down is the page of a connection. */
function withoutAfter(field: FieldNode): FieldNode {
  return { ...field, arguments: field.arguments?.filter((argument) => argument.name.value !== 'after') };
}

/** With the keys of objects in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, canonical(each)]),
  );
}
