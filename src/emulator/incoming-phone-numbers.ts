// /2010-04-01/Accounts/{AC}/IncomingPhoneNumbers: the same numbers in the generally available resource.
import { type EmulatorContext, requireRow } from './context.ts';
import type { NumberRow } from './entities.ts';
import { notFound } from './errors.ts';
import type { Fields } from './form.ts';
import { flatNames } from './number-configuration.ts';
import { buyNumber, isWholeNumber, makeNumberPattern, releaseNumber, updateNumber } from './number-ownership.ts';
import { classicList, parsePageRequest, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { nationalFormat, rfc2822Date } from './wire.ts';

const listPath = '/2010-04-01/Accounts/:account/IncomingPhoneNumbers';
const resource = 'IncomingPhoneNumbers';

/** The lists by type, beside the list of all. */
const typedLists: [string, string | null][] = [
  ['', null],
  ['/Local', 'local'],
  ['/Mobile', 'mobile'],
  ['/TollFree', 'tollfree'],
];

export function makeIncomingPhoneNumberRoutes(context: EmulatorContext): Route[] {
  const requireNumber = (call: ApiCall): NumberRow => {
    const number = requireRow(context, call, context.store.numbers.get(call.parts.sid ?? ''));
    // Here the path names the account, so a number of another one is not found even by the parent.
    if (number.accountSid !== call.account.sid) throw notFound(call.path);
    return number;
  };
  const lists = typedLists.map(
    ([suffix, type]): Route => ({
      resource,
      pattern: path(listPath + suffix),
      methods: {
        GET: (call) => ({ status: 200, body: listNumbers(context, call, type) }),
        POST: (call) => ({ status: 201, body: renderIncomingNumber(buyNumber(context, call, flatNames)) }),
      },
    }),
  );
  const instance: Route = {
    resource,
    pattern: path(`${listPath}/:sid`),
    methods: {
      GET: (call) => ({ status: 200, body: renderIncomingNumber(requireNumber(call)) }),
      POST: (call) => ({
        status: 200,
        body: renderIncomingNumber(updateNumber(context, call, requireNumber(call), flatNames)),
      }),
      DELETE: (call) => {
        releaseNumber(context, requireNumber(call));
        return { status: 204 };
      },
    },
  };
  return [...lists, instance];
}

/** The number as the 2010 resource sends it. Bought numbers have `""` for what is unset, hosted ones null. */
export function renderIncomingNumber(number: NumberRow) {
  const { configuration, profile } = number;
  const { voice, sms } = configuration;
  const hosted = number.origin === 'hosted';
  const unset = hosted ? null : '';
  const method = hosted ? null : 'POST';
  return {
    account_sid: number.accountSid,
    address_requirements: profile.addressRequirements,
    address_sid: number.addressSid,
    api_version: '2010-04-01',
    beta: profile.beta,
    bundle_sid: number.bundleSid,
    capabilities: { voice: profile.voice, sms: profile.sms, mms: profile.mms, fax: profile.fax },
    date_created: rfc2822Date(number.dateCreated),
    date_updated: rfc2822Date(number.dateUpdated),
    emergency_address_sid: voice.emergencyAddressSid,
    emergency_address_status: voice.emergencyAddressSid ? 'registered' : 'unregistered',
    emergency_status: voice.emergencyStatus,
    friendly_name: number.friendlyName ?? nationalFormat(number.phoneNumber),
    identity_sid: number.identitySid,
    origin: number.origin,
    phone_number: number.phoneNumber,
    sid: number.sid,
    sms_application_sid: sms.applicationSid ?? unset,
    sms_fallback_method: sms.fallbackMethod ?? method,
    sms_fallback_url: sms.fallbackUrl ?? unset,
    sms_method: sms.method ?? method,
    sms_url: sms.url ?? unset,
    status: number.status,
    status_callback: configuration.statusCallback ?? unset,
    status_callback_method: configuration.statusCallbackMethod ?? method,
    trunk_sid: voice.trunkSid,
    type: profile.type,
    uri: `/2010-04-01/Accounts/${number.accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_application_sid: voice.applicationSid ?? unset,
    voice_caller_id_lookup: voice.callerIdLookup,
    voice_fallback_method: voice.fallbackMethod ?? method,
    voice_fallback_url: voice.fallbackUrl,
    voice_method: voice.method ?? method,
    voice_receive_mode: voice.receiveMode,
    voice_url: voice.url,
  };
}

function listNumbers(context: EmulatorContext, call: ApiCall, type: string | null): unknown {
  const request = parsePageRequest(call.query);
  const matches = makeFilter(call.query);
  const phoneNumber = call.query.text('PhoneNumber');
  const { numbers } = context.store;
  const whole = phoneNumber && isWholeNumber(phoneNumber);
  const rows = whole ? numbers.bucket('phoneNumber', phoneNumber) : numbers.bucket('account', call.account.sid);
  const page = readPage(
    rows,
    request,
    (row) => row.accountSid === call.account.sid && (!type || row.profile.type === type) && matches(row),
  );
  return classicList(
    `${call.path}.json`,
    call.rawQuery,
    request,
    page,
    'incoming_phone_numbers',
    page.rows.map(renderIncomingNumber),
  );
}

function makeFilter(query: Fields): (number: NumberRow) => boolean {
  const [beta, friendlyName, origin] = [query.flag('Beta', 20422), query.text('FriendlyName'), query.text('Origin')];
  const phoneNumber = query.text('PhoneNumber');
  const matches =
    phoneNumber && !isWholeNumber(phoneNumber)
      ? makeNumberPattern(phoneNumber)
      : (value: string) => !phoneNumber || value === phoneNumber;
  return (number) =>
    // `Beta=true` includes beta numbers among the others; only `false` leaves them out.
    (beta !== false || !number.profile.beta) &&
    (!friendlyName || (number.friendlyName ?? nationalFormat(number.phoneNumber)) === friendlyName) &&
    (!origin || number.origin === origin) &&
    matches(number.phoneNumber);
}
