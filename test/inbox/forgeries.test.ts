// Forged callbacks are kept for operators, whenever they come.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import type { NewDelivery } from '../../src/db/inbox-statements.ts';
import { createForgeries } from '../../src/mirror/forgeries.ts';
import { sid } from '../mirror/facts.ts';

const ownerAccountSid = sid('AC', 1);
const forgery = (deliveryId: string): NewDelivery => ({
  deliveryId,
  ownerAccountSid,
  accountSid: ownerAccountSid,
  receivedAt: new Date(),
  method: 'POST',
  parameters: [],
  orderSid: null,
  hintedStatus: null,
});

/** A database whose first transaction fails; `stored` are the ids that each other one was given. */
function failingOnce() {
  const stored: string[][] = [];
  let transactions = 0;
  const tx = {
    execute: async () => {},
    insert: () => ({
      values: async (rows: NewDelivery[]) => void stored.push(rows.map(({ deliveryId }) => deliveryId)),
    }),
  };
  const transaction = (work: (within: typeof tx) => Promise<void>) => {
    transactions += 1;
    return transactions === 1 ? Promise.reject(new Error('away')) : work(tx);
  };
  return { database: { db: { transaction } } as unknown as Database, stored };
}

test('a forgery that comes while a round of storing ends does not lie until the next one comes', async () => {
  const keepAfter = async (microtasks: number) => {
    const { database, stored } = failingOnce();
    const forgeries = createForgeries(database, ownerAccountSid, pino({ level: 'silent' }));
    forgeries.keep(forgery('lost'));
    for (let step = 0; step < microtasks; step += 1) await Promise.resolve();
    forgeries.keep(forgery('early'));
    await forgeries.settle();
    forgeries.keep(forgery('late'));
    await forgeries.settle();
    return stored;
  };
  // A round ends some microtasks after its last look: one more comes after each number of them.
  const kept = await Promise.all(Array.from({ length: 60 }, (_, microtasks) => keepAfter(microtasks)));
  for (const stored of kept) expect(stored).not.toContainEqual(['early', 'late']);
  expect(kept).toContainEqual([['early'], ['late']]);
});
