// How much of everything a run does: the full form has the figures of the promises, the short one is for every change.

export type Plan = {
  form: 'short' | 'full';
  /** No new scenario begins after this. */
  beginMaxMs: number;
  /** A scenario that still runs then has failed, and the run ends. */
  timeMaxMs: number;
  orders: number;
  documentOrders: number;
  kills: { callbacks: number; kills: number };
  databaseKills: { callbacks: number; kills: number; immediateStops: number; cuts: number };
  outage: { callbacks: number; downMs: number };
  history: { orders: number };
  missed: { orders: number; sweepSeconds: number };
  forgeries: number;
  replays: { count: number; orders: number };
  latency: { perSecond: number; seconds: number; subscribers: number };
  reconnects: { subscribers: number; disconnects: number; orders: number };
  halfOpen: { subscribers: number; orders: number };
  silentWake: { silentMs: number; orders: number };
  stalled: { events: number };
  /** `calmMaxMs`: how long the work of those that were killed before is waited for. */
  many: { subscribers: number; events: number; calmMaxMs: number };
  burst: { subscribers: number };
  restart: { orders: number };
  embeddedKills: { callbacks: number; kills: number };
  dropped: { orders: number; steps: number; intervalSeconds: number };
  fullJournal: { callbacks: number };
  twilioLink: { orders: number; faultMs: number };
  writes: { creates: number; calls: number; kills: number };
};

export const fullPlan: Plan = {
  form: 'full',
  beginMaxMs: 28.5 * 60_000,
  timeMaxMs: 29.5 * 60_000,
  orders: 16_500,
  documentOrders: 15_000,
  kills: { callbacks: 20_000, kills: 20 },
  databaseKills: { callbacks: 5_000, kills: 5, immediateStops: 5, cuts: 5 },
  outage: { callbacks: 2_000, downMs: 60_000 },
  history: { orders: 500 },
  missed: { orders: 500, sweepSeconds: 60 },
  forgeries: 5_000,
  replays: { count: 10_000, orders: 100 },
  latency: { perSecond: 200, seconds: 30, subscribers: 100 },
  reconnects: { subscribers: 200, disconnects: 50, orders: 3_400 },
  halfOpen: { subscribers: 100, orders: 200 },
  silentWake: { silentMs: 60_000, orders: 100 },
  stalled: { events: 100_000 },
  many: { subscribers: 5_000, events: 50, calmMaxMs: 120_000 },
  burst: { subscribers: 20 },
  restart: { orders: 300 },
  embeddedKills: { callbacks: 5_000, kills: 19 },
  dropped: { orders: 200, steps: 6, intervalSeconds: 2 },
  fullJournal: { callbacks: 50 },
  twilioLink: { orders: 60, faultMs: 20_000 },
  writes: { creates: 2_000, calls: 500, kills: 10 },
};

/** Three minutes at the most, with the start of the stand. */
export const shortPlan: Plan = {
  form: 'short',
  beginMaxMs: 155_000,
  timeMaxMs: 172_000,
  orders: 1_500,
  documentOrders: 1_000,
  kills: { callbacks: 900, kills: 3 },
  databaseKills: { callbacks: 300, kills: 1, immediateStops: 1, cuts: 1 },
  outage: { callbacks: 150, downMs: 5_000 },
  history: { orders: 60 },
  missed: { orders: 60, sweepSeconds: 10 },
  forgeries: 500,
  replays: { count: 500, orders: 10 },
  latency: { perSecond: 50, seconds: 4, subscribers: 20 },
  reconnects: { subscribers: 16, disconnects: 5, orders: 100 },
  halfOpen: { subscribers: 10, orders: 20 },
  silentWake: { silentMs: 5_000, orders: 20 },
  stalled: { events: 30_000 },
  many: { subscribers: 300, events: 10, calmMaxMs: 0 },
  burst: { subscribers: 10 },
  restart: { orders: 60 },
  embeddedKills: { callbacks: 120, kills: 1 },
  dropped: { orders: 30, steps: 3, intervalSeconds: 1 },
  fullJournal: { callbacks: 10 },
  twilioLink: { orders: 10, faultMs: 3_000 },
  writes: { creates: 60, calls: 12, kills: 1 },
};
