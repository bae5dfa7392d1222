// A Twilio made of one function, with a client in front of it whose waits are noted instead of waited: each moves the
// test's Date.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { vi } from 'vitest';
import { createTwilioClient, type TwilioClientOptions } from '../../src/twilio/client.ts';

export const credentials = { accountSid: `AC${'a'.repeat(32)}`, authToken: 'token-that-must-stay-secret' };

const startMs = Date.parse('2026-01-01T00:00:00Z');

export type SentRequest = { method: string; url: string; headers: Headers; body: string; signal: AbortSignal | null };
type Answer = (request: SentRequest, index: number) => Response | Promise<Response>;

/** A client whose requests `answer` answers. `sleeps` are the waits between attempts, in milliseconds. */
export function makeClient(answer: Answer, options: Partial<TwilioClientOptions> = {}) {
  const sent: SentRequest[] = [];
  const sleeps: number[] = [];
  const lines: string[] = [];
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(startMs);
  const client = createTwilioClient({
    previewUrl: 'https://preview.twilio.com',
    apiUrl: 'https://api.twilio.com',
    log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
    random: () => 0.5,
    sleep: async (ms) => {
      sleeps.push(ms);
      vi.setSystemTime(Date.now() + ms);
    },
    fetch: async (url, init) => {
      const { method = 'GET', body, signal = null } = init;
      const request = {
        method,
        url,
        headers: new Headers(init.headers),
        body: typeof body === 'string' ? body : '',
        signal,
      };
      return answer(request, sent.push(request) - 1);
    },
    ...options,
  });
  return { client, sent, sleeps, lines };
}

export function jsonAnswer(json: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** What undici throws when no answer comes. */
export function networkFailure(code: string, syscall?: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) });
}

export function pageOf(items: unknown[], nextPageUrl: string | null = null) {
  return { meta: { key: 'items', next_page_url: nextPageUrl, page: 0, page_size: 50 }, items };
}

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/twilio/${name}.json`, import.meta.url), 'utf8'));
}

/** An order as the page of the resource shows it, with changes. */
export function orderJson(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...Object(fixture('002-02-hosted-number-order')), ...changes };
}

/** The error that `work` ends with. */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
