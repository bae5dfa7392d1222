// Sends the status callbacks of hosted number orders: signed, in the order of the transitions of each order, retried as
// the address asks. Knows nothing of the lifecycle that causes them.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type FormParameters, signRequest } from '../twilio/signature.ts';
import type { EmulatorClock } from './clock.ts';
import { type ConnectionOverrides, parseConnectionOverrides, type RetryReason } from './connection-overrides.ts';
import type { OrderRow } from './entities.ts';
import type { CallbackFaults } from './faults.ts';
import type { Store } from './store.ts';

export type DeliveryAttempt = { at: number; status: number | null; error: string | null };

/** One callback as the log keeps it. */
export type Delivery = {
  id: number;
  orderSid: string;
  accountSid: string;
  status: string;
  phoneNumber: string;
  method: 'GET' | 'POST';
  url: string;
  idempotencyToken: string;
  causedAt: number;
  attempts: DeliveryAttempt[];
  outcome: 'waiting' | 'delivered' | 'failed' | 'dropped';
};

export interface Callbacks {
  /** Sends the order's present status to its callback address, if it has one. Returns at once. */
  send(order: OrderRow): void;
  /** Resolves when every callback so far is delivered or given up. Those that a fault delays on a standing clock are not waited for. */
  settle(): Promise<void>;
  /** Gives up what is under way and sends nothing any more. */
  close(): void;
  /** The newest deliveries, newest first. */
  log(filter: { orderSid?: string; limit: number }): Delivery[];
  /** Totals since the start, and how many deliveries the log still holds. */
  counts(): { caused: number; delivered: number; failed: number; dropped: number; kept: number };
}

const logLengthMax = 10_000;
/** The log is cut once it is so much too long, since cutting costs its whole length. */
const logSlack = 1000;
const deliveriesInFlightMax = 64;

export function createCallbacks(deps: {
  store: Store;
  clock: EmulatorClock;
  fetch: typeof fetch;
  faults: CallbackFaults;
  log?: Logger;
}): Callbacks {
  return new CallbackSender(deps);
}

class CallbackSender implements Callbacks {
  readonly #deps: Parameters<typeof createCallbacks>[0];
  readonly #log: Delivery[] = [];
  /** The end of the queue of each order: its callbacks leave one after the other. */
  readonly #lastOfOrder = new Map<string, Promise<void>>();
  readonly #held: Delivery[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #counts = { caused: 0, delivered: 0, failed: 0, dropped: 0 };
  readonly #closing = new AbortController();
  #inFlight = 0;
  #nextId = 1;

  constructor(deps: Parameters<typeof createCallbacks>[0]) {
    this.#deps = deps;
  }

  send(order: OrderRow): void {
    if (!order.statusCallbackUrl || this.#closing.signal.aborted) return;
    const delivery = this.#record(order, order.statusCallbackUrl);
    const fault = this.#deps.faults.forCallback(order);
    switch (fault?.kind) {
      case undefined:
        this.#enqueue(delivery);
        break;
      case 'drop':
        this.#finish(delivery, 'dropped');
        return;
      case 'duplicate':
        this.#enqueue(delivery);
        this.#enqueue(delivery);
        break;
      case 'delay':
        this.#deps.clock.schedule(`delivery ${delivery.id}`, this.#deps.clock.now() + fault.ms, () =>
          this.#enqueue(delivery),
        );
        return;
      case 'reorder':
        this.#held.push(delivery);
        return;
      default:
        fault satisfies never;
    }
    this.#releaseHeld(order.sid);
  }

  close(): void {
    this.#closing.abort();
  }

