// Setting up numbers, one or many: where it is sent, what is cleared and kept, and what a row says of itself.
import { beforeAll, expect, test } from 'vitest';
import type { Data } from '../graph/operations.ts';
import { application, mutations, openNumberScene, parent, type Scene, told, trunk } from './number-scene.ts';
import { settleWrites } from './settle-writes.ts';

let scene: Scene;
let elapsedMs = 0;
beforeAll(async () => {
  scene = await openNumberScene({ gateway: { now: () => new Date(Date.now() + elapsedMs) } });
});

/** Bought numbers that the mirror knows, read from ActiveNumbers. */
async function buySome(count: number): Promise<{ sid: string; phoneNumber: string }[]> {
  const bought: { sid: string; phoneNumber: string }[] = [];
  while (bought.length < count) bought.push(await scene.buy());
  await scene.stack.gateway.sync();
  return bought;
}

async function buyOne() {
  const [bought] = await buySome(1);
  if (bought === undefined) throw new Error('nothing was bought');
  return bought;
}

async function configure(input: Data): Promise<Data> {
  return (await scene.ask(mutations.configure, { input }))['it'];
}

async function configureOne(sid: string, configuration: object, options: object = {}): Promise<Data> {
  const { rows, userErrors } = await configure({ numbers: [{ sid }], configuration, options });
  expect(userErrors).toEqual([]);
  expect(rows).toHaveLength(1);
  return rows[0];
}

/** Writes to each of the two resources that `work` causes. */
async function writesOf(work: () => Promise<unknown>): Promise<{ active: number; incoming: number }> {
  const read = async () => {
    const counters = (await scene.stack.control('counters')) as Record<string, { writes: number }>;
    return { active: counters['ActiveNumbers']?.writes ?? 0, incoming: counters['IncomingPhoneNumbers']?.writes ?? 0 };
  };
  const before = await read();
  await work();
  const after = await read();
  return { active: after.active - before.active, incoming: after.incoming - before.incoming };
}

test('a number is set up by one call, and every change is reported', async () => {
  const { sid } = await buyOne();
  const configuration = {
    friendlyName: 'Front desk',
    statusCallback: 'https://example.com/status',
    voice: { url: 'https://example.com/voice', method: 'GET' },
    sms: { url: 'https://example.com/sms', fallbackUrl: 'https://example.com/fallback' },
  };
  let row: Data = {};
  const written = await writesOf(async () => {
    row = await configureOne(sid, configuration, { clientMutationId: 'mine' });
  });
  expect(written).toEqual({ active: 1, incoming: 0 });
  expect(row).toMatchObject({
    clientMutationId: 'mine',
    userErrors: [],
    number: { friendlyName: 'Front desk', configuration: settingsOf(configuration) },
    report: { dryRun: false, replayed: false, upstreamCalls: 1, notices: [], intent: { state: 'SUCCEEDED' } },
  });
  expect(row['report'].changes.map((change: { path: string }) => change.path).sort()).toEqual([
    'configuration.sms.fallbackUrl',
    'configuration.sms.url',
    'configuration.statusCallback',
    'configuration.voice.method',
    'configuration.voice.url',
    'friendlyName',
  ]);
  const again = await writesOf(async () => {
    row = await configureOne(sid, configuration);
  });
  expect(again).toEqual({ active: 0, incoming: 0 });
  expect(row['report']).toMatchObject({ changes: [], notices: [expect.stringContaining('as wanted already')] });
});

function settingsOf({ statusCallback, voice, sms }: { statusCallback: string; voice: object; sms: object }) {
  return { statusCallback, voice, sms };
}

test('what is left out stays, null clears, and a method goes back to POST', async () => {
  const { sid, phoneNumber } = await buyOne();
  await configureOne(sid, {
    friendlyName: 'x',
    voice: { url: 'https://a.example', method: 'GET' },
    sms: { url: 'https://b.example' },
  });
  const row = await configureOne(sid, { friendlyName: null, voice: { url: null, method: null } });
  expect(row['report'].changes).toEqual([
    { path: 'friendlyName', before: 'x', after: null },
    { path: 'configuration.voice.url', before: 'https://a.example', after: null },
    { path: 'configuration.voice.method', before: 'GET', after: 'POST' },
  ]);
  const { configuration, friendlyName } = row['number'];
  expect(configuration).toMatchObject({ voice: { url: null, method: 'POST' }, sms: { url: 'https://b.example' } });
  expect(phoneNumber).toContain(friendlyName.replace(/\D/g, ''));
  const again = await configureOne(sid, { friendlyName: null, voice: { url: null, method: null } });
  expect(again['report']).toMatchObject({ changes: [], upstreamCalls: 0 });
});

