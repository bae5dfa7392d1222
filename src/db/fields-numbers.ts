// The fields of numbers. A raw word is left out where its enum is there, and `url` where `sid` is: they say the same.
import {
  addressRequirements,
  httpMethods,
  identityPreservations,
  numberLifecycles,
  numberResources,
  numberTypes,
  reachabilities,
} from '../vocabulary.ts';
import {
  each,
  exact,
  type FieldTree,
  flag,
  float,
  group,
  integer,
  present,
  sid,
  text,
  texts,
  time,
  word,
} from './fields.ts';

const reachability = { operators: 'ReachabilityOp', words: each(reachabilities) };
const preservation = { operators: 'PreservationOp', words: each(identityPreservations) };
const method = { operators: 'HttpMethodOp', words: each(httpMethods) };

/** Fields of few values share an index with their neighbours. */
const [traits, voice, messaging, settings] = [
  { shared: 'traits' },
  { shared: 'voice' },
  { shared: 'messaging' },
  { shared: 'settings' },
] as const;

const voiceFields: FieldTree = {
  present: present('capabilitiesVoice', 'voice', 'Whether the number can do calls at all.'),
  inboundConnectivity: flag('capabilitiesVoiceInboundConnectivity', 'voice', 'Whether calls come in.'),
  outboundConnectivity: flag('capabilitiesVoiceOutboundConnectivity', 'voice', 'Whether calls go out.'),
  e911: flag('capabilitiesVoiceE911', 'voice', 'Whether emergency calls (911) are possible.'),
  fax: flag('capabilitiesVoiceFax', 'voice', 'Whether fax is possible.'),
  sipTrunking: flag('capabilitiesVoiceSipTrunking', 'voice', 'Whether SIP trunking is possible.'),
  callsPerSecond: integer('capabilitiesVoiceCallsPerSecond', 'voice', 'How many calls can be started per second.'),
  concurrentCallsLimit: integer(
    'capabilitiesVoiceConcurrentCallsLimit',
    'voice',
    'How many calls can be active at one time.',
  ),
  longRecordLength: integer(
    'capabilitiesVoiceLongRecordLength',
    'voice',
    'How many seconds of voicemail can be recorded.',
  ),
  inboundCalledDtmf: flag('capabilitiesVoiceInboundCalledDtmf', 'voice', 'Key tones of the called party, on calls in.'),
  inboundCallerDtmf: flag('capabilitiesVoiceInboundCallerDtmf', 'voice', 'Key tones of the caller, on calls in.'),
  inboundCallerIdPreservation: word(
    'capabilitiesVoiceInboundCallerIdPreservation',
    preservation,
    voice,
    "Whether the caller's number is kept.",
  ),
  inboundReachability: word(
    'capabilitiesVoiceInboundReachability',
    reachability,
    voice,
    'From where the number can be called.',
    { facet: 'VOICE_REACHABILITY' },
  ),
  codecs: texts('capabilitiesVoiceCodecs', 'The codecs of calls.'),
};

const smsFields: FieldTree = {
  present: present('capabilitiesSms', 'messaging', 'Whether the number can do text messages at all.'),
  inboundConnectivity: flag('capabilitiesSmsInboundConnectivity', 'messaging', 'Whether messages come in.'),
  outboundConnectivity: flag('capabilitiesSmsOutboundConnectivity', 'messaging', 'Whether messages go out.'),
  gsm7: flag('capabilitiesSmsGsm7', 'messaging', 'Whether GSM-7 is possible.'),
  ucs2: flag('capabilitiesSmsUcs2', 'messaging', 'Whether UCS-2 is possible.'),
  gsm7Concatenation: flag(
    'capabilitiesSmsGsm7Concatenation',
    'messaging',
    'Whether long messages in GSM-7 are joined.',
  ),
  ucs2Concatenation: flag(
    'capabilitiesSmsUcs2Concatenation',
    'messaging',
    'Whether long messages in UCS-2 are joined.',
  ),
  inboundSenderIdPreservation: word(
    'capabilitiesSmsInboundSenderIdPreservation',
    preservation,
    messaging,
    "Whether the sender's number is kept.",
  ),
  inboundReachability: word(
    'capabilitiesSmsInboundReachability',
    reachability,
    messaging,
    'From where messages reach the number.',
    { facet: 'SMS_REACHABILITY' },
  ),
  inboundMps: integer('capabilitiesSmsInboundMps', 'messaging', 'How many messages can come in per second.'),
};

