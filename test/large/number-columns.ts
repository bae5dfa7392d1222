// What the numbers of a large mirror look like, column by column: shares that a filter meets in a real estate.
import type { activeNumbers } from '../../src/db/tables.ts';
import { draw, flag, inTenRows, oneOf, pick, sidOf, skewed, withNulls, word } from './draws.ts';
import { type Columns, mirroredColumns, regions } from './shared-columns.ts';

/** Ten thousand towns, the first with a hundredth of all numbers; region, LATA and place on the map follow from the town. */
const town = skewed('town', 10_000);
const inTown = (name: string, expression: string) => withNulls(name, 1, withNulls('geography', 2, expression));
const preservation = [
  ['international', 60],
  ['domestic', 20],
  ['none', 10],
  [null, 10],
] as const;
const application = (name: string, nullPercent: number) =>
  withNulls(name, nullPercent, sidOf('AP', 'application', skewed(name, 40)));
const hook = (name: string, nullPercent: number) =>
  withNulls(
    name,
    nullPercent,
    `'https://hooks' || ${draw(`${name} host`, 20)} || '.example.com/${name}/' || ${skewed(name, 500)}`,
  );
const method = (name: string) =>
  word(name, [
    ['POST', 80],
    ['GET', 10],
    [null, 10],
  ]);

/** The number of row n, for the order that brought it in as well. One in a thousand is there twice, as after a port. */
export const phoneNumberOfRow = `'+1' || 2010000000 + mod(case when mod(n, 1000) = 1 then n - 1 else n end * 6700417, 7900000000)`;
export const numberSidOfRow = sidOf('PN', 'number', 'n');

export function numberColumns(rows: number): Columns<typeof activeNumbers> {
  return {
    ...mirroredColumns('PN', 'number', rows),
    readFrom: word('readFrom', [
      ['active-numbers', 97],
      ['incoming-phone-numbers', 3],
    ]),
    phoneNumber: phoneNumberOfRow,
    friendlyName: oneOf('friendlyName', [
      ['null', 5],
      [`'Store ' || lpad(${draw('store', 5000)}::text, 4, '0') || ' line ' || ${draw('line', 20)}`, 45],
      [`'SUPPORT ' || ${draw('desk', 300)}`, 20],
      [`'Größe ' || ${draw('size', 50)}`, 1],
      [phoneNumberOfRow, 29],
    ]),
    type: inTenRows(
      'type',
      rows,
      `'shortcode'`,
      word('type', [
        ['local', 75],
        ['mobile', 10],
        ['tollfree', 9],
        ['national', 2],
        ['satellite', 0.05],
        [null, 0],
      ]),
    ),
    lifecycle: inTenRows(
      'lifecycle',
      rows,
      `'exhausted'`,
      word('lifecycle', [
        ['generally-available', 94],
        ['beta', 3],
        ['developer-preview', 1],
        [null, 0],
      ]),
    ),
    url: withNulls('url', 3, `'https://preview.twilio.com/Numbers/ActiveNumbers/' || ${numberSidOfRow}`),
    origin: word('origin', [
      ['twilio', 60],
      ['hosted', 10],
      [null, 0],
    ]),
    beta: flag('beta', rows, false, 30),
    status: word('status', [
      ['in-use', 60],
      [null, 0],
    ]),
    addressSid: withNulls('addressSid', 40, sidOf('AD', 'address', skewed('addressSid', 300))),
    identitySid: withNulls('identitySid', 90, sidOf('RI', 'identity', skewed('identitySid', 50))),
    bundleSid: withNulls('bundleSid', 90, sidOf('BU', 'bundle', skewed('bundleSid', 50))),
    emergencyAddressStatus: word('emergencyAddressStatus', [
      ['registered', 10],
      ['unregistered', 50],
      [null, 0],
    ]),
    apiVersion: word('apiVersion', [
      ['2010-04-01', 60],
      [null, 0],
    ]),
    dateCreated: withNulls(
      'dateCreated',
      50,
      `timestamptz '2024-03-01Z' + ${draw('dateCreated', 700)} * interval '1 day'`,
    ),
    dateUpdated: withNulls(
      'dateUpdated',
      50,
      `timestamptz '2026-02-28T23:59:59Z' - ${skewed('dateUpdated', 40_000_000)} * interval '1 second'`,
    ),
    ...voiceColumns(rows),
    ...messagingColumns(rows),
    ...geographyColumns(rows),
    regulatoryAddressRequirements: inTenRows(
      'regulatoryAddressRequirements',
      rows,
      `'foreign'`,
      word('regulatoryAddressRequirements', [
        ['none', 90],
        ['any', 6],
        ['local', 2],
        [null, 0],
      ]),
    ),
    ...configurationColumns(rows),
  };
}

function voiceColumns(rows: number) {
  return {
    capabilitiesVoice: inTenRows('voice', rows, 'false', 'true'),
    capabilitiesVoiceInboundConnectivity: flag('voiceInbound', rows, true, 11),
    capabilitiesVoiceOutboundConnectivity: flag('voiceOutbound', rows, true, 11),
    capabilitiesVoiceE911: flag('e911', rows, true, 11),
    capabilitiesVoiceFax: flag('fax', rows, false, 11),
    capabilitiesVoiceSipTrunking: flag('sipTrunking', rows, false, 11),
    capabilitiesVoiceCallsPerSecond: oneOf('callsPerSecond', [
      ['null', 11],
      ['1', 80],
      ['30', 8],
      ['100', 0],
    ]),
    capabilitiesVoiceConcurrentCallsLimit: oneOf('concurrentCalls', [
      ['null', 11],
      ['4', 80],
      [draw('calls', 500), 0],
    ]),
    capabilitiesVoiceLongRecordLength: oneOf('recordLength', [
      ['null', 11],
      ['3600', 80],
      [draw('record', 14_400), 0],
    ]),
    capabilitiesVoiceInboundCalledDtmf: flag('calledDtmf', rows, true, 11),
    capabilitiesVoiceInboundCallerDtmf: flag('callerDtmf', rows, true, 11),
    capabilitiesVoiceInboundCallerIdPreservation: word('callerId', preservation),
    capabilitiesVoiceInboundReachability: reachability('voiceReachability', rows),
    capabilitiesVoiceCodecs: oneOf('codecs', [
      [`array['g711u']::text[]`, 60],
      [`array['g711u', 'g711a', 'opus']::text[]`, 30],
      [`array[]::text[]`, 0],
    ]),
  };
}

