// Each guard of the API refuses with the code of Twilio's dictionary, and refusing changes nothing.
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { accountAt, control, createSmallEmulator, parentOf, send } from './twilio-client.ts';

const orders = '/HostedNumbers/HostedNumberOrders';
const documents = '/HostedNumbers/AuthorizationDocuments';
const order = { PhoneNumber: '+15017122661', SmsCapability: 'true' };
const foreign = 'ffffffffffffffffffffffffffffffff';

test.each<[string, Record<string, string | string[]>, number]>([
  ['no number', { SmsCapability: 'true' }, 22102],
  ['a number without its plus', { ...order, PhoneNumber: '15017122661' }, 22102],
  ['a number with an area code that does not exist', { ...order, PhoneNumber: '+19992345678' }, 22102],
  ['a number of another country', { ...order, PhoneNumber: '+442071838750' }, 22103],
  ['a mobile number', { ...order, PhoneNumber: '+15017129901' }, 22110],
  ['a voip number', { ...order, PhoneNumber: '+15017129902' }, 22110],
  ['no capability', { PhoneNumber: '+15017122661' }, 22119],
  ['the capability false', { ...order, SmsCapability: 'false' }, 22119],
  ['a friendly name of 129 characters', { ...order, FriendlyName: 'x'.repeat(129) }, 22116],
  ['a unique name of 129 characters', { ...order, UniqueName: 'x'.repeat(129) }, 22115],
  ['a mail address without a host', { ...order, Email: 'owner@' }, 22104],
  ['one bad copy address of two', { ...order, CcEmails: ['a@example.com', 'nobody'] }, 22104],
  ['a callback that is no address', { ...order, StatusCallbackUrl: 'ftp://example.com' }, 22105],
  ['a message address that is none', { ...order, SmsUrl: 'example' }, 22105],
  ['an unknown callback method', { ...order, StatusCallbackMethod: 'PUT' }, 22106],
  ['an unknown message method', { ...order, SmsMethod: 'PATCH' }, 22106],
  ['an application sid of another kind', { ...order, SmsApplicationSid: `PN${foreign}` }, 22108],
  ['an address that is gone', { ...order, AddressSid: `AD${foreign}` }, 22109],
  ['an unknown verification type', { ...order, VerificationType: 'sms' }, 22120],
  ['a phone bill without its document', { ...order, VerificationType: 'phone-bill' }, 22118],
  ['the account of a stranger', { ...order, AccountSid: `AC${foreign}` }, 20404],
])('an order is refused for %s', async (_, form, code) => {
  const emulator = createSmallEmulator();
  const before = await control(emulator, 'GET', '/state');
  const { status, body } = await send(emulator, 'POST', orders, form);
  expect(body).toEqual({
    code,
    message: expect.any(String),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
  expect(status).toBe(code === 20404 ? 404 : 400);
  expect(await control(emulator, 'GET', '/state')).toEqual(before);
});

test('a second open order for a number is refused, a used unique name too', async () => {
  const emulator = createSmallEmulator();
  expect((await send(emulator, 'POST', orders, { ...order, UniqueName: 'one' })).status).toBe(201);
  expect((await send(emulator, 'POST', orders, order)).body.code).toBe(22110);
  const other = { ...order, PhoneNumber: '+15017122662', UniqueName: 'one' };
  expect((await send(emulator, 'POST', orders, other)).body).toMatchObject({ code: 22115, status: 400 });
  // Another account may use the name.
  expect((await send(emulator, 'POST', orders, other, accountAt(emulator, 1))).status).toBe(201);
});

test('a number that Twilio sold cannot be hosted', async () => {
  const emulator = createSmallEmulator();
  await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+15017122661' });
  expect((await send(emulator, 'POST', orders, order)).body.code).toBe(22110);
});

test.each([
  ['an extension with letters', { Extension: '12a4' }, 22117],
  ['an empty extension', { Extension: '' }, 22117],
  ['a call delay of 61 seconds', { CallDelay: '61' }, 21454],
  ['a status that users cannot set', { Status: 'completed' }, 22112],
  ['a status that does not exist', { Status: 'shipped' }, 22111],
  ['a code that nobody asked for', { VerificationCode: '1234' }, 22114],
  ['a phone bill without its document', { Status: 'pending-verification', VerificationType: 'phone-bill' }, 22118],
])('an update is refused for %s', async (_, form, code) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  const { body } = await send(emulator, 'POST', `${orders}/${sid}`, form);
  expect(body.code).toBe(code);
});

test.each([
  ['completed', 22112],
  ['failed', 22112],
  ['action-required', 22112],
  ['twilio-processing', 22111],
  ['verified', 22111],
  ['pending-loa', 22111],
  ['carrier-processing', 22111],
  ['testing', 22111],
])('verification cannot start in %s', async (status, code) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, status);
  expect((await send(emulator, 'POST', `${orders}/${sid}`, { Status: 'pending-verification' })).body.code).toBe(code);
});

test.each([
  ['received', 204],
  ['pending-verification', 204],
  ['verified', 204],
  ['pending-loa', 204],
  ['twilio-processing', 400],
  ['carrier-processing', 400],
  ['testing', 400],
  ['completed', 400],
  ['failed', 400],
  ['action-required', 400],
])('DELETE of an order in %s answers %i', async (status, expected) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, status);
  const answer = await send(emulator, 'DELETE', `${orders}/${sid}`);
  expect(answer.status).toBe(expected);
  if (expected === 400) expect(answer.body.code).toBe(22111);
});

