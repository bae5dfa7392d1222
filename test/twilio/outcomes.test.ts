// Every way in which a call can end is one of: done, refused for good, never done, not known. A secret or a body never
// gets into an error or a log line.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  isNoPreviewAccess,
  isNotFound,
  TwilioOutcomeUnknownError,
  TwilioRejectionError,
  TwilioUnavailableError,
} from '../../src/twilio/errors.ts';
import { credentials, errorOf, jsonAnswer, makeClient, networkFailure, orderJson, pageOf } from './fake-twilio.ts';

const orderSid = `HR${'a'.repeat(32)}`;
const newOrder = { phoneNumber: '+15017122661', smsCapability: true };
const html = '<html><body>Bad gateway: secret-of-the-body</body></html>';

type Failure = () => Response | Promise<Response>;
const fails =
  (error: Error): Failure =>
  () =>
    Promise.reject(error);
const classic = (status: number, code: number, message: string) =>
  jsonAnswer({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);

function brokenBody(status: number): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('{"sid": "HR'));
      controller.error(new Error('socket hang up'));
    },
  });
  return new Response(stream, { status });
}

const neverSent = [TwilioUnavailableError, TwilioUnavailableError] as const;
const refused = [TwilioRejectionError, TwilioRejectionError] as const;
const ambiguous = [TwilioUnavailableError, TwilioOutcomeUnknownError] as const;

