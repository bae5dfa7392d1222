// The fragment of a callback address (`#rc=3&rp=5xx,ct`) tells Twilio how often and when to try again.
// Source: Twilio's page on webhook connection overrides. The fragment itself is never sent nor signed.
// `ct` (connect time-out) is not modelled: `fetch` has one time-out for the whole exchange, and that is `rt`.

export type RetryReason = '4xx' | '5xx' | 'ct' | 'rt';

export type ConnectionOverrides = {
  /** The address without its fragment. */
  url: string;
  retriesMax: number;
  retryOn: ReadonlySet<RetryReason>;
  readTimeoutMs: number;
  totalTimeoutMs: number;
};

/** Reads the fragment; values out of range count as the nearest legal one, unknown keys are ignored. */
export function parseConnectionOverrides(address: string): ConnectionOverrides {
  const [url = '', fragment = ''] = address.split('#', 2);
  const fields = new URLSearchParams(fragment);
  const policies = (fields.get('rp') ?? 'ct').split(',');
  const all: RetryReason[] = ['4xx', '5xx', 'ct', 'rt'];
  return {
    url,
    retriesMax: clamp(fields.get('rc'), 0, 5, 1),
    retryOn: new Set(policies.includes('all') ? all : all.filter((reason) => policies.includes(reason))),
    readTimeoutMs: clamp(fields.get('rt'), 100, 15_000, 15_000),
    totalTimeoutMs: clamp(fields.get('tt'), 100, 15_000, 15_000),
  };
}

function clamp(text: string | null, min: number, max: number, fallback: number): number {
  const value = Number(text ?? NaN);
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}
