// T1 on the embedded database: one instance, which is killed right after it has acknowledged, again and again.
import type { Hint } from '../checkers.ts';
import type { GatewayProcess } from '../gateway-process.ts';
import { isAcknowledged, judgeInbox, moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';
import { road } from '../upstream.ts';

/** While the instance is down nothing answers: patience for its restart, by 100 ms each. */
const attemptsMax = 600;

export async function runEmbeddedKills(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { callbacks, kills } = plan.embeddedKills;
  const count = Math.ceil(callbacks / road.length);
  // Some of those of the seed belong to documents.
  const embedded = await stand.openEmbedded(2 * count);
  const { gateway, history } = embedded;
  const killEvery = Math.floor(callbacks / (kills + 1));
  let restarts = Promise.resolve();
  let killed = 0;
  let isStarting = false;
  await moveOrders(embedded, embedded.orders.slice(0, count), {
    attemptsMax,
    onOutcome(outcome, done) {
      // It takes callbacks a moment before its start has been seen: killed then, it would count as one that failed.
      if (isStarting || killed === kills || done < killEvery * (killed + 1) || !isAcknowledged(outcome)) return;
      killed += 1;
      isStarting = true;
      gateway.killNow();
      history.record({ type: 'fault', what: `kill -9 of ${gateway.name}`, at: Date.now() });
      restarts = gateway.start({}, 'listening').then(() => {
        isStarting = false;
      });
      // It is waited for below; until then nobody would catch it.
      restarts.catch(() => {});
    },
  });
  await restarts;
  // The last word is that of a process that was killed as well, and read back by another one.
  await gateway.kill();
  await gateway.start({}, 'listening');
  const { lost, acknowledged, figure } = await judgeInbox({ history, readInbox: () => readInbox(gateway) }, 0);
  await embedded.close();
  return [
    {
      promise: 'T1',
      goal: `embedded database, one instance: 0 lost of ${callbacks} over ${kills + 1} kills`,
      figure: `embedded: ${figure}, ${killed + 1} kills`,
      verdict: lost === 0 && acknowledged >= callbacks ? 'green' : 'red',
    },
  ];
}

type Page = {
  webhookDeliveries: {
    nodes: { parameters: { name: string; value: string }[] }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};
const pageQuery = `query ($after: String) { webhookDeliveries(first: 100, after: $after) {
  nodes { parameters { name value } } pageInfo { hasNextPage endCursor } } }`;

/** Nobody but the instance can open its database: it is asked for the list. */
async function readInbox(gateway: GatewayProcess): Promise<Hint[]> {
  const hints: Hint[] = [];
  for (let after: string | null = null; ; ) {
    const { webhookDeliveries }: Page = await gateway.ask<Page>(pageQuery, { after });
    for (const { parameters } of webhookDeliveries.nodes) {
      const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
      hints.push({ orderSid: values['HostedNumberOrderSid'] ?? '', status: values['Status'] ?? '' });
    }
    after = webhookDeliveries.pageInfo.endCursor;
    if (!webhookDeliveries.pageInfo.hasNextPage) return hints;
  }
}
