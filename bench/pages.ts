// What pages, counts and facets cost on a million numbers and a million orders. Needs a PostgreSQL server:
//   BENCH_DATABASE_URL=postgres://localhost/postgres node --import tsx bench/pages.ts [size]
// It works in a database of its own, which it drops in the end. What is compared runs in turns, round by round; times are
// medians of the whole operation without parsing, blocks are what PostgreSQL looked at (8 KiB each).

import { sql } from 'drizzle-orm';
import { execute, type GraphQLObjectType, getNamedType, parse } from 'graphql';
import { openServerDatabase } from '../src/db/server.ts';
import { schema } from '../src/graph.ts';
import { contextOver } from '../test/graph/operations.ts';
import { owner } from '../test/graph/rows.ts';
import { type List, lists, wordsOf } from '../test/large/filter-leaves.ts';
import { createLargeDatabase } from '../test/large/large-database.ts';
import { orderArgument, type Sort, sortsOf } from '../test/large/sorts.ts';
import { cursorAt } from '../test/million/depth.ts';
import { explainReads } from '../test/million/plans.ts';

type Contender = { name: string; run: () => Promise<unknown> };

const size = Number(process.argv[2] ?? 1_000_000);
const rounds = 31;
const serverUrl = process.env['BENCH_DATABASE_URL'] ?? 'postgres://localhost/postgres';
const { url, drop } = await createLargeDatabase(serverUrl, { size, report: (line) => console.error(line) });
const database = openServerDatabase(url, 2);
try {
  await comparePages();
  await compareSingles('Counts and filters', filters());
  await compareSingles('Facets', (Object.keys(lists) as List[]).flatMap(facets));
} finally {
  await database.close();
  await drop();
}

async function comparePages(): Promise<void> {
  print(
    'List and order',
    'page 1',
    'page 1 again',
    'depth',
    'page there',
    'there / page 1',
    'OFFSET / page 1',
    'blocks',
  );
  for (const list of Object.keys(lists) as List[]) {
    for (const sorts of [[], ...sortsOf(list).map((sort) => [sort])]) await compareDepth(list, sorts);
  }
}

async function compareDepth(list: List, sorts: readonly Sort[]): Promise<void> {
  const depth = Math.floor((list === 'authorizationDocuments' ? size / 50 : size) * 0.9);
  const after = await cursorAt(contextOver(database), list, sorts, depth);
  const source = `query($after: String) { ${list}(first: 50, after: $after${orderArgument(sorts)}) { nodes { sid } } }`;
  const first = operation(source, {});
  const there = operation(source, { after });
  const [page1 = 0, again = 0, deep = 0] = await timeInTurns([first, first, there]);
  const [byOffset] = sorts.length > 0 ? [] : await timeInTurns([() => readByOffset(list, depth)], 5);
  print(
    `${list}${sorts.map(({ field, direction }) => ` by ${field} ${direction}`).join()}`,
    ms(page1),
    ms(again),
    String(depth),
    ms(deep),
    (deep / page1).toFixed(2),
    byOffset === undefined ? '' : (byOffset / page1).toFixed(0),
    `${await blocksOf(first)}, ${await blocksOf(there)}`,
  );
}

/** The peer: the same page by counting rows. */
async function readByOffset(list: List, depth: number): Promise<void> {
  const source = {
    activeNumbers: { table: sql`active_number`, order: sql`phone_number, sid` },
    hostedNumberOrders: { table: sql`hosted_number_order`, order: sql`date_created desc, sid desc` },
    authorizationDocuments: { table: sql`authorization_document`, order: sql`date_created desc, sid desc` },
  }[list];
  await database.db.execute(sql`select * from ${source.table} where owner_account_sid = ${owner} and vanished_at is null
    order by ${source.order} limit 51 offset ${depth}`);
}

function filters(): Contender[] {
  const of = (list: List, filter: string, fields: string): Contender => ({
    name: `${list} ${filter}: ${fields}`,
    run: operation(`{ ${list}(first: 50, filter: ${filter}) { ${fields} } }`, {}),
  });
  const nodes = 'nodes { sid }';
  return [
    of('activeNumbers', '{}', 'totalCount'),
    of('activeNumbers', '{geography: {region: {eq: "NY"}}}', 'totalCount'),
    of('activeNumbers', '{type: {eq: SHORT_CODE}}', 'totalCount'),
    of('hostedNumberOrders', '{}', 'totalCount'),
    of('hostedNumberOrders', '{status: {eq: COMPLETED}}', 'totalCount'),
    of('hostedNumberOrders', '{status: {eq: TESTING}}', 'totalCount'),
    of('hostedNumberOrders', '{status: {eq: TESTING}}', nodes),
    of('activeNumbers', '{geography: {locality: {startsWith: "Town 9999"}}}', nodes),
    of('activeNumbers', '{friendlyName: {contains: "line 7"}}', nodes),
    of('activeNumbers', '{friendlyName: {contains: "no such value"}}', nodes),
    of('hostedNumberOrders', '{status: {ne: COMPLETED}}', nodes),
    of('hostedNumberOrders', '{not: {status: {in: [COMPLETED, RECEIVED, PENDING_VERIFICATION]}}}', nodes),
    of('activeNumbers', '{not: {capabilities: {voice: {present: true}}}}', nodes),
  ];
}

/** Each facet by itself and all in one request; none while the connection has no facets. */
function facets(list: List): Contender[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const connection = getNamedType(query.getFields()[list]?.type) as GraphQLObjectType;
  const by = connection.getFields()['facets']?.args.find(({ name }) => name === 'by');
  const words = by ? (wordsOf(by.type) ?? []) : [];
  return [...words.map((word) => [word]), ...(words.length > 0 ? [words] : [])].map((some) => ({
    name: `${list} by ${some.join(', ')}`,
    run: operation(`{ ${list} { facets(by: [${some.join(', ')}]) { buckets { value count } } } }`, {}),
  }));
}

async function compareSingles(what: string, contenders: readonly Contender[]): Promise<void> {
  if (contenders.length === 0) return;
  console.log('');
  print(what, 'median', 'blocks');
  for (const { name, run } of contenders) {
    const [median] = await timeInTurns([run], 7);
    print(name, ms(median), String(await blocksOf(run)));
  }
}

/** Runs an operation of the graph; parsed once. Throws its errors. */
function operation(source: string, variableValues: Record<string, unknown>): () => Promise<void> {
  const document = parse(source);
  return async () => {
    const { errors } = await execute({ schema, document, variableValues, contextValue: contextOver(database) });
    if (errors?.[0]) throw errors[0];
  };
}

/** Medians in milliseconds; the first round warms up and is not counted. */
async function timeInTurns(contenders: readonly (() => Promise<unknown>)[], times = rounds): Promise<number[]> {
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round <= times; round += 1) {
    for (const [index, run] of contenders.entries()) {
      const startedAt = performance.now();
      await run();
      if (round > 0) samples[index]?.push(performance.now() - startedAt);
    }
  }
  return samples.map((sample) => sample.sort((a, b) => a - b)[Math.floor(sample.length / 2)] ?? 0);
}

async function blocksOf(run: () => Promise<unknown>): Promise<number> {
  const plans = await explainReads(database, run);
  return plans.reduce((sum, plan) => sum + plan.blocks, 0);
}

function ms(milliseconds = 0): string {
  return `${milliseconds.toFixed(1)} ms`;
}

/** A line of a Markdown table; one whose second cell is a word and not a figure begins a table. */
function print(...cells: string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
  if (!/\d/.test(cells.at(-1) ?? '')) console.log(`|${'---|'.repeat(cells.length)}`);
}
