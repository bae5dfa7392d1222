// Sends callbacks as Twilio does: signed for the public address, up to five times when the connection, the answer or the
// gateway fails, through whichever instance is there. Every answer goes into the history.
import { type FormParameters, signRequest } from '../src/twilio/signature.ts';
import type { History } from './history.ts';
import { exchange } from './http.ts';
import type { Random } from './random.ts';
import type { Order } from './upstream.ts';

export type Callback = { order: Order; status: string };
export type Attempt = { answer: number | null; tookMs: number; port: number };

export interface CallbackSender {
  /** Sends until it is acknowledged, `attemptsMax` times at the most (default 6, as Twilio's rc=5). */
  send(callback: Callback, options?: { attemptsMax?: number; pauseMs?: number }): Promise<Attempt>;
  /** One request with whatever is given; nothing of it goes into the history. */
  sendRaw(request: RawCallback): Promise<Attempt>;
  readonly authToken: string;
  readonly publicAddress: string;
}

export type RawCallback = {
  /** The whole public address that is signed; its path and query are requested. */
  address?: string;
  parameters: FormParameters;
  signature: string | null;
};

/** Twilio gives up on an answer after this long. */
const waitMs = 15_000;

export type SenderOptions = {
  publicAddress: string;
  authToken: string;
  /** Ports of the instances that may be asked. */
  ports: () => readonly number[];
  history: History;
  random: Random;
};

/** Holds nothing but its options. */
export function createCallbackSender(options: SenderOptions): CallbackSender {
  const { publicAddress, authToken, ports, history, random } = options;
  const sendRaw = async ({ address = publicAddress, parameters, signature }: RawCallback): Promise<Attempt> => {
    const { pathname, search } = new URL(address);
    const startedAt = performance.now();
    let outcome: Attempt = { answer: null, tookMs: 0, port: 0 };
    // As a balancer does: where nobody listens, the next instance is asked.
    for (const port of random.shuffle(ports())) {
      const answer = await post(`http://127.0.0.1:${port}${pathname}${search}`, parameters, signature);
      outcome = { answer: answer === 'refused' ? null : answer, tookMs: performance.now() - startedAt, port };
      if (answer !== 'refused') break;
    }
    return outcome;
  };
  return {
    publicAddress,
    authToken,
    sendRaw,
    async send({ order, status }, { attemptsMax = 6, pauseMs = 100 } = {}) {
      const parameters = parametersOf(order, status);
      const signature = signRequest(authToken, publicAddress, parameters);
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await sendRaw({ parameters, signature });
        const { answer, tookMs } = outcome;
        const isAcknowledged = answer !== null && answer < 300;
        const event = { orderSid: order.sid, status, at: Date.now(), tookMs };
        history.record(
          isAcknowledged ? { type: 'acknowledged', ...event } : { type: 'unacknowledged', ...event, answer },
        );
        const isWorthAnother = answer === null || answer >= 500;
        if (!isWorthAnother || attempt === attemptsMax) return outcome;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    },
  };
}

/** The three documented parameters. */
export function parametersOf(order: Order, status: string): [string, string][] {
  return [
    ['Status', status],
    ['HostedNumberOrderSid', order.sid],
    ['PhoneNumber', order.phoneNumber],
  ];
}

/** `refused`: nobody listens there, so nothing was sent. Null: no answer. */
async function post(
  url: string,
  parameters: FormParameters,
  signature: string | null,
): Promise<number | 'refused' | null> {
  try {
    const { status } = await exchange(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        ...(signature !== null && { 'x-twilio-signature': signature }),
      },
      body: new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString(),
      signal: AbortSignal.timeout(waitMs),
    });
    return status;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' ? 'refused' : null;
  }
}
