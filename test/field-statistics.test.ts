// The planner needs statistics of every expression that an index of a field has. Migrations make them by hand: whoever adds
// a field, or changes a key, is told here which one is missing.
import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rows } from '../src/db/client.ts';
import { expressionsOf } from '../src/db/field-indexes.ts';
import { activeNumberList, authorizationDocumentList, hostedNumberOrderList } from '../src/db/pages-lists.ts';
import { openTestDatabase } from './database.ts';

test.each(
  [activeNumberList, hostedNumberOrderList, authorizationDocumentList].map((list) => [list.name, list] as const),
)('every expression in the indexes of %s has its statistics', async (_name, { table, fields }) => {
  const { db } = await openTestDatabase();
  const definitions = async () => {
    const found = await rows<{ name: string; expressions: string }>(
      db,
      sql`select stxname as name, pg_get_statisticsobjdef_expressions(oid)::text as expressions from pg_statistic_ext
          where stxrelid = ${getTableName(table)}::regclass order by 1`,
    );
    return found.map(({ name, expressions }) => `${name}: ${expressions}`);
  };
  const made = await definitions();
  for (const { name } of await rows<{ name: string }>(
    db,
    sql`select stxname as name from pg_statistic_ext where stxrelid = ${getTableName(table)}::regclass`,
  )) {
    await db.execute(sql`drop statistics ${sql.identifier(name)}`);
  }
  for (const { name, expression } of expressionsOf(getTableName(table), getTableColumns(table), fields.tree)) {
    await db.execute(sql`create statistics ${sql.identifier(name)} on (${expression}) from ${table}`);
  }
  expect(made).toEqual(await definitions());
  expect(made.length).toBeGreaterThan(0);
});