test('a field that ActiveNumbers does not take goes to IncomingPhoneNumbers, and nothing else of the number is lost', async () => {
  const { sid } = await buyOne();
  await configureOne(sid, { voice: { applicationSid: application } });
  const known = await scene.ask(
    'query($sid: Sid!) { activeNumber(by: { sid: $sid }) { readFrom geography { region } lifecycle } }',
    { sid },
  );
  let row: Data = {};
  const written = await writesOf(async () => {
    row = await configureOne(sid, { voice: { trunkSid: trunk, url: 'http://example.com/v' } });
  });
  expect(written).toEqual({ active: 0, incoming: 1 });
  expect(known['activeNumber']).toMatchObject({ readFrom: 'ACTIVE_NUMBERS', lifecycle: 'GENERALLY_AVAILABLE' });
  expect(row['number']).toMatchObject({
    readFrom: 'ACTIVE_NUMBERS',
    geography: known['activeNumber'].geography,
    configuration: { voice: { trunkSid: trunk, applicationSid: null } },
  });
  expect(row['report'].changes).toContainEqual({
    path: 'configuration.voice.applicationSid',
    before: application,
    after: null,
  });
  expect(row['report'].notices).toEqual([
    expect.stringContaining('voice.url is plain http'),
    expect.stringContaining(`trunk ${trunk} overrides`),
  ]);
});

test('a hosted number is set up before its order is completed, and shows it after completion', async () => {
  const hosted = await scene.host('received');
  await scene.stack.gateway.sync();
  const sms = { url: 'https://example.com/early' };
  const early = await writesOf(() => configureOne(hosted.sid, { sms }));
  expect(early).toEqual({ active: 0, incoming: 1 });
  await scene.stack.control(`orders/${hosted.orderSid}/move`, { status: 'completed' });
  await scene.stack.gateway.sync();
  const query =
    'query($sid: Sid!) { activeNumber(by: { sid: $sid }) { hostedNumberOrder { status } configuration { sms { url } } } }';
  const { activeNumber } = await scene.ask(query, { sid: hosted.sid });
  expect(activeNumber).toEqual({ hostedNumberOrder: { status: 'COMPLETED' }, configuration: { sms } });
  const late = await writesOf(() => configureOne(hosted.sid, { sms: { url: 'https://example.com/late' } }));
  expect(late).toEqual({ active: 1, incoming: 0 });
});

test('that nothing is to be done is said of a number as it is now only', async () => {
  const { sid } = await buyOne();
  await configureOne(sid, { sms: { url: 'https://a.example' } });
  await scene.twilio.updateActiveNumber(parent, 'incoming-phone-numbers', sid, { smsUrl: 'https://changed.example' });
  elapsedMs += 31_000;
  const row = await configureOne(sid, { sms: { url: 'https://a.example' } });
  expect(row['report'].changes).toEqual([
    { path: 'configuration.sms.url', before: 'https://changed.example', after: 'https://a.example' },
  ]);
});

test('rows answer for themselves, in the order of the input', async () => {
  const [first, second, third] = (await buySome(3)) as { sid: string; phoneNumber: string }[];
  await scene.stack.control('mutate', { sid: second?.sid, changes: {}, remove: true });
  const numbers = [
    { phoneNumber: third?.phoneNumber },
    { sid: second?.sid },
    { sid: `PN${'0'.repeat(32)}` },
    { sid: first?.sid },
  ];
  const { rows, userErrors } = await configure({ numbers, configuration: { friendlyName: 'row' } });
  expect(userErrors).toEqual([]);
  expect(rows.map((row: Data) => row['number']?.sid ?? null)).toEqual([third?.sid, null, null, first?.sid]);
  expect(rows[1].userErrors).toMatchObject([{ code: 'UPSTREAM_REJECTED', path: ['numbers', '1'], twilioCode: 20404 }]);
  expect(rows[2].userErrors).toMatchObject([told('NOT_FOUND', 'numbers.2')]);
});

test('STOP_ON_FIRST tries nothing after the first that fails, and says so', async () => {
  const [first, second] = (await buySome(2)) as { sid: string }[];
  const numbers = [{ sid: first?.sid }, { sid: `PN${'0'.repeat(32)}` }, { sid: second?.sid }];
  let answer: Data = {};
  const written = await writesOf(async () => {
    answer = await configure({ numbers, configuration: { friendlyName: 'stop' }, onRowError: 'STOP_ON_FIRST' });
  });
  expect(written).toEqual({ active: 1, incoming: 0 });
  const [done, failed, untried] = answer['rows'];
  expect(done).toMatchObject({ userErrors: [], number: { friendlyName: 'stop' } });
  expect(failed.userErrors).toMatchObject([told('NOT_FOUND', 'numbers.1')]);
  expect(untried).toMatchObject({ number: null, report: { changes: [], upstreamCalls: 0 } });
  expect(untried.userErrors).toMatchObject([
    { code: 'CONFLICT', path: ['numbers', '2'], message: expect.stringContaining('not tried') },
  ]);
});

