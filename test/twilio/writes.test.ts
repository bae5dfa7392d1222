// The calls that change something: the forms they send, the examples they read, and how a deletion can end.
import { describe, expect, test } from 'vitest';
import {
  isNotFound,
  TwilioOutcomeUnknownError,
  TwilioRejectionError,
  TwilioUnavailableError,
} from '../../src/twilio/errors.ts';
import { acceptedConfiguration } from '../../src/twilio/number-configuration.ts';
import {
  credentials,
  errorOf,
  fixture,
  jsonAnswer,
  makeClient,
  networkFailure,
  orderJson,
  pageOf,
} from './fake-twilio.ts';

const orderSid = `HR${'a'.repeat(32)}`;
const documentSid = `PX${'a'.repeat(32)}`;
const numberSid = `PN${'y'.repeat(32)}`;
const preview = 'https://preview.twilio.com';
const incoming = `https://api.twilio.com/2010-04-01/Accounts/${credentials.accountSid}/IncomingPhoneNumbers`;
const fieldsOf = (body: string | undefined) => [...new URLSearchParams(body)];

describe('an order', () => {
  test('is changed by what is given; empty values are sent', async () => {
    const { client, sent } = makeClient(() => jsonAnswer(fixture('002-04-hosted-number-order')));
    const changes = { friendlyName: '', ccEmails: [], email: undefined, callDelay: 0, status: 'pending-verification' };
    const order = await client.updateHostedNumberOrder(credentials, orderSid, changes);
    expect(order).toMatchObject({ sid: orderSid, status: 'pending-loa' });
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${preview}/HostedNumbers/HostedNumberOrders/${orderSid}` });
    expect(fieldsOf(sent[0]?.body)).toEqual([
      ['FriendlyName', ''],
      ['CcEmails', ''],
      ['CallDelay', '0'],
      ['Status', 'pending-verification'],
    ]);
  });

  test('is found by exactly its number and its name', async () => {
    const items = [orderJson(), orderJson({ unique_name: 'another' }), orderJson({ phone_number: '+14153608312' })];
    const { client, sent } = makeClient(() => jsonAnswer(pageOf(items)));
    const filter = { phoneNumber: '+14153608311', uniqueName: 'foobar' };
    expect(await client.findHostedNumberOrders(credentials, filter)).toHaveLength(1);
    expect(sent[0]?.url).toBe(
      `${preview}/HostedNumbers/HostedNumberOrders?PhoneNumber=%2B14153608311&UniqueName=foobar&PageSize=50`,
    );
  });

  test('is not reported missing by a page that leaves it open', async () => {
    const unreadable = makeClient(() => jsonAnswer(pageOf([orderJson({ status: null })])));
    const more = makeClient(() => jsonAnswer(pageOf([], `${preview}/HostedNumbers/HostedNumberOrders?Page=1`)));
    for (const { client } of [unreadable, more]) {
      const error = await errorOf(client.findHostedNumberOrders(credentials, { uniqueName: 'foobar' }));
      expect(error).toBeInstanceOf(TwilioUnavailableError);
    }
    const { client } = makeClient(() => jsonAnswer(fixture('002-03-list-empty')));
    expect(await client.findHostedNumberOrders(credentials, { uniqueName: 'foobar' })).toEqual([]);
  });
});

describe('a document', () => {
  test('takes 15,000 orders as one repeated name', async () => {
    const { client, sent } = makeClient(() => jsonAnswer(fixture('003-01-authorization-document'), 201));
    const hostedNumberOrderSids = Array.from({ length: 15_000 }, (_, index) => `HR${String(index).padStart(32, '0')}`);
    const contact = { contactTitle: 'Director', contactPhoneNumber: '+14155550100', email: 'owner@example.com' };
    await client.createAuthorizationDocument(credentials, { hostedNumberOrderSids, ...contact });
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${preview}/HostedNumbers/AuthorizationDocuments` });
    expect(new URLSearchParams(sent[0]?.body).getAll('HostedNumberOrderSids')).toEqual(hostedNumberOrderSids);
    expect(sent[0]?.body.length).toBeLessThan(900_000);
  });

  test('is changed', async () => {
    const { client, sent } = makeClient(() => jsonAnswer(fixture('003-04-authorization-document')));
    const changed = await client.updateAuthorizationDocument(credentials, documentSid, { status: 'opened' });
    expect(changed).toMatchObject({ email: 'test+hosted@twilio.com', accountSid: credentials.accountSid });
    expect(sent[0]).toMatchObject({
      url: `${preview}/HostedNumbers/AuthorizationDocuments/${documentSid}`,
      body: 'Status=opened',
    });
  });
});

