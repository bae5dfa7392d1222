// What may read a list from one end to the other, why, and what it costs on a million rows (`npm run test:million` prints
// the figures anew). An exception that no question needs any more fails the test.
import type { FilterLeaf } from '../large/filter-leaves.ts';

type Exception = {
  /** What it is called in the table of costs. */
  what: string;
  reason: string;
  /** At most, for a page that nothing or little matches: blocks of 8 KiB, and what that took on two busy cores. */
  cost: string;
  covers(leaf: FilterLeaf, operator: string): boolean;
};

export const exceptions: readonly Exception[] = [
  {
    what: 'contains',
    reason: 'A text that may stand anywhere has no place in an ordered index.',
    cost: '992,574 blocks, 1 to 3 s; through a link 2.4 million and 2.6 s',
    covers: (_leaf, operator) => operator === 'contains',
  },
  {
    what: 'ne, notIn',
    reason: 'What is left after leaving out is nearly all, and where it is not, nothing in an index says so.',
    cost: '992,574 blocks, 1 to 3 s, through a link 4.9 million and 6 s; the usual case, 50 in the first thousand rows, costs what no filter costs',
    covers: (_leaf, operator) => operator === 'ne' || operator === 'notIn',
  },
  {
    what: 'one of a great many whole numbers',
    reason:
      'What ten rows have among five hundred values is taken for what most values have, and looked for along the list.',
    cost: '367,956 blocks, 0.3 s',
    covers: (leaf) => leaf.field === 'capabilities.voice.concurrentCallsLimit',
  },
  {
    what: 'long unchanged',
    reason:
      'What was changed last long ago was made long ago: all of it is at the far end of the list, which PostgreSQL does not know.',
    cost: '327,540 blocks, 0.3 s',
    covers: (leaf, operator) => leaf.field === 'dateUpdated' && operator === 'lt',
  },
];

/** The name of the exception that covers a question; null when it must have an index. */
export function exceptionOf(leaf: FilterLeaf, operator: string): string | null {
  return exceptions.find((exception) => exception.covers(leaf, operator))?.what ?? null;
}
