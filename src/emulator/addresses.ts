// /2010-04-01/Accounts/{AC}/Addresses: where the owners of hosted numbers live.
import type { EmulatorContext } from './context.ts';
import type { AddressRow } from './entities.ts';
import { invalidParameter, notFound, TwilioError } from './errors.ts';
import type { Fields } from './form.ts';
import { classicList, parsePageRequest, readPage } from './paging.ts';
import { type ApiCall, path, type Route } from './router.ts';
import { rfc2822Date } from './wire.ts';

const listPath = '/2010-04-01/Accounts/:account/Addresses';
const resource = 'Addresses';
const required = ['CustomerName', 'Street', 'City', 'Region', 'PostalCode', 'IsoCountry'];

export function makeAddressRoutes(context: EmulatorContext): Route[] {
  const { addresses } = context.store;
  const requireAddress = (call: ApiCall): AddressRow => {
    const address = addresses.get(call.parts.sid ?? '');
    if (address?.accountSid !== call.account.sid) throw notFound(call.path);
    return address;
  };
  return [
    {
      resource,
      pattern: path(listPath),
      methods: {
        GET: (call) => ({ status: 200, body: listAddresses(context, call) }),
        POST: (call) => ({ status: 201, body: renderAddress(createAddress(context, call)) }),
      },
    },
    {
      resource,
      pattern: path(`${listPath}/:sid`),
      methods: {
        GET: (call) => ({ status: 200, body: renderAddress(requireAddress(call)) }),
        POST: (call) => {
          const address = applyFields(requireAddress(call), call.form, context.clock.now());
          addresses.put(address);
          return { status: 200, body: renderAddress(address) };
        },
        DELETE: (call) => {
          addresses.remove(requireAddress(call).sid);
          return { status: 204 };
        },
      },
    },
  ];
}

/** The address as Twilio sends it. */
function renderAddress(address: AddressRow) {
  return {
    account_sid: address.accountSid,
    city: address.city,
    customer_name: address.customerName,
    date_created: rfc2822Date(address.dateCreated),
    date_updated: rfc2822Date(address.dateUpdated),
    emergency_enabled: address.emergencyEnabled,
    friendly_name: address.friendlyName,
    iso_country: address.isoCountry,
    postal_code: address.postalCode,
    region: address.region,
    sid: address.sid,
    street: address.street,
    street_secondary: address.streetSecondary,
    validated: false,
    verified: false,
    uri: `/2010-04-01/Accounts/${address.accountSid}/Addresses/${address.sid}.json`,
  };
}

function createAddress(context: EmulatorContext, call: ApiCall): AddressRow {
  const missing = required.find((name) => !call.form.text(name));
  if (missing) throw invalidParameter(`${missing} is required`);
  const isoCountry = call.form.text('IsoCountry') ?? '';
  if (!/^[A-Z]{2}$/.test(isoCountry)) throw new TwilioError(21628, 'IsoCountry must be a two-letter country code');
  const [position, now] = [context.store.nextPosition(), context.clock.now()];
  const empty: AddressRow = {
    sid: context.store.makeSid('address', position),
    accountSid: call.account.sid,
    position,
    customerName: '',
    friendlyName: '',
    street: '',
    streetSecondary: null,
    city: '',
    region: '',
    postalCode: '',
    isoCountry,
    emergencyEnabled: false,
    dateCreated: now,
    dateUpdated: now,
  };
  const address = applyFields(empty, call.form, now);
  context.store.addresses.put(address);
  return address;
}

function applyFields(address: AddressRow, form: Fields, now: number): AddressRow {
  return {
    ...address,
    customerName: form.text('CustomerName') ?? address.customerName,
    friendlyName: form.text('FriendlyName') ?? address.friendlyName,
    street: form.text('Street') ?? address.street,
    streetSecondary: form.text('StreetSecondary') ?? address.streetSecondary,
    city: form.text('City') ?? address.city,
    region: form.text('Region') ?? address.region,
    postalCode: form.text('PostalCode') ?? address.postalCode,
    emergencyEnabled: form.flag('EmergencyEnabled', 20422) ?? address.emergencyEnabled,
    dateUpdated: now,
  };
}

function listAddresses(context: EmulatorContext, call: ApiCall): unknown {
  const request = parsePageRequest(call.query);
  const wanted: [string | undefined, (address: AddressRow) => string][] = [
    [call.query.text('CustomerName'), (address) => address.customerName],
    [call.query.text('FriendlyName'), (address) => address.friendlyName],
    [call.query.text('IsoCountry'), (address) => address.isoCountry],
  ];
  const rows = context.store.addresses.bucket('account', call.account.sid);
  const page = readPage(rows, request, (address) => wanted.every(([value, read]) => !value || read(address) === value));
  return classicList(`${call.path}.json`, call.rawQuery, request, page, 'addresses', page.rows.map(renderAddress));
}
