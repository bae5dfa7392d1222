// What moves with orders is read a few at a time, and what goes wrong with one of them is no matter of the others.
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { activeNumbers } from '../../src/db/tables.ts';
import { type MirrorReading, readCompanions } from '../../src/mirror/companion-reader.ts';
import { createCompanions } from '../../src/mirror/companions.ts';
import type { ActiveNumberFacts } from '../../src/twilio/facts.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { twilioThat } from '../graph/operations.ts';
import { makeNumber, makeOrder, ownerAccountSid } from './facts.ts';

const database: Database = await openTestDatabase();
beforeEach(() => emptyTestDatabase(database));
const patient = { timeout: 30_000 };

const moved = Array.from({ length: 30 }, (_, index) => makeOrder(index, { status: 'completed' }));
const numberOf = (sid: string) => makeNumber(Number.parseInt(sid.slice(2), 16));

function readingFrom(fetchActiveNumber: (sid: string) => Promise<ActiveNumberFacts>): MirrorReading {
  return {
    database,
    ownerAccountSid,
    twilio: twilioThat({ fetchActiveNumber: (_credentials, sid) => fetchActiveNumber(sid) }),
    directory: {
      credentialsOf: (accountSid) => ({ accountSid: accountSid ?? '', authToken: 'token' }),
      numbersReadFrom: () => 'active-numbers',
    },
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  };
}

test('five are read at once, and all of them in the end', async () => {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let underWayMax = 0;
  const reading = readingFrom(async (sid) => {
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    await new Promise<void>((resolve) => waiting.push(resolve));
    underWay -= 1;
    return numberOf(sid);
  });
  const read = readCompanions(reading, moved, 'reconcile');
  for (let left = moved.length; left > 0; left -= 1) {
    await expect.poll(() => waiting.length, patient).toBeGreaterThan(0);
    waiting.shift()?.();
  }
  await read;
  expect(underWayMax).toBe(5);
  expect(await database.db.$count(activeNumbers)).toBe(moved.length);
});

test('a number that the database refuses is no matter of those that wait behind it', async () => {
  const reading = readingFrom(async (sid) => {
    const number = numberOf(sid);
    // PostgreSQL has no text with a zero byte in it.
    return sid === moved[0]?.incomingPhoneNumberSid ? { ...number, friendlyName: 'a\u0000b' } : number;
  });
  const companions = createCompanions({ ...reading, signal: new AbortController().signal }, 'callback');
  companions.follow(moved);
  await companions.settle();
  expect(await database.db.$count(activeNumbers)).toBe(moved.length - 1);
});
