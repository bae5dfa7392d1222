// Where Twilio's pages, its specification and its live answers contradict each other, every spelling reads the same.
import { describe, expect, test } from 'vitest';
import { RepresentationError } from '../../src/twilio/errors.ts';
import { readAccount } from '../../src/twilio/representations/account.ts';
import { readActiveNumber } from '../../src/twilio/representations/active-number.ts';
import { readHostedNumberOrder } from '../../src/twilio/representations/hosted-number-order.ts';
import { readIncomingPhoneNumber } from '../../src/twilio/representations/incoming-phone-number.ts';
import { credentials, fixture, orderJson } from './fake-twilio.ts';

const asked = credentials.accountSid;
const readOrder = (changes: Record<string, unknown>) => readHostedNumberOrder(orderJson(changes), asked);
const numberJson = (changes: Record<string, unknown>) => ({ ...Object(fixture('004-02-active-number')), ...changes });
const readNumber = (changes: Record<string, unknown>) => readActiveNumber(numberJson(changes), asked);
const incomingJson = (changes: Record<string, unknown>) => ({
  ...Object(fixture('000-04-incoming-phone-number')),
  ...changes,
});

describe('an active number', () => {
  test('has one configuration, whether Twilio says configuration or configurations', () => {
    const { configuration, ...rest } = numberJson({});
    expect(readActiveNumber({ ...rest, configurations: configuration }, asked)).toEqual(readNumber({}));
  });

  test.each(['status_callback', 'status_callback_url'])('has one status callback, from %s too', (name) => {
    const number = readNumber({
      configuration: { [name]: 'https://example.com/calls', status_callback_method: 'get' },
    });
    expect(number.configurationStatusCallback).toBe('https://example.com/calls');
    expect(number.configurationStatusCallbackMethod).toBe('GET');
  });

  test('has one friendly name, on top or inside the configuration', () => {
    expect(readNumber({ friendly_name: 'Desk' }).friendlyName).toBe('Desk');
    expect(readNumber({ configuration: { friendly_name: 'Desk' } }).friendlyName).toBe('Desk');
    expect(readNumber({ configuration: null }).friendlyName).toBeNull();
  });

  test('may come as a list of one, but not of none or two', () => {
    expect(readActiveNumber({ items: [numberJson({})], meta: {} }, asked)).toEqual(readNumber({}));
    expect(() => readActiveNumber({ items: [] }, asked)).toThrow(RepresentationError);
    expect(() => readActiveNumber({ items: [numberJson({}), numberJson({})] }, asked)).toThrow('items');
  });

  test.each([
    [{ lata: 132, latitude: 40.8719, longitude: -73.4347, postal_code: 11743 }],
    [{ lata: '132', latitude: '40.8719', longitude: '-73.4347', postal_code: '11743' }],
  ])('has the same geography from numbers and from texts: %j', (geography) => {
    expect(readNumber({ geography })).toMatchObject({
      geographyLata: '132',
      geographyLatitude: 40.8719,
      geographyLongitude: -73.4347,
      geographyPostalCode: '11743',
    });
  });

  test('keeps the zeros in front of a postal code, and reads empty degrees as unknown', () => {
    const number = readNumber({ geography: { postal_code: '02134', latitude: '', longitude: 'west' } });
    expect(number).toMatchObject({ geographyPostalCode: '02134', geographyLatitude: null, geographyLongitude: null });
  });

  test('is capable of nothing when Twilio sends no capabilities', () => {
    for (const capabilities of [null, undefined, 'voice']) {
      const number = readNumber({ capabilities });
      expect(number).toMatchObject({ capabilitiesVoice: false, capabilitiesSms: false, capabilitiesMms: false });
      expect(number.capabilitiesVoiceCodecs).toEqual([]);
    }
  });

  test.each([
    [-1, null],
    [0, 0],
    [30, 30],
    ['30', 30],
    [2.5, null],
    [2 ** 31, null],
    [null, null],
  ])('has %j messages per second as %j', (inbound_mps, expected) => {
    expect(readNumber({ capabilities: { sms: { inbound_mps } } }).capabilitiesSmsInboundMps).toBe(expected);
  });

  test('has the words of the vocabulary, whatever their case and separators; unknown words stay as sent', () => {
    const number = readNumber({
      type: 'TollFree',
      lifecycle: 'Generally Available',
      capabilities: { voice: { inbound_caller_id_preservation: 'International', inbound_reachability: 'Orbital' } },
      regulatory: { address_requirements: 'NONE' },
    });
    expect(number).toMatchObject({
      type: 'tollfree',
      lifecycle: 'generally-available',
      capabilitiesVoiceInboundCallerIdPreservation: 'international',
      capabilitiesVoiceInboundReachability: 'Orbital',
      regulatoryAddressRequirements: 'none',
    });
  });
});

