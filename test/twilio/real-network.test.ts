// The same outcomes over real sockets: what undici throws is what errors.ts expects.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { TwilioOutcomeUnknownError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import { sendOverNetwork } from '../../src/twilio/transport.ts';
import { credentials, errorOf, makeClient, orderJson } from './fake-twilio.ts';

const orderSid = `HR${'a'.repeat(32)}`;
const newOrder = { phoneNumber: '+15017122661', smsCapability: true };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Starts a server and a client of it; `requests` are those that reached it. */
async function startServer(listener: RequestListener, options = {}) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { client: clientOf(`http://127.0.0.1:${port}`, options), requests };
}

function clientOf(previewUrl: string, options = {}) {
  const real = { fetch: sendOverNetwork, writeTimeoutMs: 10_000 };
  return makeClient(() => new Response(), { previewUrl, ...real, ...options }).client;
}

test('an order is read and made', async () => {
  const { client, requests } = await startServer((_request, response) => response.end(JSON.stringify(orderJson())));
  expect(await client.fetchHostedNumberOrder(credentials, orderSid)).toMatchObject({ sid: orderSid });
  expect(await client.createHostedNumberOrder(credentials, newOrder)).toMatchObject({ sid: orderSid });
  expect(requests).toEqual([
    `GET /HostedNumbers/HostedNumberOrders/${orderSid}`,
    'POST /HostedNumbers/HostedNumberOrders',
  ]);
});

test('a compressed answer is asked for, and read', async () => {
  const { client } = await startServer((request, response) => {
    expect(request.headers['accept-encoding']).toBe('gzip');
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(orderJson())));
  });
  expect(await client.fetchHostedNumberOrder(credentials, orderSid)).toMatchObject({ sid: orderSid });
});

test('a write to a port where nobody listens was never sent', async () => {
  const { port, close } = await new Promise<{ port: number; close: () => Promise<void> }>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const close = () => new Promise<void>((closed) => server.close(() => closed()));
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
  await close();
  const error = await errorOf(clientOf(`http://127.0.0.1:${port}`).createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioUnavailableError);
  expect(String(error)).toContain('ECONNREFUSED');
});

test('a write to a host that does not exist was never sent', async () => {
  const client = clientOf('http://twilio.invalid');
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioUnavailableError);
});

test.each<[string, RequestListener, object?]>([
  ['reset after it arrived', (request) => request.socket.resetAndDestroy()],
  ['closed after it arrived', (request) => request.socket.destroy()],
  ['never answered', () => {}, { writeTimeoutMs: 200 }],
  [
    'answered by half',
    (_request, response) => {
      response.writeHead(201, { 'content-length': '1000' });
      response.write('{"sid": "HR');
      setTimeout(() => response.destroy(), 10);
    },
  ],
  [
    'answered by half of what was compressed',
    (_request, response) => {
      const whole = gzipSync(JSON.stringify(orderJson()));
      response.writeHead(201, { 'content-encoding': 'gzip' }).end(whole.subarray(0, whole.length / 2));
    },
  ],
  [
    'answered by what is not compressed as it says',
    (_request, response) => {
      response.writeHead(201, { 'content-encoding': 'gzip' }).end(JSON.stringify(orderJson()));
    },
  ],
])('a write that is %s has an unknown outcome, and is sent once', async (_name, listener, options) => {
  const { client, requests } = await startServer(listener, options);
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioOutcomeUnknownError);
  expect(requests).toHaveLength(1);
});

test('a write on a connection that was kept and is cut has an unknown outcome, and is sent once', async () => {
  const { client, requests } = await startServer((request, response) => {
    if (requests.length > 1) request.socket.resetAndDestroy();
    else response.end(JSON.stringify(orderJson()));
  });
  await client.fetchHostedNumberOrder(credentials, orderSid);
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioOutcomeUnknownError);
  expect(requests).toHaveLength(2);
});

test('a read is broken off in the midst of what is compressed when the client closes', async () => {
  const { client } = await startServer((_request, response) => {
    const whole = gzipSync(JSON.stringify(orderJson()));
    response.writeHead(200, { 'content-encoding': 'gzip' }).write(whole.subarray(0, 40));
  });
  const reading = errorOf(client.fetchHostedNumberOrder(credentials, orderSid));
  setTimeout(() => client.close(), 100);
  expect(await reading).toBeInstanceOf(TwilioUnavailableError);
});

test('an answer that is small and becomes too large is given up', async () => {
  const { client, requests } = await startServer((_request, response) => {
    response.writeHead(201, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(33 * 1024 * 1024, ' ')));
  });
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioOutcomeUnknownError);
  expect(String(error)).toContain('too large');
  expect(requests).toHaveLength(1);
});

test('a redirect is not followed: the credentials stay here', async () => {
  const { client, requests } = await startServer((_request, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toMatchObject({ httpStatus: 307 });
  expect(requests).toEqual(['POST /HostedNumbers/HostedNumberOrders']);
});
