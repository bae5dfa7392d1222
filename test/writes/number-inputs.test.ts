// What is wrong with the inputs of writes to numbers: exact code and path, all mistakes at once, no call to Twilio.
import { beforeAll, expect, test } from 'vitest';
import { application, mutations, openNumberScene, type Scene, subaccount, told, trunk } from './number-scene.ts';

let scene: Scene;
let known: { sid: string; phoneNumber: string };
let other: { sid: string; phoneNumber: string };
let ported: { sid: string; phoneNumber: string };
let twin: { sid: string };
beforeAll(async () => {
  scene = await openNumberScene();
  [known, other, ported] = [await scene.buy(), await scene.buy(), await scene.host('completed')];
  twin = (await scene.stack.control(`numbers/${ported.sid}/port`, {})) as { sid: string };
  await scene.stack.gateway.sync();
});

async function refusals(mutation: keyof typeof mutations, input: object): Promise<object[]> {
  const before = await scene.count();
  const { it } = await scene.ask(mutations[mutation], { input });
  expect(await scene.count()).toEqual(before);
  expect(it.number ?? null).toBeNull();
  return [...it.userErrors, ...(it.rows ?? []).flatMap((row: { userErrors: object[] }) => row.userErrors)];
}

const long = `https://example.com/${'n'.repeat(3000)}`;
const badConfigurations: [string, object][] = [
  ['friendlyName', { friendlyName: 'n'.repeat(65) }],
  ['friendlyName', { friendlyName: 'a\0b' }],
  ['statusCallback', { statusCallback: 'http://169.254.1.1' }],
  ['voice', { voice: null }],
  ['sms', { sms: null }],
  ['voice.url', { voice: { url: 'javascript:alert(1)' } }],
  ['voice.url', { voice: { url: 'file:///etc/passwd' } }],
  ['voice.url', { voice: { url: long } }],
  ['voice.fallbackUrl', { voice: { fallbackUrl: 'http://localhost/' } }],
  ['voice.applicationSid', { voice: { applicationSid: trunk } }],
  ['voice.trunkSid', { voice: { trunkSid: 'TK1' } }],
  ['voice.trunkSid', { voice: { applicationSid: application, trunkSid: trunk } }],
  ['voice.emergencyAddressSid', { voice: { emergencyAddressSid: `AD${'g'.repeat(32)}` } }],
  ['voice.receiveMode', { voice: { receiveMode: 'telex' } }],
  ['sms.url', { sms: { url: 'https://user:secret@example.com' } }],
  ['sms.fallbackUrl', { sms: { fallbackUrl: 'http://10.0.0.1' } }],
  ['sms.applicationSid', { sms: { applicationSid: `${application}\n` } }],
];

test.each(badConfigurations)('a mistake in configuration.%s is told: %j', async (field, configuration) => {
  const mistake = told('INVALID_INPUT', `configuration.${field}`);
  const bought = { phoneNumber: '+14157009999', configuration };
  expect(await refusals('purchase', bought)).toMatchObject([mistake]);
  expect(await refusals('configure', { numbers: [{ sid: known.sid }], configuration })).toMatchObject([mistake]);
});

test.each([
  ['15017122661', 'INVALID_INPUT'],
  ['+1 (501) 712-2661', 'INVALID_INPUT'],
  ['+1501712266112345', 'INVALID_INPUT'],
  ['+1501712\u200b2661', 'INVALID_INPUT'],
])('%s cannot be bought', async (phoneNumber, code) => {
  expect(await refusals('purchase', { phoneNumber })).toMatchObject([told(code, 'phoneNumber')]);
});

test.each([
  ['purchase', 'account', (account: string) => ({ phoneNumber: '+14157009999', account })],
  ['transfer', 'toAccount', (toAccount: string) => ({ numbers: [{ sid: known.sid }], toAccount })],
] as const)('%s: an account that is malformed or of a stranger is refused', async (mutation, path, inputOf) => {
  expect(await refusals(mutation, inputOf('AC1'))).toMatchObject([told('INVALID_INPUT', path)]);
  expect(await refusals(mutation, inputOf(`AC${'f'.repeat(32)}`))).toMatchObject([told('NOT_FOUND', path)]);
});

test('all mistakes come in one answer', async () => {
  const configuration = { friendlyName: 'n'.repeat(65), sms: { url: 'ftp://x' } };
  const options = { idempotencyKey: 'k'.repeat(256), clientMutationId: 'mine' };
  const mistakes = ['configuration.friendlyName', 'configuration.sms.url', 'options.idempotencyKey'];
  const bought = await refusals('purchase', { phoneNumber: '1', account: 'AC1', configuration, options });
  expect(bought).toMatchObject(['phoneNumber', 'account', ...mistakes].map((path) => told('INVALID_INPUT', path)));
  const numbers = [{ sid: 'PN1' }, { phoneNumber: '123456789' }];
  const configured = await refusals('configure', { numbers, configuration, options });
  expect(configured).toMatchObject(
    [...mistakes, 'numbers.0.sid', 'numbers.1.phoneNumber'].map((path) => told('INVALID_INPUT', path)),
  );
});

test.each([0, 501])('a list of %i numbers is refused', async (length) => {
  const numbers = Array.from({ length }, () => ({ sid: known.sid }));
  const toAccount = subaccount.accountSid;
  expect(await refusals('transfer', { numbers, toAccount })).toMatchObject([told('INVALID_INPUT', 'numbers')]);
});

test('a number that is named twice is refused with its place, however it is named', async () => {
  const numbers = [{ sid: known.sid }, { sid: other.sid }, { phoneNumber: known.phoneNumber }];
  const found = await refusals('configure', { numbers, configuration: { friendlyName: 'x' } });
  expect(found).toMatchObject([told('INVALID_INPUT', 'numbers.2')]);
});

const missing = [{ sid: `PN${'0'.repeat(32)}` }, { phoneNumber: '+14157008888' }, { id: '%%%' }];
test.each(missing)('a number that is not there is told as such: %j', async (reference) => {
  const numbers = [reference];
  const confirmPhoneNumber = '+14157008888';
  const row = told('NOT_FOUND', 'numbers.0');
  expect(await refusals('configure', { numbers, configuration: { friendlyName: 'x' } })).toMatchObject([row]);
  expect(await refusals('transfer', { numbers, toAccount: subaccount.accountSid })).toMatchObject([row]);
  expect(await refusals('release', { number: reference, confirmPhoneNumber })).toMatchObject([
    told('NOT_FOUND', 'number'),
  ]);
});

test('a phone number with two sids is refused, and the sids are named', async () => {
  const { phoneNumber } = ported;
  const [conflict] = await refusals('release', { number: { phoneNumber }, confirmPhoneNumber: phoneNumber });
  expect(conflict).toMatchObject(told('CONFLICT', 'number'));
  expect(conflict).toMatchObject({ message: expect.stringContaining(ported.sid) });
  expect(conflict).toMatchObject({ message: expect.stringContaining(twin.sid) });
});

test.each([
  ['+14157008888', 'INVALID_INPUT'],
  ['4157008888x', 'INVALID_INPUT'],
])('a release that is confirmed by %s is refused', async (confirmPhoneNumber, code) => {
  const found = await refusals('release', { number: { sid: known.sid }, confirmPhoneNumber });
  expect(found).toMatchObject([told(code, 'confirmPhoneNumber')]);
  expect(JSON.stringify(found)).not.toContain(known.phoneNumber);
});
