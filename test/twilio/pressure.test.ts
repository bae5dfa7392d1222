// What a sick or hanging upstream costs: places with two priorities, a breaker, a budget for retries, deadlines. The clock
// moves only by hand, so nothing here waits.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TwilioOutcomeUnknownError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import { credentials, errorOf, jsonAnswer, makeClient, orderJson, pageOf, type SentRequest } from './fake-twilio.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const orderSid = `HR${'a'.repeat(32)}`;
const newOrder = { phoneNumber: '+15017122661', smsCapability: true };
const other = { accountSid: `AC${'b'.repeat(32)}`, authToken: 'other' };
const broken = () => new Response('', { status: 500 });
/** Never answers, and does not heed its signal either, like a server inside this process. */
const silence = () => new Promise<Response>(() => {});

const clock = { advance: (ms: number) => vi.advanceTimersByTimeAsync(ms) };

/** A client whose sleeps end when the clock gets there. */
function makePressed(answer: (request: SentRequest, index: number) => Response | Promise<Response>, options = {}) {
  return makeClient(answer, { sleep: undefined, ...options });
}

/** How the call ended, or `pending`. */
function watch(work: Promise<unknown>) {
  const state: { ended: unknown } = { ended: 'pending' };
  work.then(
    () => {
      state.ended = 'answered';
    },
    (error: unknown) => {
      state.ended = error;
    },
  );
  return state;
}

describe('the queue', () => {
  test('lets interactive calls in before background ones, each in turn', async () => {
    const pending: (() => void)[] = [];
    const held = () => new Promise<Response>((resolve) => pending.push(() => resolve(jsonAnswer(orderJson()))));
    const { client, sent } = makePressed(held, { concurrencyPerAccount: 1 });
    const sid = (letter: string) => `HR${letter.repeat(32)}`;
    const work = [
      client.fetchHostedNumberOrder(credentials, sid('0')),
      client.background.fetchHostedNumberOrder(credentials, sid('1')),
      client.background.fetchHostedNumberOrder(credentials, sid('2')),
      client.fetchHostedNumberOrder(credentials, sid('3')),
      client.fetchHostedNumberOrder(credentials, sid('4')),
    ];
    await nextTurn();
    while (pending.length > 0) {
      pending.shift()?.();
      await nextTurn();
    }
    await Promise.all(work);
    expect(sent.map(({ url }) => url.at(-1))).toEqual(['0', '3', '4', '1', '2']);
  });

  test('has room for the 15,000 orders of a document', async () => {
    const order = orderJson();
    const { client, sent } = makePressed(() => jsonAnswer(order));
    await Promise.all(
      Array.from({ length: 15_000 }, () => client.background.fetchHostedNumberOrder(credentials, orderSid)),
    );
    expect(sent).toHaveLength(15_000);
  });

  test('is bounded; who finds it full was never sent', async () => {
    const { client, sent } = makePressed(silence, { concurrencyPerAccount: 1 });
    const work = Array.from({ length: 20_001 }, () =>
      watch(client.background.fetchHostedNumberOrder(credentials, orderSid)),
    );
    const error = await errorOf(client.background.fetchHostedNumberOrder(credentials, orderSid));
    expect(String(error)).toContain('wait already');
    expect([sent.length, work.every(({ ended }) => ended === 'pending')]).toEqual([1, true]);
  });

  test('gives no place to a call that has left it', async () => {
    const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(jsonAnswer(orderJson())), 8_000));
    const { client, sent } = makePressed(slow, { concurrencyPerAccount: 1 });
    const reads = [1, 2].map(() => watch(client.background.fetchHostedNumberOrder(credentials, orderSid)));
    const left = watch(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(16_000);
    expect(left.ended).toBeInstanceOf(TwilioUnavailableError);
    expect(reads.map(({ ended }) => ended)).toEqual(['answered', 'answered']);
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('lets brief calls in before background ones: a thousand of those do not cost them their time', async () => {
    const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(jsonAnswer(orderJson())), 100));
    const { client } = makePressed(slow);
    for (let index = 0; index < 1_000; index += 1)
      watch(client.background.fetchHostedNumberOrder(credentials, orderSid));
    const reads = [1, 2, 3, 4, 5].map(() => watch(client.brief.fetchHostedNumberOrder(credentials, orderSid)));
    await clock.advance(5_000);
    expect(reads.map(({ ended }) => ended)).toEqual(reads.map(() => 'answered'));
  });

  test('gives every tenth place to a background call and every tenth to a brief one', async () => {
    const sids = { brief: `HR${'b'.repeat(32)}`, background: `HR${'c'.repeat(32)}` };
    const { client, sent } = makePressed(() => jsonAnswer(orderJson()), { concurrencyPerAccount: 1 });
    const work = Array.from({ length: 40 }, () => client.fetchHostedNumberOrder(credentials, orderSid));
    for (const face of ['background', 'brief'] as const) {
      work.push(...[1, 2].map(() => client[face].fetchHostedNumberOrder(credentials, sids[face])));
    }
    await Promise.all(work);
    const turnsOf = (sid: string) => sent.flatMap(({ url }, index) => (url.endsWith(sid) ? [index + 1] : []));
    expect([turnsOf(sids.brief), turnsOf(sids.background)]).toEqual([
      [5, 15],
      [10, 20],
    ]);
  });

  test('gives every tenth place to a background call, so that none waits for ever', async () => {
    const missing = `HR${'b'.repeat(32)}`;
    const { client, sent } = makePressed(() => jsonAnswer(orderJson()), { concurrencyPerAccount: 1 });
    const work = Array.from({ length: 40 }, () => client.fetchHostedNumberOrder(credentials, orderSid));
    work.push(...[1, 2].map(() => client.background.fetchHostedNumberOrder(credentials, missing)));
    await Promise.all(work);
    const turns = sent.flatMap(({ url }, index) => (url.endsWith(missing) ? [index + 1] : []));
    expect(turns).toEqual([10, 20]);
  });
});

