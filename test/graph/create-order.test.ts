// createHostedNumberOrder: all mistakes in one answer and no call to Twilio, or one call and the order in the mirror.
import { beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { findOpenIntent } from '../../src/db/write-statements.ts';
import { TwilioOutcomeUnknownError, TwilioRejectionError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../../src/twilio/facts.ts';
import { openTestDatabase } from '../database.ts';
import { ask, type ContextChanges, contextOver, run, twilioThat } from './operations.ts';
import { insertRows, now, orderRow, owner, sid, stranger, subaccount } from './rows.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await insertRows(database, {
    accounts: [owner, subaccount],
    orders: [
      orderRow(1, { phoneNumber: '+14155550101', uniqueName: 'taken' }),
      orderRow(2, { phoneNumber: '+14155550102', status: 'failed' }),
      orderRow(3, { phoneNumber: '+14155550103', status: 'received', vanishedAt: now, uniqueName: 'gone' }),
      orderRow(4, {
        phoneNumber: '+14155550104',
        status: 'completed',
        accountSid: subaccount,
        uniqueName: 'elsewhere',
      }),
      orderRow(5, { phoneNumber: '+14155550105', status: 'failed' }),
    ],
  });
});

const mutation = `mutation($input: CreateHostedNumberOrderInput!) { createHostedNumberOrder(input: $input) {
  clientMutationId order { sid phoneNumber status rawStatus friendlyName account { sid } freshness { source } }
  userErrors { __typename code path message ... on UpstreamError { twilioCode httpStatus moreInfo retryAfter outcomeKnown } } } }`;

async function create(input: object, changes: ContextChanges = {}) {
  return (await ask(contextOver(database, changes), mutation, { input: { phoneNumber: '+15017122661', ...input } }))[
    'createHostedNumberOrder'
  ];
}

function factsOf(orderSid: string, phoneNumber: string, accountSid = owner): HostedNumberOrderFacts {
  const {
    ownerAccountSid: _o,
    firstSeenAt: _f,
    syncedAt: _s,
    source: _c,
    ...rest
  } = orderRow(1, { sid: orderSid, phoneNumber, accountSid });
  const nothing = {
    failureReason: null,
    capabilitiesSms: true,
    capabilitiesMms: null,
    capabilitiesVoice: null,
    capabilitiesFax: null,
    friendlyName: 'Shop',
    uniqueName: null,
    url: null,
    email: null,
    addressSid: null,
    incomingPhoneNumberSid: null,
    signingDocumentSid: null,
    verificationType: null,
    verificationDocumentSid: null,
    verificationCode: null,
    extension: null,
    callDelay: null,
  };
  return { ...nothing, ...rest, vanishedAt: undefined, status: 'twilio-processing' } as HostedNumberOrderFacts;
}

