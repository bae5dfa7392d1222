// The emulator and the client agree on every write: an order from its making to its deletion, a document of 15,000
// orders, a number that is bought, set up, moved and released.
import { afterEach, expect, test } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { isNotFound, TwilioOutcomeUnknownError, TwilioRejectionError } from '../../src/twilio/errors.ts';
import type { NumberResource } from '../../src/vocabulary.ts';
import { errorOf, jsonAnswer, makeClient } from './fake-twilio.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function startEmulator(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ now: Date.parse('2026-01-01T00:00:00Z'), numbers: 20, orders: 10, ...options });
  closers.push(() => emulator.close());
  const base = 'http://127.0.0.1';
  const fetch = (url: string, init: RequestInit) => emulator.fetch(new Request(url, init));
  const { client } = makeClient(() => jsonAnswer(null), { previewUrl: base, apiUrl: base, fetch });
  const [parent, subaccount] = emulator.accounts.map(({ sid, authToken }) => ({ accountSid: sid, authToken }));
  if (!parent || !subaccount) throw new Error('the emulator has too few accounts');
  const control = async (path: string, body: unknown = {}) => {
    const init = { method: 'POST', body: JSON.stringify(body) };
    expect((await emulator.fetch(new Request(`${base}/_emulator${path}`, init))).status).toBe(200);
  };
  return { client, emulator, parent, subaccount, control };
}

const newOrder = { phoneNumber: '+15017122661', smsCapability: true };

test('an order is changed, verified, found and deleted', async () => {
  const { client, parent, control } = startEmulator();
  const { sid } = await client.createHostedNumberOrder(parent, { ...newOrder, uniqueName: 'order-1' });
  await control(`/orders/${sid}/move`, { status: 'received' });
  const changes = {
    friendlyName: 'Front desk',
    ccEmails: ['a@example.com', 'b@example.com'],
    extension: '12',
    callDelay: 5,
  };
  expect(await client.updateHostedNumberOrder(parent, sid, changes)).toMatchObject(changes);
  expect(await client.updateHostedNumberOrder(parent, sid, { friendlyName: '', ccEmails: [] })).toMatchObject({
    friendlyName: null,
    ccEmails: [],
  });
  const called = await client.updateHostedNumberOrder(parent, sid, { status: 'pending-verification' });
  expect(called).toMatchObject({ status: 'pending-verification', verificationAttempts: 1 });
  const wrong = await errorOf(client.updateHostedNumberOrder(parent, sid, { verificationCode: 'x' }));
  expect(wrong).toMatchObject({ code: 22113 });
  const verified = await client.updateHostedNumberOrder(parent, sid, {
    verificationCode: called.verificationCode ?? '',
  });
  expect(verified.status).toBe('verified');
  expect(await client.findHostedNumberOrders(parent, { uniqueName: 'order-1' })).toEqual([verified]);
  expect(await client.findHostedNumberOrders(parent, { phoneNumber: newOrder.phoneNumber })).toEqual([verified]);
  expect(await client.findHostedNumberOrders(parent, { uniqueName: 'nobody' })).toEqual([]);
  await client.deleteHostedNumberOrder(parent, sid);
  expect(isNotFound(await errorOf(client.deleteHostedNumberOrder(parent, sid)))).toBe(true);
});

test('a deletion that is done and not answered has an unknown outcome; the next one finds nothing', async () => {
  const { client, parent, control } = startEmulator();
  const { sid } = await client.createHostedNumberOrder(parent, newOrder);
  await control(`/orders/${sid}/move`, { status: 'received' });
  await control('/faults', [{ target: 'answer', method: 'DELETE', kind: 'cut-after', count: 1 }]);
  expect(await errorOf(client.deleteHostedNumberOrder(parent, sid))).toBeInstanceOf(TwilioOutcomeUnknownError);
  expect(isNotFound(await errorOf(client.deleteHostedNumberOrder(parent, sid)))).toBe(true);
});

