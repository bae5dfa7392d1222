// What the log says of an operation that failed: why, once, and nothing of what the client had asked for.
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createTestStack, gatewayUrl, type TestStack } from '../stack.ts';

const query = 'query ($of: String!) { activeNumbers(filter: { phoneNumber: { eq: $of } }) { nodes { phoneNumber } } }';
/** All of them are looked up by one statement. */
const nested = '{ hostedNumberOrders(first: 20) { nodes { activeNumber { sid } } } }';
const lines: string[] = [];
let stack: TestStack;
/** Of the estate: the view below fails by its row. */
let phoneNumber: string;

beforeAll(async () => {
  stack = await createTestStack({ gateway: { log: createLog('debug', { write: (line) => lines.push(line) }) } });
  const { db } = stack.database;
  const { data } = await stack.execute<{ activeNumbers: { nodes: { phoneNumber: string }[] } }, object>(
    '{ activeNumbers(first: 1) { nodes { phoneNumber } } }',
  );
  phoneNumber = data?.activeNumbers.nodes[0]?.phoneNumber ?? '';
  expect(phoneNumber).toMatch(/^\+\d{8,}$/);
  await failWith('57P03');
  await db.execute(sql`alter table active_number rename to hidden_number`);
  await db.execute(sql`create view active_number as select * from hidden_number where fail()`);
});

/** Every look at a number fails from now on, by the code. */
async function failWith(code: string): Promise<void> {
  await stack.database.db.execute(
    sql.raw(`create or replace function fail() returns boolean language plpgsql as
      $$ begin raise exception 'it fails at ${phoneNumber}' using errcode = '${code}'; end $$`),
  );
}

function entries(): { level: number; errorId?: string; err?: { cause?: { code?: string } } }[] {
  return lines.filter((line) => line.includes('an operation')).map((line) => JSON.parse(line));
}

test.for([
  ['57P03', 'SERVICE_UNAVAILABLE', 40],
  ['22023', 'INTERNAL_SERVER_ERROR', 50],
] as const)('an error of the database (%s)', async ([code, answered, level]) => {
  await failWith(code);
  lines.length = 0;
  const { errors } = await stack.execute(query, { of: phoneNumber });
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual([answered]);
  expect(entries()).toMatchObject([{ level, err: { cause: { code } } }]);
  if (level === 50) expect(errors?.[0]?.extensions?.['errorId']).toBe(entries()[0]?.errorId);
  expect(lines.join('')).not.toContain(phoneNumber.slice(1));
});

test('one error that fails many fields is one line', async () => {
  lines.length = 0;
  const { errors = [] } = await stack.execute(nested);
  expect(errors.length).toBeGreaterThan(1);
  expect(entries()).toHaveLength(1);
  expect(new Set(errors.map(({ extensions }) => extensions?.['errorId']))).toEqual(new Set([entries()[0]?.errorId]));
});

test('a broken body is no matter for the log', async () => {
  lines.length = 0;
  const body = `{ "query": "${phoneNumber}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await stack.gateway.fetch(new Request(`${gatewayUrl}/graphql`, { method: 'POST', headers, body }));
  expect(answer.status).toBe(400);
  expect(lines.join('')).not.toContain(phoneNumber.slice(1));
});