describe('a number', () => {
  const settings = {
    friendlyName: 'Desk',
    voiceUrl: 'https://example.com/voice',
    smsMethod: 'GET',
    statusCallback: '',
  };

  test('is set up under the names of each resource', async () => {
    const answer = ({ url }: { url: string }) =>
      jsonAnswer(url.includes('Incoming') ? fixture('000-04-incoming-phone-number') : fixture('004-02-active-number'));
    const { client, sent } = makeClient(answer);
    await client.updateActiveNumber(credentials, 'active-numbers', numberSid, settings);
    const more = { ...settings, voiceTrunkSid: '', voiceCallerIdLookup: false, voiceEmergencyAddressSid: '' };
    await client.updateActiveNumber(credentials, 'incoming-phone-numbers', numberSid, more);
    const [active, , flat] = sent;
    expect(active?.url).toBe(`${preview}/Numbers/ActiveNumbers/${numberSid}`);
    expect(fieldsOf(active?.body)).toEqual([
      ['Configurations.FriendlyName', 'Desk'],
      ['Configurations.Voice.Url', 'https://example.com/voice'],
      ['Configurations.Sms.Method', 'GET'],
      ['Configurations.StatusCallback', ''],
    ]);
    expect(flat?.url).toBe(`${incoming}/${numberSid}.json`);
    expect(fieldsOf(flat?.body)).toEqual([
      ['FriendlyName', 'Desk'],
      ['VoiceUrl', 'https://example.com/voice'],
      ['SmsMethod', 'GET'],
      ['StatusCallback', ''],
      ['TrunkSid', ''],
      ['VoiceCallerIdLookup', 'false'],
      ['EmergencyAddressSid', ''],
    ]);
  });

  test('refuses a setting that the resource does not take, before anything is sent', async () => {
    const { client, sent } = makeClient(() => jsonAnswer(null));
    expect(acceptedConfiguration['active-numbers'].has('voiceTrunkSid')).toBe(false);
    expect(acceptedConfiguration['incoming-phone-numbers'].has('voiceTrunkSid')).toBe(true);
    const error = await errorOf(
      client.updateActiveNumber(credentials, 'active-numbers', numberSid, { voiceTrunkSid: '' }),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(sent).toEqual([]);
  });

  const [listed] = Object(fixture('004-03-list-active-number')).items;
  const bought = (sid?: string) => jsonAnswer(pageOf([{ ...listed, sid }]), 201);

  test('that is bought keeps what lists say, and its own settings when the list lags', async () => {
    const own = { ...Object(fixture('004-02-active-number')), phone_number: '+1555223000' };
    const { sid } = own;
    const lagging = { ...listed, sid, configurations: { ...listed.configurations, friendly_name: 'old' } };
    const { client, sent } = makeClient(({ method }) => jsonAnswer(method === 'POST' ? own : pageOf([lagging])));
    const number = await client.purchaseActiveNumber(credentials, 'active-numbers', '+1555223000', {});
    expect(number).toMatchObject({
      sid,
      friendlyName: '(855) 972-8742',
      capabilitiesVoiceCodecs: ['g711u'],
      configurationVoiceReceiveMode: 'voice',
    });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(sent[0]?.body).toBe('PhoneNumber=%2B1555223000');
  });

  test('that is bought stands even when the completing read fails', async () => {
    const { client } = makeClient(({ method }) => (method === 'POST' ? bought(numberSid) : jsonAnswer({}, 404)));
    const number = await client.purchaseActiveNumber(credentials, 'active-numbers', '+1555223000', {});
    expect(number).toMatchObject({ sid: numberSid, capabilitiesVoiceCodecs: ['g711u'] });
  });

  test('that is bought without a sid is looked up by its number', async () => {
    const known = { ...Object(fixture('000-04-incoming-phone-number')), phone_number: '+1555223000', sid: numberSid };
    const { client } = makeClient(({ method }) =>
      method === 'POST' ? bought() : jsonAnswer({ incoming_phone_numbers: [known] }),
    );
    expect(await client.purchaseActiveNumber(credentials, 'active-numbers', '+1555223000', {})).toMatchObject({
      sid: numberSid,
    });
    const blind = makeClient(({ method }) => (method === 'POST' ? bought() : jsonAnswer({}, 404)));
    const error = await errorOf(blind.client.purchaseActiveNumber(credentials, 'active-numbers', '+1555223000', {}));
    expect(error).toBeInstanceOf(TwilioOutcomeUnknownError);
  });

  test('is given to another account by the parent, under the path of its owner', async () => {
    const [owner, target] = [`AC${'b'.repeat(32)}`, `AC${'c'.repeat(32)}`];
    const anonymous = { ...Object(fixture('000-04-incoming-phone-number')), account_sid: undefined };
    const { client, sent } = makeClient(() => jsonAnswer(anonymous));
    const number = await client.transferActiveNumber(credentials, numberSid, target, owner);
    expect(number.accountSid).toBe(target);
    expect(sent[0]).toMatchObject({
      url: `https://api.twilio.com/2010-04-01/Accounts/${owner}/IncomingPhoneNumbers/${numberSid}.json`,
      body: `AccountSid=${target}`,
    });
  });
});

describe('a deletion', () => {
  const endings: [string, () => Response | Promise<Response>, unknown][] = [
    ['200 in HTML', () => new Response('<html>'), TwilioOutcomeUnknownError],
    ['200 in JSON', () => jsonAnswer({}), TwilioOutcomeUnknownError],
    ['a redirect', () => new Response(null, { status: 302 }), TwilioOutcomeUnknownError],
    ['500', () => new Response('', { status: 500 }), TwilioOutcomeUnknownError],
    ['a reset', () => Promise.reject(networkFailure('ECONNRESET', 'read')), TwilioOutcomeUnknownError],
    ['a refused connection', () => Promise.reject(networkFailure('ECONNREFUSED', 'connect')), TwilioUnavailableError],
    ['429', () => jsonAnswer({ code: 20429 }, 429), TwilioUnavailableError],
    ['404', () => jsonAnswer({ code: 20404 }, 404), TwilioRejectionError],
    ['400', () => jsonAnswer({ code: 22111 }, 400), TwilioRejectionError],
  ];
  test.each(endings)('that meets %s ends as promised, and is sent once', async (_name, answer, expected) => {
    const { client, sent } = makeClient(answer);
    expect(await errorOf(client.deleteHostedNumberOrder(credentials, orderSid))).toBeInstanceOf(expected);
    expect(sent).toHaveLength(1);
  });

  test('is done with 204, at the address of the resource and without a body', async () => {
    const { client, sent } = makeClient(() => new Response(null, { status: 204 }));
    await client.deleteHostedNumberOrder(credentials, orderSid);
    await client.releaseActiveNumber(credentials, 'active-numbers', numberSid);
    await client.releaseActiveNumber(credentials, 'incoming-phone-numbers', numberSid);
    expect(sent.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['DELETE', `${preview}/HostedNumbers/HostedNumberOrders/${orderSid}`, ''],
      ['DELETE', `${preview}/Numbers/ActiveNumbers/${numberSid}`, ''],
      ['DELETE', `${incoming}/${numberSid}.json`, ''],
    ]);
    expect(sent[0]?.headers.has('content-type')).toBe(false);
  });

  test('of what is not there says so', async () => {
    const { client } = makeClient(() => jsonAnswer({ code: 20404 }, 404));
    expect(isNotFound(await errorOf(client.deleteHostedNumberOrder(credentials, orderSid)))).toBe(true);
  });
});
