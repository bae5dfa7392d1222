// What the journal keeps when the process ends without a word.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { createReceiver } from './callback-receiver.ts';
import { accountAt, control, createSmallEmulator, send } from './twilio-client.ts';

const dayMs = 24 * 60 * 60_000;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

// No emulator is closed before its successor starts: the process is gone, as after kill -9.

test('rows created, changed, moved and removed are as they were after a restart', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  const numbers = (await send(before, 'GET', '/Numbers/ActiveNumbers?PageSize=1000')).body.items;
  await send(before, 'DELETE', `/Numbers/ActiveNumbers/${numbers[3].sid}`);
  await send(before, 'POST', `/Numbers/ActiveNumbers/${numbers[4].sid}`, {
    'Configurations.Sms.Url': 'https://example.com/x',
  });
  await send(before, 'POST', `/Numbers/ActiveNumbers/${numbers[5].sid}`, { AccountSid: accountAt(before, 1).sid });
  await createOrder(before);
  expect(await readEverything(createSmallEmulator({ storeFile }))).toEqual(await readEverything(before));
  // And once more, from the rewritten journal.
  expect(await readEverything(createSmallEmulator({ storeFile }))).toEqual(await readEverything(before));
});

test('sids are not handed out again after a restart', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  const first = await createOrder(before);
  await control(before, 'POST', '/mutate', { sid: first, changes: {}, remove: true });
  const after = createSmallEmulator({ storeFile });
  const again = createSmallEmulator({ storeFile });
  expect(await createOrder(after, '+15017122662')).not.toBe(first);
  expect(await createOrder(again, '+15017122663')).not.toBe(first);
});

test('a torn last line is dropped and the rest is kept', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  const sid = await createOrder(before);
  appendFileSync(storeFile, '{"put":"orders","row":{"sid":"HR0000');
  const after = createSmallEmulator({ storeFile });
  expect((await send(after, 'GET', `/HostedNumbers/HostedNumberOrders/${sid}`)).status).toBe(200);
  const second = await createOrder(after, '+15017122662');
  expect(
    (await send(createSmallEmulator({ storeFile }), 'GET', `/HostedNumbers/HostedNumberOrders/${second}`)).status,
  ).toBe(200);
});

test('timers go on after a restart, those that fell due meanwhile run at the next advance', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  const sid = await createOrder(before);
  await control(before, 'POST', `/orders/${sid}/move`, { status: 'carrier-processing' });
  const receiver = createReceiver();
  const after = createSmallEmulator({ storeFile, now: before.clock.now() + 5 * dayMs, fetch: receiver.fetch });
  await after.clock.advance(0);
  const { body } = await send(after, 'GET', `/HostedNumbers/HostedNumberOrders/${sid}`);
  expect(body.status).toBe('completed');
  expect(Date.parse(body.date_updated)).toBeLessThan(before.clock.now() + 2 * dayMs);
  const statuses = receiver.received
    .filter(({ fields }) => fields.HostedNumberOrderSid === sid)
    .map(({ fields }) => fields.Status);
  expect(statuses).toEqual(['testing', 'completed']);
});

test('the clock does not go back behind the journal', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  await before.clock.advance(40 * dayMs);
  await createOrder(before);
  expect(createSmallEmulator({ storeFile }).clock.now()).toBe(before.clock.now());
});

test('the journal is rewritten at the start: many changes of one row leave one line', async () => {
  const storeFile = makeStoreFile();
  const before = createSmallEmulator({ storeFile });
  const sid = await createOrder(before);
  for (let round = 0; round < 200; round += 1)
    await send(before, 'POST', `/HostedNumbers/HostedNumberOrders/${sid}`, { FriendlyName: `name ${round}` });
  const grown = statSync(storeFile).size;
  createSmallEmulator({ storeFile });
  expect(statSync(storeFile).size).toBeLessThan(grown / 20);
  expect(readFileSync(storeFile, 'utf8')).toContain('name 199');
});

test('a journal of another seed is refused with its name', () => {
  const storeFile = makeStoreFile();
  createSmallEmulator({ storeFile });
  expect(() => createSmallEmulator({ storeFile, numbers: 31 })).toThrow(/journal\.jsonl.*numbers/);
});

function makeStoreFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  folders.push(folder);
  return join(folder, 'journal.jsonl');
}

async function createOrder(emulator: Emulator, phoneNumber = '+15017122661'): Promise<string> {
  const form = { PhoneNumber: phoneNumber, SmsCapability: 'true', StatusCallbackUrl: 'https://gateway.example/t' };
  const { status, body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
  expect(status).toBe(201);
  return body.sid;
}

async function readEverything(emulator: Emulator): Promise<unknown> {
  const paths = [
    '/Numbers/ActiveNumbers',
    '/HostedNumbers/HostedNumberOrders',
    '/HostedNumbers/AuthorizationDocuments',
  ];
  const lists = emulator.accounts.flatMap((account) =>
    paths.map((path) => send(emulator, 'GET', `${path}?PageSize=1000`, undefined, account)),
  );
  return (await Promise.all(lists)).map(({ body }) => body);
}
