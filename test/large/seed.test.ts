// The large mirror itself: the same on every run and database, with everything in it that a filter may meet.
import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { type Database, rows } from '../../src/db/client.ts';
import { columnShapes } from '../../src/db/columns.ts';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { openTestDatabase } from '../database.ts';
import { seedLargeMirror } from './seed.ts';

const tables = [activeNumbers, hostedNumberOrders, authorizationDocuments];
let database: Database;
let indexesBefore: unknown;
const readIndexes = () =>
  rows(database.db, sql`select indexname, indexdef from pg_indexes where schemaname = 'public' order by indexname`);

beforeAll(async () => {
  database = await openTestDatabase();
  indexesBefore = await readIndexes();
  await seedLargeMirror(database, { size: 5000, log: true });
});

test('the indexes are those of the migrations', async () => {
  expect(await readIndexes()).toEqual(indexesBefore);
});

test.each(tables.map((table) => [getTableName(table), table] as const))(
  'every column of %s that may be null has rows with and without a value',
  async (_name, table) => {
    const nullable = Object.entries(getTableColumns(table)).filter(([, column]) => !column.notNull);
    const names = new Map(columnShapes(table).map(({ field, name }) => [field, name]));
    const counts = nullable.map(([field]) => sql.raw(`count("${names.get(field)}")::int as "${field}"`));
    const [found] = await rows<Record<string, number>>(
      database.db,
      sql`select count(*)::int as "all", ${sql.join(counts, sql`, `)} from ${table}`,
    );
    const { all = 0, ...some } = found ?? {};
    for (const [field, count] of Object.entries(some)) {
      expect([field, count > 0, count < all]).toEqual([field, true, true]);
    }
  },
);

test('the rows are the same on every run and database', async () => {
  const columns = {
    active_number: 'sid, phone_number, friendly_name, type, geography_latitude, configuration_voice_url, vanished_at',
    hosted_number_order: 'sid, status, date_created, date_updated, unique_name, signing_document_sid, email, cc_emails',
    authorization_document: 'sid, status, address_sid, date_updated',
  };
  const sums = await Promise.all(
    Object.entries(columns).map(([table, names]) =>
      rows(
        database.db,
        sql.raw(`select md5(string_agg(md5(t::text), '' order by sid)) as sum from (select ${names} from ${table}) t`),
      ),
    ),
  );
  expect(sums.flat()).toMatchInlineSnapshot(`
    [
      {
        "sum": "ca403cb05fef63197a4c490a431bf342",
      },
      {
        "sum": "01338e7db037f189e34c593cebd0696a",
      },
      {
        "sum": "8dff24bbbcc1e0b6ecf416cf50978938",
      },
    ]
  `);
});
