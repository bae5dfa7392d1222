// What is promised, in the order of the table. The figures are those of the full form; a run says what it really used.

export const promises = {
  T1: 'acknowledged callbacks survive kill -9 of the gateway: 0 lost',
  T2: '... and kill -9 and immediate stop of PostgreSQL: 0 lost',
  T3: '204 only when durable: 0 lost by a kill right after it; every answer <= 2 s, never > 10 s',
  T3b: 'database down, callbacks sent once: 0 lost, applied <= 10 s after it is back',
  T4: 'duplicates x3, half reordered: one row per entry, 0 phantom, in order, last status right',
  T5: 'missed callbacks converge within one sweep (60 s), documents too',
  T6: 'forged callbacks: all refused, 0 rows, 0 upstream calls',
  T7: 'replays: 0 rows, 0 events, <= 1 confirming GET per order per 30 s',
  T8: 'callback to subscriber: p99 <= 1 s same instance, <= 2 s across',
  S1: 'reconnect with cursor: 0 missed, 0 out of order, 0 repeated, WebSocket and SSE',
  S2: 'wake-up link silent: 0 missed, added delay <= 5 s',
  S3: 'stalled readers: memory growth <= 32 MiB, others p99 <= 2x, 0 missed',
  S4: 'many subscribers: memory <= 400 MiB, one event to all <= 2 s, 0 lost',
  S5: 'one signature moves all orders: 0 missed, all delivered <= 60 s',
  S6: 'old cursors: FeedGap when expired, BAD_CURSOR when foreign or garbled',
  M1: 'creates under ambiguous faults and kills: <= 1 order per number, no intent lost, none shown as failed that succeeded',
  M2: '... and verification calls: no more calls than intents, never a 4th',
  M5: 'Twilio away: 100% of the queries answered',
  P5: 'SIGTERM: exit <= 10 s; rolling restart under load: 0 failed callbacks, 0 missed events',
} as const;
export type PromiseName = keyof typeof promises;

/** `not run`: nothing was tried, or the build cannot do it yet; `figure` then says why. */
export type Verdict = 'green' | 'red' | 'not run';
export type Outcome = { promise: PromiseName; goal: string; figure: string; verdict: Verdict };
