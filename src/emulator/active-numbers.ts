// /Numbers/ActiveNumbers. Twilio has no specification of it: its page shows three forms of one number (in a list, alone,
// after an update) that disagree in names and fields, and this file sends all three as shown.
import { type EmulatorContext, requireRow } from './context.ts';
import type { NumberProfile, NumberRow, Routing } from './entities.ts';
import type { Fields } from './form.ts';
import { dottedNames } from './number-configuration.ts';
import { buyNumber, isWholeNumber, makeNumberPattern, releaseNumber, updateNumber } from './number-ownership.ts';
import { parsePageRequest, previewList, publicPreviewUrl, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { nationalFormat } from './wire.ts';

const listPath = '/Numbers/ActiveNumbers';
const resource = 'ActiveNumbers';

export function makeActiveNumberRoutes(context: EmulatorContext): Route[] {
  const requireNumber = (call: ApiCall): NumberRow =>
    requireRow(context, call, context.store.numbers.get(call.parts.sid ?? ''));
  return [
    {
      resource,
      pattern: path(listPath),
      methods: {
        GET: (call) => ({ status: 200, body: listNumbers(context, call) }),
        POST: (call) => ({ status: 201, body: wrap(renderListedNumber(buyNumber(context, call, dottedNames))) }),
      },
    },
    {
      resource,
      pattern: path(`${listPath}/:sid`),
      methods: {
        GET: (call) => ({ status: 200, body: wrap(renderNumber(requireNumber(call))) }),
        POST: (call) => ({
          status: 200,
          body: renderNumber(updateNumber(context, call, requireNumber(call), dottedNames)),
        }),
        DELETE: (call) => {
          releaseNumber(context, requireNumber(call));
          return { status: 204 };
        },
      },
    },
  ];
}

/** The form of lists and purchases: `configurations`, `status_callback`, unset addresses null, every capability field. */
function renderListedNumber(number: NumberRow) {
  const { configuration } = number;
  const { voice } = configuration;
  return {
    ...renderCommon(number, true),
    configurations: {
      friendly_name: number.friendlyName ?? nationalFormat(number.phoneNumber),
      voice: {
        application_sid: voice.applicationSid,
        trunk_sid: voice.trunkSid,
        emergency_status: voice.emergencyStatus,
        emergency_address_sid: voice.emergencyAddressSid,
        receive_mode: voice.receiveMode,
        ...renderAddresses(voice),
        caller_id_lookup: voice.callerIdLookup,
      },
      sms: { application_sid: configuration.sms.applicationSid, ...renderAddresses(configuration.sms) },
      mms: { application_sid: configuration.mms.applicationSid, ...renderAddresses(configuration.mms) },
      status_callback: configuration.statusCallback ?? '',
      status_callback_method: configuration.statusCallbackMethod ?? 'POST',
    },
  };
}

/** The form of one number: `configuration`, `status_callback_url`, unset addresses mostly empty strings. */
function renderNumber(number: NumberRow) {
  const { configuration } = number;
  const { voice, sms } = configuration;
  return {
    ...renderCommon(number, false),
    configuration: {
      friendly_name: number.friendlyName ?? nationalFormat(number.phoneNumber),
      status_callback_url: configuration.statusCallback ?? '',
      status_callback_method: configuration.statusCallbackMethod ?? 'POST',
      voice: {
        url: voice.url ?? '',
        method: voice.method ?? 'POST',
        fallback_url: voice.fallbackUrl,
        fallback_method: voice.fallbackMethod ?? 'POST',
        application_sid: voice.applicationSid,
        trunk_sid: voice.trunkSid,
        emergency_address_sid: voice.emergencyAddressSid,
        emergency_status: voice.emergencyStatus,
        caller_id_lookup: voice.callerIdLookup,
      },
      sms: {
        url: sms.url ?? '',
        method: sms.method ?? 'POST',
        fallback_url: sms.fallbackUrl ?? '',
        fallback_method: sms.fallbackMethod ?? 'POST',
        application_sid: sms.applicationSid ?? '',
      },
    },
  };
}

function renderCommon(number: NumberRow, listed: boolean) {
  const { profile } = number;
  return {
    phone_number: number.phoneNumber,
    url: `${publicPreviewUrl}${listPath}/${number.sid}`,
    capabilities: {
      voice: profile.voice ? renderVoiceCapabilities(profile, listed) : null,
      sms: profile.sms ? renderSmsCapabilities(profile, listed) : null,
      mms: profile.mms
        ? {
            inbound_connectivity: true,
            outbound_connectivity: true,
            inbound_reachability: profile.reachability,
            inbound_mps: -1,
          }
        : null,
    },
    account_sid: number.accountSid,
    sid: number.sid,
    regulatory: { address_requirements: profile.addressRequirements },
    type: profile.type,
    lifecycle: profile.lifecycle,
    geography: renderGeography(number),
  };
}

function renderVoiceCapabilities(profile: NumberProfile, listed: boolean) {
  const fields = {
    inbound_connectivity: true,
    outbound_connectivity: true,
    e911: profile.e911,
    fax: profile.fax,
    calls_per_second: profile.callsPerSecond,
    concurrent_calls_limit: profile.callsPerSecond === 20 ? 40 : 30,
    long_record_length: 30,
    inbound_called_dtmf: true,
    inbound_caller_dtmf: true,
    sip_trunking: true,
    inbound_caller_id_preservation: profile.preservation,
    inbound_reachability: profile.reachability,
  };
  return listed ? { ...fields, codecs: ['g711u'] } : fields;
}

function renderSmsCapabilities(profile: NumberProfile, listed: boolean) {
  const fields = {
    inbound_connectivity: true,
    outbound_connectivity: true,
    gsm7: true,
    ucs2: true,
    inbound_sender_id_preservation: profile.preservation,
    inbound_reachability: profile.reachability,
    inbound_mps: -1,
  };
  return listed ? { ...fields, gsm7_concatenation: true, ucs2_concatenation: true } : fields;
}

/** Users of the live resource have met these figures as strings too, so every seventh number has them so. */
function renderGeography(number: NumberRow) {
  const { isoCountry, lata, rateCenter, latitude, longitude, region, locality, postalCode } = number.profile.geography;
  const asText = number.position % 7 === 0;
  const render = (value: number | null): number | string | null => (asText && value !== null ? String(value) : value);
  return {
    iso_country: isoCountry,
    lata: render(lata),
    rate_center: rateCenter,
    latitude: render(latitude),
    longitude: render(longitude),
    region,
    locality,
    postal_code: postalCode,
  };
}

function renderAddresses(routing: Routing) {
  return {
    url: routing.url,
    method: routing.method,
    fallback_url: routing.fallbackUrl,
    fallback_method: routing.fallbackMethod,
  };
}

/** The page wraps one number in a list whose addresses lack their question mark; so does this. */
function wrap(item: unknown): unknown {
  const url = `${publicPreviewUrl}${listPath}&PageSize=50&Page=0`;
  const meta = {
    page: 0,
    page_size: 50,
    first_page_url: url,
    previous_page_url: null,
    url,
    next_page_url: null,
    key: 'items',
  };
  return { items: [item], meta };
}

function listNumbers(context: EmulatorContext, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const phoneNumber = call.query.text('PhoneNumber');
  const { numbers } = context.store;
  const whole = phoneNumber && isWholeNumber(phoneNumber);
  const rows = whole ? numbers.bucket('phoneNumber', phoneNumber) : numbers.bucket('account', call.account.sid);
  const matches = makeFilter(call.query);
  const page = readPage(rows, request, (row) => row.accountSid === call.account.sid && matches(row));
  return previewList(call.path, call.rawQuery, request, page, page.rows.map(renderListedNumber));
}

type FilterValue = (number: NumberRow) => string | number | null;

/** The filters of the page. Names are case-sensitive, values are not (`International` there is `international` here). */
const filters: Record<string, FilterValue> = {
  Type: ({ profile }) => profile.type,
  'Capabilities.Voice.InboundCallerIdPreservation': ({ profile }) => (profile.voice ? profile.preservation : null),
  'Capabilities.Voice.InboundReachability': ({ profile }) => (profile.voice ? profile.reachability : null),
  'Capabilities.Sms.InboundSenderIdPreservation': ({ profile }) => (profile.sms ? profile.preservation : null),
  'Capabilities.Sms.InboundReachability': ({ profile }) => (profile.sms ? profile.reachability : null),
  'Capabilities.Mms.InboundReachability': ({ profile }) => (profile.mms ? profile.reachability : null),
  'Geography.IsoCountry': ({ profile }) => profile.geography.isoCountry,
  'Geography.IsoCountryCode': ({ profile }) => profile.geography.isoCountry,
  'Geography.Lata': ({ profile }) => profile.geography.lata,
  'Geography.RateCenter': ({ profile }) => profile.geography.rateCenter,
  'Geography.Latitude': ({ profile }) => profile.geography.latitude,
  'Geography.Longitude': ({ profile }) => profile.geography.longitude,
  'Geography.Region': ({ profile }) => profile.geography.region,
  'Geography.Locality': ({ profile }) => profile.geography.locality,
  'Geography.PostalCode': ({ profile }) => profile.geography.postalCode,
};

function makeFilter(query: Fields): (number: NumberRow) => boolean {
  const tests: ((number: NumberRow) => boolean)[] = [];
  const phoneNumber = query.text('PhoneNumber');
  if (phoneNumber) {
    const matches = isWholeNumber(phoneNumber)
      ? (value: string) => value === phoneNumber
      : makeNumberPattern(phoneNumber);
    tests.push((number) => matches(number.phoneNumber));
  }
  for (const [name, read] of Object.entries(filters)) {
    const wanted = query.text(name)?.toLowerCase();
    if (wanted) tests.push((number) => isSame(read(number), wanted));
  }
  return (number) => tests.every((test) => test(number));
}

function isSame(value: string | number | null, wanted: string): boolean {
  return typeof value === 'number' ? value === Number(wanted) : value?.toLowerCase() === wanted;
}
