// What PostgreSQL does for an operation of the graph: every statement that the operation runs is run again under EXPLAIN,
// with the same parameters, over the same pool.
import type { Database } from '../../src/db/client.ts';

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) writes it. */
type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
};

export type Plan = {
  sql: string;
  nodes: readonly PlanNode[];
  /** Blocks of 8 KiB that were looked at: the cost that depends on neither the machine nor what is cached. */
  blocks: number;
  ms: number;
};

type Statement = { sql: string; params: unknown[] };
type Session = {
  logger: { logQuery(sql: string, params: unknown[]): void };
  options: object;
  prepareQuery(query: Statement, fields: undefined, name: undefined, inArrays: false): { execute(): Promise<unknown> };
};

/** Tables so small that reading them whole is right. */
const smallTables = ['account', 'sync_walk', 'write_intent', 'status_forward'];

/** Runs `work`, then explains what it has read. Two of them must not run at the same time. */
export async function explainReads(database: Database, work: () => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const { sql, params } of await recordReads(database, work)) plans.push(await explain(database, sql, params));
  return plans;
}

/** The large tables that a plan reads from one end to the other. */
export function sequentialScans({ nodes }: Plan): string[] {
  return nodes
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '')
    .filter((table) => !smallTables.includes(table));
}

async function recordReads(database: Database, work: () => Promise<unknown>): Promise<Statement[]> {
  const session = sessionOf(database);
  const { logger, options } = session;
  const reads: Statement[] = [];
  const recorder = {
    logQuery(sql: string, params: unknown[]) {
      if (/^\s*\(?(select|with)\b/i.test(sql)) reads.push({ sql, params });
    },
  };
  // A transaction makes a session of its own from the options.
  Object.assign(session, { logger: recorder, options: { ...options, logger: recorder } });
  try {
    await work();
  } finally {
    Object.assign(session, { logger, options });
  }
  return reads;
}

async function explain(database: Database, sql: string, params: unknown[]): Promise<Plan> {
  const query = { sql: `explain (analyze, buffers, format json) ${sql}`, params };
  const answer = await sessionOf(database).prepareQuery(query, undefined, undefined, false).execute();
  const [row] = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as Record<string, unknown>[];
  const said = row?.['QUERY PLAN'];
  const [explained] = (typeof said === 'string' ? JSON.parse(said) : said) as [
    { Plan: PlanNode; 'Execution Time': number },
  ];
  const root = explained.Plan;
  const blocks = root['Shared Hit Blocks'] + root['Shared Read Blocks'];
  return { sql, nodes: [...nodesOf(root)], blocks, ms: explained['Execution Time'] };
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

function sessionOf({ db }: Database): Session {
  return Reflect.get(db, 'session') as Session;
}
