// Answers that a healthy API would not give, made from one that it would.
import { randomUUID } from 'node:crypto';
import type { EmulatorClock } from './clock.ts';
import { TwilioError, tooManyRequests } from './errors.ts';
import type { AnswerRule } from './faults.ts';
import { type Answer, toResponse } from './router.ts';

/** The connection breaks instead of an answer. In process `fetch` rejects with it; on a port the socket is destroyed. */
export class ConnectionCutError extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
    this.name = 'ConnectionCutError';
  }
}

/** Answers a request as the rule says. `run` makes the request take effect; some rules never call it, or call it late. */
export async function answerUnderFault(rule: AnswerRule, run: () => Answer, clock: EmulatorClock): Promise<Response> {
  switch (rule.kind) {
    case 'rate-limit':
      return toResponse(
        { status: 429, body: tooManyRequests().toBody() },
        { 'Retry-After': String(rule.retryAfterSeconds) },
      );
    case 'server-error':
      return toResponse(serverError(rule.status));
    case 'server-error-after':
      run();
      return toResponse(serverError(rule.status));
    case 'cut-before':
      throw new ConnectionCutError();
    case 'cut-after':
      run();
      throw new ConnectionCutError();
    case 'cut-late':
      clock.schedule(`late request ${randomUUID()}`, clock.now() + rule.ms, () => void run());
      throw new ConnectionCutError();
    case 'slow':
      // Real time: a slow answer is slow whatever the emulator's clock says.
      await new Promise((resolve) => setTimeout(resolve, rule.ms));
      return toResponse(run());
    case 'html':
      run();
      return new Response('<html><body><h1>Service temporarily unavailable</h1></body></html>', {
        headers: { 'Content-Type': 'text/html' },
      });
    case 'truncated':
      return truncate(run());
    case 'foreign-page-url': {
      const answer = run();
      return toResponse({ ...answer, body: moveNextPage(answer.body) });
    }
    case 'stale-list': {
      const answer = run();
      return toResponse({ ...answer, body: forgetRecent(answer.body, clock.now() - rule.ms) });
    }
    default:
      return rule.kind satisfies never;
  }
}

function serverError(status: number): Answer {
  const error = new TwilioError(status === 503 ? 20503 : 20500, 'An internal server error has occurred', status);
  return { status, body: error.toBody() };
}

function truncate(answer: Answer): Response {
  const text = JSON.stringify(answer.body ?? {});
  return new Response(text.slice(0, Math.ceil(text.length / 2)), {
    status: answer.status === 204 ? 200 : answer.status,
    headers: { 'Content-Type': 'application/json;charset=utf-8' },
  });
}

/** Points the next page at another host, whether or not there is a next page. */
function moveNextPage(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const stolen = 'https://preview.twilio.com.attacker.example/HostedNumbers/HostedNumberOrders?PageToken=PTO000000001';
  if (isRecord(body.meta)) return { ...body, meta: { ...body.meta, next_page_url: stolen } };
  return 'next_page_uri' in body ? { ...body, next_page_uri: stolen } : body;
}

/** A list that lags does not yet show what was created since. Rows without a date (active numbers) stay. */
function forgetRecent(body: unknown, since: number): unknown {
  if (!isRecord(body)) return body;
  const isOld = (row: unknown): boolean =>
    !isRecord(row) || typeof row.date_created !== 'string' || Date.parse(row.date_created) <= since;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.filter(isOld) : value]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
