// S1: what lies between the subscribers and their instance forgets their connections: nobody is told that they are dead.
import { describeFindings, gatherAudience, isComplete, moveOrders } from '../load.ts';
import type { Plan } from '../plan.ts';
import { countConnections } from '../processes.ts';
import type { Outcome } from '../promises.ts';
import { openProxy } from '../proxy.ts';
import type { Stand } from '../stand.ts';
import { openSubscriber } from '../subscriber.ts';
import { waitUntil } from '../wait.ts';

/** Two beats of the pings, and time to spare. */
const letGoMaxMs = 60_000;

/**
 * Half over WebSocket, half over SSE. Those who notice come back with their cursor; the instance lets go of the dead
 * WebSockets by itself.
 */
export async function runHalfOpen(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const { subscribers: count, orders } = plan.halfOpen;
  const [gateway] = stand.gateways;
  const link = await openProxy(gateway.port);
  const audience = await gatherAudience(stand, async (after) =>
    Array.from({ length: count }, (_, index) =>
      openSubscriber({ transport: index % 2 === 0 ? 'websocket' : 'sse', pickPort: () => link.port, after }),
    ),
  );
  const { subscribers } = audience;
  await waitUntil(() => subscribers.every((each) => each.hasBegun), 20_000);
  await moveOrders(stand, stand.takeOrders(orders), { steps: ['pending-verification'] });
  const dead = link.outgoingPorts();
  link.forget();
  stand.note('the connections of subscribers are forgotten');
  await moveOrders(stand, stand.takeOrders(orders), { steps: ['pending-verification'] });
  const wereOpen = countConnections(gateway.port, dead);
  const isLetGo = await waitUntil(() => countConnections(gateway.port, dead) <= count / 2, letGoMaxMs, 500);
  for (const each of subscribers) each.disconnect();
  const findings = await audience.judge(20_000);
  link.close();
  return [
    {
      promise: 'S1',
      goal: `${count} subscribers on half-open connections: 0 missed when they come back, the dead WebSockets are let go`,
      figure: `half-open: ${findings.entries} events: ${describeFindings(findings)}; ${wereOpen} dead connections, the WebSockets of them ${isLetGo ? 'let go' : 'kept'}`,
      verdict:
        isComplete(findings) && findings.entries >= 2 * orders && isLetGo && wereOpen > count / 2 ? 'green' : 'red',
    },
  ];
}
