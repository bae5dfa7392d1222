// How long a callback waits for Twilio to agree with it, and what it is called when that never happens.
import { expect, test } from 'vitest';
import type { OrderHistory } from '../../src/db/inbox-statements.ts';
import { type Hint, judgeDelivery } from '../../src/mirror/verdicts.ts';
import { sid } from '../mirror/facts.ts';

const came = new Date('2026-11-21T10:00:00Z');
const hint = (changes: Partial<Hint> = {}): Hint => ({
  id: 1,
  receivedAt: came,
  replayedAt: null,
  hintedStatus: 'verified',
  parameters: [],
  attempts: 0,
  orderSid: sid('HR', 1),
  ...changes,
});
const history: OrderHistory = {
  sid: sid('HR', 1),
  status: 'received',
  syncedAt: came,
  vanished: false,
  calledBack: false,
  signingDocumentSid: null,
  entries: new Map(),
};
const judge = (delivery: Hint, known: OrderHistory | undefined, afterMs: number) =>
  judgeDelivery(delivery, known, 'read', new Set(), came.getTime() + afterMs)?.verdict ?? 'PENDING';
const dayMs = 24 * 60 * 60_000;

test('an order that Twilio does not know may be in the making for a day, also after a replay', () => {
  expect(judge(hint(), undefined, dayMs - 1)).toBe('PENDING');
  expect(judge(hint(), undefined, dayMs)).toBe('UNKNOWN_ORDER');
  const replayed = hint({ replayedAt: new Date(came.getTime() + dayMs) });
  expect(judge(replayed, undefined, 2 * dayMs - 1)).toBe('PENDING');
  expect(judge(replayed, undefined, 2 * dayMs)).toBe('UNKNOWN_ORDER');
});

test('a status that lies ahead is asked for six times, then it was out of order', () => {
  for (let attempts = 0; attempts < 6; attempts += 1) expect(judge(hint({ attempts }), history, 0)).toBe('PENDING');
  expect(judge(hint({ attempts: 6 }), history, 0)).toBe('OUT_OF_ORDER');
});

test('a status that lies behind is out of order at once', () => {
  expect(judge(hint({ hintedStatus: 'received' }), { ...history, status: 'verified' }, 0)).toBe('OUT_OF_ORDER');
});