function messagingColumns(rows: number) {
  return {
    capabilitiesSms: `${draw('sms', 100)} < 80`,
    capabilitiesSmsInboundConnectivity: flag('smsInbound', rows, true, 20),
    capabilitiesSmsOutboundConnectivity: flag('smsOutbound', rows, true, 20),
    capabilitiesSmsGsm7: flag('gsm7', rows, true, 20),
    capabilitiesSmsUcs2: flag('ucs2', rows, true, 20),
    capabilitiesSmsGsm7Concatenation: flag('gsm7Concatenation', rows, true, 20),
    capabilitiesSmsUcs2Concatenation: flag('ucs2Concatenation', rows, true, 20),
    capabilitiesSmsInboundSenderIdPreservation: word('senderId', preservation),
    capabilitiesSmsInboundReachability: reachability('smsReachability', rows),
    capabilitiesSmsInboundMps: oneOf('smsMps', [
      ['null', 30],
      ['1', 60],
      ['3', 9],
      ['100', 0],
    ]),
    capabilitiesMms: `${draw('mms', 100)} < 40`,
    capabilitiesMmsInboundConnectivity: flag('mmsInbound', rows, true, 60),
    capabilitiesMmsOutboundConnectivity: flag('mmsOutbound', rows, true, 60),
    capabilitiesMmsInboundReachability: reachability('mmsReachability', rows),
    capabilitiesMmsInboundMps: oneOf('mmsMps', [
      ['null', 60],
      ['1', 35],
      ['3', 0],
    ]),
  };
}

function reachability(name: string, rows: number): string {
  return inTenRows(
    name,
    rows,
    `'lunar'`,
    word(name, [
      ['global', 70],
      ['domestic', 15],
      ['foreign', 0.1],
      [null, 0],
    ]),
  );
}

function geographyColumns(rows: number) {
  return {
    geographyIsoCountry: inTenRows(
      'country',
      rows,
      `'IS'`,
      word('country', [
        ['US', 92],
        ['CA', 6],
        ['GB', 1],
        [null, 0],
      ]),
    ),
    geographyLata: inTown('lata', `lpad((100 + mod(${town}, 200))::text, 4, '0')`),
    geographyRateCenter: inTown('rateCenter', `'RATE CENTER ' || mod(${town}, 3000)`),
    geographyLatitude: inTown(
      'latitude',
      `25 + mod(${town} * 37, 2400) / 100.0::float8 + ${draw('north', 1000)} / 10000.0::float8`,
    ),
    geographyLongitude: inTown(
      'longitude',
      `-124 + mod(${town} * 53, 5600) / 100.0::float8 + ${draw('east', 1000)} / 10000.0::float8`,
    ),
    geographyRegion: inTown('region', pick(regions, town)),
    geographyLocality: inTown('locality', `'Town ' || ${town}`),
    geographyPostalCode: inTown('postalCode', `lpad((${town} * 4 + ${draw('street', 4)})::text, 5, '0')`),
  };
}

function configurationColumns(rows: number) {
  return {
    configurationStatusCallback: hook('status', 70),
    configurationStatusCallbackMethod: method('statusCallbackMethod'),
    configurationVoiceApplicationSid: application('voiceApplication', 80),
    configurationVoiceTrunkSid: withNulls('trunk', 95, sidOf('TK', 'trunk', skewed('trunk', 10))),
    configurationVoiceEmergencyStatus: word('emergencyStatus', [
      ['Inactive', 85],
      ['Active', 10],
      [null, 0],
    ]),
    configurationVoiceEmergencyAddressSid: withNulls('emergency', 90, sidOf('AD', 'address', skewed('emergency', 300))),
    configurationVoiceReceiveMode: word('receiveMode', [
      ['voice', 90],
      ['fax', 1],
      [null, 0],
    ]),
    configurationVoiceUrl: hook('voice', 30),
    configurationVoiceMethod: method('voiceMethod'),
    configurationVoiceFallbackUrl: hook('voice-fallback', 80),
    configurationVoiceFallbackMethod: method('voiceFallbackMethod'),
    configurationVoiceCallerIdLookup: flag('callerIdLookup', rows, false, 10),
    configurationSmsApplicationSid: application('smsApplication', 80),
    configurationSmsUrl: hook('sms', 30),
    configurationSmsMethod: method('smsMethod'),
    configurationSmsFallbackUrl: hook('sms-fallback', 80),
    configurationSmsFallbackMethod: method('smsFallbackMethod'),
    configurationMmsApplicationSid: application('mmsApplication', 95),
    configurationMmsUrl: hook('mms', 80),
    configurationMmsMethod: method('mmsMethod'),
    configurationMmsFallbackUrl: hook('mms-fallback', 95),
    configurationMmsFallbackMethod: method('mmsFallbackMethod'),
  };
}
