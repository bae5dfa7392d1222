// A page far down costs what the first page costs: both look at the same number of blocks, whatever the order.
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { ask, contextOver } from '../graph/operations.ts';
import { type List, lists } from '../large/filter-leaves.ts';
import { orderArgument, type Sort, sortsOf } from '../large/sorts.ts';
import { cursorAt } from './depth.ts';
import { explainReads } from './plans.ts';

const depths: Record<List, number> = {
  activeNumbers: 900_000,
  hostedNumberOrders: 900_000,
  authorizationDocuments: 18_000,
};
const cases = (Object.keys(lists) as List[]).flatMap((list) =>
  [[], ...sortsOf(list).map((sort) => [sort])].map((sorts): [string, List, Sort[]] => {
    return [
      `${list} ${sorts.map(({ field, direction }) => `by ${field} ${direction}`).join() || 'as they come'}`,
      list,
      sorts,
    ];
  }),
);

/** Fifty rows, each in a block of its own, and the way down to them. Those of page 1 may lie together and cost a third. */
const scatteredPage = 70;

let database: Database;
beforeAll(() => {
  database = openServerDatabase(inject('millionUrl'), 2);
});
afterAll(() => database.close());

async function blocksOfPage(list: List, sorts: readonly Sort[], after: string | null): Promise<number> {
  const source = `query($after: String) { ${list}(first: 50, after: $after${orderArgument(sorts)}) { nodes { sid } } }`;
  const plans = await explainReads(database, () => ask(contextOver(database), source, { after }));
  return plans.reduce((sum, plan) => sum + plan.blocks, 0);
}

test.each(cases)(
  '%s: the page at nine tenths of the list costs what the first page costs',
  async (_name, list, sorts) => {
    const cursor = await cursorAt(contextOver(database), list, sorts, depths[list]);
    const first = await blocksOfPage(list, sorts, null);
    const deep = await blocksOfPage(list, sorts, cursor);
    expect(deep).toBeLessThanOrEqual(Math.max(2 * first, scatteredPage));
  },
);
