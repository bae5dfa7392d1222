// No filter and no order reads a list from one end to the other: each is asked of a million rows, and PostgreSQL says
// what it did. What reads more is listed in exceptions.ts, with its cost.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { ask, contextOver } from '../graph/operations.ts';
import { type FilterLeaf, filterLeaves, filterOf, lists, questionsOf } from '../large/filter-leaves.ts';
import { orderArgument, type Sort, sortsOf } from '../large/sorts.ts';
import { exceptionOf, exceptions } from './exceptions.ts';
import { explainReads, sequentialScans } from './plans.ts';
import { createSampler } from './samples.ts';

/**
 * What the first page of a filter or an order may look at, of a list whose every row costs a block. To walk along the list
 * until 50 rows have matched costs as much as to fetch all that match and sort them where 7,000 rows in a million match; where
 * one in a thousand does, PostgreSQL still walks, past 50,000 rows, and that is a tenth of a second.
 */
const blocksMax = 75_000;
/** Through a link each row of the one end costs a look at the other: some five blocks, and not one. */
const linkedBlocksMax = 125_000;

let database: Database;
let valuesFor: ReturnType<typeof createSampler>;
const costs = new Map<string, { blocks: number; ms: number; scans: number; filter: string }>();

beforeAll(() => {
  database = openServerDatabase(inject('millionUrl'), 2);
  valuesFor = createSampler(database);
});
afterAll(async () => {
  await database.close();
  console.table(Object.fromEntries(costs));
});

/** Every field of the three lists; of those behind a link one of each kind, since the link costs more than the field. */
const leaves = filterLeaves()
  .filter((leaf, index, all) => !isLinked(leaf) || index === all.findIndex((other) => isLike(leaf, other)))
  .map((leaf) => [`${leaf.list} ${leaf.path.join('.')}`, leaf] as const);

test.each(leaves)('%s has an index for each operator', async (_name, leaf) => {
  const tooDear: object[] = [];
  for (const question of questionsOf(leaf)) {
    for (const value of await valuesFor(leaf, question)) {
      const filter = filterOf(leaf, question.operator, value);
      const cost = await costOf(leaf, filter);
      if (!cost.isTooDear) continue;
      const exception = exceptionOf(leaf, question.operator);
      if (exception) remember(exception, cost, filter);
      else tooDear.push({ filter: JSON.stringify(filter), ...cost });
    }
  }
  expect(tooDear).toEqual([]);
});

test('every exception is one', () => {
  expect(exceptions.filter(({ what }) => !costs.has(what)).map(({ what }) => what)).toEqual([]);
});

const sorts = (Object.keys(lists) as (keyof typeof lists)[]).flatMap((list) => sortsOf(list));

describe.runIf(sorts.length > 0)('orders', () => {
  test.each(sorts.map((sort) => [`${sort.list} by ${sort.field} ${sort.direction}`, sort] as const))(
    '%s has an index',
    async (_name, sort) => {
      const cost = await costOfPage(sort.list, 'first: 50', [sort]);
      expect(cost.isTooDear, JSON.stringify(cost)).toBe(false);
    },
  );
});

/** At the other end of a link the documents may be read whole: there is one for fifty orders, 1,234 blocks in all. */
const costOf = (leaf: FilterLeaf, filter: object) =>
  isLinked(leaf)
    ? costOfPage(leaf.list, 'first: 50', [], filter, linkedBlocksMax, ['authorization_document'])
    : costOfPage(leaf.list, 'first: 50', [], filter);

async function costOfPage(
  list: keyof typeof lists,
  window: string,
  orderBy: readonly Sort[],
  filter: object = {},
  limit = blocksMax,
  mayBeRead: readonly string[] = [],
) {
  const plans = await explainReads(database, () =>
    ask(
      contextOver(database),
      `query($filter: ${lists[list]}) { ${list}(${window}, filter: $filter${orderArgument(orderBy)}) { nodes { sid } } }`,
      { filter },
    ),
  );
  const scans = plans.flatMap((plan) => sequentialScans(plan)).filter((table) => !mayBeRead.includes(table));
  const blocks = plans.reduce((sum, plan) => sum + plan.blocks, 0);
  const ms = plans.reduce((sum, plan) => sum + plan.ms, 0);
  return { scans, blocks, ms, isTooDear: scans.length > 0 || blocks > limit };
}

/** The dearest question of an exception stands for it. */
function remember(what: string, cost: { blocks: number; ms: number; scans: string[] }, filter: object): void {
  if ((costs.get(what)?.blocks ?? 0) >= cost.blocks) return;
  const { blocks, ms, scans } = cost;
  costs.set(what, { blocks, ms: Math.round(ms), scans: scans.length, filter: JSON.stringify(filter) });
}

function isLinked({ path, field }: FilterLeaf): boolean {
  return path.join('.') !== field;
}

function isLike(leaf: FilterLeaf, other: FilterLeaf): boolean {
  return leaf.list === other.list && leaf.path[0] === other.path[0] && String(leaf.input) === String(other.input);
}