test('ALL_OR_NOTHING sends nothing unless all rows are sound', async () => {
  const [first, second] = (await buySome(2)) as { sid: string }[];
  const good = [{ sid: first?.sid }, { sid: second?.sid }];
  const ask = (numbers: object[]) =>
    configure({ numbers, configuration: { friendlyName: 'all' }, onRowError: 'ALL_OR_NOTHING' });
  let answer: Data = {};
  const bad = await writesOf(async () => {
    answer = await ask([...good, { sid: `PN${'0'.repeat(32)}` }]);
  });
  expect(bad).toEqual({ active: 0, incoming: 0 });
  expect(answer['rows']).toMatchObject([
    { report: { dryRun: false }, userErrors: [{ code: 'CONFLICT', path: ['numbers', '0'] }] },
    { report: { dryRun: false }, userErrors: [{ code: 'CONFLICT', path: ['numbers', '1'] }] },
    { report: { dryRun: false }, userErrors: [told('NOT_FOUND', 'numbers.2')] },
  ]);
  expect(await writesOf(() => ask(good))).toEqual({ active: 2, incoming: 0 });
});

test('a dry run of many says what would change and sends nothing', async () => {
  const numbers = (await buySome(3)).map(({ sid }) => ({ sid }));
  const before = await scene.count();
  const { rows } = await configure({ numbers, configuration: { friendlyName: 'dry' }, options: { dryRun: true } });
  expect(await scene.count()).toEqual(before);
  for (const row of rows) {
    expect(row).toMatchObject({ userErrors: [], report: { dryRun: true, upstreamCalls: 1, intent: null } });
    expect(row.report.changes).toMatchObject([{ path: 'friendlyName', after: 'dry' }]);
  }
});

test('the rows share the key: the same input replays all of them, another is refused as a whole', async () => {
  const numbers = (await buySome(3)).map(({ sid }) => ({ sid }));
  const onRowError = 'ALL_OR_NOTHING';
  const input = { numbers, configuration: { friendlyName: 'keyed' }, onRowError, options: { idempotencyKey: 'bulk' } };
  const first = await configure(input);
  await configure({ numbers, configuration: { friendlyName: 'since' } });
  const before = await scene.count();
  const second = await configure(input);
  expect(second['rows'].every((row: Data) => row['report'].replayed)).toBe(true);
  expect(second['rows'].map((row: Data) => row['report'].changes)).toEqual(
    first['rows'].map((row: Data) => row['report'].changes),
  );
  const more = await buySome(1);
  const afterSync = await scene.count();
  const other = await configure({ ...input, numbers: [...more.map(({ sid }) => ({ sid })), ...numbers] });
  expect(other).toMatchObject({
    rows: [],
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['options', 'idempotencyKey'] }],
  });
  expect((await scene.count()).writes).toBe(afterSync.writes);
  expect(
    (await scene.ask('query($sid: Sid!) { activeNumber(by: { sid: $sid }) { friendlyName } }', numbers[0]))[
      'activeNumber'
    ],
  ).toEqual({ friendlyName: 'since' });
  expect(before.writes + 1).toBe(afterSync.writes);
});

test.each(['cut-after', 'server-error-after', 'truncated'])(
  'a configuration whose answer is lost (%s) is found',
  async (kind) => {
    const { sid } = await buyOne();
    await scene.spoil({ method: 'POST', path: sid, kind });
    const row = await configureOne(sid, { friendlyName: 'lost', voice: { url: 'https://lost.example' } });
    expect(row).toMatchObject({ userErrors: [], number: { friendlyName: 'lost' } });
    expect(row['report'].notices).toContainEqual(expect.stringContaining('it had happened'));
  },
);

test('a configuration that has not happened is unknown at first, and may be sent again later', async () => {
  const { sid } = await buyOne();
  const options = { idempotencyKey: 'not yet' };
  await scene.spoil({ method: 'POST', path: sid, kind: 'cut-before' });
  const lost = await configureOne(sid, { friendlyName: 'never' }, options);
  expect(lost['userErrors']).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN', path: ['numbers', '0'] }]);
  elapsedMs += 120_000;
  await settleWrites(scene.stack);
  expect(await configureOne(sid, { friendlyName: 'never' }, options)).toMatchObject({
    userErrors: [],
    number: { friendlyName: 'never' },
  });
});

test('a hundred numbers are set up in one write', async () => {
  const { activeNumbers } = await scene.ask('{ activeNumbers(first: 100) { nodes { sid } } }');
  const numbers = activeNumbers.nodes;
  const { rows } = await configure({ numbers, configuration: { friendlyName: 'many' } });
  expect(rows.flatMap((row: Data) => row['userErrors'])).toEqual([]);
  expect(rows.map((row: Data) => row['number'].sid)).toEqual(numbers.map(({ sid }: { sid: string }) => sid));
});
