// Authorization documents: what may be changed when, and what that does to their orders.
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { connectTwilio, control, createSmallEmulator, parentOf, send } from './twilio-client.ts';

const dayMs = 24 * 60 * 60_000;
const documents = '/HostedNumbers/AuthorizationDocuments';

test('a document that is being signed must be reopened before it can be changed', async () => {
  const emulator = createSmallEmulator();
  const { sid } = await createDocument(emulator, 1);
  expect((await send(emulator, 'POST', `${documents}/${sid}`, { Email: 'new@example.com' })).body.code).toBe(22107);
  expect(
    (await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened', Email: 'new@example.com' })).body.code,
  ).toBe(22107);
  expect((await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened' })).body.status).toBe('opened');
  const edited = await send(emulator, 'POST', `${documents}/${sid}`, { Email: 'new@example.com', Status: 'signing' });
  expect(edited.body).toMatchObject({ email: 'new@example.com', status: 'signing' });
});

test.each(['signed', 'canceled', 'failed'])('only opened and signing can be written, %s cannot', async (status) => {
  const emulator = createSmallEmulator();
  const { sid } = await createDocument(emulator, 1);
  expect((await send(emulator, 'POST', `${documents}/${sid}`, { Status: status })).body.code).toBe(22122);
});

test.each(['sign', 'cancel', 'fail'])('after %s a document is final', async (ending) => {
  const emulator = createSmallEmulator();
  const { sid } = await createDocument(emulator, 1);
  await control(emulator, 'POST', `/documents/${sid}/${ending}`);
  expect((await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened' })).body.code).toBe(22107);
});

test('an order taken off a document is verified again, one put on it waits for the signature', async () => {
  const emulator = createSmallEmulator();
  const { sid, orderSids } = await createDocument(emulator, 2);
  const [kept = '', dropped = ''] = orderSids;
  const [added = ''] = await createVerifiedOrders(emulator, 1, 50);
  await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened' });
  await send(emulator, 'POST', `${documents}/${sid}`, { HostedNumberOrderSids: [kept, added] });
  const client = connectTwilio(emulator);
  const dependents = await client.preview.hosted_numbers.authorizationDocuments(sid).dependentHostedNumberOrders.list();
  expect(dependents.map((order) => order.sid).sort()).toEqual([kept, added].sort());
  expect(new Set(dependents.map((order) => order.status))).toEqual(new Set(['pending-loa']));
  const free = await client.preview.hosted_numbers.hostedNumberOrders(dropped).fetch();
  expect(free).toMatchObject({ status: 'verified', signingDocumentSid: null });
});

test('a refused change of orders leaves all of them where they were', async () => {
  const emulator = createSmallEmulator();
  const { sid, orderSids } = await createDocument(emulator, 2);
  await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened' });
  const form = { HostedNumberOrderSids: [orderSids[0] ?? '', `HR${'f'.repeat(32)}`] };
  expect((await send(emulator, 'POST', `${documents}/${sid}`, form)).body.code).toBe(22101);
  const { body } = await send(emulator, 'GET', `${documents}/${sid}/DependentHostedNumberOrders?Status=pending-loa`);
  expect(body.items).toHaveLength(2);
});

test.each(['reopened', 'cancelled'])('orders of a %s document wait on until their seven days end', async (how) => {
  const emulator = createSmallEmulator();
  const { sid, orderSids } = await createDocument(emulator, 1);
  if (how === 'reopened') await send(emulator, 'POST', `${documents}/${sid}`, { Status: 'opened' });
  else await control(emulator, 'POST', `/documents/${sid}/cancel`);
  const path = `/HostedNumbers/HostedNumberOrders/${orderSids[0]}`;
  await emulator.clock.advance(7 * dayMs - 1);
  expect((await send(emulator, 'GET', path)).body.status).toBe('pending-loa');
  await emulator.clock.advance(1);
  expect((await send(emulator, 'GET', path)).body).toMatchObject({
    status: 'action-required',
    failure_reason: 'The Letter of Authorization was not signed within seven days.',
  });
});

test('signing moves only the orders that still wait for it', async () => {
  const emulator = createSmallEmulator();
  const { sid, orderSids } = await createDocument(emulator, 2);
  const [failed = '', waiting = ''] = orderSids;
  await control(emulator, 'POST', `/orders/${failed}/fail`, { reason: 'none', status: 'failed' });
  await control(emulator, 'POST', `/documents/${sid}/sign`);
  const statusOf = async (order: string) =>
    (await send(emulator, 'GET', `/HostedNumbers/HostedNumberOrders/${order}`)).body.status;
  expect([await statusOf(failed), await statusOf(waiting)]).toEqual(['failed', 'carrier-processing']);
  await expect(control(emulator, 'POST', `/documents/${sid}/sign`)).rejects.toThrow('409');
});

test('documents are found by status and mail address', async () => {
  const emulator = createSmallEmulator();
  const { sid } = await createDocument(emulator, 1);
  const client = connectTwilio(emulator).preview.hosted_numbers.authorizationDocuments;
  expect((await client.list({ email: 'only@example.com' })).map((found) => found.sid)).toEqual([sid]);
  expect((await client.list({ email: 'only@example.com', status: 'signed' })).length).toBe(0);
});

async function createVerifiedOrders(emulator: Emulator, count: number, offset = 0): Promise<string[]> {
  const sids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const form = { PhoneNumber: `+1501712${2000 + offset + index}`, SmsCapability: 'true' };
    const { body } = await send(emulator, 'POST', '/HostedNumbers/HostedNumberOrders', form);
    await control(emulator, 'POST', `/orders/${body.sid}/move`, { status: 'verified' });
    sids.push(body.sid);
  }
  return sids;
}

async function createDocument(emulator: Emulator, orderCount: number): Promise<{ sid: string; orderSids: string[] }> {
  const orderSids = await createVerifiedOrders(emulator, orderCount);
  const addresses = await send(emulator, 'GET', `/2010-04-01/Accounts/${parentOf(emulator).sid}/Addresses.json`);
  const { body } = await send(emulator, 'POST', documents, {
    HostedNumberOrderSids: orderSids,
    AddressSid: addresses.body.addresses[0].sid,
    Email: 'only@example.com',
    ContactTitle: 'Owner',
    ContactPhoneNumber: '+15017122661',
  });
  expect(body.status).toBe('signing');
  return { sid: body.sid, orderSids };
}
