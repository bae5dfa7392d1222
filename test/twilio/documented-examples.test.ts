// Every example of Twilio's pages is read, as it stands there.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readActiveNumber } from '../../src/twilio/representations/active-number.ts';
import { readAuthorizationDocument } from '../../src/twilio/representations/authorization-document.ts';
import { readEnvelope } from '../../src/twilio/representations/envelope.ts';
import { readHostedNumberOrder } from '../../src/twilio/representations/hosted-number-order.ts';
import { readIncomingPhoneNumber } from '../../src/twilio/representations/incoming-phone-number.ts';
import { credentials, fixture } from './fake-twilio.ts';
import { tollFreeNumber } from './toll-free-number.ts';

const asked = credentials.accountSid;

const expectations: Record<string, () => void> = {
  '000-01-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('000-01-hosted-number-order'), asked)).toEqual({
      sid: 'HR36f3f0c7c8d5d9210114fdcd8b6bcf19',
      accountSid: 'ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      phoneNumber: '+18444905863',
      status: 'twilio-processing',
      failureReason: null,
      failureCode: null,
      capabilitiesSms: true,
      capabilitiesMms: false,
      capabilitiesVoice: false,
      capabilitiesFax: null,
      friendlyName: 'MyHostedNumberSmsOrder',
      uniqueName: null,
      url: 'https://preview.twilio.com/HostedNumbers/HostedNumberOrders/HR36f3f0c7c8d5d9210114fdcd8b6bcf19',
      email: null,
      ccEmails: [],
      addressSid: null,
      incomingPhoneNumberSid: 'PN876a18805574a952ffb73907b24205f0',
      signingDocumentSid: null,
      verificationType: 'phone-call',
      verificationDocumentSid: null,
      verificationAttempts: 0,
      verificationCallSids: [],
      verificationCode: null,
      extension: null,
      callDelay: 0,
      dateCreated: new Date('2018-01-21T21:40:55Z'),
      dateUpdated: new Date('2018-01-21T21:40:55Z'),
    }),
  '000-02-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('000-02-hosted-number-order'), asked)).toMatchObject({
      status: 'pending-verification',
      failureReason: null,
      verificationAttempts: 1,
      verificationCode: '310001',
      verificationCallSids: ['CA83f7aa47a1760188e892fe8c2ba86749'],
      verificationDocumentSid: 'RI2ad9942e6daa7d8e87a154f6f675f3f8',
      dateUpdated: new Date('2018-01-21T22:31:43Z'),
    }),
  '000-03-authorization-document': () =>
    expect(readAuthorizationDocument(fixture('000-03-authorization-document'), asked)).toEqual({
      sid: 'PX5b7889b420ec6bca465c068f5bc2b67e',
      accountSid: asked,
      status: 'signing',
      addressSid: 'AD1e20d20a7772e157c8ddbaba36aefef0',
      email: 'owner@example.com',
      ccEmails: ['person1@example.com', 'person2@example.com'],
      url: 'https://preview.twilio.com/HostedNumbers/AuthorizationDocuments/PX5b7889b420ec6bca465c068f5bc2b67e',
      dateCreated: new Date('2017-10-16T23:54:58Z'),
      dateUpdated: new Date('2017-10-16T23:54:59Z'),
    }),
  '000-04-incoming-phone-number': () =>
    expect(readIncomingPhoneNumber(fixture('000-04-incoming-phone-number'), asked)).toMatchObject({
      sid: 'PN9c45b3eb69d07536c60a621891420bfc',
      accountSid: 'ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      readFrom: 'incoming-phone-numbers',
      phoneNumber: '+18444725974',
      friendlyName: 'something new',
      type: null,
      lifecycle: null,
      url: 'https://api.twilio.com/2010-04-01/Accounts/ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX/IncomingPhoneNumbers/PN9c45b3eb69d07536c60a621891420bfc.json',
      origin: 'hosted',
      beta: false,
      apiVersion: '2010-04-01',
      dateCreated: new Date('2017-10-25T22:54:16Z'),
      dateUpdated: new Date('2017-10-25T23:43:35Z'),
      capabilitiesVoice: false,
      capabilitiesVoiceFax: false,
      capabilitiesVoiceCodecs: [],
      capabilitiesSms: true,
      capabilitiesSmsInboundConnectivity: null,
      capabilitiesMms: false,
      geographyIsoCountry: null,
      regulatoryAddressRequirements: 'none',
      configurationVoiceReceiveMode: 'voice',
      configurationVoiceCallerIdLookup: false,
      configurationVoiceEmergencyStatus: 'Inactive',
      configurationSmsUrl: 'https://demo.twilio.com/welcome/sms/reply/',
      configurationStatusCallback: null,
    }),
  '002-01-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('002-01-hosted-number-order'), asked)).toMatchObject({
      sid: `HR${'a'.repeat(32)}`,
      status: 'received',
      verificationCallSids: [],
      failureReason: null,
      capabilitiesMms: null,
      ccEmails: [],
    }),
  '002-02-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('002-02-hosted-number-order'), asked)).toMatchObject({
      uniqueName: 'foobar',
      callDelay: 15,
      extension: '5105',
      verificationCode: '8794',
      signingDocumentSid: `PX${'1'.repeat(32)}`,
      ccEmails: ['aaa@twilio.com', 'bbb@twilio.com'],
    }),
  '002-03-list-empty': () => expect(readEnvelope(fixture('002-03-list-empty'))).toEqual({ items: [], next: null }),
  '002-04-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('002-04-hosted-number-order'), asked)).toMatchObject({
      status: 'pending-loa',
      email: 'test+hosted@twilio.com',
      verificationAttempts: 1,
    }),
  '002-05-hosted-number-order': () =>
    expect(readHostedNumberOrder(fixture('002-05-hosted-number-order'), asked)).toMatchObject({
      status: 'pending-verification',
      friendlyName: 'new friendly name',
    }),
  '003-01-authorization-document': () =>
    expect(readAuthorizationDocument(fixture('003-01-authorization-document'), asked)).toMatchObject({
      email: 'Email',
      accountSid: asked,
      status: 'signing',
    }),
  '003-02-authorization-document': () =>
    expect(readAuthorizationDocument(fixture('003-02-authorization-document'), asked)).toMatchObject({
      email: 'test@twilio.com',
      addressSid: `AD${'1'.repeat(32)}`,
    }),
  '003-03-list-empty': () => expect(readEnvelope(fixture('003-03-list-empty'))).toEqual({ items: [], next: null }),
  '003-04-authorization-document': () =>
    expect(readAuthorizationDocument(fixture('003-04-authorization-document'), asked)).toMatchObject({
      email: 'test+hosted@twilio.com',
      ccEmails: ['test1@twilio.com', 'test2@twilio.com'],
    }),
  '004-01-list-active-number': () => {
    const { items, next } = readEnvelope(fixture('004-01-list-active-number'));
    expect(next).toBeNull();
    expect(items.map((item) => readActiveNumber(item, asked))).toEqual([
      { ...tollFreeNumber, configurationVoiceUrl: null },
    ]);
  },
  '004-02-active-number': () =>
    expect(readActiveNumber(fixture('004-02-active-number'), asked)).toEqual(tollFreeNumber),
  '004-03-list-active-number': () => {
    const [item] = readEnvelope(fixture('004-03-list-active-number')).items;
    expect(() => readActiveNumber(item, asked)).toThrow('sid');
    expect(readActiveNumber({ ...Object(item), sid: `PN${'b'.repeat(32)}` }, asked)).toMatchObject({
      accountSid: asked,
      phoneNumber: '+1555223000',
      friendlyName: null,
      type: 'local',
      capabilitiesVoiceE911: true,
      capabilitiesVoiceCodecs: ['g711u'],
      capabilitiesSmsGsm7Concatenation: true,
      capabilitiesMms: true,
      capabilitiesMmsInboundReachability: 'global',
      capabilitiesMmsInboundMps: null,
      geographyLata: '132',
      geographyLatitude: 40.8719,
      geographyLongitude: -73.4347,
      geographyPostalCode: '11743',
      configurationStatusCallback: null,
      configurationStatusCallbackMethod: 'POST',
      configurationVoiceReceiveMode: 'voice',
    });
  },
};

describe('an example of the pages is read as it stands there', () => {
  test.each(Object.entries(expectations))('%s', (_name, expectation) => expectation());

  test('no example is forgotten but the two of Lookup', () => {
    const files = readdirSync(new URL('../fixtures/twilio/', import.meta.url));
    const names = files.map((file) => file.replace(/\.json$/, '')).filter((name) => !name.startsWith('001-'));
    expect(Object.keys(expectations).sort()).toEqual(names.sort());
  });
});
