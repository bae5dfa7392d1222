// What is sent: the same addresses, credentials and forms as Twilio's own helper library, where that has the resource.
import twilio from 'twilio';
import { expect, test } from 'vitest';
import { TwilioUnavailableError } from '../../src/twilio/errors.ts';
import { credentials, errorOf, fixture, jsonAnswer, makeClient, orderJson, pageOf } from './fake-twilio.ts';

const orderSid = `HR${'a'.repeat(32)}`;
const documentSid = `PX${'a'.repeat(32)}`;
const numberSid = `PN${'a'.repeat(32)}`;
const { accountSid, authToken } = credentials;

/** The helper library over a transport that only notes what it is given. */
function makeLibrary() {
  const sent: { method: string; uri: string; data?: Record<string, unknown>; params?: unknown }[] = [];
  const request = async (options: (typeof sent)[number]) => {
    sent.push(options);
    return { statusCode: options.method.toUpperCase() === 'POST' ? 201 : 200, body: JSON.stringify(orderJson()) };
  };
  const httpClient = Object.assign(Object.create(twilio.RequestClient.prototype), { request });
  return { library: twilio(accountSid, authToken, { httpClient }), sent };
}

test('a new order is the form that the helper library sends', async () => {
  const parameters = {
    phoneNumber: '+15017122661',
    smsCapability: true,
    accountSid: `AC${'b'.repeat(32)}`,
    friendlyName: 'Büro & Söhne = 50 % + 1 ☎',
    uniqueName: 'order-1',
    ccEmails: ['a@example.com', 'b+c@example.com'],
    email: 'owner@example.com',
    addressSid: `AD${'a'.repeat(32)}`,
    smsUrl: 'https://example.com/sms?a=1&b=2',
    smsMethod: 'GET',
    smsFallbackUrl: 'https://example.com/fallback',
    smsFallbackMethod: 'POST',
    smsApplicationSid: `AP${'a'.repeat(32)}`,
    statusCallbackUrl: 'https://example.com/status#rc=5&rp=all',
    statusCallbackMethod: 'POST',
    verificationType: 'phone-bill' as const,
    verificationDocumentSid: `RI${'a'.repeat(32)}`,
  };
  const { library, sent: expected } = makeLibrary();
  await library.preview.hosted_numbers.hostedNumberOrders.create(parameters);
  const { client, sent } = makeClient(() => jsonAnswer(orderJson(), 201));
  const order = await client.createHostedNumberOrder(credentials, parameters);
  expect(order.sid).toBe(orderSid);
  expect(sent[0]).toMatchObject({ method: 'POST', url: expected[0]?.uri });
  expect(sent[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  const data = Object.entries(expected[0]?.data ?? {}).filter(([, value]) => value !== undefined);
  const theirs = data.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  expect([...new URLSearchParams(sent[0]?.body)].sort()).toEqual(theirs.sort());
});

test('parameters that are undefined and empty lists are not sent', async () => {
  const { client, sent } = makeClient(() => jsonAnswer(orderJson(), 201));
  const parameters = { phoneNumber: '+15017122661', smsCapability: true, email: undefined, ccEmails: [] };
  await client.createHostedNumberOrder(credentials, parameters);
  expect(sent[0]?.body).toBe('PhoneNumber=%2B15017122661&SmsCapability=true');
});

test('an order that names no account belongs to the one it was made for', async () => {
  const { client } = makeClient(() => jsonAnswer(orderJson({ account_sid: undefined }), 201));
  const subaccount = `AC${'b'.repeat(32)}`;
  const parameters = { phoneNumber: '+15017122661', smsCapability: true };
  expect((await client.createHostedNumberOrder(credentials, parameters)).accountSid).toBe(accountSid);
  const made = await client.createHostedNumberOrder(credentials, { ...parameters, accountSid: subaccount });
  expect(made.accountSid).toBe(subaccount);
});

test('every read asks at its own address, with the credentials and nothing else', async () => {
  const { client, sent } = makeClient(({ url }) => {
    if (url.includes('/Accounts.json')) return jsonAnswer({ accounts: [{ sid: accountSid }] });
    if (url.includes('PageSize')) return jsonAnswer(pageOf([]));
    if (url.includes('AuthorizationDocuments')) return jsonAnswer(fixture('003-02-authorization-document'));
    if (url.includes('IncomingPhoneNumbers')) return jsonAnswer(fixture('000-04-incoming-phone-number'));
    return jsonAnswer(url.includes('ActiveNumbers') ? fixture('004-02-active-number') : orderJson());
  });
  await client.listAccounts(credentials);
  await client.listActiveNumbers(credentials);
  await client.fetchActiveNumber(credentials, numberSid);
  await client.listIncomingPhoneNumbers(credentials);
  await client.fetchIncomingPhoneNumber(credentials, numberSid);
  await client.listHostedNumberOrders(credentials);
  await client.fetchHostedNumberOrder(credentials, orderSid);
  await client.listAuthorizationDocuments(credentials);
  await client.fetchAuthorizationDocument(credentials, documentSid);
  await client.listDependentHostedNumberOrders(credentials, documentSid);
  const preview = 'https://preview.twilio.com';
  const account = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}`;
  expect(sent.map((request) => request.url)).toEqual([
    'https://api.twilio.com/2010-04-01/Accounts.json?PageSize=1000',
    `${preview}/Numbers/ActiveNumbers?PageSize=1000`,
    `${preview}/Numbers/ActiveNumbers/${numberSid}`,
    `${preview}/Numbers/ActiveNumbers?PhoneNumber=%2B18559728742&PageSize=50`,
    `${account}/IncomingPhoneNumbers.json?PageSize=1000`,
    `${account}/IncomingPhoneNumbers/${numberSid}.json`,
    `${preview}/HostedNumbers/HostedNumberOrders?PageSize=1000`,
    `${preview}/HostedNumbers/HostedNumberOrders/${orderSid}`,
    `${preview}/HostedNumbers/AuthorizationDocuments?PageSize=1000`,
    `${preview}/HostedNumbers/AuthorizationDocuments/${documentSid}`,
    `${preview}/HostedNumbers/AuthorizationDocuments/${documentSid}/DependentHostedNumberOrders?PageSize=1000`,
  ]);
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  for (const { method, headers, body } of sent) {
    expect([method, headers.get('authorization'), body]).toEqual(['GET', basic, '']);
  }
});

test('the addresses of the hosted numbers are those of the helper library', async () => {
  const { library, sent: expected } = makeLibrary();
  await library.preview.hosted_numbers.hostedNumberOrders(orderSid).fetch();
  await library.preview.hosted_numbers.authorizationDocuments(documentSid).fetch();
  const { client, sent } = makeClient(() => jsonAnswer(orderJson()));
  await client.fetchHostedNumberOrder(credentials, orderSid);
  await client.fetchAuthorizationDocument(credentials, documentSid);
  expect(sent.map((request) => request.url)).toEqual(expected.map((request) => request.uri));
});

const listWithoutSid = fixture('004-03-list-active-number');
const incoming = (phone_number: string, sid: string) => ({
  ...Object(fixture('000-04-incoming-phone-number')),
  phone_number,
  sid,
});
const lookupAnswer = (numbers: unknown[]) =>
  makeClient(({ url }) =>
    url.includes('ActiveNumbers') ? jsonAnswer(listWithoutSid) : jsonAnswer({ incoming_phone_numbers: numbers }),
  );

test('a listed number without sid is found by its phone number, exactly', async () => {
  const { client, sent } = lookupAnswer([
    incoming('+15552230001', numberSid),
    incoming('+1555223000', `PN${'c'.repeat(32)}`),
  ]);
  const page = await client.listActiveNumbers(credentials);
  expect(page.skipped).toBe(0);
  expect(page.items).toMatchObject([
    { sid: `PN${'c'.repeat(32)}`, phoneNumber: '+1555223000', readFrom: 'active-numbers' },
  ]);
  expect(sent[1]?.url).toContain('/IncomingPhoneNumbers.json?PhoneNumber=%2B1555223000&');
});

test.each([
  ['nothing', []],
  ['another number only', [incoming('+15552230001', numberSid)]],
  ['two of the same number', [incoming('+1555223000', numberSid), incoming('+1555223000', `PN${'c'.repeat(32)}`)]],
])('a listed number without sid is skipped and counted when the look-up finds %s', async (_name, numbers) => {
  expect(await lookupAnswer(numbers).client.listActiveNumbers(credentials)).toEqual({
    items: [],
    skipped: 1,
    nextPage: null,
  });
});

test.each([404, 503])(
  'a listed number without sid is skipped and counted when the look-up meets %i',
  async (status) => {
    const { client } = makeClient(({ url }) =>
      url.includes('ActiveNumbers') ? jsonAnswer(listWithoutSid) : jsonAnswer({ code: 20404 }, status),
    );
    expect(await client.listActiveNumbers(credentials)).toMatchObject({ items: [], skipped: 1 });
  },
);

test('a single number that answers as an empty list is no number', async () => {
  const { client } = makeClient(() => jsonAnswer(pageOf([])));
  const error = await errorOf(client.fetchActiveNumber(credentials, numberSid));
  expect(error).toBeInstanceOf(TwilioUnavailableError);
  expect(String(error)).toContain('items');
});
