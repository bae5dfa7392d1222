// Every answer has the keys and JSON types of the example on Twilio's page. Values that are null on either side are equal
// to anything, as the pages themselves disagree about what is unset.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { connectTwilio, createSmallEmulator, parentOf, send } from './twilio-client.ts';

const orderForm = { PhoneNumber: '+15017122661', SmsCapability: 'true' };

test('a fresh order looks like the example of a creation', async () => {
  const emulator = createSmallEmulator();
  const { status, body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', orderForm);
  expect(status).toBe(201);
  expectShape(body, readExample('002-01-hosted-number-order.json'));
  expect(body).toMatchObject({ failure_reason: '', verification_call_sids: null, verification_attempts: 0 });
});

test('a toll-free order has the three capability keys of the quickstart', async () => {
  const emulator = createSmallEmulator();
  const { body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', {
    ...orderForm,
    PhoneNumber: '+18444905863',
  });
  expectShape(body, readExample('000-01-hosted-number-order.json'), [
    'address_sid',
    'cc_emails',
    'email',
    'unique_name',
  ]);
});

test.each(['002-02', '002-04', '002-05'])('an order on its way looks like the example %s', async (example) => {
  const emulator = createSmallEmulator();
  const order = await seededOrder(emulator, 'pending-verification');
  const { body } = await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders/${order.sid}`);
  expectShape(body, readExample(`${example}-hosted-number-order.json`));
});

test('an order in the list of a document lacks its url', async () => {
  const emulator = createSmallEmulator();
  const order = await seededOrder(emulator, 'pending-loa');
  const path = `/HostedNumbers/AuthorizationDocuments/${order.signing_document_sid}/DependentHostedNumberOrders`;
  const { body } = await send(emulator, 'GET', path);
  const { url: _, ...example } = readExample('002-02-hosted-number-order.json') as Record<string, unknown>;
  expectShape(body.items[0], example);
});

test.each(['003-01', '003-02', '003-04'])('a document looks like the example %s', async (example) => {
  const emulator = createSmallEmulator();
  const { body } = await send(emulator, 'GET', '/HostedNumbers/AuthorizationDocuments?PageSize=1');
  expectShape(body.items[0], readExample(`${example}-authorization-document.json`));
});

test('an empty list of orders is the example of one, but for its size of page', async () => {
  const emulator = createSmallEmulator();
  const query =
    'Status=completed&FriendlyName=example&PhoneNumber=%2B19193608000&UniqueName=something123&IncomingPhoneNumberSid=PNzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz';
  const { body } = await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders?${query}`);
  expect(body).toEqual(readExample('002-03-list-empty.json'));
});

test('an empty list of documents is the example of one', async () => {
  const emulator = createSmallEmulator();
  const { body } = await send(
    emulator,
    'GET',
    '/HostedNumbers/AuthorizationDocuments?Status=signed&Email=test%2Bhosted%40twilio.com',
  );
  expect(body).toEqual(readExample('003-03-list-empty.json'));
});

test('one active number comes wrapped in a list, in the singular form', async () => {
  const emulator = createSmallEmulator();
  const sid = await tollFreeSid(emulator);
  const { body } = await send(emulator, 'GET', `/Numbers/ActiveNumbers/${sid}`);
  expectShape(body, readExample('004-01-list-active-number.json'));
  expect(body.items[0].configuration.voice.fallback_method).toBe('POST');
});

test('an updated active number comes bare, in the singular form', async () => {
  const emulator = createSmallEmulator();
  const sid = await tollFreeSid(emulator);
  const { status, body } = await send(emulator, 'POST', `/Numbers/ActiveNumbers/${sid}`, {
    'Configurations.Voice.Url': 'https://demo.twilio.com/welcome/voice/',
  });
  expect(status).toBe(200);
  expectShape(body, readExample('004-02-active-number.json'));
  expect(body.configuration.voice.url).toBe('https://demo.twilio.com/welcome/voice/');
});

const listedExtras = ['items[].sid', 'items[].account_sid', 'items[].url', 'items[].configurations.friendly_name'];

