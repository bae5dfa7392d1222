// S1: subscribers that lose their connection again and again, on two instances, while both write over a link with jitter,
// and a third writer is slow to commit: who reads past what is not yet committed will never see it.
import { setTimeout as sleep } from 'node:timers/promises';
import { describeFindings, isComplete, moveOrders, openAudience } from '../load.ts';
import { appendToLog } from '../log-writer.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { road } from '../upstream.ts';

const linkDelayMs = 2;
const holdMs = 300;
const pauseMs = 150;

export async function runReconnects(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { subscribers: count, disconnects, orders } = plan.reconnects;
  const audience = await openAudience(stand, count);
  const total = count * disconnects;
  let done = 0;
  stand.databaseLink.slowDown(linkDelayMs);
  const slowWriter = startSlowWriter(stand);
  await moveOrders(stand, stand.takeOrders(orders), {
    onOutcome(_outcome, callbacks) {
      const due = Math.floor((callbacks / (orders * road.length)) * total);
      for (; done < due; done += 1) stand.random.pick(audience.subscribers).disconnect();
    },
  });
  await slowWriter.stop();
  stand.databaseLink.restore();
  const findings = await audience.judge(30_000);
  const complaints = audience.subscribers.flatMap((each) => each.complaints);
  return [
    {
      promise: 'S1',
      goal: `${count} subscribers, ${total} disconnects, 2 instances: 0 missed, 0 out of order, 0 repeated`,
      figure: `${findings.entries} events: ${describeFindings(findings)}${complaints.length > 0 ? `; ${complaints.length} errors, first ${complaints[0]}` : ''}`,
      verdict: isComplete(findings) && complaints.length === 0 && findings.entries > 0 ? 'green' : 'red',
    },
  ];
}

function startSlowWriter(stand: Stand): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const writing = (async () => {
    while (!stopping.signal.aborted) {
      await appendToLog(stand, 1, holdMs);
      await sleep(pauseMs);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return writing;
    },
  };
}