describe('an incoming phone number', () => {
  test('is capable with unknown details where Twilio says true', () => {
    const capabilities = { voice: true, sms: false, mms: true, fax: true };
    const number = readIncomingPhoneNumber(incomingJson({ capabilities }), asked);
    expect(number).toMatchObject({
      capabilitiesVoice: true,
      capabilitiesVoiceFax: true,
      capabilitiesVoiceCallsPerSecond: null,
      capabilitiesSms: false,
      capabilitiesMms: true,
      capabilitiesMmsInboundConnectivity: null,
    });
  });

  test('has unset URLs and sids as null, sent as null or as empty text', () => {
    const unset = { voice_url: '', sms_application_sid: '', trunk_sid: '', bundle_sid: null, account_sid: '' };
    expect(readIncomingPhoneNumber(incomingJson(unset), asked)).toMatchObject({
      configurationVoiceUrl: null,
      configurationSmsApplicationSid: null,
      configurationVoiceTrunkSid: null,
      bundleSid: null,
      accountSid: asked,
    });
  });

  test('has the same columns as an active number', () => {
    const columns = Object.keys(readIncomingPhoneNumber(incomingJson({}), asked)).sort();
    expect(columns).toEqual(Object.keys(readNumber({})).sort());
  });
});

describe('an order', () => {
  test.each([
    ['2017-03-28T20:06:39Z', '2017-03-28T20:06:39.000Z'],
    ['2017-03-28T20:06:39', '2017-03-28T20:06:39.000Z'],
    ['2017-03-28T22:06:39+02:00', '2017-03-28T20:06:39.000Z'],
    ['2017-03-28T20:06:39.123Z', '2017-03-28T20:06:39.123Z'],
    ['Tue, 28 Mar 2017 20:06:39 +0000', '2017-03-28T20:06:39.000Z'],
    ['Tue, 28 Mar 2017 13:06:39 -0700', '2017-03-28T20:06:39.000Z'],
    ['28 Mar 2017 20:06:39 GMT', '2017-03-28T20:06:39.000Z'],
  ])('created %s was created at %s', (date_created, expected) => {
    expect(readOrder({ date_created }).dateCreated.toISOString()).toBe(expected);
  });

  test.each(['yesterday', 'order 1', '2017-13-45T00:00:00Z', '0000-01-01T00:00:00Z', 1_490_731_599, null, undefined])(
    'is refused with %j as its date of creation',
    (date_created) => expect(() => readOrder({ date_created })).toThrow('date_created'),
  );

  test('that was never updated was last changed when it was made', () => {
    const { dateCreated, dateUpdated } = readOrder({ date_updated: null });
    expect(dateUpdated).toEqual(dateCreated);
  });

  test.each([
    ['pending-verification', 'pending-verification'],
    ['Pending-Verification', 'pending-verification'],
    ['action_required', 'action-required'],
    ['Twilio Processing', 'twilio-processing'],
    ['shipped', 'shipped'],
    ['SHIPPED', 'SHIPPED'],
  ])('in %s has the status %s', (status, expected) => expect(readOrder({ status }).status).toBe(expected));

  test('has lists where Twilio sends null, and text where it sends a number', () => {
    const order = readOrder({
      verification_call_sids: null,
      cc_emails: undefined,
      verification_code: 42,
      extension: 7,
    });
    expect(order).toMatchObject({ verificationCallSids: [], ccEmails: [], verificationCode: '42', extension: '7' });
  });

  test('keeps malformed sids and addresses as sent', () => {
    expect(readOrder({ sid: 'HRnot-a-sid', email: 'Email' })).toMatchObject({ sid: 'HRnot-a-sid', email: 'Email' });
  });

  test('belongs to the account that was asked when Twilio names none', () => {
    expect(readOrder({ account_sid: undefined }).accountSid).toBe(asked);
  });

  test('without capabilities says nothing of any of them', () => {
    expect(readOrder({ capabilities: null })).toMatchObject({ capabilitiesSms: null, capabilitiesFax: null });
  });
});

describe('an account', () => {
  test('that asked has the token it asked with; another brings its own', () => {
    expect(readAccount({ sid: asked, status: 'active' }, credentials)).toEqual({
      sid: asked,
      ownerAccountSid: asked,
      friendlyName: null,
      status: 'active',
      authToken: credentials.authToken,
    });
    const other = { sid: `AC${'b'.repeat(32)}`, owner_account_sid: asked, auth_token: 'theirs', friendly_name: '' };
    expect(readAccount(other, credentials)).toMatchObject({ ownerAccountSid: asked, authToken: 'theirs' });
  });
});