test('a fourth verification call is refused while the third code lives', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  for (let call = 1; call <= 3; call += 1) {
    const { body } = await send(emulator, 'POST', `${orders}/${sid}`, { Status: 'pending-verification' });
    expect(body.verification_attempts).toBe(call);
  }
  expect((await send(emulator, 'POST', `${orders}/${sid}`, { Status: 'pending-verification' })).body.code).toBe(22100);
});

test('a wrong code is refused, the right one is accepted', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  const { body } = await send(emulator, 'POST', `${orders}/${sid}`, { Status: 'pending-verification' });
  const wrong = await send(emulator, 'POST', `${orders}/${sid}`, { VerificationCode: `${body.verification_code}0` });
  expect(wrong.body.code).toBe(22113);
  const right = await send(emulator, 'POST', `${orders}/${sid}`, { VerificationCode: body.verification_code });
  expect(right.body.status).toBe('verified');
});

test('a list refuses an unknown status as a filter', async () => {
  const emulator = createSmallEmulator();
  expect((await send(emulator, 'GET', `${orders}?Status=shipped`)).body.code).toBe(22111);
  expect((await send(emulator, 'GET', `${documents}?Status=lost`)).body.code).toBe(22122);
});

test.each<[string, (sid: string) => Record<string, string | string[]>, number]>([
  ['no orders', () => ({ HostedNumberOrderSids: [] }), 22101],
  ['an order sid of the wrong length', () => ({ HostedNumberOrderSids: ['HR123'] }), 22101],
  ['an order of nobody', () => ({ HostedNumberOrderSids: [`HR${foreign}`] }), 22101],
  ['an order twice', (sid) => ({ HostedNumberOrderSids: [sid, sid] }), 22101],
  ['a bad mail address', () => ({ Email: 'a@b@c' }), 22104],
  ['no mail address', () => ({ Email: '' }), 22104],
  ['a bad copy address', () => ({ CcEmails: ['x'] }), 22104],
  ['an address that is gone', () => ({ AddressSid: `AD${foreign}` }), 22109],
  ['no contact title', () => ({ ContactTitle: '' }), 20422],
  ['no contact number', () => ({ ContactPhoneNumber: '' }), 20422],
])('a document is refused for %s', async (_, change, code) => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'verified');
  const { body } = await send(emulator, 'POST', documents, { ...(await documentForm(emulator, sid)), ...change(sid) });
  expect(body.code).toBe(code);
  expect((await send(emulator, 'GET', `${orders}/${sid}`)).body.status).toBe('verified');
});

test('a document is refused for an order that is not verified', async () => {
  const emulator = createSmallEmulator();
  const sid = await orderIn(emulator, 'received');
  expect((await send(emulator, 'POST', documents, await documentForm(emulator, sid))).body.code).toBe(22111);
});

test.each([
  ['a number that is none', { PhoneNumber: '+1631' }, 21421],
  ['a number out of stock', { PhoneNumber: '+16314239911' }, 21452],
  ['a number that needs an identity', { PhoneNumber: '+16314239912' }, 21650],
  ['a number that needs an address', { PhoneNumber: '+16314239913' }, 21631],
  ['an address that is none', { PhoneNumber: '+16314230001', VoiceUrl: 'x', 'Configurations.Voice.Url': 'x' }, 21402],
  [
    'an unknown method',
    { PhoneNumber: '+16314230001', VoiceMethod: 'PUT', 'Configurations.Voice.Method': 'PUT' },
    21403,
  ],
  [
    'a fallback from nothing',
    {
      PhoneNumber: '+16314230001',
      SmsFallbackUrl: 'https://x.example',
      'Configurations.Sms.FallbackUrl': 'https://x.example',
    },
    21406,
  ],
])('a purchase is refused for %s, on both resources', async (_, form, code) => {
  const emulator = createSmallEmulator();
  expect((await send(emulator, 'POST', '/Numbers/ActiveNumbers', form)).body.code).toBe(code);
  const path = `/2010-04-01/Accounts/${parentOf(emulator).sid}/IncomingPhoneNumbers.json`;
  expect((await send(emulator, 'POST', path, form)).body.code).toBe(code);
});

/** A seeded order of the parent, put into that status. */
async function orderIn(emulator: Emulator, status: string): Promise<string> {
  const created = await send(emulator, 'POST', orders, { ...order, PhoneNumber: '+15017122669' });
  await control(emulator, 'POST', `/orders/${created.body.sid}/move`, { status });
  return created.body.sid;
}

async function documentForm(emulator: Emulator, sid: string): Promise<Record<string, string | string[]>> {
  const { body } = await send(emulator, 'GET', `/2010-04-01/Accounts/${parentOf(emulator).sid}/Addresses.json`);
  return {
    HostedNumberOrderSids: [sid],
    AddressSid: body.addresses[0].sid,
    Email: 'owner@example.com',
    ContactTitle: 'Owner',
    ContactPhoneNumber: '+15017122661',
  };
}
