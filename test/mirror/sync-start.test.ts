// What a start walks: everything, unless it was walked a moment ago.
import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import { forgetWalks } from '../../src/db/walk-statements.ts';
import { openAccountDirectory } from '../../src/mirror/account-directory.ts';
import { startSync } from '../../src/mirror/sync.ts';
import { createTwilioClient } from '../../src/twilio/client.ts';
import { createTestStack, type TestStack } from '../stack.ts';

const hours = (count: number) => count * 3_600_000;
const minutes = (count: number) => count * 60_000;
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});

/** It goes on from case to case: each ends with a walk. */
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);

/** How often the parent's orders are listed by a start so long after the last walk. */
async function countWalks(laterMs: number, intervalMs: number): Promise<number> {
  const { database, emulator } = stack;
  const [parent] = emulator.accounts;
  if (!parent) throw new Error('the emulator has no account');
  const log = pino({ level: 'silent' });
  let walks = 0;
  const { background: twilio } = createTwilioClient({
    previewUrl: 'http://emulator.test',
    apiUrl: 'http://emulator.test',
    log,
    fetch: (url, init) => {
      const isList = new URL(url).pathname === '/HostedNumbers/HostedNumberOrders';
      if (isList && init.headers['authorization']?.endsWith(btoa(`${parent.sid}:${parent.authToken}`))) walks += 1;
      return emulator.fetch(new Request(url, init));
    },
  });
  aheadMs += laterMs;
  const directory = await openAccountDirectory({
    database,
    accountSid: parent.sid,
    authTokens: [parent.authToken],
    callbackSecret: 'secret',
    twilio,
    now,
  });
  const sync = startSync({ database, ownerAccountSid: parent.sid, twilio, directory, log, now, intervalMs });
  await sync.idle();
  const atStart = walks;
  // The next case counts from here.
  await sync.run();
  await sync.close();
  expect(walks).toBe(atStart + 1);
  return atStart;
}

test.for([
  ['what was walked within a tenth of the interval is not walked again', 5, hours(1), 0],
  ['what was walked before that is', 8, hours(1), 1],
  ['ten minutes are the most', 9, hours(20), 0],
  ['whatever the interval', 12, hours(20), 1],
] as const)('%s', async ([, inMinutes, intervalMs, expected]) => {
  expect(await countWalks(minutes(inMinutes), intervalMs)).toBe(expected);
});

test('what was walked before the schema has changed is walked at once', async () => {
  await forgetWalks(stack.database.db);
  expect(await countWalks(minutes(5), hours(1))).toBe(1);
});