const table: [string, Failure, readonly [unknown, unknown]][] = [
  ['an unknown host', fails(networkFailure('ENOTFOUND', 'getaddrinfo')), neverSent],
  ['DNS that fails for now', fails(networkFailure('EAI_AGAIN', 'getaddrinfo')), neverSent],
  ['a refused connection', fails(networkFailure('ECONNREFUSED', 'connect')), neverSent],
  ['no route', fails(networkFailure('EHOSTUNREACH', 'connect')), neverSent],
  ['a connection that takes too long', fails(networkFailure('UND_ERR_CONNECT_TIMEOUT')), neverSent],
  ['a certificate that has expired', fails(networkFailure('CERT_HAS_EXPIRED')), neverSent],
  ['429', () => classic(429, 20429, 'Too Many Requests'), neverSent],
  ['429 in HTML', () => new Response(html, { status: 429 }), neverSent],
  ['400', () => classic(400, 22110, 'Phone number not hostable'), refused],
  ['401', () => classic(401, 20003, 'Authenticate'), refused],
  ['404 in HTML', () => new Response(html, { status: 404 }), refused],
  ['409 with a body that breaks off', () => brokenBody(409), refused],
  ['a connection reset', fails(networkFailure('ECONNRESET', 'read')), ambiguous],
  ['a route that is lost later', fails(networkFailure('EHOSTUNREACH', 'read')), ambiguous],
  ['a socket closed by the other side', fails(networkFailure('UND_ERR_SOCKET')), ambiguous],
  ['no answer in time', fails(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ambiguous],
  ['a failure without a name', fails(new Error('boom')), ambiguous],
  ['500', () => classic(500, 20500, 'Internal'), ambiguous],
  ['503 in HTML', () => new Response(html, { status: 503 }), ambiguous],
  ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://example.com/' } }), ambiguous],
  ['a success in HTML', () => new Response(html, { status: 200 }), ambiguous],
  ['a success that is empty', () => new Response('', { status: 200 }), ambiguous],
  ['a success with half of its JSON', () => new Response('{"sid": "HR1234', { status: 201 }), ambiguous],
  ['a success that breaks off', () => brokenBody(201), ambiguous],
  ['a success that is no order', () => jsonAnswer({ status: 'received' }, 201), ambiguous],
  ['a success that is null', () => jsonAnswer(null, 200), ambiguous],
];

describe.each(table)('%s', (_name, answer, [ofRead, ofWrite]) => {
  test('ends a read and a write as promised, and says no secret', async () => {
    const reading = makeClient(answer);
    const readError = await errorOf(reading.client.fetchHostedNumberOrder(credentials, orderSid));
    expect(readError).toBeInstanceOf(ofRead);
    const writing = makeClient(answer);
    const writeError = await errorOf(writing.client.createHostedNumberOrder(credentials, newOrder));
    expect(writeError).toBeInstanceOf(ofWrite);
    expect(writing.sent).toHaveLength(1);
    const said = inspect([readError, writeError], { depth: 10 }) + reading.lines.join() + writing.lines.join();
    expect(said).not.toContain(credentials.authToken);
    expect(said).not.toContain(Buffer.from(credentials.authToken).toString('base64').slice(4, 20));
    expect(said).not.toContain('secret-of-the-body');
    expect(said).not.toContain(newOrder.phoneNumber);
  });
});

describe('a refusal', () => {
  const refusalFrom = async (answer: Response) =>
    errorOf(makeClient(() => answer).client.createHostedNumberOrder(credentials, newOrder));

  test('keeps what the classic body says', async () => {
    expect(await refusalFrom(classic(400, 22110, 'Phone number not hostable'))).toMatchObject({
      message: 'Phone number not hostable',
      code: 22110,
      httpStatus: 400,
      moreInfo: 'https://www.twilio.com/docs/errors/22110',
    });
  });

  test('keeps what a body of RFC 9457 says', async () => {
    const type = 'https://www.twilio.com/docs/errors/20422';
    const body = { type, title: 'Invalid parameter', status: 422, code: 20422, detail: 'PhoneNumber is not E.164' };
    expect(await refusalFrom(jsonAnswer(body, 422))).toMatchObject({
      message: 'PhoneNumber is not E.164',
      code: 20422,
      httpStatus: 422,
      moreInfo: type,
    });
  });

  test('has no code when the body is no JSON object', async () => {
    for (const body of [html, '', '[]', '"x"', 'null']) {
      expect(await refusalFrom(new Response(body, { status: 403 }))).toMatchObject({
        message: 'Twilio refused the request with HTTP 403',
        code: null,
        moreInfo: null,
      });
    }
  });

  test('is cut to a length that can be shown', async () => {
    const error = await refusalFrom(classic(400, 20001, 'x'.repeat(100_000)));
    expect(String(error).length).toBeLessThan(600);
  });
});

describe('404 with code 20404', () => {
  const notFound = () => classic(404, 20404, 'The requested resource was not found');

  test('on a list of the preview means no access to it', async () => {
    const { client } = makeClient(notFound);
    for (const list of [client.listActiveNumbers, client.listHostedNumberOrders, client.listAuthorizationDocuments]) {
      const error = await errorOf(list(credentials));
      expect([isNotFound(error), isNoPreviewAccess(error)]).toEqual([true, true]);
    }
  });

  test('on anything else means that it is not there', async () => {
    const { client } = makeClient(notFound);
    const errors = [
      await errorOf(client.fetchHostedNumberOrder(credentials, orderSid)),
      await errorOf(client.fetchActiveNumber(credentials, `PN${'a'.repeat(32)}`)),
      await errorOf(client.listDependentHostedNumberOrders(credentials, `PX${'a'.repeat(32)}`)),
      await errorOf(client.listIncomingPhoneNumbers(credentials)),
      await errorOf(client.listAccounts(credentials)),
    ];
    for (const error of errors) expect([isNotFound(error), isNoPreviewAccess(error)]).toEqual([true, false]);
  });

  test('is not what a proxy answers', async () => {
    const { client } = makeClient(() => new Response(html, { status: 404 }));
    const error = await errorOf(client.listHostedNumberOrders(credentials));
    expect([isNotFound(error), isNoPreviewAccess(error)]).toEqual([false, false]);
  });
});

test('a body of more than 32 MiB is not kept', async () => {
  let mebibytes = 0;
  const long = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        mebibytes += 1;
        if (mebibytes > 64) controller.close();
        else controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
  const { client } = makeClient(() => new Response(long()));
  const error = await errorOf(client.createHostedNumberOrder(credentials, newOrder));
  expect(error).toBeInstanceOf(TwilioOutcomeUnknownError);
  expect(mebibytes).toBeLessThan(40);
});

test('one unreadable item is left out of a page and counted; the others are kept', async () => {
  const items = [orderJson(), orderJson({ sid: null }), 'garbage', orderJson({ sid: `HR${'b'.repeat(32)}` })];
  const { client, lines } = makeClient(() => jsonAnswer(pageOf(items)));
  const page = await client.listHostedNumberOrders(credentials);
  expect(page.items.map((order) => order.sid)).toEqual([orderSid, `HR${'b'.repeat(32)}`]);
  expect(page.skipped).toBe(2);
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ skipped: 2, missingFields: ['sid', '(object)'] });
});
