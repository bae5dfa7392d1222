// The seed: the same company every time, with numbers that could exist and rows that fit each other.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { documentStatuses, orderStatuses } from '../../src/vocabulary.ts';
import { control, createSmallEmulator, type Json, parentOf, send } from './twilio-client.ts';

const now = Date.parse('2026-03-02T12:00:00Z');

test('the same options give the same rows, another seed gives others', async () => {
  const read = async (seed: number) => readAll(createSmallEmulator({ seed }));
  const first = await read(1);
  expect(await read(1)).toEqual(first);
  expect(JSON.stringify(await read(2))).not.toBe(JSON.stringify(first));
});

test('every number is valid and handed out once', async () => {
  const { numbers } = await readAll(createEmulator({ now }));
  expect(new Set(numbers.map(({ phone_number }) => phone_number)).size).toBe(numbers.length);
  const invalid = numbers.filter(({ phone_number }) => !parsePhoneNumberFromString(phone_number)?.isValid());
  expect(invalid.map(({ phone_number }) => phone_number)).toEqual([]);
  expect(new Set(numbers.map(({ type }) => type))).toEqual(new Set(['local', 'mobile', 'tollfree']));
});

test('the default company has the promised size and every status', async () => {
  const state = await control(createEmulator({ now }), 'GET', '/state');
  expect(state).toMatchObject({ numbers: 4000, orders: 2000, documents: 41 });
  expect(state.accounts).toHaveLength(4);
  for (const status of orderStatuses) expect([status, state.ordersByStatus[status] > 0]).toEqual([status, true]);
  for (const status of documentStatuses) expect([status, state.documentsByStatus[status] > 0]).toEqual([status, true]);
});

test('orders and documents fit each other', async () => {
  const { orders, documents } = await readAll(createEmulator({ now }));
  const documentOf = new Map(documents.map((document) => [document.sid, document]));
  const afterSignature = ['carrier-processing', 'testing', 'completed'];
  for (const order of orders) {
    const document = documentOf.get(order.signing_document_sid ?? '');
    if (afterSignature.includes(order.status)) expect([order.sid, document?.status]).toEqual([order.sid, 'signed']);
    if (order.status === 'pending-loa') expect([order.sid, document?.status]).not.toEqual([order.sid, 'signed']);
    if (order.status === 'pending-loa') expect(document).toBeDefined();
  }
  const covered = new Set(orders.map((order) => order.signing_document_sid));
  expect(documents.filter((document) => !covered.has(document.sid)).map(({ sid }) => sid)).toEqual([]);
});

test('one document of the parent has 1,500 orders', async () => {
  const { orders } = await readAll(createEmulator({ now }));
  const sizes = new Map<string, number>();
  for (const order of orders)
    sizes.set(order.signing_document_sid ?? '', (sizes.get(order.signing_document_sid ?? '') ?? 0) + 1);
  sizes.delete('');
  expect(Math.max(...sizes.values())).toBe(1500);
});

test('no date lies in the future', async () => {
  const { orders, documents } = await readAll(createEmulator({ now, pace: 1440 }));
  const dates = [...orders, ...documents].flatMap((row) => [
    Date.parse(row.date_created),
    Date.parse(row.date_updated),
  ]);
  expect(Math.max(...dates)).toBeLessThanOrEqual(now);
});

test('open orders call back, but for every tenth', async () => {
  const emulator = createSmallEmulator({
    orders: 200,
    callbackUrlFor: (accountSid) => `https://gateway.example/${accountSid}`,
  });
  const { numbers } = await readAll(emulator);
  const hosted = await Promise.all(
    emulator.accounts.map(async (account) => {
      const path = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json?Origin=hosted&PageSize=1000`;
      return (await send(emulator, 'GET', path)).body.incoming_phone_numbers;
    }),
  );
  const callbacks = hosted
    .flat()
    .map((number: { status_callback: string | null; account_sid: string }) => number.status_callback);
  expect(callbacks.filter((url) => url === null)).toHaveLength(20);
  expect(callbacks.filter((url) => url?.startsWith('https://gateway.example/AC'))).toHaveLength(180);
  expect(numbers.length).toBe(230);
});

test('no open order reaches a limit of Twilio within a day', async () => {
  const emulator = createEmulator({ now, bigDocumentOrders: 0 });
  const before = await control(emulator, 'GET', '/state');
  await emulator.clock.advance(20 * 60 * 60_000);
  const after = await control(emulator, 'GET', '/state');
  expect(after.ordersByStatus.failed).toBe(before.ordersByStatus.failed);
  expect(after.ordersByStatus['pending-loa']).toBe(before.ordersByStatus['pending-loa']);
});

type Rows = Record<string, string>[];

async function readAll(emulator: Emulator): Promise<{ numbers: Json[]; orders: Json[]; documents: Rows }> {
  const read = async (path: string): Promise<Json[]> => {
    const rows: Json[] = [];
    for (const account of emulator.accounts) {
      for (let next: string | null = `${path}?PageSize=1000`; next; ) {
        const { body } = await send(
          emulator,
          'GET',
          next.replace('https://preview.twilio.com', ''),
          undefined,
          account,
        );
        rows.push(...body.items);
        next = body.meta.next_page_url;
      }
    }
    return rows;
  };
  expect(parentOf(emulator).sid).toMatch(/^AC[0-9a-f]{32}$/);
  return {
    numbers: await read('/Numbers/ActiveNumbers'),
    orders: await read('/HostedNumbers/HostedNumberOrders'),
    documents: await read('/HostedNumbers/AuthorizationDocuments'),
  };
}
