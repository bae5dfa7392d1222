// A walk over the orders of a document that is under way: who asks for them meanwhile does not wait for it, and is not
// judged by what it had read before.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { storeDeliveries } from '../../src/db/inbox-statements.ts';
import { openHintReader } from '../../src/mirror/hint-reader.ts';
import { openInbox } from '../../src/mirror/inbox.ts';
import { ingest } from '../../src/mirror/ingest.ts';
import type { TwilioClient } from '../../src/twilio/client.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { twilioThat } from '../graph/operations.ts';
import { makeDocument, makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';

const database = await openTestDatabase();
beforeEach(() => emptyTestDatabase(database));
const patient = { timeout: 30_000 };
const d = webhookDeliveries;
const documentSid = sid('PX', 1);
const log = pino({ level: 'silent' });
const now = () => new Date();

const directory = {
  credentialsOf: (accountSid = '') => ({ accountSid, authToken: 'token' }),
  numbersReadFrom: () => 'active-numbers' as const,
};
const hintsOf = (twilio: TwilioClient) =>
  openHintReader({ database, ownerAccountSid, twilio, brief: twilio, directory, log, now });

type Listing = TwilioClient['listDependentHostedNumberOrders'];

/** 60 orders of one document, and a Twilio that has them as `state` says: 30 on each page of the list. */
function openScene() {
  const state = { status: 'received', walks: 0, isLastAsked: false, answerLast: () => {} };
  const orderOf = (index: number, status = state.status) =>
    makeOrder(index, { status, signingDocumentSid: documentSid });
  const pageFrom = (first: number, nextPage: string | null) => ({
    items: Array.from({ length: 30 }, (_, index) => orderOf(first + index)),
    nextPage,
    skipped: 0,
  });
  const listDependentHostedNumberOrders: Listing = async (_credentials, _sid, after) => {
    if (after === undefined) {
      state.walks += 1;
      return pageFrom(0, 'last');
    }
    if (state.walks === 1)
      await new Promise<void>((resolve) => Object.assign(state, { isLastAsked: true, answerLast: resolve }));
    return pageFrom(30, null);
  };
  const twilio = twilioThat({
    listDependentHostedNumberOrders,
    fetchHostedNumberOrder: async (_credentials, orderSid) => orderOf(Number.parseInt(orderSid.slice(2), 16)),
    fetchAuthorizationDocument: async () => makeDocument(1),
    fetchActiveNumber: () => Promise.reject(new Error('no number is asked for')),
  });
  const hints = hintsOf(twilio);
  const namesFrom = (first: number) =>
    Array.from({ length: 25 }, (_, index) => ({
      sid: sid('HR', first + index),
      accountSid: ownerAccountSid,
      documentSid,
    }));
  return { state, hints, namesFrom, orders: Array.from({ length: 60 }, (_, index) => orderOf(index)) };
}

const mirrored = (orders: ReturnType<typeof openScene>['orders']) =>
  ingest(database, { ownerAccountSid, source: 'sync', startedAt: new Date(0), orders });
const store = (first: number) =>
  storeDeliveries(
    database.db,
    Array.from({ length: 25 }, (_, index) => ({
      deliveryId: randomUUID(),
      ownerAccountSid,
      accountSid: ownerAccountSid,
      receivedAt: now(),
      method: 'POST',
      parameters: [],
      orderSid: sid('HR', first + index),
      hintedStatus: 'verified',
    })),
  );

test('who asks for orders whose document is being walked is not kept, nor given what was read before', async () => {
  const { state, hints, namesFrom, orders } = openScene();
  await mirrored(orders);
  let isFirstAnswered = false;
  const first = hints.readAgain(namesFrom(30)).finally(() => {
    isFirstAnswered = true;
  });
  const { outcomes, walked } = await hints.readAgain(namesFrom(0));
  expect([isFirstAnswered, outcomes.size, walked.size]).toEqual([false, 0, 25]);
  await expect.poll(() => state.isLastAsked, patient).toBe(true);
  state.answerLast();
  expect((await first).outcomes.get(sid('HR', 30))).toBe('read');
  await Promise.all(walked.values());
  await hints.close();
});

test('callbacks that come during a walk wait for its end, without an attempt, and are then judged by what Twilio says', async () => {
  const { state, hints, orders } = openScene();
  await mirrored(orders);
  const rows = () => database.db.select().from(d).orderBy(d.id);
  // Nothing but the end of the walk wakes it.
  const inbox = openInbox({ database, ownerAccountSid, orders: hints, journal: null, log, now, pollMs: 3_600_000 });
  // The first 25 hold the drain for the 5 s that they wait for their walk.
  await store(30);
  const settled = inbox.settle();
  await expect.poll(() => state.isLastAsked, patient).toBe(true);
  state.status = 'verified';
  await store(0);
  const heldUntil = async () =>
    (await rows()).slice(25).map(({ attempts, verdict, retryAt }) => [attempts, verdict, retryAt !== null]);
  await expect.poll(heldUntil, patient).toEqual(Array.from({ length: 25 }, () => [0, 'PENDING', true]));
  state.answerLast();
  await expect
    .poll(async () => (await rows()).map(({ verdict }) => verdict), patient)
    .toEqual(Array.from({ length: 50 }, () => 'APPLIED'));
  expect((await rows()).slice(25).map(({ attempts }) => attempts)).toEqual(Array.from({ length: 25 }, () => 1));
  await settled;
  await hints.close();
  await inbox.close();
});

/**
 * 300 orders of one document, which Twilio has as verified, and how often it was asked for the list and for an order.
 */
async function openLargeScene() {
  const orderOf = (index: number, status: string) => makeOrder(index, { status, signingDocumentSid: documentSid });
  const orders = Array.from({ length: 300 }, (_, index) => orderOf(index, 'received'));
  await mirrored(orders);
  const asked = { lists: 0, singles: 0 };
  const twilio = twilioThat({
    async listDependentHostedNumberOrders() {
      asked.lists += 1;
      return { items: orders.map((order) => ({ ...order, status: 'verified' })), nextPage: null, skipped: 0 };
    },
    async fetchHostedNumberOrder(_credentials, orderSid) {
      asked.singles += 1;
      return orderOf(Number.parseInt(orderSid.slice(2), 16), 'verified');
    },
    fetchAuthorizationDocument: async () => makeDocument(1),
    fetchActiveNumber: () => Promise.reject(new Error('no number is asked for')),
  });
  const hints = hintsOf(twilio);
  const readAgain = async (count: number) => {
    const names = orders.slice(0, count).map((order) => ({ sid: order.sid, accountSid: ownerAccountSid, documentSid }));
    const { outcomes } = await hints.readAgain(names);
    await hints.close();
    return [...outcomes.values()].filter((outcome) => outcome === 'read').length;
  };
  return { asked, readAgain };
}

test('a few orders of a large document are read one by one: its list would be read for all the others', async () => {
  const { asked, readAgain } = await openLargeScene();
  expect(await readAgain(29)).toBe(29);
  expect(asked).toEqual({ lists: 0, singles: 29 });
});

test('a tenth of the orders of a document is read by its list', async () => {
  const { asked, readAgain } = await openLargeScene();
  expect(await readAgain(30)).toBe(30);
  expect(asked).toEqual({ lists: 1, singles: 0 });
});

test('callbacks that wait in the inbox count: a signature moves more orders than are claimed at once', async () => {
  const { asked, readAgain } = await openLargeScene();
  await store(0);
  await store(10);
  expect(await readAgain(21)).toBe(21);
  expect(asked).toEqual({ lists: 1, singles: 0 });
});