const mmsFields: FieldTree = {
  present: present('capabilitiesMms', 'messaging', 'Whether the number can do media messages at all.'),
  inboundConnectivity: flag('capabilitiesMmsInboundConnectivity', 'messaging', 'Whether messages come in.'),
  outboundConnectivity: flag('capabilitiesMmsOutboundConnectivity', 'messaging', 'Whether messages go out.'),
  inboundReachability: word(
    'capabilitiesMmsInboundReachability',
    reachability,
    messaging,
    'From where messages reach the number.',
    { facet: 'MMS_REACHABILITY' },
  ),
  inboundMps: integer('capabilitiesMmsInboundMps', 'messaging', 'How many messages can come in per second.'),
};

const geographyFields: FieldTree = {
  isoCountry: text('geographyIsoCountry', 'ordered', 'The country, two letters.', {
    sort: 'ISO_COUNTRY',
    facet: 'COUNTRY',
  }),
  lata: text('geographyLata', 'ordered', 'The LATA.', { sort: 'LATA' }),
  rateCenter: text('geographyRateCenter', 'ordered', 'The rate center.', { sort: 'RATE_CENTER', facet: 'RATE_CENTER' }),
  region: text('geographyRegion', 'ordered', 'The state or province, two letters.', {
    sort: 'REGION',
    facet: 'REGION',
  }),
  locality: text('geographyLocality', 'ordered', 'The town.', { sort: 'LOCALITY', facet: 'LOCALITY' }),
  postalCode: text('geographyPostalCode', 'ordered', 'The postal code.', { sort: 'POSTAL_CODE' }),
  // Its index is that of the place, where it comes first.
  latitude: float('geographyLatitude', 'place', 'Degrees north.'),
  longitude: float('geographyLongitude', 'own', 'Degrees east.'),
  near: {
    kind: 'near',
    latitude: 'geographyLatitude',
    longitude: 'geographyLongitude',
    describes: 'Within a circle around a place. Numbers without coordinates are in none.',
  },
};

/** Messages with and without media are set up alike. */
const messagingConfigurationFields = (block: 'Sms' | 'Mms'): FieldTree => ({
  applicationSid: sid(
    `configuration${block}ApplicationSid`,
    'application',
    'own',
    'The application that handles messages.',
  ),
  url: text(`configuration${block}Url`, 'own', 'What Twilio requests when a message comes in.'),
  method: word(`configuration${block}Method`, method, settings, 'How it requests `url`.'),
  fallbackUrl: text(`configuration${block}FallbackUrl`, 'own', 'What it requests when `url` fails.'),
  fallbackMethod: word(`configuration${block}FallbackMethod`, method, settings, 'How it requests `fallbackUrl`.'),
});

const voiceConfigurationFields: FieldTree = {
  applicationSid: sid('configurationVoiceApplicationSid', 'application', 'own', 'The application that handles calls.'),
  trunkSid: sid('configurationVoiceTrunkSid', 'trunk', 'own', 'The SIP trunk that handles calls.'),
  emergencyStatus: text('configurationVoiceEmergencyStatus', settings, 'Whether emergency calling is on.'),
  emergencyAddressSid: sid(
    'configurationVoiceEmergencyAddressSid',
    'address',
    'own',
    'The address told to emergency services.',
  ),
  receiveMode: text('configurationVoiceReceiveMode', settings, '`voice` or `fax`.'),
  url: text('configurationVoiceUrl', 'own', 'What Twilio requests when the number is called.'),
  method: word('configurationVoiceMethod', method, settings, 'How it requests `url`.'),
  fallbackUrl: text('configurationVoiceFallbackUrl', 'own', 'What it requests when `url` fails.'),
  fallbackMethod: word('configurationVoiceFallbackMethod', method, settings, 'How it requests `fallbackUrl`.'),
  callerIdLookup: flag('configurationVoiceCallerIdLookup', 'settings', "Whether the caller's name is looked up."),
};

