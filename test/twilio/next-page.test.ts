// The walk over a list stays on the configured host, whatever host the next page claims, and takes its path and query
// byte for byte.
import { expect, test } from 'vitest';
import { TwilioUnavailableError } from '../../src/twilio/errors.ts';
import { readEnvelope } from '../../src/twilio/representations/envelope.ts';
import { credentials, errorOf, fixture, jsonAnswer, makeClient, orderJson, pageOf } from './fake-twilio.ts';

const list = '/HostedNumbers/HostedNumberOrders';
const local = { previewUrl: 'http://127.0.0.1:4010/twilio/', apiUrl: 'http://127.0.0.1:4010/twilio' };

test('a walk reads page after page on the configured host, 1,000 items at a time', async () => {
  const next = `https://preview.twilio.com${list}?PageSize=1000&Page=1&PageToken=abc%2B1`;
  const answers = [pageOf([orderJson()], next), pageOf([orderJson({ sid: `HR${'b'.repeat(32)}` })])];
  const { client, sent } = makeClient((_request, index) => jsonAnswer(answers[index]), local);
  const first = await client.listHostedNumberOrders(credentials);
  expect(first.nextPage).toBe(`${list}?PageSize=1000&Page=1&PageToken=abc%2B1`);
  const second = await client.listHostedNumberOrders(credentials, first.nextPage ?? undefined);
  expect(second).toMatchObject({ items: [{ sid: `HR${'b'.repeat(32)}` }], nextPage: null });
  expect(sent.map((request) => request.url)).toEqual([
    `http://127.0.0.1:4010/twilio${list}?PageSize=1000`,
    `http://127.0.0.1:4010/twilio${list}?PageSize=1000&Page=1&PageToken=abc%2B1`,
  ]);
});

test('a list of 2010-04-01 goes on at its next_page_uri', async () => {
  const path = `/2010-04-01/Accounts/${credentials.accountSid}/IncomingPhoneNumbers.json`;
  const body = {
    first_page_uri: `${path}?PageSize=1`,
    incoming_phone_numbers: [fixture('000-04-incoming-phone-number')],
    next_page_uri: `${path}?PageSize=1&Page=1&PageToken=PA1`,
    page: 0,
    page_size: 1,
    start: 0,
    end: 0,
  };
  const { client } = makeClient(() => jsonAnswer(body), { pageSize: 1 });
  const page = await client.listIncomingPhoneNumbers(credentials);
  expect(page).toMatchObject({ items: [{ phoneNumber: '+18444725974' }], skipped: 0 });
  expect(page.nextPage).toBe(`${path}?PageSize=1&Page=1&PageToken=PA1`);
});

test.each([
  ['the public host', `https://preview.twilio.com${list}?Page=1`, `${list}?Page=1`],
  ['the public host in capitals, with its port', `HTTPS://PREVIEW.TWILIO.COM:443${list}?Page=1`, `${list}?Page=1`],
  ['the configured host', `http://127.0.0.1:4010/twilio${list}?Page=1`, `${list}?Page=1`],
  ['no host', `${list}?Page=1#top`, `${list}?Page=1`],
  [
    'a query without its mark',
    'https://preview.twilio.com/Numbers/ActiveNumbers&Page=1',
    '/Numbers/ActiveNumbers&Page=1',
  ],
  [
    'an unescaped plus',
    `https://preview.twilio.com${list}?PhoneNumber=+1555&Page=1`,
    `${list}?PhoneNumber=+1555&Page=1`,
  ],
])('the next page on %s is taken', async (_name, next, expected) => {
  const { client } = makeClient(() => jsonAnswer(pageOf([], next)), local);
  expect((await client.listHostedNumberOrders(credentials)).nextPage).toBe(expected);
});

test.each([
  `https://evil.example${list}?Page=1`,
  `https://preview.twilio.com.evil.example${list}`,
  `https://preview.twilio.com@evil.example${list}`,
  `https://user:pass@preview.twilio.com${list}`,
  `https://preview.twilio.com:8443${list}`,
  `http://127.0.0.1:4011${list}`,
  `http://127.0.0.1${list}`,
  `https://api.twilio.com${list}`,
  `//evil.example${list}`,
  `file:///etc/passwd`,
  `ftp://preview.twilio.com${list}`,
  'https://preview.twilio.com',
  'HostedNumbers/HostedNumberOrders?Page=1',
  'https://[broken/x',
])('the next page at %s is refused, and nothing is sent there', async (next) => {
  const { client, sent } = makeClient(() => jsonAnswer(pageOf([orderJson()], next)), local);
  const error = await errorOf(client.listHostedNumberOrders(credentials));
  expect(error).toBeInstanceOf(TwilioUnavailableError);
  expect(String(error)).not.toContain('evil');
  expect(String(error)).not.toContain(credentials.authToken);
  expect(sent).toHaveLength(1);
});

test('a page that names itself as the next does not make an endless walk', async () => {
  const { client } = makeClient((request) => jsonAnswer(pageOf([], request.url)));
  const error = await errorOf(client.listHostedNumberOrders(credentials));
  expect(String(error)).toContain('names itself');
});

test('a base address that is not http is refused at the start', () => {
  expect(() => makeClient(() => jsonAnswer(null), { previewUrl: 'ftp://preview.twilio.com' })).toThrow(TypeError);
});

test.each([
  ['meta with its own key', { meta: { key: 'orders', next_page_url: null }, orders: [1], items: [2] }, [1]],
  ['meta without a key', { meta: {}, items: [1] }, [1]],
  ['a list that is null', { meta: { key: 'items' }, items: null }, []],
  ['a collection between the paging keys', { page: 0, uri: '/x', accounts: [1], next_page_uri: null }, [1]],
])('an envelope is opened: %s', (_name, json, items) => expect(readEnvelope(json).items).toEqual(items));

test.each([
  ['nothing', null],
  ['a list', []],
  ['no list', { meta: { key: 'items' } }],
  ['a list that is text', { meta: { key: 'items' }, items: 'x' }],
  ['a key of the prototype', { meta: { key: 'constructor' } }],
  ['an error', { code: 20001, message: 'x' }],
])('an envelope is refused: %s', (_name, json) => expect(() => readEnvelope(json)).toThrow('no usable'));
