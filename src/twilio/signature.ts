// Twilio's request signature: base64 of HMAC-SHA1 over the public address followed by the sorted form parameters.
// Source: Twilio's security page and the validator of its helper library, which judges this file in the tests.
// It reads no request: the caller hands it the configured public address, never a Host header.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Form parameters in the order they came; a name may occur more than once. */
export type FormParameters = readonly (readonly [name: string, value: string])[];

/**
 * The signature of a request to `url` (scheme, host, path and query as configured; no fragment) that carries `parameters`
 * in its form body (none for GET). Repeated values of one name count once, sorted, as Twilio's own library does.
 */
export function signRequest(authToken: string, url: string, parameters: FormParameters): string {
  const valuesByName = new Map<string, Set<string>>();
  for (const [name, value] of parameters) {
    const values = valuesByName.get(name) ?? new Set<string>();
    valuesByName.set(name, values.add(value));
  }
  const names = [...valuesByName.keys()].sort(compareCodeUnits);
  const signed = names.flatMap((name) =>
    [...(valuesByName.get(name) ?? [])].sort(compareCodeUnits).map((value) => name + value),
  );
  return createHmac('sha1', authToken)
    .update(url + signed.join(''), 'utf8')
    .digest('base64');
}

/**
 * Whether `signature` fits one of `authTokens` for `url`, with its port as configured, with the scheme's standard port
 * added, and without a port (Twilio drops the port on some requests). Compares in constant time.
 */
export function isSignedBy(
  authTokens: readonly string[],
  signature: string,
  url: string,
  parameters: FormParameters,
): boolean {
  const given = Buffer.from(signature, 'utf8');
  let valid = false;
  for (const authToken of authTokens) {
    for (const candidate of portVariants(url)) {
      const expected = Buffer.from(signRequest(authToken, candidate, parameters), 'utf8');
      if (expected.length === given.length && timingSafeEqual(expected, given)) valid = true;
    }
  }
  return valid;
}

function portVariants(url: string): string[] {
  const match = /^(https?):\/\/([^/?#]*?)(:\d+)?([/?#].*)?$/i.exec(url);
  if (!match) return [url];
  const [, scheme = '', host = '', port, rest = ''] = match;
  const standard = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  return [...new Set([url, `${scheme}://${host}${port ?? standard}${rest}`, `${scheme}://${host}${rest}`])];
}

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
