// Orders as they stood at a moment: against the same question asked in JavaScript of the same log.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../database.ts';
import { ask, codesOf, contextOver, type Data } from './operations.ts';
import { insertRows, now, orderRow, sid, stranger, transitionRow } from './rows.ts';

let database: Database;
const minute = 60_000;
const at = (minutes: number) => new Date(now.getTime() - 100 * minute + minutes * minute);
const words = ['received', 'pending-verification', 'verified', 'completed', 'failed', 'brand-new-word'];

/** One entry: the status (null: gone), when it was seen, and when Twilio says that it was. */
type Entry = { status: string | null; seen: number; said: number | null };
const histories: Entry[][] = fc.sample(
  fc.array(
    fc.record({
      status: fc.option(fc.constantFrom(...words), { freq: 5 }),
      seen: fc.integer({ min: 0, max: 90 }),
      said: fc.option(fc.integer({ min: 0, max: 90 })),
    }),
    { maxLength: 6 },
  ),
  { numRuns: 60, seed: 7 },
);

beforeAll(async () => {
  database = await openTestDatabase();
  const orders = histories.map((history, n) => {
    const last = history.at(-1);
    const gone = last?.status === null;
    const dateCreated = new Date(at(-10).getTime() - n * 1000);
    return orderRow(n, { status: last?.status ?? 'received', vanishedAt: gone ? now : null, dateCreated });
  });
  const transitions = histories.flatMap((history, n) =>
    history.map(({ status, seen, said }) =>
      transitionRow(sid('HR', n), status, { observedAt: at(seen), effectiveAt: said === null ? null : at(said) }),
    ),
  );
  const foreign = { ownerAccountSid: stranger, accountSid: stranger };
  await insertRows(database, {
    orders: [...orders, orderRow(900, foreign)],
    transitions: [...transitions, transitionRow(sid('HR', 900), 'received', { ...foreign, observedAt: at(0) })],
  });
});

function statusThen(history: Entry[], minutes: number): string | null {
  return history.filter(({ seen, said }) => (said ?? seen) <= minutes).at(-1)?.status ?? null;
}
const wordOf = (status: string) =>
  status === 'brand-new-word' ? 'UNKNOWN' : status.toUpperCase().replaceAll('-', '_');

const list = `query($at: DateTime, $filter: OrderFilter, $first: Int, $after: String, $orderBy: [OrderSort!]) {
  hostedNumberOrders(asOfTime: $at, filter: $filter, first: $first, after: $after, orderBy: $orderBy) {
    totalCount facets(by: [STATUS]) { buckets { value count } }
    edges { statusThen stageThen node { sid } } pageInfo { hasNextPage endCursor } } }`;

test('every moment has the orders of then, with the status of then, page by page', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -1, max: 95 }), fc.boolean(), async (minutes, byStatus) => {
      const seen: Data[] = [];
      const orderBy = byStatus ? [{ field: 'STATUS', direction: 'DESC' }] : undefined;
      let page: Data = {};
      for (let after: string | null = null; ; after = page['pageInfo'].endCursor) {
        const asked = { at: at(minutes).toISOString(), first: 13, after, orderBy };
        page = (await ask(contextOver(database), list, asked))['hostedNumberOrders'];
        seen.push(...page['edges']);
        if (!page['pageInfo'].hasNextPage) break;
      }
      const wanted = histories.flatMap((history, n) => {
        const status = statusThen(history, minutes);
        return status === null ? [] : [{ sid: sid('HR', n), status }];
      });
      const told = seen.map(({ node, statusThen: status }) => ({ sid: node.sid, status }));
      expect(told).toHaveLength(wanted.length);
      expect(page['totalCount']).toBe(wanted.length);
      expect(new Map(told.map((each) => [each.sid, each.status]))).toEqual(
        new Map(wanted.map((each) => [each.sid, wordOf(each.status)])),
      );
      if (byStatus) {
        const statuses = wanted
          .map(({ status }) => status)
          .sort()
          .reverse();
        expect(told.map(({ status }) => status)).toEqual(statuses.map(wordOf));
      }
      const sum = page['facets'][0].buckets.reduce((total: number, { count }: Data) => total + count, 0);
      expect(sum).toBe(wanted.length);
    }),
    { numRuns: 40 },
  );
});

test('a filter on status or stage is about then, also inside a negation', async () => {
  for (const minutes of [10, 40, 90]) {
    for (const filter of [{ status: { eq: 'RECEIVED' } }, { not: { stage: { eq: 'OWNERSHIP' } } }]) {
      const asked = { at: at(minutes).toISOString(), filter, first: 100 };
      const { edges } = (await ask(contextOver(database), list, asked))['hostedNumberOrders'];
      const isWanted = (status: string) =>
        'status' in filter ? status === 'received' : !['received', 'pending-verification'].includes(status);
      const wanted = histories.flatMap((history, n) => {
        const status = statusThen(history, minutes);
        return status !== null && isWanted(status) ? [sid('HR', n)] : [];
      });
      expect(edges.map(({ node }: Data) => node.sid).sort()).toEqual(wanted.sort());
    }
  }
});

test('an order outside the argument says nothing of then', async () => {
  const { edges } = (await ask(contextOver(database), list, { first: 1 }))['hostedNumberOrders'];
  expect(edges[0]).toMatchObject({ statusThen: null, stageThen: null });
});

test.each([
  [{ at: 'yesterday' }, 'BAD_USER_INPUT'],
  [{ at: new Date(now.getTime() + 1).toISOString() }, 'BAD_USER_INPUT'],
  [{ at: now.toISOString(), filter: { vanished: true } }, 'BAD_USER_INPUT'],
])('%o is refused', async (variables, code) => {
  expect(await codesOf(contextOver(database), list, variables)).toEqual([code]);
});

test('a cursor of one moment is none of another', async () => {
  const first = { at: at(90).toISOString(), first: 2 };
  const { pageInfo } = (await ask(contextOver(database), list, first))['hostedNumberOrders'];
  expect(pageInfo.hasNextPage).toBe(true);
  const other = { at: at(89).toISOString(), first: 2, after: pageInfo.endCursor };
  expect(await codesOf(contextOver(database), list, other)).toEqual(['BAD_CURSOR']);
});