test('listed and bought active numbers come in the plural form, with their sids', async () => {
  const emulator = createSmallEmulator();
  const example = readExample('004-03-list-active-number.json');
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  expect(bought.status).toBe(201);
  expectShape(bought.body, example, listedExtras);
  const listed = await send(
    emulator,
    'GET',
    '/Numbers/ActiveNumbers?Type=local&Geography.IsoCountry=US&PageSize=1&Geography.Locality=HUNTINGTON',
  );
  expectShape(listed.body, example, listedExtras);
});

test('an incoming phone number looks like the example of the quickstart', async () => {
  const emulator = createSmallEmulator();
  const path = `/2010-04-01/Accounts/${parentOf(emulator).sid}/IncomingPhoneNumbers.json?Origin=hosted&PageSize=1`;
  const { body } = await send(emulator, 'GET', path);
  const extras = ['bundle_sid', 'emergency_address_status', 'status', 'type'];
  expectShape(body.incoming_phone_numbers[0], readExample('000-04-incoming-phone-number.json'), extras);
});

test('coordinates are numbers in some answers and text in others', async () => {
  const emulator = createSmallEmulator({ numbers: 60 });
  const { body } = await send(
    emulator,
    'GET',
    '/Numbers/ActiveNumbers?Type=local&Geography.IsoCountry=US&PageSize=100',
  );
  const types = new Set(body.items.map((item: { geography: { lata: unknown } }) => typeof item.geography.lata));
  expect([...types].sort()).toEqual(['number', 'string']);
});

test('preview dates are ISO 8601 and dates of 2010-04-01 are RFC 2822', async () => {
  const emulator = createSmallEmulator();
  const order = await seededOrder(emulator, 'received');
  expect(order.date_created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const { body } = await send(
    emulator,
    'GET',
    `/2010-04-01/Accounts/${parentOf(emulator).sid}/Addresses.json?PageSize=1`,
  );
  expect(body.addresses[0].date_created).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
  const [address] = await connectTwilio(emulator).addresses.list({ limit: 1 });
  expect(address?.dateCreated.getTime()).toBe(Date.parse(body.addresses[0].date_created));
});

async function seededOrder(emulator: Emulator, status: string): Promise<Record<string, string>> {
  const { body } = await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders?Status=${status}&PageSize=1`);
  return body.items[0];
}

async function tollFreeSid(emulator: Emulator): Promise<string> {
  const { body } = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+18559728742' });
  return body.items[0].sid;
}

function readExample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/twilio/${name}`, import.meta.url), 'utf8'));
}

function expectShape(actual: unknown, example: unknown, extras: string[] = []): void {
  const [actualShape, exampleShape] = [describeShape(actual), describeShape(example)];
  for (const name of extras) {
    expect(actualShape, name).toHaveProperty([name]);
    dropBelow(actualShape, name);
    delete actualShape[name];
  }
  for (const path of nullPaths(exampleShape)) dropBelow(actualShape, path);
  for (const path of nullPaths(actualShape)) dropBelow(exampleShape, path);
  expect(Object.keys(actualShape).sort()).toEqual(Object.keys(exampleShape).sort());
  const unset = new Set([...nullPaths(actualShape), ...nullPaths(exampleShape)]);
  const typesOf = (shape: Shape) => Object.fromEntries(Object.entries(shape).filter(([path]) => !unset.has(path)));
  expect(typesOf(actualShape)).toEqual(typesOf(exampleShape));
}

/** Every path of a JSON value with its type. */
type Shape = Record<string, string>;

function nullPaths(shape: Shape): string[] {
  return Object.keys(shape).filter((path) => shape[path] === 'null');
}

function dropBelow(shape: Shape, path: string): void {
  for (const below of Object.keys(shape)) {
    if (below.startsWith(`${path}.`) || below.startsWith(`${path}[`)) delete shape[below];
  }
}

/** The items of a list are described by its first one. */
function describeShape(value: unknown, path = '', shape: Shape = {}): Shape {
  shape[path] = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  const parts = Array.isArray(value) ? { '[]': value[0] } : typeof value === 'object' ? (value ?? {}) : {};
  for (const [name, part] of Object.entries(parts)) {
    if (name !== '[]') describeShape(part, path === '' ? name : `${path}.${name}`, shape);
    else if (typeof part === 'object') describeShape(part, `${path}[]`, shape);
  }
  return shape;
}
