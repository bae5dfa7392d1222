// The emulator and the client agree: every list is walked to its end, in one process and without a port, also while
// answers are spoiled.
import { afterEach, expect, test } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { Credentials, Page } from '../../src/twilio/client.ts';
import { isNoPreviewAccess } from '../../src/twilio/errors.ts';
import type { ActiveNumberFacts } from '../../src/twilio/facts.ts';
import { errorOf, jsonAnswer, makeClient } from './fake-twilio.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function startEmulator(options: EmulatorOptions = {}) {
  const small = {
    now: Date.parse('2026-01-01T00:00:00Z'),
    numbers: 60,
    orders: 50,
    documents: 6,
    subaccounts: 1,
    bigDocumentOrders: 20,
  };
  const emulator = createEmulator({ ...small, ...options });
  closers.push(() => emulator.close());
  const base = 'http://127.0.0.1';
  const fetch = (url: string, init: RequestInit) => emulator.fetch(new Request(url, init));
  const made = makeClient(() => jsonAnswer(null), { previewUrl: base, apiUrl: base, fetch, pageSize: 7 });
  const [parent] = emulator.accounts;
  if (!parent) throw new Error('the emulator has no account');
  const control = (path: string, body: unknown) =>
    emulator.fetch(new Request(`${base}/_emulator${path}`, { method: 'POST', body: JSON.stringify(body) }));
  const credentials: Credentials = { accountSid: parent.sid, authToken: parent.authToken };
  return { ...made, emulator, credentials, control };
}

/** The facts of `number` that are null in neither. */
function spokenOf(number: ActiveNumberFacts | undefined, other: ActiveNumberFacts | undefined) {
  const others = new Map(Object.entries(other ?? {}));
  return Object.entries(number ?? {}).filter(([name, value]) => value !== null && (others.get(name) ?? null) !== null);
}

type ListPage<Facts> = (credentials: Credentials, after?: string) => Promise<Page<Facts>>;

async function walk<Facts extends { sid: string }>(list: ListPage<Facts>, credentials: Credentials): Promise<Facts[]> {
  const found = new Map<string, Facts>();
  let after: string | undefined;
  do {
    const page = await list(credentials, after);
    expect(page.skipped).toBe(0);
    for (const item of page.items) found.set(item.sid, item);
    after = page.nextPage ?? undefined;
  } while (after);
  return [...found.values()];
}

async function walkEverything({ client, credentials }: ReturnType<typeof startEmulator>) {
  const accounts = await walk(client.listAccounts, credentials);
  const everything = await Promise.all(
    accounts.map(async ({ sid, authToken }) => {
      const as = { accountSid: sid, authToken };
      const [active, incoming] = [
        await walk(client.listActiveNumbers, as),
        await walk(client.listIncomingPhoneNumbers, as),
      ];
      expect(active.map((number) => number.sid).sort()).toEqual(incoming.map((number) => number.sid).sort());
      const documents = await walk(client.listAuthorizationDocuments, as);
      return { active, orders: await walk(client.listHostedNumberOrders, as), documents };
    }),
  );
  return {
    accounts,
    numbers: everything.flatMap(({ active }) => active),
    orders: everything.flatMap(({ orders }) => orders),
    documents: everything.flatMap(({ documents }) => documents),
  };
}

test('every list of every account is walked to its end', async () => {
  const stack = startEmulator();
  const { accounts, numbers, orders, documents } = await walkEverything(stack);
  expect(accounts.map(({ sid, authToken }) => [sid, authToken]).sort()).toEqual(
    stack.emulator.accounts.map(({ sid, authToken }) => [sid, authToken]).sort(),
  );
  expect(numbers.length).toBeGreaterThan(7);
  expect(orders.length).toBeGreaterThan(7);
  expect(documents.length).toBeGreaterThan(0);
  for (const document of documents) {
    const owner = accounts.find((account) => account.sid === document.accountSid);
    const list: ListPage<{ sid: string }> = (as, after) =>
      stack.client.listDependentHostedNumberOrders(as, document.sid, after);
    const dependent = await walk(list, { accountSid: document.accountSid, authToken: owner?.authToken ?? '' });
    const joined = orders.filter((order) => order.signingDocumentSid === document.sid);
    expect(dependent.map(({ sid }) => sid).sort()).toEqual(joined.map(({ sid }) => sid).sort());
  }
});

test('a fetch gives the same facts as the list', async () => {
  const { client, credentials } = startEmulator();
  const [number] = (await client.listActiveNumbers(credentials)).items;
  const [order] = (await client.listHostedNumberOrders(credentials)).items;
  const [document] = (await client.listAuthorizationDocuments(credentials)).items;
  // The pages show a single number with fewer fields than a listed one; where both speak they agree.
  const fetched = await client.fetchActiveNumber(credentials, number?.sid ?? '');
  expect(spokenOf(fetched, number)).toEqual(spokenOf(number, fetched));
  expect(await client.fetchHostedNumberOrder(credentials, order?.sid ?? '')).toEqual(order);
  expect(await client.fetchAuthorizationDocument(credentials, document?.sid ?? '')).toEqual(document);
  expect(await client.fetchIncomingPhoneNumber(credentials, number?.sid ?? '')).toMatchObject({ sid: number?.sid });
});

test('a new order is made, and is in the list', async () => {
  const { client, credentials } = startEmulator();
  const made = await client.createHostedNumberOrder(credentials, { phoneNumber: '+15017122661', smsCapability: true });
  expect(made).toMatchObject({ phoneNumber: '+15017122661', accountSid: credentials.accountSid });
  const listed = await walk(client.listHostedNumberOrders, credentials);
  expect(listed.find((order) => order.sid === made.sid)).toEqual(made);
});

test('answers that are spoiled now and then do not change what a walk finds', async () => {
  const calm = await walkEverything(startEmulator());
  const stack = startEmulator();
  const kinds = ['rate-limit', 'server-error', 'cut-before', 'html', 'truncated'];
  const rules = kinds.map((kind) => ({ target: 'answer', method: 'GET', kind, probability: 0.04 }));
  expect((await stack.control('/faults', rules)).status).toBe(200);
  expect(await walkEverything(stack)).toEqual(calm);
  expect(stack.sleeps.length).toBeGreaterThan(0);
});

test('an account without the previews is told apart from an empty one', async () => {
  const { client, credentials } = startEmulator({ activeNumbersPreview: false, hostedNumbersPreview: false });
  expect(isNoPreviewAccess(await errorOf(client.listActiveNumbers(credentials)))).toBe(true);
  expect(isNoPreviewAccess(await errorOf(client.listHostedNumberOrders(credentials)))).toBe(true);
  expect((await client.listIncomingPhoneNumbers(credentials)).items.length).toBeGreaterThan(0);
});