test('a document of 15,000 orders is made, reopened and changed', async () => {
  const { client, parent, control } = startEmulator();
  const [some] = (await client.listAuthorizationDocuments(parent)).items;
  const { sid } = await client.createHostedNumberOrder(parent, newOrder);
  await control(`/orders/${sid}/move`, { status: 'verified' });
  const contact = { email: 'owner@example.com', contactTitle: 'Director', contactPhoneNumber: '+14155550100' };
  const parameters = { ...contact, addressSid: some?.addressSid ?? '', ccEmails: ['cc@example.com'] };
  const strangers = Array.from({ length: 14_999 }, (_, index) => `HR${String(index).padStart(32, '0')}`);
  const hostedNumberOrderSids = [sid, ...strangers];
  const refusal = await errorOf(client.createAuthorizationDocument(parent, { ...parameters, hostedNumberOrderSids }));
  // All 15,000 have arrived: it is the second that is refused, and not their number.
  expect(refusal).toMatchObject({ code: 22101, message: expect.stringContaining(strangers[0] ?? '') });
  const made = await client.createAuthorizationDocument(parent, { ...parameters, hostedNumberOrderSids: [sid] });
  expect(made).toMatchObject({ status: 'signing', email: contact.email, ccEmails: ['cc@example.com'] });
  expect((await client.fetchHostedNumberOrder(parent, sid)).signingDocumentSid).toBe(made.sid);
  const early = await errorOf(client.updateAuthorizationDocument(parent, made.sid, { email: 'new@example.com' }));
  expect(early).toMatchObject({ code: 22107 });
  expect((await client.updateAuthorizationDocument(parent, made.sid, { status: 'opened' })).status).toBe('opened');
  const changes = { email: 'new@example.com', ccEmails: [], status: 'signing' };
  expect(await client.updateAuthorizationDocument(parent, made.sid, changes)).toMatchObject(changes);
});

test.each<NumberResource>(['active-numbers', 'incoming-phone-numbers'])(
  'a number is bought, set up, found and released as one of %s',
  async (resource) => {
    const { client, parent } = startEmulator();
    const phoneNumber = '+14155550142';
    const settings = { friendlyName: 'Desk', smsUrl: 'https://example.com/sms', voiceMethod: 'GET' };
    const bought = await client.purchaseActiveNumber(parent, resource, phoneNumber, settings);
    expect(bought).toMatchObject({
      phoneNumber,
      readFrom: resource,
      friendlyName: 'Desk',
      configurationSmsUrl: settings.smsUrl,
      configurationVoiceMethod: 'GET',
    });
    const again = await errorOf(client.purchaseActiveNumber(parent, resource, phoneNumber, {}));
    expect(again).toMatchObject({ code: 21422 });
    const changed = await client.updateActiveNumber(parent, resource, bought.sid, { friendlyName: 'Door', smsUrl: '' });
    expect(changed).toMatchObject({ friendlyName: 'Door', configurationSmsUrl: null, configurationVoiceMethod: 'GET' });
    expect(changed.capabilitiesVoiceCodecs).toEqual(bought.capabilitiesVoiceCodecs);
    expect((await client.findNumbers(parent, phoneNumber)).map(({ sid }) => sid)).toEqual([bought.sid]);
    expect(await client.findNumbers(parent, '+1415555014')).toEqual([]);
    await client.releaseActiveNumber(parent, resource, bought.sid);
    expect(isNotFound(await errorOf(client.releaseActiveNumber(parent, resource, bought.sid)))).toBe(true);
  },
);

test('a written number is as whole as a listed one', async () => {
  const { client, parent } = startEmulator();
  const [listed] = (await client.listActiveNumbers(parent)).items;
  const written = await client.updateActiveNumber(parent, 'active-numbers', listed?.sid ?? '', {});
  const fetched = await client.fetchActiveNumber(parent, listed?.sid ?? '');
  expect(written.capabilitiesVoiceCodecs).toEqual(fetched.capabilitiesVoiceCodecs);
  expect(written.configurationVoiceReceiveMode).toBe(fetched.configurationVoiceReceiveMode);
});

test('a number goes from the parent to a subaccount and back, by the parent only', async () => {
  const { client, parent, subaccount } = startEmulator();
  const { sid } = await client.purchaseActiveNumber(parent, 'incoming-phone-numbers', '+14155550142', {});
  const there = await client.transferActiveNumber(parent, sid, subaccount.accountSid);
  expect(there).toMatchObject({ sid, accountSid: subaccount.accountSid });
  const byItself = await errorOf(client.transferActiveNumber(subaccount, sid, parent.accountSid));
  expect(byItself).toBeInstanceOf(TwilioRejectionError);
  expect(byItself).toMatchObject({ code: 21474 });
  const back = await client.transferActiveNumber(parent, sid, parent.accountSid, subaccount.accountSid);
  expect(back).toMatchObject({ sid, accountSid: parent.accountSid });
});
