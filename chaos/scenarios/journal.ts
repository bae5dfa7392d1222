// T3b: the journal is full while the database is away, and its owner is killed in the middle of a line. Full means 503, and
// never a 204 for what is kept nowhere.
import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { judgeInbox } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { waitUntil } from '../wait.ts';

/** As much as a journal may hold. */
const journalMaxBytes = 32 * 2 ** 20;
const fullMaxMs = 20_000;

export async function runFullJournal(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const [gateway] = stand.gateways;
  const folder = join(stand.folder, `data-${gateway.name}`, 'callbacks');
  const sender = stand.senderTo(gateway);
  const orders = stand.takeOrders(plan.fullJournal.callbacks);
  const since = stand.history.events.length;
  const send = async (status: string) => {
    const answers: (number | null)[] = [];
    for (const order of orders) {
      await stand.upstream.move(order, status);
      answers.push((await sender.send({ order, status }, { attemptsMax: 1 })).answer);
    }
    return answers;
  };
  await stand.cluster.stop('immediate');
  stand.note('PostgreSQL is away');
  const taken = await send('pending-verification');
  fill(folder);
  const isFull = await waitUntil(() => !readdirSync(folder).some((name) => name.includes(deadProcess)), fullMaxMs);
  const refused = await send('verified');
  await gateway.kill();
  stand.note(`kill -9 of ${gateway.name}`);
  tearLines(folder);
  await Promise.all([stand.cluster.start(), gateway.start()]);
  const { lost, acknowledged, figure } = await judgeInbox(stand, since);
  const countOf = (answers: readonly (number | null)[], answer: number) =>
    answers.filter((each) => each === answer).length;
  const isRight = countOf(taken, 204) === orders.length && countOf(refused, 503) === orders.length;
  return [
    {
      promise: 'T3b',
      goal: 'journal full: 503 and never a 204; killed with a torn line: 0 lost',
      figure: `${isFull ? '' : 'never full; '}journal full: ${countOf(refused, 503)} of ${orders.length} answered 503, ${countOf(refused, 204)} with 204; after a kill with torn lines ${figure}`,
      verdict: isFull && isRight && lost === 0 && acknowledged > 0 ? 'green' : 'red',
    },
  ];
}

/** A pid that nobody has: whoever finds the file takes it over. */
const deadProcess = '999999999';

/** What a process left that died while it wrote: a whole line, and a torn one as long as a journal may be. */
function fill(folder: string): void {
  const [line] = journalFiles(folder).flatMap((path) => readFileSync(path, 'utf8').split('\n').filter(Boolean));
  const name = `1-00000001.${hostname()}.${deadProcess}.${randomUUID().slice(0, 8)}.jsonl`;
  writeFileSync(join(folder, name), `${line}\n${'{"torn'.padEnd(journalMaxBytes, 'x')}`);
}

function tearLines(folder: string): void {
  for (const path of journalFiles(folder)) appendFileSync(path, '\n{"deliveryId":"torn');
}

function journalFiles(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}