export const activeNumberFields: FieldTree = {
  sid: sid('sid', 'phoneNumber', 'primary', 'The sid (PN...).'),
  phoneNumber: exact('phoneNumber', 'list', 'The number, e.g. everything that starts with +1415.', {
    sort: 'PHONE_NUMBER',
  }),
  friendlyName: text('friendlyName', 'ordered', 'The name for people.', { sort: 'FRIENDLY_NAME' }),
  // The graph says UNKNOWN where the resource has no type at all, so the filter does too.
  type: word(
    'type',
    { operators: 'NumberTypeOp', words: each(numberTypes), emptyIsUnknown: true },
    traits,
    'The kind of number.',
    {
      facet: 'TYPE',
    },
  ),
  lifecycle: word(
    'lifecycle',
    { operators: 'NumberLifecycleOp', words: each(numberLifecycles) },
    traits,
    'How mature the offer of such numbers is.',
    {
      facet: 'LIFECYCLE',
    },
  ),
  account: sid('accountSid', 'account', 'ordered', 'The account that the record belongs to (AC...).', {
    facet: 'ACCOUNT',
  }),
  readFrom: word(
    'readFrom',
    { operators: 'NumberResourceOp', words: each(numberResources) },
    traits,
    'The resource that the number was read from.',
  ),
  origin: text('origin', traits, 'How the number came, e.g. `twilio` or `hosted`.'),
  beta: flag('beta', 'traits', 'Whether the number is new to Twilio.'),
  status: text('status', traits, 'Whether the number is in use, in the word of Twilio.'),
  addressSid: sid('addressSid', 'address', 'own', 'The address registered for the number (AD...).'),
  identitySid: sid('identitySid', 'identityDocument', 'own', 'The identity registered for the number (RI...).'),
  bundleSid: sid('bundleSid', 'bundle', 'own', 'The regulatory bundle of the number (BU...).'),
  emergencyAddressStatus: text('emergencyAddressStatus', traits, 'How far the emergency address is registered.'),
  apiVersion: text('apiVersion', traits, 'The version of the API that calls start in.'),
  dateCreated: time('dateCreated', 'ordered', 'When the number came to the account.', { sort: 'DATE_CREATED' }),
  dateUpdated: time('dateUpdated', 'ordered', 'When Twilio last changed the number.', { sort: 'DATE_UPDATED' }),
  capabilities: group('CapabilitiesFilter', 'Conditions on what a number can do.', 'What the number can do.', {
    voice: group('VoiceFilter', 'Conditions on what a number can do with calls.', 'Calls.', voiceFields),
    sms: group('SmsFilter', 'Conditions on what a number can do with text messages.', 'Text messages.', smsFields),
    mms: group('MmsFilter', 'Conditions on what a number can do with media messages.', 'Media messages.', mmsFields),
  }),
  geography: group(
    'GeographyFilter',
    'Conditions on where a number is at home.',
    'Where the number is at home.',
    geographyFields,
  ),
  regulatory: group(
    'RegulatoryFilter',
    'Conditions on what the law asks of the owner.',
    'What the law asks of its owner.',
    {
      addressRequirements: word(
        'regulatoryAddressRequirements',
        { operators: 'AddressRequirementOp', words: each(addressRequirements) },
        traits,
        'Which address must be registered.',
        { facet: 'ADDRESS_REQUIREMENTS' },
      ),
    },
  ),
  configuration: group('ConfigurationFilter', 'Conditions on how a number is set up.', 'How the number is set up.', {
    statusCallback: text('configurationStatusCallback', 'own', 'Where Twilio reports the status of calls.'),
    statusCallbackMethod: word('configurationStatusCallbackMethod', method, settings, 'How it reports there.'),
    voice: group(
      'VoiceConfigurationFilter',
      'Conditions on what happens with calls.',
      'What happens with calls.',
      voiceConfigurationFields,
    ),
    sms: group(
      'SmsConfigurationFilter',
      'Conditions on what happens with text messages.',
      'What happens with text messages.',
      messagingConfigurationFields('Sms'),
    ),
    mms: group(
      'MmsConfigurationFilter',
      'Conditions on what happens with media messages.',
      'What happens with media messages.',
      messagingConfigurationFields('Mms'),
    ),
  }),
  hostedNumberOrder: {
    kind: 'link',
    link: 'orderOfNumber',
    describes: 'The order that brought the number in, if Twilio still has it. `{}`: there is one.',
  },
  search: {
    kind: 'search',
    texts: ['friendlyName'],
    phoneNumber: 'phoneNumber',
    describes:
      'Free text: each of its words begins a word (among the first 256 characters) of the name, or it is the last digits of the phone number. The case of the letters A to Z does not matter.',
  },
};
