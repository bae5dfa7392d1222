// Numbers: filters, settings, purchase, transfer, on both resources.
import { expect, test } from 'vitest';
import { accountAt, connectTwilio, control, createSmallEmulator, type Json, parentOf, send } from './twilio-client.ts';

test.each([
  ['Type', 'tollfree', (item: Json) => item.type === 'tollfree'],
  ['Geography.IsoCountry', 'CA', (item: Json) => item.geography.iso_country === 'CA'],
  ['Geography.Lata', '132', (item: Json) => Number(item.geography.lata) === 132],
  ['Geography.RateCenter', 'HUNTINGTON', (item: Json) => item.geography.rate_center === 'HUNTINGTON'],
  ['Geography.Region', 'FL', (item: Json) => item.geography.region === 'FL'],
  ['Geography.Locality', 'MIAMI', (item: Json) => item.geography.locality === 'MIAMI'],
  ['Geography.PostalCode', '10007', (item: Json) => item.geography.postal_code === '10007'],
  ['Geography.Latitude', '25.7617', (item: Json) => Number(item.geography.latitude) === 25.7617],
  ['Geography.Longitude', '-80.1918', (item: Json) => Number(item.geography.longitude) === -80.1918],
  [
    'Capabilities.Voice.InboundReachability',
    'Domestic',
    (item: Json) => item.capabilities.voice?.inbound_reachability === 'domestic',
  ],
  [
    'Capabilities.Voice.InboundCallerIdPreservation',
    'Domestic',
    (item: Json) => item.capabilities.voice?.inbound_caller_id_preservation === 'domestic',
  ],
  [
    'Capabilities.Sms.InboundReachability',
    'Domestic',
    (item: Json) => item.capabilities.sms?.inbound_reachability === 'domestic',
  ],
  [
    'Capabilities.Sms.InboundSenderIdPreservation',
    'Domestic',
    (item: Json) => item.capabilities.sms?.inbound_sender_id_preservation === 'domestic',
  ],
  [
    'Capabilities.Mms.InboundReachability',
    'Domestic',
    (item: Json) => item.capabilities.mms?.inbound_reachability === 'domestic',
  ],
])('the filter %s=%s finds all that match and nothing else', async (name, value, matches) => {
  const emulator = createSmallEmulator({ numbers: 900, subaccounts: 0 });
  const all = await send(emulator, 'GET', '/Numbers/ActiveNumbers?PageSize=1000');
  const found = await send(emulator, 'GET', `/Numbers/ActiveNumbers?PageSize=1000&${name}=${value}`);
  expect(found.body.items).toEqual(all.body.items.filter(matches));
  expect(found.body.items.length).toBeGreaterThan(0);
  expect(found.body.items.length).toBeLessThan(all.body.items.length);
});

test('numbers are found by the whole number and by parts of it', async () => {
  const emulator = createSmallEmulator();
  await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  const count = async (filter: string) =>
    (await send(emulator, 'GET', `/Numbers/ActiveNumbers?PhoneNumber=${filter}`)).body.items.length;
  expect(await count('%2B16314230123')).toBe(1);
  expect(await count('6314230')).toBe(1);
  expect(await count('63142***23')).toBe(1);
  expect(await count('%2B16314230124')).toBe(0);
  const client = connectTwilio(emulator);
  expect(await client.incomingPhoneNumbers.list({ phoneNumber: '314230' })).toHaveLength(1);
  expect(
    (await client.incomingPhoneNumbers.list({ friendlyName: '(631) 423-0123' })).map((number) => number.phoneNumber),
  ).toEqual(['+16314230123']);
  const hosted = await client.incomingPhoneNumbers.list({ origin: 'hosted' });
  expect(hosted.every((number) => number.origin === 'hosted')).toBe(true);
  expect(hosted.length).toBeGreaterThan(0);
});

test('dotted settings are seen through both resources, others stay as they were', async () => {
  const emulator = createSmallEmulator();
  const client = connectTwilio(emulator);
  const bought = await client.incomingPhoneNumbers.create({
    phoneNumber: '+16314230123',
    voiceUrl: 'https://example.com/voice',
  });
  const application = `AP${'a'.repeat(32)}`;
  const { body } = await send(emulator, 'POST', `/Numbers/ActiveNumbers/${bought.sid}.json`, {
    'Configurations.FriendlyName': 'Front desk',
    'Configurations.StatusCallback': 'https://example.com/status',
    'Configurations.StatusCallbackMethod': 'GET',
    'Configurations.Sms.ApplicationSid': application,
    'Configurations.Voice.FallbackUrl': 'https://example.com/fallback',
    'Configurations.Voice.FallbackMethod': 'GET',
  });
  expect(body.configuration).toMatchObject({
    friendly_name: 'Front desk',
    status_callback_url: 'https://example.com/status',
    status_callback_method: 'GET',
  });
  expect(await client.incomingPhoneNumbers(bought.sid).fetch()).toMatchObject({
    friendlyName: 'Front desk',
    voiceUrl: 'https://example.com/voice',
    voiceFallbackUrl: 'https://example.com/fallback',
    voiceFallbackMethod: 'GET',
    smsApplicationSid: application,
    statusCallback: 'https://example.com/status',
  });
});

