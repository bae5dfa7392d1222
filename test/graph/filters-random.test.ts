// Every operator of every field, and filters in each other, find among random rows what the same question finds in
// JavaScript. `npm run test:large` does it over more rows; `NUMBERGRAPH_TEST_SEED` repeats a run.
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { coerceInputValue } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Database, rows as rowsOf } from '../../src/db/client.ts';
import { compileFilter } from '../../src/db/filters.ts';
import { listCondition } from '../../src/db/pages.ts';
import { openTestDatabase } from '../database.ts';
import { type Filter, listed, OnTheEdge, type World, worldOf } from './naive-filters.ts';
import { filterOf, filterTypeOf, leavesOf } from './random-filters.ts';
import { insertRandomRows, type ListName, listNames, lists, readRows, rowCount, seed } from './random-rows.ts';
import { now, owner } from './rows.ts';

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRandomRows(database, rowCount, seed);
  world = worldOf(await readRows(database));
}, 600_000);

/** The sids that a filter finds, in one statement; the filter is what a client would send. */
async function found(name: ListName, filter: Filter): Promise<string> {
  const { list } = lists[name];
  const given = coerceInputValue(filter, filterTypeOf(name)) as object;
  const where = listCondition(list, owner, compileFilter(list.fields, given, { ownerAccountSid: owner, now }));
  const [row] = await rowsOf<{ sids: string }>(
    database.db,
    sql`select coalesce(string_agg(sid, ' ' order by sid), '') as sids from ${list.table} where ${where}`,
  );
  return row?.sids ?? '';
}

function wanted(name: ListName, filter: Filter): string {
  try {
    const sids = listed(world, name, filter).map((row) => row.sid);
    return sids.sort().join(' ');
  } catch (error) {
    // Nobody can say which side of the edge a row is on.
    if (error instanceof OnTheEdge) return fc.pre(false) as never;
    throw error;
  }
}

/** The two answers are the same; when they are not, what one has and the other has not is said. */
async function agree(name: ListName, filter: Filter): Promise<void> {
  const expected = wanted(name, filter);
  const actual = await found(name, filter);
  if (actual === expected) return;
  const [inDatabase, inMemory] = [new Set(actual.split(' ')), new Set(expected.split(' '))];
  expect({
    missing: [...inMemory].filter((sid) => !inDatabase.has(sid)).slice(0, 3),
    extra: [...inDatabase].filter((sid) => !inMemory.has(sid)).slice(0, 3),
  }).toEqual({ missing: [], extra: [] });
}

describe.each(listNames)(`%s, seed ${seed}`, (name) => {
  test('every operator of every field agrees with a naive evaluation', async () => {
    for (const leaf of leavesOf(name, world.rows)) {
      await fc.assert(
        fc.asyncProperty(leaf.asked, (filter) => agree(name, filter)),
        // Rows and questions are others in each run of the suite.
        { numRuns: leaf.weight, seed },
      );
    }
  }, 600_000);

  test('filters in each other agree with a naive evaluation', async () => {
    await fc.assert(
      fc.asyncProperty(
        filterOf(name, world.rows),
        fc.constantFrom(undefined, undefined, false, true),
        (filter, vanished) => agree(name, vanished === undefined ? filter : { ...filter, vanished }),
      ),
      { numRuns: 40, seed },
    );
  }, 600_000);
});