  async settle(): Promise<void> {
    this.#releaseHeld(undefined);
    while (this.#lastOfOrder.size > 0) await Promise.all(this.#lastOfOrder.values());
  }

  log(filter: { orderSid?: string; limit: number }): Delivery[] {
    const found: Delivery[] = [];
    for (let index = this.#log.length - 1; index >= 0 && found.length < filter.limit; index -= 1) {
      const delivery = this.#log[index];
      if (delivery && (!filter.orderSid || delivery.orderSid === filter.orderSid)) found.push(delivery);
    }
    return found;
  }

  counts(): { caused: number; delivered: number; failed: number; dropped: number; kept: number } {
    return { ...this.#counts, kept: this.#log.length };
  }

  #record(order: OrderRow, url: string): Delivery {
    const delivery: Delivery = {
      id: this.#nextId++,
      orderSid: order.sid,
      accountSid: order.accountSid,
      status: order.status,
      phoneNumber: order.phoneNumber,
      method: order.statusCallbackMethod,
      url,
      idempotencyToken: randomUUID(),
      causedAt: this.#deps.clock.now(),
      attempts: [],
      outcome: 'waiting',
    };
    this.#counts.caused += 1;
    this.#log.push(delivery);
    if (this.#log.length > logLengthMax + logSlack) this.#log.splice(0, this.#log.length - logLengthMax);
    return delivery;
  }

  #releaseHeld(orderSid: string | undefined): void {
    const released = this.#held.filter((delivery) => !orderSid || delivery.orderSid === orderSid);
    for (const delivery of released) {
      this.#held.splice(this.#held.indexOf(delivery), 1);
      this.#enqueue(delivery);
    }
  }

  #enqueue(delivery: Delivery): void {
    const before = this.#lastOfOrder.get(delivery.orderSid) ?? Promise.resolve();
    const mine = before
      .then(() => this.#deliverInTurn(delivery))
      .catch((error: unknown) => {
        this.#deps.log?.error({ sid: delivery.orderSid, err: error }, 'status callback could not be sent');
      });
    this.#lastOfOrder.set(delivery.orderSid, mine);
    void mine.then(() => {
      if (this.#lastOfOrder.get(delivery.orderSid) === mine) this.#lastOfOrder.delete(delivery.orderSid);
    });
  }

  async #deliverInTurn(delivery: Delivery): Promise<void> {
    if (this.#inFlight >= deliveriesInFlightMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inFlight += 1;
    try {
      await this.#deliver(delivery);
    } finally {
      this.#inFlight -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const overrides = parseConnectionOverrides(delivery.url);
    const deadline = Date.now() + overrides.totalTimeoutMs;
    for (let attempt = 0; attempt <= overrides.retriesMax; attempt += 1) {
      const result = await this.#attempt(delivery, overrides, Math.max(1, deadline - Date.now()));
      delivery.attempts.push(result.attempt);
      if (result.reason === null) return this.#finish(delivery, 'delivered');
      if (!overrides.retryOn.has(result.reason) || Date.now() >= deadline || this.#closing.signal.aborted) break;
    }
    this.#finish(delivery, 'failed');
  }

  async #attempt(
    delivery: Delivery,
    overrides: ConnectionOverrides,
    leftMs: number,
  ): Promise<{ attempt: DeliveryAttempt; reason: RetryReason | null }> {
    const at = this.#deps.clock.now();
    try {
      const request = makeRequest(delivery, overrides.url, this.#authTokenOf(delivery));
      const timeout = AbortSignal.timeout(Math.min(leftMs, overrides.readTimeoutMs));
      const signal = AbortSignal.any([timeout, this.#closing.signal]);
      const response = await this.#deps.fetch(request.url, { ...request.init, signal });
      await response.body?.cancel();
      const reason = response.status >= 500 ? '5xx' : response.status >= 400 ? '4xx' : null;
      return { attempt: { at, status: response.status, error: null }, reason };
    } catch (error) {
      const reason = isReadFailure(error) ? 'rt' : 'ct';
      return { attempt: { at, status: null, error: error instanceof Error ? error.message : String(error) }, reason };
    }
  }

  /** Twilio signs with the token of the account that owns the order. */
  #authTokenOf(delivery: Delivery): string {
    return this.#deps.store.accounts.get(delivery.accountSid)?.authToken ?? '';
  }

  #finish(delivery: Delivery, outcome: 'delivered' | 'failed' | 'dropped'): void {
    delivery.outcome = outcome;
    this.#counts[outcome] += 1;
  }
}

/** POST carries the parameters as a form; GET carries them in the query, which is then part of the signed address. */
function makeRequest(delivery: Delivery, url: string, authToken: string): { url: string; init: RequestInit } {
  const parameters: FormParameters = [
    ['Status', delivery.status],
    ['HostedNumberOrderSid', delivery.orderSid],
    ['PhoneNumber', delivery.phoneNumber],
  ];
  const form = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  const isGet = delivery.method === 'GET';
  const target = isGet ? `${url}${url.includes('?') ? '&' : '?'}${form}` : url;
  const headers: Record<string, string> = {
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'I-Twilio-Idempotency-Token': delivery.idempotencyToken,
    'X-Twilio-Signature': signRequest(authToken, target, isGet ? [] : parameters),
  };
  if (!isGet) headers['Content-Type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
  return {
    url: target,
    init: { method: delivery.method, headers, body: isGet ? undefined : form, redirect: 'manual' },
  };
}

/** A connection that was made and then timed out or broke, as opposed to one that was never made. */
function isReadFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  const cause: unknown = error.cause;
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'UND_ERR_SOCKET');
}
