// A list that is read while callbacks wait is read behind them.
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { webhookDeliveries } from '../../src/db/gateway-tables.ts';
import { giveWay } from '../../src/mirror/give-way.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';
import { ownerAccountSid, sid } from './facts.ts';

const database = await openTestDatabase();
beforeEach(() => emptyTestDatabase(database));

/** A page that took a minute: the rest after it is as long as may be. */
const rest = (signal = new AbortController().signal, owner = ownerAccountSid) =>
  giveWay(database.db, owner, 60_000, signal).then(() => 'went on');

async function receive(verdict: string, owner = ownerAccountSid, retryAt: Date | null = null): Promise<void> {
  await database.db.insert(webhookDeliveries).values({
    deliveryId: crypto.randomUUID(),
    ownerAccountSid: owner,
    accountSid: owner,
    receivedAt: new Date(),
    method: 'POST',
    parameters: [],
    verdict,
    retryAt,
  });
}

test('it rests while a callback waits, and goes on by itself', async () => {
  await receive('PENDING');
  const resting = rest();
  expect(await Promise.race([resting, sleep(1_000, 'rests')])).toBe('rests');
  expect(await resting).toBe('went on');
});

test('without one it goes on at once; those that are judged or put off, and those of other tenants, are none', async () => {
  await receive('APPLIED');
  await receive('PENDING', ownerAccountSid, new Date(Date.now() + 3_600_000));
  await receive('PENDING', sid('AC', 2));
  expect(await Promise.race([rest(), sleep(1_500, 'rests')])).toBe('went on');
});

test('its rest ends when the gateway stops', async () => {
  await receive('PENDING');
  const stop = new AbortController();
  const resting = rest(stop.signal);
  stop.abort();
  expect(await Promise.race([resting, sleep(1_500, 'rests')])).toBe('went on');
});
