// The quickstart of Twilio's pages, step by step, in GraphQL: every operation of examples/quickstart runs here, in order.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTestStack, type TestStack } from './stack.ts';

const document = readFileSync(new URL('../examples/quickstart/quickstart.graphql', import.meta.url), 'utf8');
const dayMs = 24 * 60 * 60_000;
const phoneNumber = '+18444905863';

// biome-ignore lint/suspicious/noExplicitAny: each step knows what its operation selects
type Answered = Record<string, any>;

/** Runs one operation of the file; mistakes of any kind end the test. */
async function run(stack: TestStack, name: string, variables: object): Promise<Answered> {
  const operation = new RegExp(`^(query|mutation) ${name}\\b[\\s\\S]*?^}`, 'm').exec(document)?.[0];
  const { data, errors } = await stack.execute<Answered, object>(operation ?? '', variables);
  expect(errors).toBeUndefined();
  const [answer] = Object.values(data ?? {}) as Answered[];
  if (operation?.startsWith('mutation')) expect(answer?.['userErrors']).toEqual([]);
  return answer ?? {};
}

/** Time passes at Twilio; what it tells is taken. */
async function pass(stack: TestStack, ms: number): Promise<void> {
  await stack.control('clock/advance', { ms });
  await stack.settle();
}

const options = (idempotencyKey: string) => ({ idempotencyKey });

test('a number comes from its carrier to Twilio, and leaves again', async () => {
  const stack = await createTestStack();
  const wanted = { phoneNumber, friendlyName: 'MyHostedNumberSmsOrder' };

  const tried = await run(stack, 'TryOut', { input: { ...wanted, options: { dryRun: true } } });
  expect(tried['report']).toMatchObject({ dryRun: true, upstreamCalls: 1 });

  const created = await run(stack, 'CreateOrder', { input: { ...wanted, options: options('create') } });
  expect(created).toMatchObject({
    order: { status: 'TWILIO_PROCESSING', phoneNumber, callbackCoverage: 'ATTACHED_BY_GATEWAY' },
    report: { replayed: false, intent: { state: 'SUCCEEDED' } },
  });
  const { sid, incomingPhoneNumberSid } = created['order'];
  const again = await run(stack, 'CreateOrder', { input: { ...wanted, options: options('create') } });
  expect(again).toMatchObject({ order: { sid }, report: { replayed: true } });

  await pass(stack, 5 * 60_000);
  const received = await run(stack, 'FollowOrder', { sid });
  expect(received).toMatchObject({ status: 'RECEIVED', stage: 'OWNERSHIP', verification: { attemptsRemaining: 3 } });
  expect(received['viewerActions']).toContainEqual({
    mutation: 'startOwnershipVerification',
    allowed: true,
    reasonNot: null,
  });

  const configuration = { friendlyName: 'something new', sms: { url: 'https://demo.twilio.com/welcome/sms/reply/' } };
  const configured = await run(stack, 'ConfigureNumber', {
    input: { numbers: [{ sid: incomingPhoneNumberSid }], configuration, options: options('configure') },
  });
  expect(configured['rows']).toMatchObject([
    { number: { friendlyName: 'something new', configuration: { sms: configuration.sms } }, userErrors: [] },
  ]);

  const called = await run(stack, 'StartVerification', {
    input: { order: { sid }, extension: 'wwww2wwwwww5wwwwww9', options: options('call') },
  });
  expect(called['order']).toMatchObject({
    status: 'PENDING_VERIFICATION',
    verification: {
      attempts: 1,
      attemptsRemaining: 2,
      extensionPlan: [
        { wait: 'PT2S', digits: null },
        { wait: null, digits: '2' },
        { wait: 'PT3S', digits: null },
        { wait: null, digits: '5' },
        { wait: 'PT3S', digits: null },
        { wait: null, digits: '9' },
      ],
    },
  });
  const { code } = called['order'].verification;
  const verified = await run(stack, 'SubmitCode', { input: { order: { sid }, code, options: options('code') } });
  expect(verified['order'].status).toBe('VERIFIED');

  const made = await run(stack, 'CreateDocument', {
    input: {
      orders: [{ sid }],
      addressSid: await makeAddress(stack),
      email: 'owner@example.com',
      ccEmails: ['person1@example.com', 'person2@example.com'],
      contactTitle: 'Owner',
      contactPhoneNumber: phoneNumber,
      options: options('document'),
    },
  });
  expect(made['document']).toMatchObject({ status: 'SIGNING', email: 'owner@example.com', contactTitle: 'Owner' });

  await stack.control(`documents/${made['document'].sid}/sign`, {});
  await stack.settle();
  expect(await run(stack, 'FollowOrder', { sid })).toMatchObject({
    status: 'CARRIER_PROCESSING',
    authorizationDocument: { status: 'SIGNED' },
  });
  for (let day = 0; day < 4; day += 1) await pass(stack, dayMs);
  expect(await run(stack, 'FollowOrder', { sid })).toMatchObject({
    status: 'COMPLETED',
    stage: 'LIVE',
    activeNumber: { sid: incomingPhoneNumberSid, configuration: { sms: configuration.sms } },
  });

  const released = await run(stack, 'ReleaseNumber', {
    input: { number: { phoneNumber }, confirmPhoneNumber: phoneNumber, options: options('release') },
  });
  expect(released['report'].notices.join(' ')).toMatch(/three days/);
  const { data } = await stack.execute<Answered, object>(
    'query ($sid: Sid!) { activeNumber(by: { sid: $sid }) { freshness { vanishedAt } } }',
    {
      sid: incomingPhoneNumberSid,
    },
  );
  expect(data?.['activeNumber'].freshness.vanishedAt).not.toBeNull();
});

async function makeAddress(stack: TestStack): Promise<string> {
  const [account] = stack.emulator.accounts;
  if (!account) throw new Error('the emulator has no account');
  const { sid, authToken } = account;
  const response = await stack.emulator.fetch(
    new Request(`http://emulator.test/2010-04-01/Accounts/${sid}/Addresses.json`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        CustomerName: 'Ada',
        Street: '1 Main Street',
        City: 'Little Rock',
        Region: 'AR',
        PostalCode: '72201',
        IsoCountry: 'US',
      }),
    }),
  );
  return ((await response.json()) as { sid: string }).sid;
}
