// The official helper library takes a number from the first request to its release.
import { expect, test } from 'vitest';
import { accountAt, connectTwilio, control, createSmallEmulator, send } from './twilio-client.ts';

const dayMs = 24 * 60 * 60_000;

test('the helper library drives an order from creation to completion', async () => {
  const emulator = createSmallEmulator();
  const client = connectTwilio(emulator);
  const { hostedNumberOrders, authorizationDocuments } = client.preview.hosted_numbers;
  const order = await hostedNumberOrders.create({
    phoneNumber: '+15017122661',
    smsCapability: true,
    friendlyName: 'Front desk',
  });
  expect(order.status).toBe('twilio-processing');
  expect(order.dateCreated).toEqual(new Date(emulator.clock.now()));

  await emulator.clock.advance(5 * 60_000);
  expect((await hostedNumberOrders(order.sid).fetch()).status).toBe('received');
  const called = await hostedNumberOrders(order.sid).update({
    status: 'pending-verification',
    verificationType: 'phone-call',
    callDelay: 10,
  });
  expect(called).toMatchObject({ status: 'pending-verification', verificationAttempts: 1, callDelay: 10 });
  expect(called.verificationCallSids).toHaveLength(1);
  const verified = await hostedNumberOrders(order.sid).update({ verificationCode: called.verificationCode });
  expect(verified.status).toBe('verified');

  const address = await client.addresses.create({
    customerName: 'Ada',
    street: '1 Main Street',
    city: 'Little Rock',
    region: 'AR',
    postalCode: '72201',
    isoCountry: 'US',
  });
  const document = await authorizationDocuments.create({
    hostedNumberOrderSids: [order.sid],
    addressSid: address.sid,
    email: 'owner@example.com',
    ccEmails: ['a@example.com', 'b@example.com'],
    contactTitle: 'Owner',
    contactPhoneNumber: '+15017122661',
  });
  expect(document).toMatchObject({ status: 'signing', ccEmails: ['a@example.com', 'b@example.com'] });
  const dependents = await authorizationDocuments(document.sid).dependentHostedNumberOrders.list();
  expect(dependents.map(({ sid, status }) => [sid, status])).toEqual([[order.sid, 'pending-loa']]);

  await control(emulator, 'POST', `/documents/${document.sid}/sign`);
  expect((await authorizationDocuments(document.sid).fetch()).status).toBe('signed');
  expect((await hostedNumberOrders(order.sid).fetch()).status).toBe('carrier-processing');
  await emulator.clock.advance(dayMs + 1000);
  expect((await hostedNumberOrders(order.sid).fetch()).status).toBe('testing');
  await emulator.clock.advance(dayMs);
  expect(await hostedNumberOrders(order.sid).fetch()).toMatchObject({
    status: 'completed',
    signingDocumentSid: document.sid,
  });
});

test('a hosted number can be configured before its order completes, and is released for good', async () => {
  const emulator = createSmallEmulator();
  const client = connectTwilio(emulator);
  const order = await client.preview.hosted_numbers.hostedNumberOrders.create({
    phoneNumber: '+18444905863',
    smsCapability: true,
    smsUrl: 'https://example.com/sms',
  });
  const number = client.incomingPhoneNumbers(order.incomingPhoneNumberSid);
  expect(await number.fetch()).toMatchObject({
    origin: 'hosted',
    status: 'pending',
    smsUrl: 'https://example.com/sms',
  });
  expect(await number.update({ smsUrl: 'https://example.com/other' })).toMatchObject({
    smsUrl: 'https://example.com/other',
  });
  expect(await number.remove()).toBe(true);
  await expect(number.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  const failed = await client.preview.hosted_numbers.hostedNumberOrders(order.sid).fetch();
  expect(failed.status).toBe('failed');
});

test('a released hosted number stays registered for three days', async () => {
  const emulator = createSmallEmulator();
  const form = { PhoneNumber: '+18444905863', SmsCapability: 'true' };
  const order = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
  await send(emulator, 'DELETE', `/Numbers/ActiveNumbers/${order.body.incoming_phone_number_sid}`);
  expect((await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form)).body.code).toBe(22110);
  await emulator.clock.advance(3 * dayMs);
  expect((await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form)).status).toBe(201);
});

test('deleting an order deletes its number', async () => {
  const emulator = createSmallEmulator();
  const client = connectTwilio(emulator);
  const orders = client.preview.hosted_numbers.hostedNumberOrders;
  const order = await orders.create({ phoneNumber: '+15017122661', smsCapability: true });
  await emulator.clock.advance(5 * 60_000);
  expect(await orders(order.sid).remove()).toBe(true);
  await expect(orders(order.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(client.incomingPhoneNumbers(order.incomingPhoneNumberSid).fetch()).rejects.toMatchObject({
    code: 20404,
  });
  // Nothing stays behind that would keep the number from being hosted again.
  expect((await orders.create({ phoneNumber: '+15017122661', smsCapability: true })).status).toBe('twilio-processing');
});

test('a Verified Caller ID skips the verification and is deleted', async () => {
  const emulator = createSmallEmulator();
  const form = { PhoneNumber: '+15017122661', SmsCapability: 'true' };
  await control(emulator, 'POST', '/verified-caller-ids', {
    accountSid: accountAt(emulator, 0).sid,
    phoneNumber: '+15017122661',
  });
  const first = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
  await emulator.clock.advance(5 * 60_000);
  const path = `/HostedNumbers/HostedNumberOrders/${first.body.sid}`;
  expect((await send(emulator, 'GET', path)).body).toMatchObject({ status: 'verified', verification_attempts: 0 });
  await send(emulator, 'DELETE', path);
  const second = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
  await emulator.clock.advance(5 * 60_000);
  expect((await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders/${second.body.sid}`)).body.status).toBe(
    'received',
  );
});

test('a parent can order for a subaccount, which then owns order and number', async () => {
  const emulator = createSmallEmulator();
  const subaccount = accountAt(emulator, 1);
  const order = await connectTwilio(emulator).preview.hosted_numbers.hostedNumberOrders.create({
    phoneNumber: '+15017122661',
    smsCapability: true,
    accountSid: subaccount.sid,
  });
  expect(order.accountSid).toBe(subaccount.sid);
  const own = connectTwilio(emulator, subaccount);
  expect((await own.preview.hosted_numbers.hostedNumberOrders(order.sid).fetch()).sid).toBe(order.sid);
  expect((await own.incomingPhoneNumbers(order.incomingPhoneNumberSid).fetch()).accountSid).toBe(subaccount.sid);
});

test('a ported hosted number is a second resource with the same phone number', async () => {
  const emulator = createSmallEmulator();
  const client = connectTwilio(emulator);
  const order = await client.preview.hosted_numbers.hostedNumberOrders.create({
    phoneNumber: '+15017122661',
    smsCapability: true,
  });
  await control(emulator, 'POST', `/numbers/${order.incomingPhoneNumberSid}/port`);
  const numbers = await client.incomingPhoneNumbers.list({ phoneNumber: '+15017122661' });
  expect(numbers.map(({ origin }) => origin).sort()).toEqual(['hosted', 'twilio']);
  expect(new Set(numbers.map(({ sid }) => sid)).size).toBe(2);
});