describe('a deadline', () => {
  test('ends an interactive read that is never answered within 10 s in all', async () => {
    const { client, sent } = makePressed(silence);
    const read = watch(client.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(9_999);
    expect(read.ended).toBe('pending');
    await clock.advance(1);
    expect(read.ended).toBeInstanceOf(TwilioUnavailableError);
    expect(String(read.ended)).toContain('no answer in time');
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.every((request) => request.signal?.aborted)).toBe(true);
  });

  test('counts the wait in the queue of an interactive read', async () => {
    const { client } = makePressed(silence, { concurrencyPerAccount: 1, writeTimeoutMs: 60_000 });
    watch(client.createHostedNumberOrder(credentials, newOrder));
    const read = watch(client.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(9_999);
    expect(read.ended).toBe('pending');
    await clock.advance(1);
    expect(read.ended).toBeInstanceOf(TwilioUnavailableError);
  });

  test('ends a background read that is never answered', async () => {
    const { client } = makePressed(silence);
    const read = watch(client.background.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(70_000);
    expect(read.ended).toBeInstanceOf(TwilioUnavailableError);
  });

  test.each([
    ['that is never answered', silence],
    ['whose answer never ends', () => new Response(new ReadableStream({}))],
  ])('ends a write %s after 20 s with its outcome unknown', async (_name, answer) => {
    const { client, sent } = makePressed(answer);
    const write = watch(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(19_999);
    expect(write.ended).toBe('pending');
    await clock.advance(1);
    expect(write.ended).toBeInstanceOf(TwilioOutcomeUnknownError);
    expect(sent).toHaveLength(1);
  });

  test('ends a write that waits for its turn after 5 s: it was never sent', async () => {
    const { client, sent } = makePressed(silence, { concurrencyPerAccount: 1 });
    watch(client.background.fetchHostedNumberOrder(credentials, orderSid));
    const write = watch(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(4_999);
    expect(write.ended).toBe('pending');
    await clock.advance(1);
    expect(write.ended).toBeInstanceOf(TwilioUnavailableError);
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('Retry-After', () => {
  const busyFirst = (seconds: string) => (_request: SentRequest, index: number) =>
    index === 0 ? jsonAnswer({ code: 20429 }, 429, { 'retry-after': seconds }) : jsonAnswer(orderJson());

  test('holds back the whole account, and no other', async () => {
    const { client, sent } = makePressed(busyFirst('3'));
    const reads = [watch(client.background.fetchHostedNumberOrder(credentials, orderSid))];
    await clock.advance(0);
    reads.push(watch(client.fetchHostedNumberOrder(credentials, orderSid)));
    await client.fetchHostedNumberOrder(other, orderSid);
    await clock.advance(2_999);
    expect(sent).toHaveLength(2);
    expect(reads.map(({ ended }) => ended)).toEqual(['pending', 'pending']);
    await clock.advance(500);
    expect(reads.map(({ ended }) => ended)).toEqual(['answered', 'answered']);
  });

  test('holds back those that wait in the queue already', async () => {
    const { client, sent } = makePressed(busyFirst('3'), { concurrencyPerAccount: 1 });
    const reads = [1, 2, 3].map(() => watch(client.background.fetchHostedNumberOrder(credentials, orderSid)));
    await clock.advance(2_999);
    expect(sent).toHaveLength(1);
    await clock.advance(500);
    expect(reads.map(({ ended }) => ended)).toEqual(['answered', 'answered', 'answered']);
  });

  test('makes a write fail at once, and say when to come back', async () => {
    const { client, sent } = makePressed(busyFirst('5'));
    await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    // Less than a write may wait in the queue: it is the pause that it must not sit out.
    await clock.advance(2_000);
    const error = await errorOf(client.deleteHostedNumberOrder(credentials, orderSid));
    expect(error).toBeInstanceOf(TwilioUnavailableError);
    expect(error).toMatchObject({ retryAfterMs: 3_000, httpStatus: 429 });
    expect(sent).toHaveLength(1);
  });
});

test('the retries of reads are a share of those that succeed, also while refusals keep the breaker closed', async () => {
  const missing = `HR${'b'.repeat(32)}`;
  const { client, sent } = makeClient(({ url }) =>
    url.endsWith(missing) ? jsonAnswer({ code: 20404 }, 404) : broken(),
  );
  for (let index = 0; index < 60; index += 1) {
    await errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
    await errorOf(client.fetchHostedNumberOrder(credentials, missing));
  }
  expect(sent.length).toBeGreaterThan(120);
  expect(sent.length).toBeLessThanOrEqual(120 * 1.2);
});

describe('the breaker', () => {
  /** So many reads a second, as clients and the mirror send them. */
  async function load(client: ReturnType<typeof makePressed>['client'], seconds: number, perSecond = 10) {
    const calls: ReturnType<typeof watch>[] = [];
    for (let index = 0; index < seconds * perSecond; index += 1) {
      calls.push(watch(client.fetchHostedNumberOrder(credentials, orderSid)));
      await clock.advance(1_000 / perSecond);
    }
    return calls;
  }

  test.each([
    ['5xx', broken],
    ['no answer at all', silence],
  ])(
    'opens within 5 s of %s; then calls fail at once',
    async (_name, failure) => {
      let isSick = false;
      const { client, sent } = makePressed(() => (isSick ? failure() : jsonAnswer(orderJson())));
      await load(client, 10);
      isSick = true;
      await load(client, 5);
      const before = sent.length;
      const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
      expect(error).toBeInstanceOf(TwilioUnavailableError);
      expect(Object(error).retryAfterMs).toBeGreaterThan(0);
      expect(Object(error).retryAfterMs).toBeLessThanOrEqual(10_000);
      expect(sent).toHaveLength(before);
    },
    120_000,
  );

  test('and the budget make 60 s of nothing but 5xx cost no more than 1.2 times the calls', async () => {
    const { client, sent } = makePressed(broken);
    const calls = await load(client, 60, 2);
    expect(sent.length).toBeLessThanOrEqual(calls.length * 1.2);
  });

  test.each([
    ['5xx', broken],
    ['silence', silence],
  ])(
    'closes within 10 s of the end of %s',
    async (_name, failure) => {
      let isSick = true;
      const { client } = makePressed(() => (isSick ? failure() : jsonAnswer(orderJson())));
      await load(client, 17);
      isSick = false;
      await load(client, 10);
      const calls = await load(client, 5);
      expect(calls.map(({ ended }) => ended)).toEqual(calls.map(() => 'answered'));
    },
    120_000,
  );

  test('sends one probe when it is half open, and fails the others at once', async () => {
    const { client, sent } = makePressed((_request, index) => (index < 5 ? broken() : silence()));
    for (let index = 0; index < 5; index += 1) await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(5_000);
    const probes = Array.from({ length: 10 }, () => watch(client.fetchHostedNumberOrder(credentials, orderSid)));
    await clock.advance(0);
    expect(sent).toHaveLength(6);
    expect(probes.filter(({ ended }) => ended === 'pending')).toHaveLength(1);
  });

  test('waits 4 s for a probe, and sends the next 5 s later; a write as probe keeps its own deadline', async () => {
    const { client, sent } = makePressed((_request, index) => (index < 5 ? broken() : silence()));
    for (let index = 0; index < 5; index += 1) await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(5_000);
    const write = watch(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(8_999);
    await errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
    expect([sent.length, write.ended]).toEqual([6, 'pending']);
    await clock.advance(1);
    watch(client.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(10_999);
    expect([sent.length, write.ended]).toEqual([7, 'pending']);
    await clock.advance(1);
    expect(write.ended).toBeInstanceOf(TwilioOutcomeUnknownError);
  });

  test('is not opened again by attempts from before', async () => {
    const late: (() => void)[] = [];
    const { client } = makePressed((_request, index) => {
      if (index === 10) return new Promise((resolve) => setTimeout(() => resolve(jsonAnswer(orderJson())), 2_000));
      if (index < 5) return new Promise((resolve) => late.push(() => resolve(broken())));
      return index < 10 ? broken() : jsonAnswer(orderJson());
    });
    Array.from({ length: 10 }, () => watch(client.createHostedNumberOrder(credentials, newOrder)));
    await clock.advance(5_000);
    const probe = watch(client.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(1_000);
    for (const fail of late) fail();
    await clock.advance(1_000);
    expect(probe.ended).toBe('answered');
    expect(await client.fetchHostedNumberOrder(credentials, orderSid)).toMatchObject({ sid: orderSid });
  });

  test('counts writes of unknown outcome, which keep their class', async () => {
    const { client, sent } = makePressed(broken);
    for (let index = 0; index < 5; index += 1) {
      expect(await errorOf(client.createHostedNumberOrder(credentials, newOrder))).toBeInstanceOf(
        TwilioOutcomeUnknownError,
      );
    }
    expect(await errorOf(client.createHostedNumberOrder(credentials, newOrder))).toBeInstanceOf(TwilioUnavailableError);
    expect(sent).toHaveLength(5);
  });

  test.each([404, 429])('does not count an answer of %s', async (status) => {
    const { client, sent } = makePressed(() => jsonAnswer({ code: 20000 + status }, status));
    for (let index = 0; index < 30; index += 1) await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    expect(sent).toHaveLength(30);
  });

  test('learns nothing from reads whose time in all was over while Twilio was answering them', async () => {
    const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(jsonAnswer(orderJson())), 300));
    const { client, sent } = makePressed(slow);
    const reads = Array.from({ length: 300 }, () => watch(client.brief.fetchHostedNumberOrder(credentials, orderSid)));
    await clock.advance(5_000);
    expect(reads.at(-1)?.ended).toBeInstanceOf(TwilioUnavailableError);
    const before = sent.length;
    const write = watch(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(1_000);
    expect([sent.length, write.ended]).toEqual([before + 1, 'answered']);
  });

  test('opens when brief reads have had their time and no answer', async () => {
    const { client } = makePressed(silence);
    for (let index = 0; index < 10; index += 1) watch(client.brief.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(5_000);
    const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    expect(String(error)).toContain('all failures');
  });

  test('takes a probe that is cut short for a failure', async () => {
    const { client, sent } = makePressed((_request, index) => (index < 5 ? broken() : silence()));
    for (let index = 0; index < 5; index += 1) await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    await clock.advance(5_000);
    const probe = errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
    await clock.advance(100);
    client.close();
    await probe;
    const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
    expect([sent.length, String(error)]).toEqual([6, expect.stringContaining('all failures')]);
  });

  test('stays closed while two calls in three get through', async () => {
    const { client } = makePressed((_request, index) => (index % 3 === 0 ? broken() : jsonAnswer(pageOf([]))));
    for (let index = 0; index < 300; index += 1) {
      const read = watch(client.listHostedNumberOrders(credentials));
      await clock.advance(1_000);
      expect(read.ended).toBe('answered');
    }
  });
});

describe('a close', () => {
  test('ends the reads under way, those that wait, and those that come later; a write goes on', async () => {
    let answerWrite = (_answer: Response) => {};
    const { client, sent } = makePressed(
      ({ method }) =>
        method === 'POST'
          ? new Promise((resolve) => {
              answerWrite = resolve;
            })
          : silence(),
      { concurrencyPerAccount: 2 },
    );
    const write = client.createHostedNumberOrder(credentials, newOrder);
    const reads = [client, client.background, client].map((each) => each.fetchHostedNumberOrder(credentials, orderSid));
    const errors = Promise.all(reads.map(errorOf));
    await nextTurn();
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
    client.close();
    for (const error of await errors) expect(error).toBeInstanceOf(TwilioUnavailableError);
    expect([sent[0]?.signal?.aborted, sent[1]?.signal?.aborted]).toEqual([false, true]);
    const later = await errorOf(client.background.fetchHostedNumberOrder(credentials, orderSid));
    expect(String(later)).toContain('the gateway stops');
    answerWrite(jsonAnswer(orderJson(), 201));
    expect(await write).toMatchObject({ sid: expect.stringMatching(/^HR/) });
    expect([sent.length, vi.getTimerCount()]).toEqual([2, 0]);
  });

  test.for([
    ['that Twilio has asked for', () => new Response('', { status: 429, headers: { 'retry-after': '20' } })],
    ['before a repetition', broken],
  ] as const)('ends a wait %s', async ([, answer]) => {
    const { client, sent } = makePressed(answer);
    const error = errorOf(client.background.fetchHostedNumberOrder(credentials, orderSid));
    await nextTurn();
    await nextTurn();
    client.close();
    expect(await error).toBeInstanceOf(TwilioUnavailableError);
    expect([sent.length, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
