// The promise of frames: a list, read with its `asOf`, and the frames after it are together the list as it is now.
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { ingestDisappearance } from '../../src/mirror/ingest.ts';
import { openTestDatabase } from '../database.ts';
import { makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';
import { type FrameSeen, type FramesFollowing, followFrames } from './follow-frames.ts';
import { type LiveGateway, nextMoment, observe, startLiveGateway, until } from './live-gateway.ts';

let database: Database;
let live: LiveGateway;
beforeAll(async () => {
  database = await openTestDatabase();
  // Less memory than there are changes: who comes back reads the log as well as the tail.
  live = await startLiveGateway(database, { feed: { recentMax: 20 } });
});

type Model = Map<string, string>;

const fields = 'sid friendlyName email status';
const filterOf = (run: number) => ({
  friendlyName: { startsWith: `run ${run} ` },
  not: { status: { eq: 'FAILED' } },
});

async function readList(run: number): Promise<{ model: Model; asOf: string }> {
  const query = `query($filter: OrderFilter) { hostedNumberOrders(first: 100, filter: $filter) { asOf nodes { ${fields} } } }`;
  const response = await fetch(live.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { filter: filterOf(run) } }),
  });
  const { hostedNumberOrders: list } = (
    (await response.json()) as { data: { hostedNumberOrders: { asOf: string; nodes: { sid: string }[] } } }
  ).data;
  return { model: new Map(list.nodes.map((order) => [order.sid, JSON.stringify(order)])), asOf: list.asOf };
}

function apply(model: Model, { matches, order }: FrameSeen): void {
  const key = order?.['sid'] ?? '';
  if (matches) model.set(key, JSON.stringify(order));
  else model.delete(key);
}

/** What happens to an order, or the line that breaks. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ order: fc.nat(7), friendlyName: fc.constantFrom('in', 'out') }) },
  { weight: 3, arbitrary: fc.record({ order: fc.nat(7), email: fc.constantFrom('a@x.org', 'b@x.org') }) },
  { weight: 3, arbitrary: fc.record({ order: fc.nat(7), status: fc.constantFrom('received', 'verified', 'failed') }) },
  { weight: 2, arbitrary: fc.record({ order: fc.nat(7), vanish: fc.constant(true as const) }) },
  { weight: 3, arbitrary: fc.record({ pauseMs: fc.nat(15) }) },
  { weight: 3, arbitrary: fc.record({ breakAfterMs: fc.nat(15) }) },
);

type Event = typeof event extends fc.Arbitrary<infer Each> ? Each : never;
type State = { friendlyName: string; email: string; status: string };

/** Eight orders, and a client who follows them: what happens to either. */
class Story {
  readonly #first: number;
  readonly #states: State[];
  readonly #connect: (after: string) => FramesFollowing;
  readonly #run: number;
  #model: Model = new Map();
  #cursor = '';
  #current: FramesFollowing | null = null;

  constructor(run: number, connect: (after: string) => FramesFollowing) {
    this.#run = run;
    this.#first = run * 100;
    this.#connect = connect;
    this.#states = Array.from({ length: 8 }, (_, index) => ({
      friendlyName: this.#nameOf(index % 2 ? 'in' : 'out'),
      email: 'a@x.org',
      status: 'received',
    }));
  }

  async begin(): Promise<void> {
    const orders = this.#states.slice(0, 5).map((state, index) => makeOrder(this.#first + index, state));
    await observe(database, { orders });
    const { model, asOf } = await readList(this.#run);
    this.#model = model;
    this.#cursor = asOf;
    this.#current = this.#connect(asOf);
  }

  async happen(each: Event): Promise<void> {
    if ('breakAfterMs' in each) {
      await sleep(each.breakAfterMs);
      await this.#reconnect();
    } else if ('pauseMs' in each) await sleep(each.pauseMs);
    else if ('vanish' in each) {
      const gone = { resource: 'orders', sids: [sid('HR', this.#first + each.order)] } as const;
      await ingestDisappearance(database, { ownerAccountSid, source: 'sync', startedAt: nextMoment(), ...gone });
    } else await this.#change(each.order, each);
  }

  async end(): Promise<{ model: Model; present: Model }> {
    const { model: present } = await readList(this.#run);
    const isSame = () => JSON.stringify([...this.#applied()].sort()) === JSON.stringify([...present].sort());
    await until('the present state', isSame).catch(() => {});
    await this.#current?.stop();
    return { model: this.#applied(), present };
  }

  async #reconnect(): Promise<void> {
    await this.#current?.stop();
    this.#model = this.#applied();
    this.#cursor = this.#current?.frames.at(-1)?.cursor ?? this.#cursor;
    this.#current = this.#connect(this.#cursor);
  }

  async #change(order: number, { friendlyName, email, status }: Partial<State>): Promise<void> {
    const state = this.#states[order];
    if (!state) return;
    state.friendlyName = friendlyName ? this.#nameOf(friendlyName) : state.friendlyName;
    state.email = email ?? state.email;
    state.status = status ?? state.status;
    await observe(database, { orders: [makeOrder(this.#first + order, state)] });
  }

  #applied(): Model {
    const model = new Map(this.#model);
    for (const frame of this.#current?.frames ?? []) apply(model, frame);
    return model;
  }

  #nameOf(word: string): string {
    return word === 'in' ? `run ${this.#run} in` : 'out';
  }
}

let runs = 0;
describe.for(['websocket', 'sse'] as const)('over %s', (transport) => {
  test.for(['PT0S', 'PT0.02S'])(
    'at an interval of %s, whatever happens and wherever the line breaks',
    { timeout: 180_000 },
    async (minInterval) => {
      const query = `subscription($after: FeedCursor, $filter: OrderFilter) {
        hostedNumberOrderChanged(after: $after, filter: $filter, minInterval: "${minInterval}") { cursor matches order { ${fields} } } }`;
      const tell = async (events: Event[]) => {
        runs += 1;
        const filter = filterOf(runs);
        const story = new Story(runs, (after) =>
          followFrames({ live, query, transport, variables: { after, filter } }),
        );
        await story.begin();
        for (const each of events) await story.happen(each);
        const { model, present } = await story.end();
        expect(model).toEqual(present);
      };
      const events = fc.array(event, { minLength: 10, maxLength: 60 });
      await fc.assert(fc.asyncProperty(events, tell), { numRuns: 10, endOnFailure: true });
    },
  );
});
