// Rows of one kind, newest first, with ordered indexes. A page costs its own length, whatever the size of the collection:
// every index keeps its rows sorted by position, so a page token is a binary search.
import type { Row } from './entities.ts';

/** Names the buckets of an index: the key of a row, or null when the row is not in this index. */
export type IndexKeys<T, Name extends string> = Record<Name, (row: T) => string | null>;

/** Told of every change: the row that was there, and the row that is there now (null: removed). */
export type ChangeListener<T> = (before: T | null, after: T | null) => void;

export class Collection<T extends Row, Name extends string = never> {
  readonly #rows = new Map<string, T>();
  readonly #keys: [Name | 'account', (row: T) => string | null][];
  readonly #indexes = new Map<string, Map<string, T[]>>();
  readonly #listeners: ChangeListener<T>[] = [];

  constructor(keys: IndexKeys<T, Name>) {
    this.#keys = [['account', (row) => row.accountSid]];
    for (const name in keys) this.#keys.push([name, keys[name]]);
    for (const [name] of this.#keys) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#rows.size;
  }

  get(sid: string): T | undefined {
    return this.#rows.get(sid);
  }

  /** The rows of one bucket, oldest first. The array is the index itself: read it, do not keep or change it. */
  bucket(index: Name | 'account', key: string): readonly T[] {
    return this.#indexes.get(index)?.get(key) ?? [];
  }

  /** Every row, in no promised order. */
  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  /** Inserts the row, or replaces the one of the same sid. */
  put(row: T): void {
    const before = this.#rows.get(row.sid) ?? null;
    this.#rows.set(row.sid, row);
    for (const [name, keyOf] of this.#keys) this.#move(name, keyOf, before, row);
    for (const listener of this.#listeners) listener(before, row);
  }

  /** Removes the row of that sid; nothing happens if there is none. */
  remove(sid: string): void {
    const before = this.#rows.get(sid);
    if (!before) return;
    this.#rows.delete(sid);
    for (const [name, keyOf] of this.#keys) this.#move(name, keyOf, before, null);
    for (const listener of this.#listeners) listener(before, null);
  }

  onChange(listener: ChangeListener<T>): void {
    this.#listeners.push(listener);
  }

  #move(name: string, keyOf: (row: T) => string | null, before: T | null, after: T | null): void {
    const index = this.#indexes.get(name);
    if (!index) return;
    const oldKey = before && keyOf(before);
    const newKey = after && keyOf(after);
    if (before && after && oldKey !== null && oldKey === newKey && before.position === after.position) {
      const bucket = index.get(oldKey);
      if (bucket) bucket[findPosition(bucket, after.position)] = after;
      return;
    }
    if (before && oldKey !== null) takeOut(index, oldKey, before);
    if (after && newKey !== null) putIn(index, newKey, after);
  }
}

/** The place of the first row at or after `position` in rows sorted by position. */
export function findPosition(rows: readonly Row[], position: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && row.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function takeOut<T extends Row>(index: Map<string, T[]>, key: string, row: T): void {
  const bucket = index.get(key);
  if (!bucket) return;
  if (bucket.length === 1) index.delete(key);
  else bucket.splice(findPosition(bucket, row.position), 1);
}

function putIn<T extends Row>(index: Map<string, T[]>, key: string, row: T): void {
  const bucket = index.get(key);
  const last = bucket?.at(-1);
  if (!bucket || !last) index.set(key, [row]);
  else if (last.position < row.position) bucket.push(row);
  else bucket.splice(findPosition(bucket, row.position), 0, row);
}
