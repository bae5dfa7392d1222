// P5: each instance is stopped by SIGTERM and started again, one after the other, under load.
import { describeFindings, isComplete, moveOrders, openAudience } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import type { Stand } from '../stand.ts';

const exitMaxMs = 10_000;
const goingAway = 1001;
/** As often as Twilio calls: once, and five times more. */
const attemptsMax = 6;

export async function runRollingRestart(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const audience = await openAudience(stand, 10);
  const load = keepMoving(stand, plan.restart.orders);
  const stops: { code: number | null; tookMs: number }[] = [];
  for (const gateway of stand.gateways) {
    stand.note(`SIGTERM to ${gateway.name}`);
    stops.push(await gateway.terminate());
    await gateway.start();
  }
  const failed = await load;
  const findings = await audience.judge(30_000);
  const codes = audience.subscribers
    .flatMap((each) => each.closeCodes)
    .filter((code) => code !== 1006 && code !== 1005);
  const slowest = Math.max(...stops.map((stop) => stop.tookMs));
  const isClean = stops.every((stop) => stop.code === 0 && stop.tookMs <= exitMaxMs);
  const areCodesRight = codes.length > 0 && codes.every((code) => code === goingAway);
  return [
    {
      promise: 'P5',
      goal: 'SIGTERM: exit 0 <= 10 s, WebSockets closed with 1001; rolling restart: 0 failed callbacks, 0 missed events',
      figure: `exit codes ${stops.map((stop) => stop.code).join(' and ')}, slowest ${(slowest / 1000).toFixed(1)} s; close codes ${[...new Set(codes)].join(', ') || 'none'}; ${failed} callbacks failed; ${findings.entries} events: ${describeFindings(findings)}`,
      verdict: isClean && areCodesRight && failed === 0 && isComplete(findings) ? 'green' : 'red',
    },
  ];
}

async function keepMoving(stand: Stand, count: number): Promise<number> {
  return moveOrders(stand, stand.takeOrders(count), { width: 4, attemptsMax });
}
