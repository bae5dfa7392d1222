// T6 and T7: what was never sent by Twilio, and what was sent before.
import { signRequest } from '../../src/twilio/signature.ts';
import { parametersOf, type RawCallback } from '../callbacks.ts';
import { isComplete, isInboxJudged, openAudience } from '../load.ts';
import type { Plan } from '../plan.ts';
import type { Outcome } from '../promises.ts';
import { type Stand, waitForCalm, waitForMirror } from '../stand.ts';
import { type Order, road } from '../upstream.ts';
import { forEachSideBySide, waitUntil } from '../wait.ts';

/** Half a minute until what says nothing new is read again, and time to spare. */
const judgedMaxMs = 60_000;

/** All kinds of forgeries in turn; each must be refused and leave no trace in mirror, log and upstream. */
export async function runForgeries(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const orders = stand.takeOrders(20);
  // Until their end the first walk and sweep, and what was called back before, still find what has moved.
  if (!(await waitUntil(() => isInboxJudged(stand), judgedMaxMs))) throw new Error('callbacks wait for their verdict');
  await waitForCalm(stand);
  const before = await readTraces(stand, orders);
  const mirrorBefore = await readMirrorDigest(stand);
  const accepted = new Map<string, number>();
  let refused = 0;
  await forEachSideBySide(Array.from({ length: plan.forgeries }), 24, async (_, index) => {
    const kind = forgeries[index % forgeries.length];
    const order = orders[index % orders.length];
    if (!kind || !order) return;
    const { answer } = await stand.sender.sendRaw(kind.forge(stand, order));
    if (answer === 403 || answer === 400) refused += 1;
    else accepted.set(kind.name, (accepted.get(kind.name) ?? 0) + 1);
  });
  await waitUntil(() => isInboxJudged(stand), 10_000);
  const after = await readTraces(stand, orders);
  const isUntouched = (await readMirrorDigest(stand)) === mirrorBefore;
  const kept = await countKeptForgeries(stand);
  const isClean =
    refused === plan.forgeries &&
    after.rows === before.rows &&
    after.reads === before.reads &&
    isUntouched &&
    kept <= keptMax;
  const names = [...accepted].map(([name, count]) => `${name} ${count}`).join(', ');
  return [
    {
      promise: 'T6',
      goal: `${plan.forgeries} forgeries of ${forgeries.length} kinds: all refused, 0 rows, 0 upstream calls`,
      figure: `${refused} refused, ${plan.forgeries - refused} not${names ? ` (${names})` : ''}, ${after.rows - before.rows} rows, ${after.reads - before.reads} upstream calls; the mirror is ${isUntouched ? 'untouched' : 'changed'}; ${kept} kept`,
      verdict: isClean ? 'green' : 'red',
    },
  ];
}

/** Forged callbacks that the inbox keeps. */
const keptMax = 1_000;

