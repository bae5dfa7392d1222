// The signature is judged by the validator of Twilio's helper library and by the vectors Twilio has published.
import fc from 'fast-check';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, test } from 'vitest';
import { type FormParameters, isSignedBy, signRequest } from '../../src/twilio/signature.ts';

const token = '12345';
const published: FormParameters = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Caller', '+14158675309'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
];
const withCaller = (number: string): FormParameters =>
  published.map(([name, value]) => [name, name === 'From' || name === 'Caller' ? number : value]);
const bodyHash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';

/** Parameters as the helper library takes them: a repeated name holds a list. */
function recordOf(parameters: FormParameters): Record<string, string | string[]> {
  const names = [...new Set(parameters.map(([name]) => name))];
  const valuesOf = (name: string) => parameters.filter(([other]) => other === name).map(([, value]) => value);
  return Object.fromEntries(
    names.map((name) => [name, valuesOf(name).length === 1 ? valuesOf(name).join() : valuesOf(name)]),
  );
}

test.each<[string, string, FormParameters, string]>([
  ['a voice request', 'https://mycompany.com/myapp.php?foo=1&bar=2', published, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  [
    'a body hash in the query',
    `https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=${bodyHash}`,
    [],
    'a9nBmqA0ju/hNViExpshrM61xv4=',
  ],
  [
    'the page on security',
    'https://example.com/myapp.php?foo=1&bar=2',
    withCaller('+14158675310'),
    'L/OH5YylLD5NRKLltdqwSvS0BnU=',
  ],
])('the published signature of %s is made and verified', (_name, url, parameters, signature) => {
  expect(signRequest(token, url, parameters)).toBe(signature);
  expect(isSignedBy([token], signature, url, parameters)).toBe(true);
});

const hexToken = fc.stringMatching(/^[0-9a-f]{32}$/);
const address = fc
  .record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.domain(),
    port: fc.constantFrom('', ':443', ':80', ':8443'),
    path: fc.webPath(),
    query: fc.webQueryParameters(),
  })
  .map(({ scheme, host, port, path, query }) => `${scheme}://${host}${port}${path || '/'}${query && `?${query}`}`);
/** Names as forms have them; text of any script, whole characters only. */
const parameter = fc.tuple(
  fc.oneof(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,12}$/),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const parameters: fc.Arbitrary<FormParameters> = fc
  .array(parameter, { maxLength: 8 })
  // The library takes an object: its own sort and lists cannot hold these names.
  .map((pairs) => pairs.filter(([name]) => name !== '__proto__' && !/^\d+$/.test(name)));

