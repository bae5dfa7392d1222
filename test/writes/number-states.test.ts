// What a number allows, compared with what the emulator accepts: ten statuses of its order, bought numbers, numbers that
// are being ported, times every write.
import { beforeAll, expect, test } from 'vitest';
import { TwilioRejectionError } from '../../src/twilio/errors.ts';
import { orderStatuses } from '../../src/vocabulary.ts';
import { type JudgedOrder, refuseConfigure, refuseRelease, refuseTransfer } from '../../src/writes/number-moves.ts';
import { openTestDatabase } from '../database.ts';
import { ask, contextOver, countStatements } from '../graph/operations.ts';
import { insertRows, numberRow, orderRow, owner, sid } from '../graph/rows.ts';
import { mutations, openNumberScene, parent, type Scene, subaccount } from './number-scene.ts';

let scene: Scene;
type Subject = { sid: string; phoneNumber: string; orderSid?: string };
type Write = (typeof writes)[number];

const writes = ['configureActiveNumbers', 'transferActiveNumbers', 'releaseActiveNumber'] as const;
const origins = [...orderStatuses, 'bought', 'ported: the hosted sid', 'ported: the new sid'] as const;
const cells = origins.flatMap((origin) => writes.map((write) => [origin, write] as const));
const subjects = new Map<string, Subject>();

beforeAll(async () => {
  scene = await openNumberScene();
  for (const [origin, write] of cells) subjects.set(`${origin} ${write}`, await makeSubject(origin));
  await scene.stack.gateway.sync();
});

async function makeSubject(origin: (typeof origins)[number]): Promise<Subject> {
  if (origin === 'bought') return scene.buy();
  if (origin !== 'ported: the hosted sid' && origin !== 'ported: the new sid') return scene.host(origin);
  const hosted = await scene.host('completed');
  const ported = (await scene.stack.control(`numbers/${hosted.sid}/port`, {})) as { sid: string };
  return origin === 'ported: the hosted sid' ? hosted : { ...hosted, sid: ported.sid };
}

test.each(cells)('%s, %s: allowed exactly when the emulator accepts it and no order is lost by it', async (...cell) => {
  const [origin, write] = cell;
  const subject = subjects.get(`${origin} ${write}`) as Subject;
  const isAllowed = await readAllowed(subject, write);
  const before = await scene.count();
  expect(await tryOut(subject, write)).toBe(isAllowed);
  expect((await scene.count()).writes).toBe(before.writes);
  const isHarmless = (await isAccepted(subject, write)) && !(await isOrderLost(subject, origin));
  expect(isHarmless).toBe(isAllowed);
});

async function readAllowed({ sid }: Subject, write: Write): Promise<boolean> {
  const source =
    'query($sid: Sid!) { activeNumber(by: { sid: $sid }) { viewerActions { mutation allowed reasonNot } } }';
  const { activeNumber } = await scene.ask(source, { sid });
  const action = activeNumber.viewerActions.find(({ mutation }: { mutation: string }) => mutation === write);
  expect(action.reasonNot === null).toBe(action.allowed);
  return action.allowed;
}

/** Whether the gateway would do it. */
async function tryOut({ sid, phoneNumber }: Subject, write: Write): Promise<boolean> {
  const options = { dryRun: true };
  const numbers = [{ sid }];
  const { it } = await {
    configureActiveNumbers: () =>
      scene.ask(mutations.configure, { input: { numbers, configuration: { friendlyName: 'x' }, options } }),
    transferActiveNumbers: () =>
      scene.ask(mutations.transfer, { input: { numbers, toAccount: subaccount.accountSid, options } }),
    releaseActiveNumber: () =>
      scene.ask(mutations.release, { input: { number: { sid }, confirmPhoneNumber: phoneNumber, options } }),
  }[write]();
  const { userErrors, report } = it.rows?.[0] ?? it;
  for (const error of userErrors) expect(error).toMatchObject({ __typename: 'StateError', code: 'WRONG_STATE' });
  expect(report.upstreamCalls).toBe(userErrors.length === 0 ? 1 : 0);
  return userErrors.length === 0;
}

async function isAccepted({ sid }: Subject, write: Write): Promise<boolean> {
  const { twilio } = scene;
  const sent = {
    configureActiveNumbers: () =>
      twilio.updateActiveNumber(parent, 'incoming-phone-numbers', sid, { friendlyName: 'x' }),
    transferActiveNumbers: () => twilio.transferActiveNumber(parent, sid, subaccount.accountSid),
    releaseActiveNumber: () => twilio.releaseActiveNumber(parent, 'incoming-phone-numbers', sid),
  }[write]();
  return sent.then(
    () => true,
    (error: unknown) => {
      if (error instanceof TwilioRejectionError) return false;
      throw error;
    },
  );
}

/** Twilio takes a release at any time, but the order that needed the number fails: that is what the gateway refuses. */
async function isOrderLost({ orderSid }: Subject, origin: string): Promise<boolean> {
  if (orderSid === undefined) return false;
  const { status } = await scene.twilio.fetchHostedNumberOrder(parent, orderSid);
  return status !== (origin.startsWith('ported') ? 'completed' : origin);
}

test('an order of a status that is not known yet allows what cannot do harm', () => {
  const number = { vanishedAt: null, origin: null, status: null };
  const order: JudgedOrder = { sid: 'HR1', status: 'brand-new', vanishedAt: null };
  expect(refuseConfigure(number, order)).toBeNull();
  expect(refuseTransfer(number, order)).toMatchObject({ current: 'brand-new', allowedFrom: ['completed'] });
  expect(refuseRelease(number, order)).toMatchObject({ current: 'brand-new', allowedFrom: ['completed', 'failed'] });
});

test('a number that has vanished allows nothing', () => {
  const number = { vanishedAt: new Date(), origin: null, status: null };
  for (const refuse of [refuseConfigure, refuseTransfer, refuseRelease]) {
    expect(refuse(number, null)).toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('where IncomingPhoneNumbers is all there is, its status decides on a transfer', () => {
  const hosted = { vanishedAt: null, origin: 'hosted', status: 'pending' };
  expect(refuseTransfer(hosted, null)).toMatchObject({ current: 'pending', allowedFrom: ['in-use'] });
  expect(refuseTransfer({ ...hosted, status: 'in-use' }, null)).toBeNull();
});

test('the actions of a page of numbers cost one statement more', async () => {
  // Without a gateway: what one does in the background would be counted too.
  const database = await openTestDatabase();
  const fifty = Array.from({ length: 50 }, (_, n) => n);
  await insertRows(database, {
    accounts: [owner],
    numbers: fifty.map((n) => numberRow(n)),
    orders: fifty.map((n) => orderRow(n, { status: 'completed', incomingPhoneNumberSid: sid('PN', n) })),
  });
  const page = (fields: string) => () =>
    ask(contextOver(database), `{ activeNumbers(first: 50) { nodes { sid ${fields} } } }`);
  const plain = await countStatements(database, page(''));
  const withActions = await countStatements(database, page('viewerActions { allowed }'));
  expect(withActions).toBe(plain + 1);
});