const long = (length: number) => 'n'.repeat(length);
test.each<[string, object, string]>([
  ['phoneNumber', { phoneNumber: '15017122661' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+1 (501) 712-2661' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+1501712266112345' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+442071838750' }, 'NOT_ELIGIBLE'],
  ['phoneNumber', { phoneNumber: '+18765551234' }, 'NOT_ELIGIBLE'],
  ['phoneNumber', { phoneNumber: '+١٥٠١٧١٢٢٦٦١' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+1501712\u200b2661' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+15017122661\n' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+1555223000' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '' }, 'INVALID_INPUT'],
  ['phoneNumber', { phoneNumber: '+14155550101' }, 'CONFLICT'],
  ['smsCapability', { smsCapability: false }, 'INVALID_INPUT'],
  ['addressSid', { addressSid: 'AD123' }, 'INVALID_INPUT'],
  ['addressSid', { addressSid: `AD${'g'.repeat(32)}` }, 'INVALID_INPUT'],
  ['addressSid', { addressSid: `${sid('AD', 1)}\n` }, 'INVALID_INPUT'],
  ['addressSid', { addressSid: sid('PN', 1) }, 'INVALID_INPUT'],
  ['friendlyName', { friendlyName: long(65) }, 'INVALID_INPUT'],
  ['friendlyName', { friendlyName: 'a\0b' }, 'INVALID_INPUT'],
  ['friendlyName', { friendlyName: 'a\ud800' }, 'INVALID_INPUT'],
  ['uniqueName', { uniqueName: long(129) }, 'INVALID_INPUT'],
  ['uniqueName', { uniqueName: 'taken' }, 'CONFLICT'],
  ['verificationDocumentSid', { verificationType: 'PHONE_BILL' }, 'INVALID_INPUT'],
  ['verificationDocumentSid', { verificationDocumentSid: sid('HR', 1) }, 'INVALID_INPUT'],
  ['verificationType', { verificationType: 'UNKNOWN' }, 'INVALID_INPUT'],
  ['email', { email: 'owner@' }, 'INVALID_INPUT'],
  ['email', { email: 'a@b@c' }, 'INVALID_INPUT'],
  ['email', { email: 'a@example.com\r\nBcc: b@example.com' }, 'INVALID_INPUT'],
  ['ccEmails.2', { ccEmails: ['a@x.com', 'b@x.com', 'c', 'd@x.com', 'e@x.com'] }, 'INVALID_INPUT'],
  ['ccEmails', { ccEmails: Array.from({ length: 1000 }, (_, n) => `p${n}@x.com`) }, 'INVALID_INPUT'],
  ...[
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://169.254.1.1',
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost:3000',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fe80::1]/',
    'http://10.1.2.3',
    'http://192.168.0.1',
    'https://user:secret@example.com',
    `https://example.com/${long(3000)}`,
    'not a url',
    'http://intranet/',
    'https://example.com/\0',
  ].map((url): [string, object, string] => ['sms.url', { sms: { url } }, 'INVALID_INPUT']),
  ['sms.fallbackUrl', { sms: { fallbackUrl: 'http://10.0.0.1' } }, 'INVALID_INPUT'],
  ['sms.applicationSid', { sms: { applicationSid: sid('PN', 1) } }, 'INVALID_INPUT'],
  ['account', { account: stranger }, 'NOT_FOUND'],
  ['account', { account: 'AC1' }, 'INVALID_INPUT'],
])('a mistake in %s (%j) is told with its code and never reaches Twilio', async (path, input, code) => {
  const { order, userErrors } = await create(input);
  expect(order).toBeNull();
  expect(userErrors).toEqual([
    { __typename: 'InputError', code, path: path.split('.'), message: expect.stringContaining(`${path}: `) },
  ]);
});

test('all mistakes come in one answer', async () => {
  const { userErrors, clientMutationId } = await create({
    phoneNumber: '123',
    smsCapability: false,
    account: stranger,
    email: 'x',
    ccEmails: ['y'],
    sms: { url: 'ftp://x' },
    options: { clientMutationId: 'mine' },
  });
  expect(userErrors.map((error: { path: string[] }) => error.path.join('.')).sort()).toEqual([
    'account',
    'ccEmails.0',
    'email',
    'phoneNumber',
    'sms.url',
    'smsCapability',
  ]);
  expect(clientMutationId).toBe('mine');
});

test('a sound order goes to Twilio with the callback of the gateway and is in the mirror when the answer comes', async () => {
  const createHostedNumberOrder = vi.fn(async (_credentials: object, parameters: { phoneNumber: string }) =>
    factsOf(sid('HR', 77), parameters.phoneNumber, subaccount),
  );
  const { order, userErrors } = await create(
    {
      phoneNumber: '+14155550102',
      account: subaccount,
      friendlyName: '😀'.repeat(64),
      uniqueName: 'taken',
      email: 'o@x.com',
      ccEmails: [],
      addressSid: sid('AD', 1),
      verificationType: 'PHONE_BILL',
      verificationDocumentSid: sid('RI', 1),
      sms: { url: 'http://8.8.8.8/sms', method: 'GET' },
    },
    { twilio: twilioThat({ createHostedNumberOrder }) },
  );
  expect(userErrors).toEqual([]);
  expect(order).toEqual({
    sid: sid('HR', 77),
    phoneNumber: '+14155550102',
    status: 'TWILIO_PROCESSING',
    rawStatus: 'twilio-processing',
    friendlyName: 'Shop',
    account: { sid: subaccount },
    freshness: { source: 'MUTATION_RESPONSE' },
  });
  expect(createHostedNumberOrder.mock.calls).toEqual([
    [
      { accountSid: subaccount, authToken: 'token' },
      expect.objectContaining({
        phoneNumber: '+14155550102',
        smsCapability: true,
        accountSid: subaccount,
        smsUrl: 'http://8.8.8.8/sms',
        smsMethod: 'GET',
        statusCallbackUrl: `https://gateway.example/callbacks/${subaccount}`,
        statusCallbackMethod: 'POST',
        verificationType: 'phone-bill',
      }),
    ],
  ]);
});

test('a number whose order failed, vanished or was completed, and a name that is free again, can be used', async () => {
  let next = 200;
  const twilio = twilioThat({
    createHostedNumberOrder: async (_c, { phoneNumber }) => factsOf(sid('HR', next++), phoneNumber),
  });
  for (const input of [
    { phoneNumber: '+14155550103', uniqueName: 'gone' },
    { phoneNumber: '+14155550104', uniqueName: 'elsewhere' },
  ]) {
    expect((await create(input, { twilio })).userErrors).toEqual([]);
  }
});

test('private addresses are allowed where the gateway allows them', async () => {
  const twilio = twilioThat({
    createHostedNumberOrder: async (_c, { phoneNumber }) => factsOf(sid('HR', 300), phoneNumber),
  });
  const { userErrors } = await create(
    { phoneNumber: '+14155550300', sms: { url: 'http://localhost:3000/sms' } },
    { twilio, allowPrivateUrls: true },
  );
  expect(userErrors).toEqual([]);
});

const request = { method: 'POST', path: '/HostedNumbers/HostedNumberOrders' } as const;
test.each([
  [
    new TwilioRejectionError(request, {
      httpStatus: 400,
      code: 22103,
      message: 'Not supported',
      moreInfo: 'https://www.twilio.com/docs/errors/22103',
    }),
    {
      code: 'UPSTREAM_REJECTED',
      twilioCode: 22103,
      httpStatus: 400,
      moreInfo: 'https://www.twilio.com/docs/errors/22103',
      retryAfter: null,
      outcomeKnown: true,
    },
  ],
  [
    new TwilioUnavailableError(request, 'busy', { httpStatus: 429, retryAfterMs: 1500 }),
    {
      code: 'UPSTREAM_UNAVAILABLE',
      twilioCode: null,
      httpStatus: 429,
      moreInfo: null,
      retryAfter: 'PT2S',
      outcomeKnown: true,
    },
  ],
])('%s is told as it is', async (error, expected) => {
  const { order, userErrors } = await create(
    {},
    { twilio: twilioThat({ createHostedNumberOrder: () => Promise.reject(error) }) },
  );
  expect(order).toBeNull();
  expect(userErrors).toEqual([{ __typename: 'UpstreamError', path: [], message: expect.any(String), ...expected }]);
});

const lost = () => Promise.reject(new TwilioOutcomeUnknownError(request, 'no answer in time'));

test('an order whose answer was lost is looked for, and found by its number', async () => {
  const phoneNumber = '+14155550401';
  const createHostedNumberOrder = vi.fn(lost);
  const findHostedNumberOrders = vi.fn(async () => [factsOf(sid('HR', 401), phoneNumber)]);
  const twilio = twilioThat({ createHostedNumberOrder, findHostedNumberOrders });
  const { order, userErrors } = await create({ phoneNumber }, { twilio });
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({ sid: sid('HR', 401), freshness: { source: 'MUTATION_RESPONSE' } });
  expect(createHostedNumberOrder).toHaveBeenCalledTimes(1);
  expect(findHostedNumberOrders.mock.calls).toEqual([[{ accountSid: owner, authToken: 'token' }, { phoneNumber }]]);
});

test.each([
  ['nothing is found', '+14155550402', []],
  ['an order that was there before', '+14155550105', [factsOf(sid('HR', 5), '+14155550105')]],
  ['an order with another name', '+14155550403', [{ ...factsOf(sid('HR', 403), '+14155550403'), uniqueName: 'x' }]],
])('while %s, the outcome of a lost create is unknown and nothing is sent again', async (_, phoneNumber, found) => {
  const createHostedNumberOrder = vi.fn(lost);
  const twilio = twilioThat({ createHostedNumberOrder, findHostedNumberOrders: async () => found });
  const { order, userErrors } = await create({ phoneNumber }, { twilio });
  expect(order).toBeNull();
  expect(userErrors).toEqual([
    {
      __typename: 'UpstreamError',
      code: 'UPSTREAM_OUTCOME_UNKNOWN',
      path: [],
      message: expect.stringContaining('writeIntents'),
      twilioCode: null,
      httpStatus: null,
      moreInfo: null,
      retryAfter: 'PT90S',
      outcomeKnown: false,
    },
  ]);
  const again = await create({ phoneNumber }, { twilio });
  expect(again.userErrors).toMatchObject([{ code: 'IN_PROGRESS' }]);
  expect(createHostedNumberOrder).toHaveBeenCalledTimes(1);
});

test('when the answer cannot be kept, the error says so, and the write stays open', async () => {
  const broken = { ...factsOf(sid('HR', 400), '+14155550400'), phoneNumber: null as unknown as string };
  const context = contextOver(database, { twilio: twilioThat({ createHostedNumberOrder: async () => broken }) });
  const { errors } = await run(context, mutation, { input: { phoneNumber: '+14155550400' } });
  expect(errors?.[0]?.message).toContain('could not be stored');
  expect(errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE' });
  expect(await findOpenIntent(database.db, owner, 'number +14155550400')).toMatchObject({ state: 'IN_FLIGHT' });
});

test('a dry run says all that a new order would be, and what people should know', async () => {
  const input = {
    phoneNumber: '+14155550404',
    friendlyName: 'Shop',
    ccEmails: ['a@x.com', 'b@x.com'],
    verificationType: 'PHONE_CALL',
    sms: { url: 'http://8.8.8.8/sms', applicationSid: sid('AP', 1) },
    options: { dryRun: true },
  };
  const report = `mutation($input: CreateHostedNumberOrderInput!) { createHostedNumberOrder(input: $input) {
    order { sid } userErrors { code } report { dryRun upstreamCalls notices changes { path before after } } } }`;
  const { createHostedNumberOrder: told } = await ask(contextOver(database), report, { input });
  const sms = 'activeNumber.configuration.sms';
  expect(told).toEqual({
    order: null,
    userErrors: [],
    report: {
      dryRun: true,
      upstreamCalls: 1,
      notices: [expect.stringContaining('sms.url is plain http'), expect.stringContaining('overrides sms.url')],
      changes: [
        { path: 'phoneNumber', before: null, after: '+14155550404' },
        { path: 'friendlyName', before: null, after: 'Shop' },
        { path: 'ccEmails', before: null, after: 'a@x.com, b@x.com' },
        { path: 'verification.type', before: null, after: 'PHONE_CALL' },
        { path: `${sms}.applicationSid`, before: null, after: sid('AP', 1) },
        { path: `${sms}.url`, before: null, after: 'http://8.8.8.8/sms' },
      ],
    },
  });
});
