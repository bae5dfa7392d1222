// What moves with orders and still waits to be read: in which order, how often, and when it is given up.
import type { SQL } from 'drizzle-orm';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { companionsTogetherMax } from '../../src/mirror/companion-reader.ts';
import { type Companions, createCompanions } from '../../src/mirror/companions.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { twilioThat } from '../graph/operations.ts';
import { makeDocument, makeNumber, makeOrder, ownerAccountSid, sid } from './facts.ts';

const database: Database = await openTestDatabase();
beforeEach(() => emptyTestDatabase(database));
const patient = { timeout: 30_000 };

const moved = Array.from({ length: 12 }, (_, index) => makeOrder(index, { status: 'completed' }));
const firstNumbers = moved.slice(0, companionsTogetherMax).map((order) => order.incomingPhoneNumberSid);

/** Twilio answers only when `answer` is called, with everything asked so far and later. */
function createScene() {
  const asked: string[] = [];
  let answer = () => {};
  const answering = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const ask = async <Facts>(asker: string, facts: Facts) => {
    asked.push(asker);
    await answering;
    return facts;
  };
  const stop = new AbortController();
  const mirror = { database };
  const companions: Companions = createCompanions(
    {
      get database() {
        return mirror.database;
      },
      ownerAccountSid,
      twilio: twilioThat({
        fetchActiveNumber: (_credentials, own) => ask(own, makeNumber(Number.parseInt(own.slice(2), 16))),
        fetchAuthorizationDocument: (_credentials, own) => ask(own, makeDocument(Number.parseInt(own.slice(2), 16))),
      }),
      directory: {
        credentialsOf: (accountSid) => ({ accountSid: accountSid ?? '', authToken: 'token' }),
        numbersReadFrom: () => 'active-numbers',
      },
      log: pino({ level: 'silent' }),
      now: () => new Date(),
      signal: stop.signal,
    },
    'callback',
  );
  return { asked, answer, stop, mirror, companions };
}

test('documents are read before numbers, and each record that waits once', async () => {
  const { asked, answer, mirror, companions } = createScene();
  let found = 0;
  const execute = async (statement: SQL) => database.db.execute(statement).finally(() => (found += 1));
  mirror.database = { ...database, db: Object.create(database.db, { execute: { value: execute } }) };
  companions.follow(moved);
  await expect.poll(() => asked, patient).toEqual(firstNumbers);
  const signed = moved.map((order) => ({ ...order, signingDocumentSid: sid('PX', 1) }));
  for (const again of [signed, signed, moved]) companions.follow(again);
  await expect.poll(() => found, patient).toBe(4);
  mirror.database = database;
  answer();
  await companions.settle();
  expect(asked[companionsTogetherMax]).toBe(sid('PX', 1));
  const waited = asked.slice(companionsTogetherMax);
  const numbers = moved.map((order) => order.incomingPhoneNumberSid);
  expect(waited.toSorted()).toEqual([...numbers, sid('PX', 1)].toSorted());
});

test('what waits is given up when the database cannot be reached', async () => {
  const { asked, answer, mirror, companions } = createScene();
  companions.follow(moved);
  await expect.poll(() => asked, patient).toEqual(firstNumbers);
  const unavailable = () => Promise.reject(Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' }));
  mirror.database = { ...database, db: new Proxy(database.db, { get: () => unavailable }) };
  answer();
  await companions.settle();
  expect(asked).toEqual(firstNumbers);
  mirror.database = database;
  companions.follow(moved);
  await companions.settle();
  expect(asked).toHaveLength(firstNumbers.length + moved.length);
});

test('what waits is given up when the gateway stops', async () => {
  const { asked, answer, stop, companions } = createScene();
  companions.follow(moved);
  await expect.poll(() => asked, patient).toEqual(firstNumbers);
  stop.abort();
  answer();
  await companions.settle();
  companions.follow(moved);
  await companions.settle();
  expect(asked).toEqual(firstNumbers);
});
