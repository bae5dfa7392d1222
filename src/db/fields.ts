// What a field of the three resources is to the reading side, said once: how it is compared, which index serves it, and
// whether lists are ordered or counted by it. Columns' indexes (tables.ts), filters, orders, facets and the graph's inputs
// are all made of these definitions. The definitions themselves are in fields-*.ts, nested as the graph is nested.
import type { SidKind } from '../vocabulary.ts';

/** How values are compared with a column. Columns are named by their field of the table. */
export type Comparison =
  /** `text` ignores case where it says so; `exact` has no case (phone numbers); `texts` is a list of texts. */
  | { kind: 'text' | 'exact' | 'texts' | 'integer' | 'float' | 'flag' | 'time' | 'present'; column: string }
  | { kind: 'sid'; column: string; of: SidKind }
  | { kind: 'word'; column: string; words: FieldWords; emptyIsUnknown?: boolean };

/** The words of an enum of the graph, each with what it stands for in the column. */
export type FieldWords = Readonly<Record<string, readonly string[]>>;

/**
 * Which index serves a field.
 * - `list`: the one that the list itself is read along; `primary`: the primary key.
 * - `ordered`: its own, followed by the order of the list, so that a page is a walk along it.
 * - `own`: its own without that order: equal values take little room in it.
 * - `place`: that of the circles, which the latitude leads.
 * - `elements`: an inverted one over the elements of a list.
 * - `shared`: one that it has together with other fields, most of them of few values.
 */
export type FieldIndex = 'list' | 'primary' | 'ordered' | 'own' | 'place' | 'elements' | { shared: string };

/** A field that can be filtered; `sort` and `facet` are its names in those enums of the graph, where it has them. */
export type Field = Comparison & {
  describes: string;
  index: FieldIndex;
  /** The operator input of the graph for a `word`. */
  operators?: string;
  sort?: string;
  facet?: string;
};

/** Fields that belong together in the graph; `input` is the name of their input type. */
export type FieldGroup = { kind: 'group'; input: string; about: string; describes: string; fields: FieldTree };

/** A circle around a place. */
export type PlaceField = { kind: 'near'; latitude: string; longitude: string; describes: string };

/** Words of texts, or the last digits of a phone number. */
export type SearchField = { kind: 'search'; texts: readonly string[]; phoneNumber?: string; describes: string };

/** The record, or the records, at the other end of a link; see filters-links.ts. */
export type LinkField = { kind: 'link'; link: LinkName; describes: string };
export type LinkName = 'orderOfNumber' | 'numberOfOrder' | 'documentOfOrder' | 'ordersOfDocument';

export type FieldNode = Field | FieldGroup | PlaceField | SearchField | LinkField;
/** By the name in the graph. */
export type FieldTree = { readonly [name: string]: FieldNode };

/** All plain fields of a tree, those in groups included, with their names from the top. */
export function fieldsOf(tree: FieldTree, path: readonly string[] = []): { path: readonly string[]; field: Field }[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    if (node.kind === 'group') return fieldsOf(node.fields, [...path, name]);
    return isField(node) ? [{ path: [...path, name], field: node }] : [];
  });
}

export function isField(node: FieldNode): node is Field {
  return 'column' in node;
}

/** Words of the graph that stand for themselves. */
export function each(words: readonly string[]): FieldWords {
  return Object.fromEntries(words.map((word) => [word, [word]]));
}

type Uses = Pick<Field, 'sort' | 'facet'>;

/** A text; the case of its letters counts for `eq` and `in` only. */
export const text = (column: string, index: FieldIndex, describes: string, uses: Uses = {}): Field => ({
  kind: 'text',
  column,
  index,
  describes,
  ...uses,
});

/** A phone number. */
export const exact = (column: string, index: FieldIndex, describes: string, uses: Uses = {}): Field => ({
  kind: 'exact',
  column,
  index,
  describes,
  ...uses,
});

export const texts = (column: string, describes: string): Field => ({
  kind: 'texts',
  column,
  index: 'elements',
  describes,
});

export const time = (column: string, index: FieldIndex, describes: string, uses: Uses = {}): Field => ({
  kind: 'time',
  column,
  index,
  describes,
  ...uses,
});

export const float = (column: string, index: FieldIndex, describes: string): Field => ({
  kind: 'float',
  column,
  index,
  describes,
});

export const integer = (column: string, shared: string, describes: string): Field => ({
  kind: 'integer',
  column,
  index: { shared },
  describes,
});

export const flag = (column: string, shared: string, describes: string): Field => ({
  kind: 'flag',
  column,
  index: { shared },
  describes,
});

/** Whether the number can do it at all: a condition without an operator. */
export const present = (column: string, shared: string, describes: string): Field => ({
  kind: 'present',
  column,
  index: { shared },
  describes,
});

export const sid = (column: string, of: SidKind, index: FieldIndex, describes: string, uses: Uses = {}): Field => ({
  kind: 'sid',
  column,
  of,
  index,
  describes,
  ...uses,
});

/** An enum of the graph; `operators` is the name of its operator input. */
export const word = (
  column: string,
  meaning: { operators: string; words: FieldWords; emptyIsUnknown?: boolean },
  index: FieldIndex,
  describes: string,
  uses: Uses = {},
): Field => ({ kind: 'word', column, ...meaning, index, describes, ...uses });

export const group = (input: string, about: string, describes: string, fields: FieldTree): FieldGroup => ({
  kind: 'group',
  input,
  about,
  describes,
  fields,
});
