// Answers that are no representation at all, and text that cannot be stored, never get past the readers.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RepresentationError } from '../../src/twilio/errors.ts';
import { readAccount } from '../../src/twilio/representations/account.ts';
import { readActiveNumber } from '../../src/twilio/representations/active-number.ts';
import { readAuthorizationDocument } from '../../src/twilio/representations/authorization-document.ts';
import { readHostedNumberOrder } from '../../src/twilio/representations/hosted-number-order.ts';
import { readIncomingPhoneNumber } from '../../src/twilio/representations/incoming-phone-number.ts';
import { credentials, errorOf, fixture, orderJson } from './fake-twilio.ts';

const asked = credentials.accountSid;
const readOrder = (changes: Record<string, unknown>) => readHostedNumberOrder(orderJson(changes), asked);
const numberJson = (changes: Record<string, unknown>) => ({ ...Object(fixture('004-02-active-number')), ...changes });
const readNumber = (changes: Record<string, unknown>) => readActiveNumber(numberJson(changes), asked);
const incomingJson = (changes: Record<string, unknown>) => ({
  ...Object(fixture('000-04-incoming-phone-number')),
  ...changes,
});

describe('what PostgreSQL could not store', () => {
  test('is taken out: NUL goes, half of a surrogate pair becomes U+FFFD, a whole pair stays', () => {
    expect(readOrder({ friendly_name: 'a\u0000b\ud800c\u{1f4de}' }).friendlyName).toBe('ab\ufffdc\u{1f4de}');
    expect(readOrder({ friendly_name: '\u0000' }).friendlyName).toBeNull();
  });

  test('never gets through, whatever Twilio sends', () => {
    const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
    fc.assert(
      fc.property(anyText, (friendly_name) => {
        const read = readOrder({ friendly_name }).friendlyName ?? '';
        expect(read).not.toContain('\0');
        expect(Buffer.from(read, 'utf8').toString('utf8')).toBe(read);
      }),
    );
  });
});

describe('a representation without what makes it one is refused by the name of the field', () => {
  const documentJson = Object(fixture('003-02-authorization-document'));
  test.each<[string, () => unknown]>([
    ['sid', () => readOrder({ sid: '' })],
    ['phone_number', () => readOrder({ phone_number: null })],
    ['status', () => readOrder({ status: {} })],
    ['(object)', () => readHostedNumberOrder(null, asked)],
    ['(object)', () => readHostedNumberOrder([], asked)],
    ['(object)', () => readHostedNumberOrder('<html>', asked)],
    ['sid', () => readAuthorizationDocument({ ...documentJson, sid: undefined }, asked)],
    ['status', () => readAuthorizationDocument({ ...documentJson, status: null }, asked)],
    ['sid', () => readNumber({ sid: undefined })],
    ['phone_number', () => readNumber({ phone_number: false })],
    ['phone_number', () => readIncomingPhoneNumber(incomingJson({ phone_number: '' }), asked)],
    ['sid', () => readAccount({ friendly_name: 'x' }, credentials)],
    ['auth_token', () => readAccount({ sid: `AC${'b'.repeat(32)}` }, credentials)],
  ])('%s', async (field, read) => {
    const error = await errorOf(Promise.resolve().then(read));
    expect(error).toBeInstanceOf(RepresentationError);
    expect(error).toMatchObject({ field });
  });

  test('and nothing at all makes a reader crash in another way', () => {
    const readers = [
      (json: unknown) => readHostedNumberOrder(json, asked),
      (json: unknown) => readAuthorizationDocument(json, asked),
      (json: unknown) => readActiveNumber(json, asked),
      (json: unknown) => readIncomingPhoneNumber(json, asked),
      (json: unknown) => readAccount(json, credentials),
    ];
    const names = [...Object.keys(orderJson()), ...Object.keys(numberJson({})), 'items', 'configurations', '__proto__'];
    const anything = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()));
    fc.assert(
      fc.property(anything, fc.constantFrom(...readers), (json, read) => {
        try {
          read(json);
        } catch (error) {
          expect(error).toBeInstanceOf(RepresentationError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
