// Nothing is posted to a private host: not by its address, not by a name that leads there, not by a name that leads
// somewhere else when it is used than when it was judged.
import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import { createStatusPoster, type ResolveName, type StatusPost } from '../../src/mirror/forward-request.ts';
import { isPublicHost } from '../../src/mirror/public-host.ts';
import { sid } from '../mirror/facts.ts';
import { startReceiver } from './receiver.ts';

const post: Omit<StatusPost, 'url'> = {
  authToken: 'token',
  orderSid: sid('HR', 1),
  status: 'received',
  phoneNumber: '+14155550001',
  position: 7,
};
const never = new AbortController().signal;

/** Resolves every name, each time to the next of these. */
function resolvingTo(...answers: LookupAddress[][]): { resolveName: ResolveName; asked: string[] } {
  const asked: string[] = [];
  const resolveName: ResolveName = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? []));
  };
  return { resolveName, asked };
}

const isPrivate = { is: 'failed', error: 'The host is private (see ALLOW_PRIVATE_URLS).', retryAfterMs: null };

test.each([
  '127.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '10.0.0.1',
  '169.254.169.254',
  'localhost',
  'printer.local',
  '2130706433',
])('the private host %s is not connected to', async (host) => {
  const receiver = await startReceiver('/');
  const { resolveName, asked } = resolvingTo([{ address: '127.0.0.1', family: 4 }]);
  const send = createStatusPoster({ allowPrivateUrls: false, resolveName });
  expect(await send({ ...post, url: `http://${host}:${receiver.port}/` }, never)).toEqual(isPrivate);
  expect(asked).toEqual([]);
  expect(receiver.received).toEqual([]);
});

test.each<[string, LookupAddress[]]>([
  ['to loopback', [{ address: '127.0.0.1', family: 4 }]],
  ['to loopback by IPv6', [{ address: '::1', family: 6 }]],
  ['to IPv4 in IPv6', [{ address: '::ffff:127.0.0.1', family: 6 }]],
  ['to metadata of a cloud', [{ address: '169.254.169.254', family: 4 }]],
  [
    'to a public and a private address',
    [
      { address: '203.0.113.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  ],
])('a public name that leads %s is not connected to', async (_name, addresses) => {
  const receiver = await startReceiver('/');
  const { resolveName, asked } = resolvingTo(addresses);
  const send = createStatusPoster({ allowPrivateUrls: false, resolveName });
  expect(await send({ ...post, url: `http://receiver.example.com:${receiver.port}/` }, never)).toEqual(isPrivate);
  expect(asked).toEqual(['receiver.example.com']);
  expect(receiver.received).toEqual([]);
});

test('a name is resolved once for each post, and that address is connected to', async () => {
  const receiver = await startReceiver('/hook');
  const { resolveName, asked } = resolvingTo([{ address: '127.0.0.1', family: 4 }]);
  const send = createStatusPoster({ allowPrivateUrls: true, resolveName });
  const url = `http://receiver.example.com:${receiver.port}/hook#rc=5`;
  expect(await send({ ...post, url }, never)).toEqual({ is: 'delivered' });
  expect(await send({ ...post, url }, never)).toEqual({ is: 'delivered' });
  expect(asked).toEqual(['receiver.example.com', 'receiver.example.com']);
  expect(receiver.received[0]?.headers.host).toBe(`receiver.example.com:${receiver.port}`);
  expect(receiver.received[0]?.path).toBe('/hook');
  expect(receiver.received[0]?.isSignedWith('token')).toBe(true);
});

test('a name that was public and leads to loopback at the next post is refused then', async () => {
  const receiver = await startReceiver('/');
  const { resolveName } = resolvingTo([{ address: '192.0.2.1', family: 4 }], [{ address: '127.0.0.1', family: 4 }]);
  const send = createStatusPoster({ allowPrivateUrls: false, resolveName, timeoutMs: 300 });
  const url = `http://receiver.example.com:${receiver.port}/`;
  expect(await send({ ...post, url }, never)).toMatchObject({ is: 'failed' });
  expect(await send({ ...post, url }, never)).toEqual(isPrivate);
  expect(receiver.received).toEqual([]);
});

test('a name that is not resolved, or to nothing, is a failure that names no host', async () => {
  const missing: ResolveName = (_hostname, _options, callback) =>
    callback(Object.assign(new Error('getaddrinfo ENOTFOUND secret.example.com'), { code: 'ENOTFOUND' }), []);
  const url = 'https://secret.example.com/';
  const send = createStatusPoster({ allowPrivateUrls: false, resolveName: missing });
  expect(await send({ ...post, url }, never)).toMatchObject({ error: 'The name of the host could not be resolved.' });
  const { resolveName } = resolvingTo([]);
  const sendNowhere = createStatusPoster({ allowPrivateUrls: false, resolveName });
  expect(await sendNowhere({ ...post, url }, never)).toMatchObject({ error: 'The connection failed.' });
});

test.each([
  ['8.8.8.8', true],
  ['example.com', true],
  ['[2606:4700::1]', true],
  ['[64:ff9b::a00:1]', false],
  ['[2002:7f00:1::]', false],
  ['[::7f00:1]', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['intranet', false],
  ['db.internal.', false],
])('%s is public: %s', (host, isPublic) => {
  expect(isPublicHost(host)).toBe(isPublic);
});