/** A failure names its seed; set SEED to run it again. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const check = <Inputs>(property: fc.IProperty<Inputs>) => {
  try {
    fc.assert(property, { seed, numRuns: 300 });
  } catch (error) {
    throw new Error(`property failed with SEED=${seed}`, { cause: error });
  }
};

describe('against the helper library', () => {
  test('every signature is the one it expects', () =>
    check(
      fc.property(hexToken, address, parameters, (key, url, form) => {
        expect(signRequest(key, url, form)).toBe(getExpectedTwilioSignature(key, url, recordOf(form)));
      }),
    ));

  test('what we sign, it accepts; what it signs, we accept', () =>
    check(
      fc.property(hexToken, address, parameters, (key, url, form) => {
        expect(validateRequest(key, signRequest(key, url, form), url, recordOf(form))).toBe(true);
        const theirs = getExpectedTwilioSignature(key, url, recordOf(form));
        expect(isSignedBy(['other', key], theirs, url, form)).toBe(true);
      }),
    ));

  test('a GET, whose parameters are all in the address, is judged the same', () =>
    check(
      fc.property(hexToken, address, (key, url) => {
        const get = `${url}${url.includes('?') ? '&' : '?'}Status=received&PhoneNumber=%2B15017122661`;
        const theirs = getExpectedTwilioSignature(key, get, {});
        expect(isSignedBy([key], theirs, get, [])).toBe(true);
        expect(isSignedBy([key], theirs, `${get}0`, [])).toBe(false);
      }),
    ));

  test.each([
    ['without a port, seen with the standard one', 'https://example.com/s', 'https://example.com:443/s'],
    ['with the standard port, seen without', 'https://example.com:443/s', 'https://example.com/s'],
    ['on port 80 of http, seen without', 'http://example.com:80/s?a=1', 'http://example.com/s?a=1'],
    ['without a port, seen with another', 'https://example.com/s', 'https://example.com:8443/s'],
    ['with another port', 'https://example.com:8443/s', 'https://example.com:8443/s'],
    ['with another port, seen with a third', 'https://example.com:9999/s', 'https://example.com:8443/s'],
    ['with the port of the other scheme', 'https://example.com:80/s', 'https://example.com/s'],
    ['for http, seen as https', 'http://example.com/s', 'https://example.com/s'],
    ['with a slash at the end, seen without', 'https://example.com/s/', 'https://example.com/s'],
    ['for a host without path', 'https://example.com', 'https://example.com'],
    ['with a quote in the query', "https://example.com/s?a='1'", "https://example.com/s?a='1'"],
    ['for a host in capitals', 'https://Example.COM/s', 'https://Example.COM/s'],
    ['for an IPv6 host', 'https://[::1]:8443/s', 'https://[::1]:8443/s'],
  ])('a request signed %s is judged the same', (_name, signed, seen) => {
    const form: FormParameters = [['Status', 'received']];
    const signature = getExpectedTwilioSignature(token, signed, recordOf(form));
    expect(isSignedBy([token], signature, seen, form)).toBe(validateRequest(token, signature, seen, recordOf(form)));
  });
});

describe('one byte that is changed breaks it:', () => {
  /** `text` with one UTF-16 unit replaced by another ASCII one. */
  const changed = (text: string, position: number) => {
    const at = position % text.length;
    return text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
  };

  test('in a value', () =>
    check(
      fc.property(hexToken, address, parameters, fc.nat(), (key, url, form, position) => {
        const tampered: FormParameters = [...form, ['Status', changed('pending-verification', position)]];
        const signature = signRequest(key, url, [...form, ['Status', 'pending-verification']]);
        expect(isSignedBy([key], signature, url, tampered)).toBe(false);
      }),
    ));

  test('in the address', () =>
    check(
      fc.property(hexToken, fc.nat(), (key, position) => {
        const url = 'https://gateway.example.com/twilio/status/abc?tenant=1';
        expect(isSignedBy([key], signRequest(key, url, published), changed(url, position), published)).toBe(false);
      }),
    ));

  test('in the token', () =>
    check(
      fc.property(hexToken, fc.nat(), address, (key, position, url) => {
        expect(isSignedBy([changed(key, position)], signRequest(key, url, published), url, published)).toBe(false);
      }),
    ));

  test('in the signature', () =>
    check(
      fc.property(hexToken, fc.nat(), address, (key, position, url) => {
        const tampered = changed(signRequest(key, url, published), position);
        expect(isSignedBy([key], tampered, url, published)).toBe(false);
      }),
    ));
});

test('nothing but the right signature passes: none, a part, one too long, no token', () => {
  const url = 'https://example.com/s';
  const signature = signRequest(token, url, published);
  for (const given of ['', signature.slice(0, -1), `${signature}=`, ` ${signature}`, 'ü'.repeat(14)]) {
    expect(isSignedBy([token], given, url, published)).toBe(false);
  }
  expect(isSignedBy([], signature, url, published)).toBe(false);
});

test('a value repeated under one name counts once, and the order of the form does not count', () => {
  const url = 'https://example.com/s';
  const once: FormParameters = [['Status', 'received']];
  const twice: FormParameters = [...once, ...once];
  expect(signRequest(token, url, twice)).toBe(signRequest(token, url, once));
  expect(signRequest(token, url, [...published].reverse())).toBe(signRequest(token, url, published));
});
