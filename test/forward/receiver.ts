// A receiver of status callbacks as a customer has it: a server on a port, that checks what comes with Twilio's own library.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import twilio from 'twilio';
import { afterAll } from 'vitest';

export type Received = {
  path: string;
  headers: IncomingMessage['headers'];
  fields: Record<string, string>;
  at: number;
  /** Whether Twilio's validator takes its signature, with this token. */
  isSignedWith(authToken: string): boolean;
};

export type Receiver = {
  url: string;
  port: number;
  received: Received[];
  /** The statuses of an order, or of all, as they came. */
  statuses(orderSid?: string): string[];
  /** Answers from now on; 204 without one. */
  answer: (call: Received, response: ServerResponse) => void;
  close(): Promise<void>;
};

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0)) await close();
});

export async function startReceiver(path = '/hooks/status?tenant=a%20b&x=1'): Promise<Receiver> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      const address = `http://${request.headers.host}${request.url}`;
      const signature = String(request.headers['x-twilio-signature']);
      const call: Received = {
        path: request.url ?? '',
        headers: request.headers,
        fields,
        at: Date.now(),
        isSignedWith: (authToken) => twilio.validateRequest(authToken, signature, address, fields),
      };
      receiver.received.push(call);
      receiver.answer(call, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}${path}`,
    port: address.port,
    received: [],
    statuses: (orderSid) =>
      receiver.received
        .filter(({ fields }) => orderSid === undefined || fields['HostedNumberOrderSid'] === orderSid)
        .map(({ fields }) => fields['Status'] ?? ''),
    answer: (_call, response) => answerWith(204)(_call, response),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
  closers.push(() => receiver.close());
  return receiver;
}

export function answerWith(status: number, headers: Record<string, string> = {}): Receiver['answer'] {
  return (_call, response) => {
    response.writeHead(status, headers);
    response.end();
  };
}
