// A forwarder over a database, without a gateway: orders are ingested by hand, posts go where the test says.
import { pino } from 'pino';
import { afterEach } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { insertForward, readForwards } from '../../src/db/forward-statements.ts';
import type { StatusForwardRow } from '../../src/db/gateway-tables.ts';
import { createStatusPoster, type StatusPosterOptions } from '../../src/mirror/forward-request.ts';
import { type Forwarder, type ForwarderOptions, startForwarder } from '../../src/mirror/forwarder.ts';
import { nextMoment, observe } from '../live/live-gateway.ts';
import { makeOrder, ownerAccountSid, sid } from '../mirror/facts.ts';

export const authToken = 'token-of-the-account';
const running: Forwarder[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((forwarder) => forwarder.close()));
});

/** Starts a forwarder that is closed after the test. It may post to loopback. */
export function forwardOver(
  database: Database,
  options: Partial<ForwarderOptions> & { posting?: Partial<StatusPosterOptions> } = {},
): Forwarder {
  const { posting, ...rest } = options;
  const forwarder = startForwarder({
    database,
    ownerAccountSid,
    directory: { credentialsOf: (accountSid = ownerAccountSid) => ({ accountSid, authToken }) },
    post: createStatusPoster({ allowPrivateUrls: true, ...posting }),
    log: pino({ level: 'silent' }),
    pollMs: 20,
    firstWaitMs: 10,
    random: () => 0,
    ...rest,
  });
  running.push(forwarder);
  return forwarder;
}

/** Orders come to be, in twilio-processing, and are forwarded. */
export async function makeForwarded(database: Database, indexes: readonly number[], url: string): Promise<void> {
  await observe(database, { orders: indexes.map((index) => makeOrder(index, { status: 'twilio-processing' })) });
  for (const index of indexes) await insertForward(database.db, sid('HR', index), url);
}

/** One order goes through these statuses, each seen. */
export async function moveThrough(database: Database, index: number, statuses: readonly string[]): Promise<void> {
  for (const status of statuses)
    await observe(database, { orders: [makeOrder(index, { status, dateUpdated: nextMoment() })] });
}

export async function forwardOf(database: Database, index: number): Promise<StatusForwardRow> {
  const [row] = await readForwards(database.db, ownerAccountSid, [sid('HR', index)]);
  if (!row) throw new Error('the order is not forwarded');
  return row;
}

/** Asks until it is so. */
export async function until(what: string, check: () => boolean | Promise<boolean>, maxMs = 60_000): Promise<void> {
  const deadline = Date.now() + maxMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
