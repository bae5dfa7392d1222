// Who may see what, and what the API answers to those who may not.
import { expect, test } from 'vitest';
import { accountAt, connectTwilio, control, createSmallEmulator, parentOf, send } from './twilio-client.ts';

test('a wrong token and an unknown account get 401 with code 20003', async () => {
  const emulator = createSmallEmulator();
  const { sid, authToken } = parentOf(emulator);
  for (const account of [
    { sid, authToken: 'wrong' },
    { sid: `AC${'0'.repeat(32)}`, authToken },
    { sid: '', authToken: '' },
  ]) {
    const { status, body } = await send(emulator, 'GET', '/Numbers/ActiveNumbers', undefined, account);
    expect([status, body.code]).toEqual([401, 20003]);
  }
  const anonymous = await emulator.fetch(new Request('http://emulator.test/Numbers/ActiveNumbers'));
  expect(anonymous.status).toBe(401);
});

test("a parent uses the paths of its subaccounts, a subaccount neither its parent's nor its sibling's", async () => {
  const emulator = createSmallEmulator();
  const [parent, first, second] = [0, 1, 2].map((index) => accountAt(emulator, index));
  const list = async (path: string, account: typeof parent) =>
    (await send(emulator, 'GET', `/2010-04-01/Accounts/${path}/IncomingPhoneNumbers.json`, undefined, account)).status;
  expect(await list(first?.sid ?? '', parent)).toBe(200);
  expect(await list(first?.sid ?? '', first)).toBe(200);
  expect(await list(parent?.sid ?? '', first)).toBe(401);
  expect(await list(second?.sid ?? '', first)).toBe(401);
});

test('the parent lists all accounts with their tokens, a subaccount sees only itself', async () => {
  const emulator = createSmallEmulator();
  const accounts = await connectTwilio(emulator).api.accounts.list();
  expect(
    accounts.map(({ sid, authToken, ownerAccountSid }) => ({ sid, authToken, ownerAccountSid })).reverse(),
  ).toEqual(emulator.accounts);
  const subaccount = accountAt(emulator, 2);
  const own = connectTwilio(emulator, subaccount);
  expect((await own.api.accounts.list()).map(({ sid }) => sid)).toEqual([subaccount.sid]);
  expect(await own.api.accounts(subaccount.sid).fetch()).toMatchObject({
    status: 'active',
    type: 'Full',
    ownerAccountSid: parentOf(emulator).sid,
  });
  await expect(own.api.accounts(parentOf(emulator).sid).fetch()).rejects.toMatchObject({ status: 404 });
});

test('a row of another account answers exactly as one that does not exist', async () => {
  const emulator = createSmallEmulator();
  const bought = await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  const stranger = accountAt(emulator, 1);
  const [foreign, missing] = [bought.body.items[0].sid, `PN${'0'.repeat(32)}`];
  const read = async (sid: string) =>
    (await send(emulator, 'GET', `/Numbers/ActiveNumbers/${sid}`, undefined, stranger)).body;
  expect(JSON.stringify(await read(foreign)).replaceAll(foreign, missing)).toBe(JSON.stringify(await read(missing)));
});

test.each([
  ['activeNumbersPreview', '/Numbers/ActiveNumbers'],
  ['hostedNumbersPreview', '/HostedNumbers/HostedNumberOrders'],
  ['hostedNumbersPreview', '/HostedNumbers/AuthorizationDocuments'],
])('without %s the list %s answers 404 with code 20404', async (preview, path) => {
  const emulator = createSmallEmulator({ [preview]: false });
  const { status, body } = await send(emulator, 'GET', path);
  expect([status, body.code]).toEqual([404, 20404]);
  expect(body.message).toBe(`The requested resource ${path} was not found`);
  const { sid } = parentOf(emulator);
  expect((await send(emulator, 'GET', `/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json`)).status).toBe(200);
});

test('paths are case-sensitive, and a known path refuses other methods with 405', async () => {
  const emulator = createSmallEmulator();
  expect((await send(emulator, 'GET', '/numbers/activenumbers')).body.code).toBe(20404);
  const refused = await send(emulator, 'DELETE', '/Numbers/ActiveNumbers');
  expect([refused.status, refused.body.code]).toEqual([405, 20004]);
});

test('more requests at once than the limit get 429, and the account recovers', async () => {
  const emulator = createSmallEmulator({ concurrencyLimitPerAccount: 5 });
  const burst = await Promise.all(
    Array.from({ length: 8 }, () => send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: 'x' })),
  );
  expect(burst.filter(({ status }) => status === 429).map(({ body }) => body.code)).toEqual([20429, 20429, 20429]);
  expect((await send(emulator, 'GET', '/Numbers/ActiveNumbers')).status).toBe(200);
});

test('one account at its limit does not slow another', async () => {
  const emulator = createSmallEmulator({ concurrencyLimitPerAccount: 1 });
  const burst = await Promise.all(
    [0, 0, 1].map((index) =>
      send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: 'x' }, accountAt(emulator, index)),
    ),
  );
  expect(burst.map(({ status }) => status)).toEqual([400, 429, 400]);
});

test.each(['example.com', '10.0.0.1:4010', 'localhost.example.com'])(
  'the control routes refuse the host %s',
  async (host) => {
    const emulator = createSmallEmulator();
    const response = await emulator.fetch(new Request('http://127.0.0.1/_emulator/state', { headers: { host } }));
    expect(response.status).toBe(403);
  },
);

test.each(['localhost', 'localhost:4010', '127.0.0.1:4010', '[::1]:4010'])(
  'the control routes answer the host %s',
  async (host) => {
    const emulator = createSmallEmulator();
    const response = await emulator.fetch(new Request('http://127.0.0.1/_emulator/state', { headers: { host } }));
    expect(response.status).toBe(200);
  },
);

test('the list of control routes explains each of them', async () => {
  const { routes } = await control(createSmallEmulator(), 'GET', '');
  expect(routes.length).toBeGreaterThan(15);
  for (const route of routes)
    expect(route).toEqual({
      method: expect.any(String),
      path: expect.stringMatching(/^\/_emulator/),
      help: expect.stringMatching(/.{10}/),
    });
});

test('counters tell what took effect, and what was refused', async () => {
  const emulator = createSmallEmulator();
  await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: '+16314230123' });
  await send(emulator, 'GET', '/Numbers/ActiveNumbers');
  expect((await control(emulator, 'GET', '/counters')).ActiveNumbers).toEqual({ reads: 1, writes: 1, refused: 1 });
});
