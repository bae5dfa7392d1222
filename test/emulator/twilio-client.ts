// The official helper library, pointed at an emulator in the same process: only the base address differs.
import twilio from 'twilio';
import {
  createEmulator,
  type Emulator,
  type EmulatorAccount,
  type EmulatorOptions,
} from '../../src/emulator/emulator.ts';

// biome-ignore lint/suspicious/noExplicitAny: the bodies of answers are what the tests are about; typing them would assert it twice
export type Json = any;

type RequestOptions = {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, string>;
  params?: Record<string, unknown>;
  data?: Record<string, unknown>;
};

/** A client of the library for one account of the emulator. */
export function connectTwilio(emulator: Emulator, account: EmulatorAccount = parentOf(emulator)) {
  const request = async (options: RequestOptions) => {
    const url = new URL(options.uri);
    for (const [name, value] of toPairs(options.params)) url.searchParams.append(name, value);
    const response = await emulator.fetch(
      new Request(`http://emulator.test${url.pathname}${url.search}`, {
        method: options.method.toUpperCase(),
        headers: { ...options.headers, Authorization: basicAuth(options.username ?? '', options.password ?? '') },
        body: options.data ? new URLSearchParams(toPairs(options.data)) : undefined,
      }),
    );
    return { statusCode: response.status, body: await response.text(), headers: response.headers };
  };
  return twilio(account.sid, account.authToken, { httpClient: { request } as never });
}

/** A small emulator on a clock that stands still. */
export function createSmallEmulator(options: EmulatorOptions = {}): Emulator {
  return createEmulator({
    numbers: 30,
    orders: 40,
    documents: 12,
    bigDocumentOrders: 0,
    now: Date.parse('2026-03-02T12:00:00Z'),
    ...options,
  });
}

/** One raw request; the body of the answer is parsed if it is JSON. */
export async function send(
  emulator: Emulator,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  form?: Record<string, string | string[]>,
  account: { sid: string; authToken: string } = parentOf(emulator),
): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await emulator.fetch(
    new Request(`http://emulator.test${path}`, {
      method,
      headers: { Authorization: basicAuth(account.sid, account.authToken) },
      body: form ? new URLSearchParams(toPairs(form)) : undefined,
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parseJson(text) };
}

/** A request to a control route; fails unless it is answered with 200. */
export async function control(
  emulator: Emulator,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Json> {
  const response = await emulator.fetch(
    new Request(`http://localhost/_emulator${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  const answer: unknown = await response.json();
  if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export function parentOf(emulator: Emulator): EmulatorAccount {
  return accountAt(emulator, 0);
}

export function accountAt(emulator: Emulator, index: number): EmulatorAccount {
  const account = emulator.accounts[index];
  if (!account) throw new Error(`no account ${index}`);
  return account;
}

function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function toPairs(fields: Record<string, unknown> = {}): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((item) => [name, String(item)]);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