test('an empty setting unsets it, and a trunk deletes the application', async () => {
  const emulator = createSmallEmulator();
  const number = connectTwilio(emulator).incomingPhoneNumbers;
  const bought = await number.create({
    phoneNumber: '+16314230123',
    voiceUrl: 'https://example.com/voice',
    voiceApplicationSid: `AP${'a'.repeat(32)}`,
  });
  const trunked = await number(bought.sid).update({ trunkSid: `TK${'b'.repeat(32)}`, voiceUrl: '' });
  expect(trunked).toMatchObject({ trunkSid: `TK${'b'.repeat(32)}`, voiceUrl: null, voiceApplicationSid: '' });
  const back = await number(bought.sid).update({ voiceApplicationSid: `AP${'c'.repeat(32)}` });
  expect(back).toMatchObject({ trunkSid: null, voiceApplicationSid: `AP${'c'.repeat(32)}` });
});

test('configuring one number leaves the others that shared its settings alone', async () => {
  const emulator = createSmallEmulator();
  const before = (await send(emulator, 'GET', '/Numbers/ActiveNumbers?PageSize=1000')).body.items;
  await send(emulator, 'POST', `/Numbers/ActiveNumbers/${before[0].sid}`, {
    'Configurations.Sms.Url': 'https://example.com/only',
  });
  const after = (await send(emulator, 'GET', '/Numbers/ActiveNumbers?PageSize=1000')).body.items;
  expect(after.slice(1)).toEqual(before.slice(1));
  expect(after[0].configurations.sms.url).toBe('https://example.com/only');
});

test('a taken number cannot be bought again, a released one can', async () => {
  const emulator = createSmallEmulator();
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  expect((await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' })).body.code).toBe(
    21422,
  );
  expect((await send(emulator, 'DELETE', `/Numbers/ActiveNumbers/${bought.body.items[0].sid}`)).status).toBe(204);
  expect((await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' })).status).toBe(201);
});

test('a number can be bought by area code', async () => {
  const numbers = connectTwilio(createSmallEmulator()).incomingPhoneNumbers;
  const first = await numbers.create({ areaCode: '631' });
  const second = await numbers.create({ areaCode: '631' });
  expect(first.phoneNumber).toMatch(/^\+1631\d{7}$/);
  expect(second.phoneNumber).not.toBe(first.phoneNumber);
  await expect(numbers.create({ areaCode: '999' })).rejects.toMatchObject({ status: 400, code: 21452 });
});

test('the parent moves a number to a subaccount and back', async () => {
  const emulator = createSmallEmulator();
  const subaccount = accountAt(emulator, 1);
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  const sid: string = bought.body.items[0].sid;
  const moved = await send(emulator, 'POST', `/Numbers/ActiveNumbers/${sid}.json`, { AccountSid: subaccount.sid });
  expect(moved.body.account_sid).toBe(subaccount.sid);
  const inLists = async () =>
    Promise.all(
      [parentOf(emulator), subaccount].map(
        async (account) =>
          (await send(emulator, 'GET', '/Numbers/ActiveNumbers?PhoneNumber=%2B16314230123', undefined, account)).body
            .items.length,
      ),
    );
  expect(await inLists()).toEqual([0, 1]);
  const path = (account: string) => `/2010-04-01/Accounts/${account}/IncomingPhoneNumbers/${sid}.json`;
  const back = await send(emulator, 'POST', path(subaccount.sid), { AccountSid: parentOf(emulator).sid });
  expect(back.body.account_sid).toBe(parentOf(emulator).sid);
  expect(await inLists()).toEqual([1, 0]);
});

test.each([
  ['to a sid that is none', () => 'AC1', 0, 21470],
  ['to an account that does not exist', () => `AC${'f'.repeat(32)}`, 0, 21471],
  ['by a subaccount', (parent: string) => parent, 1, 21474],
])('a transfer %s is refused', async (_, target, accountIndex, code) => {
  const emulator = createSmallEmulator();
  const account = accountAt(emulator, accountIndex);
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' }, account);
  const path = `/Numbers/ActiveNumbers/${bought.body.items[0].sid}`;
  expect((await send(emulator, 'POST', path, { AccountSid: target(parentOf(emulator).sid) }, account)).body.code).toBe(
    code,
  );
});

test('a hosted number can be moved only once it is in use', async () => {
  const emulator = createSmallEmulator();
  const order = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', {
    PhoneNumber: '+15017122661',
    SmsCapability: 'true',
  });
  const path = `/Numbers/ActiveNumbers/${order.body.incoming_phone_number_sid}`;
  const form = { AccountSid: accountAt(emulator, 1).sid };
  expect((await send(emulator, 'POST', path, form)).body.code).toBe(22121);
  await control(emulator, 'POST', `/orders/${order.body.sid}/move`, { status: 'completed' });
  expect((await send(emulator, 'POST', path, form)).status).toBe(200);
});

test('a mutation behind the back changes the row silently and refuses unknown fields', async () => {
  const emulator = createSmallEmulator();
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  const { sid } = bought.body.items[0];
  await control(emulator, 'POST', '/mutate', {
    sid,
    changes: { friendly_name: 'Renamed', configuration: { sms: { url: 'https://example.com/x' } } },
  });
  const { body } = await send(emulator, 'GET', `/Numbers/ActiveNumbers/${sid}`);
  expect(body.items[0].configuration).toMatchObject({
    friendly_name: 'Renamed',
    sms: { url: 'https://example.com/x', method: 'POST' },
  });
  await expect(control(emulator, 'POST', '/mutate', { sid, changes: { colour: 'red' } })).rejects.toThrow('colour');
  await control(emulator, 'POST', '/mutate', { sid, changes: {}, remove: true });
  expect((await send(emulator, 'GET', `/Numbers/ActiveNumbers/${sid}`)).status).toBe(404);
});
