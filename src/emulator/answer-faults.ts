// Answers that a healthy API would not give, made from one that it would.
import type { EmulatorContext } from './context.ts';
import type { AnswerRule } from './faults.ts';
import type { Answer } from './router.ts';

/** The connection breaks instead of an answer. In process `fetch` rejects with it; on a port the socket is destroyed. */
export class ConnectionCutError extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
    this.name = 'ConnectionCutError';
  }
}

/** Real time: a slow answer is slow whatever the emulator's clock says. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Turns an answer that was given in good faith into the one the rule asks for. */
export function spoilAnswer(
  rule: AnswerRule,
  answer: Answer,
  toResponse: (answer: Answer) => Response,
  context: EmulatorContext,
): Response {
  switch (rule.kind) {
    case 'html':
      return new Response('<html><body><h1>Service temporarily unavailable</h1></body></html>', {
        status: 200,
        headers: { 'Content-Type': 'text/html' },
      });
    case 'truncated': {
      const text = JSON.stringify(answer.body ?? {});
      return new Response(text.slice(0, Math.ceil(text.length / 2)), {
        status: answer.status === 204 ? 200 : answer.status,
        headers: { 'Content-Type': 'application/json;charset=utf-8' },
      });
    }
    case 'foreign-page-url':
      return toResponse({ ...answer, body: moveNextPage(answer.body) });
    case 'stale-list':
      return toResponse({ ...answer, body: forgetRecent(answer.body, context.clock.now() - rule.ms) });
    default:
      return toResponse(answer);
  }
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
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.filter(isOld) : value]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