async function countKeptForgeries({ sql }: Stand): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from webhook_delivery
    where verdict ilike '%signature%'`;
  return row?.count ?? 0;
}

/** Changes with any value of any order or document in the mirror, but for when and by what it was read last. */
async function readMirrorDigest({ sql }: Stand): Promise<string> {
  const [row] = await sql<
    { digest: string }[]
  >`select md5(string_agg(md5(records::text), '' order by sid)) as digest from (
    select sid, to_jsonb(o) - '{synced_at,source}'::text[] as record from hosted_number_order o
    union all select sid, to_jsonb(d) - '{synced_at,source}'::text[] from authorization_document d) records`;
  return row?.digest ?? '';
}

type Forgery = { name: string; forge: (stand: Stand, order: Order) => RawCallback };

const status = 'verified';
const signedFor = (address: (stand: Stand) => string) => (stand: Stand, order: Order) => {
  const parameters = parametersOf(order, status);
  return { parameters, signature: signRequest(stand.sender.authToken, address(stand), parameters) };
};
const signedWith = (token: (stand: Stand) => string) => (stand: Stand, order: Order) => {
  const parameters = parametersOf(order, status);
  return { parameters, signature: signRequest(token(stand), stand.sender.publicAddress, parameters) };
};
/** Other parameters than those that were signed. */
const signedAs = (change: (parameters: [string, string][]) => [string, string][]) => (stand: Stand, order: Order) => {
  const parameters = parametersOf(order, status);
  const signature = signRequest(stand.sender.authToken, stand.sender.publicAddress, parameters);
  return { parameters: change(parameters), signature };
};

const forgeries: readonly Forgery[] = [
  { name: 'unsigned', forge: (_stand, order) => ({ parameters: parametersOf(order, status), signature: null }) },
  { name: 'wrong token', forge: signedWith(() => '0123456789abcdef0123456789abcdef') },
  { name: 'token of another account', forge: signedWith((stand) => stand.upstream.subaccount.authToken) },
  { name: 'wrong scheme', forge: signedFor(({ sender }) => sender.publicAddress.replace('https:', 'http:')) },
  { name: 'wrong port', forge: signedFor(({ sender }) => sender.publicAddress.replace('.com/', '.com:8443/')) },
  { name: 'wrong path', forge: signedFor(({ sender }) => `${sender.publicAddress}/`) },
  {
    name: 'tampered',
    forge: signedAs((parameters) => parameters.map(([name, value]) => [name, name === 'Status' ? 'completed' : value])),
  },
  // The signature covers names and values run together, so these two carry a valid one.
  {
    name: 're-split',
    forge: signedAs((parameters) =>
      parameters.map(([name, value]) =>
        name === 'HostedNumberOrderSid' ? [name + value.slice(0, 1), value.slice(1)] : [name, value],
      ),
    ),
  },
  { name: 'repeated key', forge: signedAs((parameters) => [...parameters, ['Status', status]]) },
];

/** Old callbacks of orders that went on long ago, all valid. */
export async function runReplays(stand: Stand, plan: Plan): Promise<Outcome[]> {
  const orders = stand.takeOrders(plan.replays.orders);
  for (const step of road) {
    await forEachSideBySide(orders, 24, async (order) => {
      await stand.upstream.move(order, step);
      await stand.sender.send({ order, status: step });
    });
  }
  await waitForMirror(stand, orders, 20_000);
  const startedAt = Date.now();
  const before = await readTraces(stand, orders);
  const audience = await openAudience(stand, 2);
  await forEachSideBySide(Array.from({ length: plan.replays.count }), 24, async (_, index) => {
    const order = orders[index % orders.length];
    if (order) await stand.sender.send({ order, status: stand.random.pick(road) });
  });
  const areJudged = await waitUntil(() => isInboxJudged(stand, orders), judgedMaxMs, 500);
  const after = await readTraces(stand, orders);
  const periods = Math.floor((Date.now() - startedAt) / 30_000) + 1;
  const sids = new Set(orders.map((order) => order.sid));
  const events = audience.subscribers.flatMap((each) => each.items.filter((item) => sids.has(item.sid))).length;
  const heard = await audience.judge(5_000);
  return [
    {
      promise: 'T7',
      goal: `${plan.replays.count} replays: 0 rows, 0 events, <= 1 confirming GET per order per 30 s`,
      figure: `${after.rows - before.rows} rows, ${events} events; ${after.reads - before.reads} GETs over ${orders.length} orders and ${periods} period(s) of 30 s${areJudged ? '' : '; some still wait for their verdict'}`,
      verdict:
        areJudged &&
        after.rows === before.rows &&
        events === 0 &&
        isComplete(heard) &&
        mostReads(before, after) <= periods
          ? 'green'
          : 'red',
    },
  ];
}

async function readTraces(stand: Stand, orders: readonly Order[]) {
  const sids = new Set(orders.map((order) => order.sid));
  const rows = (await stand.readLog()).filter((row) => sids.has(row.sid)).length;
  const readsOf = orders.map((order) => stand.ordersRead.get(order.sid) ?? 0);
  return { rows, readsOf, reads: readsOf.reduce((sum, count) => sum + count, 0) };
}

type Traces = Awaited<ReturnType<typeof readTraces>>;

/** Of the order that was read most often between the two. */
function mostReads(before: Traces, after: Traces): number {
  return Math.max(...after.readsOf.map((count, index) => count - (before.readsOf[index] ?? 0)));
}
