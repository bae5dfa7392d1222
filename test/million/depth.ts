// Pages far down a list, found as a client would: by walking there from the nearer end.
import type { Context } from '../../src/context.ts';
import { ask } from '../graph/operations.ts';
import type { List } from '../large/filter-leaves.ts';
import { orderArgument, type Sort } from '../large/sorts.ts';

const pageSize = 100;

/** The cursor of the row at `depth`, the first row being 1. The walk begins at the end of the list. */
export async function cursorAt(context: Context, list: List, sorts: readonly Sort[], depth: number): Promise<string> {
  const counted = await ask(context, `{ ${list}(first: 1) { totalCount } }`);
  const source = `query($size: Int, $before: String) {
    ${list}(last: $size, before: $before${orderArgument(sorts)}) { pageInfo { startCursor } } }`;
  let left = counted[list].totalCount - depth + 1;
  let before: string | null = null;
  while (left > 0) {
    const data: Record<string, { pageInfo: { startCursor: string } }> = await ask(context, source, {
      size: Math.min(left, pageSize),
      before,
    });
    before = data[list]?.pageInfo.startCursor ?? null;
    left -= pageSize;
  }
  if (before === null) throw new Error(`${list} has no row ${depth}`);
  return before;
}
