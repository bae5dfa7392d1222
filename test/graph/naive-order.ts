// The order of the lists, said a second time and in JavaScript: from the descriptions of the graph and not from the SQL.
import { type Field, fieldsOf } from '../../src/db/fields.ts';
import { type ListName, lists, type Row } from './random-rows.ts';

export type Wish = { field: string; direction: 'ASC' | 'DESC' };

/** What decides between equals, and the order without a wish. */
const own: Record<ListName, { columns: readonly string[]; direction: Wish['direction'] }> = {
  activeNumbers: { columns: ['phoneNumber', 'sid'], direction: 'ASC' },
  hostedNumberOrders: { columns: ['dateCreated', 'sid'], direction: 'DESC' },
  authorizationDocuments: { columns: ['dateCreated', 'sid'], direction: 'DESC' },
};

/** The rows in the order that is wished for. */
export function inOrder(name: ListName, rows: readonly Row[], wishes: readonly Wish[] | undefined): Row[] {
  const { columns, direction } = own[name];
  const last = wishes?.at(-1)?.direction ?? direction;
  const keys = [
    ...(wishes ?? []).map((wish) => ({ keyOf: keyOfField(sortedField(name, wish.field)), direction: wish.direction })),
    ...columns.map((column) => ({ keyOf: (row: Row) => plainKey(row[column]), direction: last })),
  ];
  const keyed = rows.map((row) => ({ row, values: keys.map(({ keyOf }) => keyOf(row)) }));
  keyed.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const compared = compare(a.values[index] ?? null, b.values[index] ?? null);
      if (compared !== 0) return key.direction === 'ASC' ? compared : -compared;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** GEOGRAPHY is not said: `ISO_COUNTRY` is the field `isoCountry`, wherever it stands. */
function sortedField(name: ListName, word: string): Field {
  const nameOf = (path: readonly string[]) =>
    (path.at(-1) ?? '').replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  const found = fieldsOf(lists[name].list.fields.tree).find(({ path }) => nameOf(path) === word);
  if (!found) throw new Error(`no field is called ${word}`);
  return found.field;
}

/** Bytes of UTF-8 compare as code points do; null is what is missing. */
type Key = Buffer | null;

function keyOfField(field: Field): (row: Row) => Key {
  if (field.kind !== 'text') return (row) => plainKey(row[field.column]);
  return (row) => {
    const text = row[field.column];
    if (typeof text !== 'string') return null;
    const small = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    return Buffer.from([...small].slice(0, 256).join(''));
  };
}

function plainKey(value: unknown): Key {
  if (value instanceof Date) return Buffer.from(value.toISOString());
  return typeof value === 'string' ? Buffer.from(value) : null;
}

/** A missing value is greater than all others. */
function compare(a: Key, b: Key): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(a, b);
}
