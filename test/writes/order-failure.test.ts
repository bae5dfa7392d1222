// Failure reasons become codes with advice; extensions become steps in time.
import { describe, expect, test } from 'vitest';
import { failureReasons } from '../../src/emulator/order-lifecycle.ts';
import { failureOf } from '../../src/schema/order-failure.ts';
import { type FailureCode, failureCodes } from '../../src/vocabulary.ts';
import { planDialling } from '../../src/writes/dial-plan.ts';
import { createOrderStack } from './order-stack.ts';

const sid = `HR${'1'.repeat(32)}`;
const failure = (failureReason: string | null, status = 'action-required') => failureOf({ sid, status, failureReason });

/** The FAQ's typical reasons word by word, its failed eligibility checks, and the status table. */
const documented: [string, FailureCode, string, boolean][] = [
  [failureReasons.unsigned, 'LOA_NOT_SIGNED_IN_TIME', 'SIGN_NEW_LOA', true],
  [failureReasons.idleVerification, 'VERIFICATION_IDLE', 'CONTACT_TWILIO', true],
  [failureReasons.attempts, 'VERIFICATION_ATTEMPTS_EXHAUSTED', 'CONTACT_TWILIO', true],
  [failureReasons.noCarrier, 'CARRIER_INFORMATION_UNAVAILABLE', 'CONTACT_TWILIO', false],
  [failureReasons.messagingEnabled, 'ALREADY_MESSAGING_ENABLED', 'CLEAR_EXISTING_SMS', true],
  [failureReasons.processing, 'UPSTREAM_INTERNAL', 'CONTACT_TWILIO', true],
  [failureReasons.idle, 'IDLE_TOO_LONG', 'RECREATE_ORDER', true],
  ['The number is currently SMS enabled.', 'ALREADY_MESSAGING_ENABLED', 'CLEAR_EXISTING_SMS', true],
  ['Already Hosted Number', 'ALREADY_HOSTED', 'CONTACT_TWILIO', false],
  ['non-supported country', 'COUNTRY_UNSUPPORTED', 'NONE', false],
  ['Mobile type', 'MOBILE_NUMBER', 'NONE', false],
];

describe('failures', () => {
  test.each(documented)('%s', (raw, code, remedy, retryable) => {
    expect(failure(raw)).toMatchObject({ code, raw, remedy, retryable });
  });

  test('every code but one is documented', () => {
    expect([...documented.map(([, code]) => code), 'UNCLASSIFIED'].sort()).toEqual(
      expect.arrayContaining([...failureCodes]),
    );
  });

  test('a text that no page names stays readable, and goes to support with the sid', () => {
    const told = failure(failureReasons.released);
    expect(told).toMatchObject({ code: 'UNCLASSIFIED', raw: failureReasons.released, retryable: false });
    expect(told?.supportMessage).toContain(sid);
    expect(told?.supportMessage).toContain('hostedsms@twilio.com');
  });

  test('once the order has failed for good, a new one is the remedy and support is not', () => {
    for (const raw of [failureReasons.attempts, failureReasons.unsigned, failureReasons.idleVerification]) {
      expect(failure(raw, 'failed')).toMatchObject({ remedy: 'RECREATE_ORDER', supportMessage: null });
    }
  });

  test('an order on its way has no failure, whatever reason it still carries', () => {
    expect(failure(failureReasons.attempts, 'received')).toBeNull();
    expect(failure(null)).toBeNull();
    expect(failure(' ')).toBeNull();
    expect(failure('Odd', 'quantum-checking')).toMatchObject({ code: 'UNCLASSIFIED' });
  });
});

describe('the plan of an extension', () => {
  const wait = (ms: number) => ({ waitMs: ms, digits: null });
  const dial = (digits: string) => ({ waitMs: null, digits });
  test.each([
    ['wwww2wwwwww5wwwwww9', [wait(2000), dial('2'), wait(3000), dial('5'), wait(3000), dial('9')]],
    ['5105', [dial('5105')]],
    ['w1', [wait(500), dial('1')]],
    ['1www', [dial('1'), wait(1500)]],
    ['*1#w0', [dial('*1#'), wait(500), dial('0')]],
    ['', []],
    [null, []],
  ])('%s', (extension, steps) => {
    expect(planDialling(extension)).toEqual(steps);
  });
});

test('the graph shows both', async () => {
  const stack = await createOrderStack();
  const order = await stack.mirroredOrder();
  await stack.write('startOwnershipVerification', { order: { sid: order.sid }, extension: 'www2' });
  await stack.control(`orders/${order.sid}/fail`, { status: 'action-required', reason: failureReasons.attempts });
  await stack.gateway.sync();
  const fields = 'failureReason failure { code raw remedy retryable supportMessage }';
  const plan = 'verification { extensionPlan { wait digits } }';
  expect(await stack.order(order.sid, `${fields} ${plan}`)).toEqual({
    failureReason: failureReasons.attempts,
    failure: {
      code: 'VERIFICATION_ATTEMPTS_EXHAUSTED',
      raw: failureReasons.attempts,
      remedy: 'CONTACT_TWILIO',
      retryable: true,
      supportMessage: expect.stringContaining(order.sid),
    },
    verification: {
      extensionPlan: [
        { wait: 'PT1.5S', digits: null },
        { wait: null, digits: '2' },
      ],
    },
  });
});
