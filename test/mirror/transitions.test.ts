// The lifecycle as the log keeps it: what is inferred, what is out of the ordinary, and what is never made up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeMove, transitionsOf } from '../../src/mirror/transitions.ts';
import { orderRoad, orderStatuses } from '../../src/vocabulary.ts';
import { makeOrder, ownerAccountSid } from './facts.ts';

const status = fc.constantFrom(...orderStatuses, 'shipped');
const startedAt = new Date('2026-02-01T00:00:00Z');
const sighting = { ownerAccountSid, kind: 'ORDER', source: 'reconcile', startedAt } as const;

function observe(from: string | null, to: string, attempts = { before: 0, after: 0 }) {
  const record = makeOrder(1, { status: to, verificationAttempts: attempts.after });
  const before =
    from === null ? null : { ...record, status: from, syncedAt: startedAt, statusSince: startedAt, vanished: false };
  const proof = {
    before: { verificationAttempts: attempts.before, verificationDocumentSid: null },
    after: { verificationAttempts: attempts.after, verificationDocumentSid: null },
  };
  return transitionsOf(record, before, proof, sighting);
}

test('entries are a chain from what was known to what was seen, and only the last one was seen', () => {
  fc.assert(
    fc.property(status, status, fc.nat(3), fc.nat(3), (from, to, before, after) => {
      const entries = observe(from, to, { before, after });
      if (from === to) {
        expect(entries).toEqual([]);
        return;
      }
      expect(entries[0]?.fromStatus).toBe(from);
      expect(entries.at(-1)).toMatchObject({ toStatus: to, inferred: false, sources: ['reconcile'] });
      for (const [index, entry] of entries.entries()) {
        if (index > 0) expect(entry.fromStatus).toBe(entries[index - 1]?.toStatus);
        expect(entry.observedAt).toEqual(startedAt);
        if (index === entries.length - 1) continue;
        const made = { inferred: true, anomalous: false, effectiveAt: null, timeInPreviousMs: null };
        expect(entry).toMatchObject({ ...made, sources: ['inferred'] });
      }
    }),
  );
});

test('what is inferred lies on the road between the two, in its order, and never begins it', () => {
  const road: readonly string[] = orderRoad;
  fc.assert(
    fc.property(status, status, fc.boolean(), (from, to, isProofTried) => {
      const { passed, anomalous } = judgeMove(from, to, isProofTried);
      const places = passed.map((step) => road.indexOf(step));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places.every((place) => place > road.indexOf(from) && place < road.indexOf(to))).toBe(true);
      expect(passed).not.toContain('twilio-processing');
      if (!isProofTried) expect(passed).not.toContain('pending-verification');
      if (anomalous) expect(passed).toEqual([]);
    }),
  );
});

test('a proof of ownership is inferred where it was tried, and skipped where nothing says so', () => {
  const stepsTo = (attempts: { before: number; after: number }) =>
    observe('received', 'pending-loa', attempts).map((entry) => entry.toStatus);
  expect(stepsTo({ before: 0, after: 1 })).toEqual(['pending-verification', 'verified', 'pending-loa']);
  expect(stepsTo({ before: 1, after: 1 })).toEqual(['verified', 'pending-loa']);
});

test('moves back and out of a final status are anomalous; a document that lets an order go is not', () => {
  expect(judgeMove('verified', 'received', true).anomalous).toBe(true);
  expect(judgeMove('completed', 'testing', true).anomalous).toBe(true);
  expect(judgeMove('failed', 'action-required', true).anomalous).toBe(true);
  expect(judgeMove('pending-loa', 'verified', true).anomalous).toBe(false);
  expect(judgeMove('action-required', 'received', true)).toEqual({ passed: [], anomalous: false });
  expect(judgeMove('testing', 'action-required', true)).toEqual({ passed: [], anomalous: false });
});

test('an order that is seen for the first time has no past', () => {
  expect(observe(null, 'testing').map((entry) => [entry.fromStatus, entry.toStatus])).toEqual([[null, 'testing']]);
});
