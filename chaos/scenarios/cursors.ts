// S6: cursors that nobody can follow: garbled, of another gateway, too old. Silence is the wrong answer to each.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendToLog } from '../log-writer.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { openSubscriber, type Transport } from '../subscriber.ts';
import { waitUntil } from '../wait.ts';

const answerMaxMs = 10_000;

export async function runCursors(stand: Stand, _plan: Plan): Promise<Outcome[]> {
  const own = await stand.readCursor();
  const bad = {
    garbled: '%%% not a cursor',
    empty: '',
    foreign: randomBytes(24).toString('base64url'),
    altered: own.slice(0, -1) + (own.endsWith('A') ? 'B' : 'A'),
  };
  const wrong: string[] = [];
  for (const [name, cursor] of Object.entries(bad)) {
    for (const transport of ['websocket', 'sse'] as const) {
      const answer = await ask(stand, transport, cursor);
      if (!answer.includes('BAD_CURSOR')) wrong.push(`${name} over ${transport}: ${answer.slice(0, 80) || 'silence'}`);
    }
  }
  const goal = 'garbled, empty, foreign, altered cursor: BAD_CURSOR; expired: FeedGap; on both transports';
  const figure = `${wrong.length} of 8 bad ones answered wrongly${wrong.length > 0 ? ` (${wrong.join('; ')})` : ''}`;
  if (!readFileSync('schema.graphql', 'utf8').includes('type FeedGap')) {
    const verdict = wrong.length > 0 ? 'red' : 'not run';
    return [{ promise: 'S6', goal, figure: `${figure}; expired: this build has no FeedGap`, verdict }];
  }
  const expired = await askExpired(stand, own);
  const isRight = wrong.length === 0 && expired.every((answer) => answer.includes('FeedGap'));
  return [
    {
      promise: 'S6',
      goal,
      figure: `${figure}; expired: ${expired.map((answer) => answer.slice(0, 80) || 'silence').join(' and ')}`,
      verdict: isRight ? 'green' : 'red',
    },
  ];
}

/** What follows the cursor is made older than the retention of 90 days, and young again afterwards. */
async function askExpired(stand: Stand, cursor: string): Promise<string[]> {
  await appendToLog(stand, 3);
  const head = await stand.readLogHead();
  const age = (days: number) => stand.sql`update status_transition
    set observed_at = observed_at - make_interval(days => ${days}) where position < ${head}`;
  await age(100);
  const answers = [await ask(stand, 'websocket', cursor), await ask(stand, 'sse', cursor)];
  await age(-100);
  return answers;
}

/** The first thing that is said which is no item. */
async function ask(stand: Stand, transport: Transport, after: string): Promise<string> {
  const subscriber = openSubscriber({ transport, pickPort: () => stand.gateways[0].port, after });
  await waitUntil(() => subscriber.complaints.length > 0, answerMaxMs, 20);
  subscriber.close();
  return subscriber.complaints[0] ?? '';
}
