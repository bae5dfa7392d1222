// The root fields of an operation, wherever they are written: directly, or in fragments.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Each as often as it is written, also what a directive may leave out. */
export function rootFieldsOf(document: DocumentNode, operationName?: string | null): FieldNode[] {
  const unseen = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  // Each fragment once: fragments that spread others twice would be gone through exponentially often.
  const take = (name: string) => {
    const fragment = unseen.get(name);
    unseen.delete(name);
    return fragment ? fieldsOf(fragment.selectionSet) : [];
  };
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : take(selection.name.value);
    });
  const operation = getOperationAST(document, operationName);
  return operation ? fieldsOf(operation.selectionSet) : [];
}

function isFragment(definition: DocumentNode['definitions'][number]): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}
