// The pace of frames, by a clock that the test moves.
import { expect, test } from 'vitest';
import { Pacing } from '../../src/mirror/pacing.ts';

function noteAll(pacing: Pacing, ...changes: [string, number][]): void {
  for (const [sid, position] of changes) {
    pacing.readTo = position;
    pacing.note(sid, position);
  }
}

test('a record is due at once, then an interval after it was told; its place is held until then', () => {
  const pacing = new Pacing({ from: 10, minIntervalMs: 1_000 });
  noteAll(pacing, ['a', 11]);
  expect(pacing.due(0, 50)).toEqual([{ sid: 'a', first: 11 }]);
  pacing.settle('a', 11, 0);
  noteAll(pacing, ['a', 12], ['b', 13], ['a', 14]);
  expect(pacing.due(999, 50)).toEqual([{ sid: 'b', first: 13 }]);
  pacing.settle('b', 13, 999);
  expect([pacing.place, pacing.nextDueInMs(999)]).toEqual([11, 1]);
  expect(pacing.due(1_000, 50)).toEqual([{ sid: 'a', first: 12 }]);
  pacing.settle('a', 14, 1_000);
  expect([pacing.place, pacing.nextDueInMs(1_000)]).toEqual([14, undefined]);
});

test('a change that the row had when it was told is not told again', () => {
  const pacing = new Pacing({ from: 0, minIntervalMs: 0 });
  noteAll(pacing, ['a', 1]);
  pacing.settle('a', 3, 5);
  pacing.forget(10);
  noteAll(pacing, ['a', 2], ['a', 3]);
  expect(pacing.due(10, 50)).toEqual([]);
  noteAll(pacing, ['a', 4]);
  expect(pacing.due(10, 50)).toEqual([{ sid: 'a', first: 4 }]);
});

test('what had nothing to tell delays nothing', () => {
  const pacing = new Pacing({ from: 0, minIntervalMs: 1_000 });
  noteAll(pacing, ['a', 1]);
  pacing.settle('a', 1, null);
  noteAll(pacing, ['a', 2]);
  expect(pacing.due(1, 50)).toEqual([{ sid: 'a', first: 2 }]);
});

test('memory is bounded: no more records wait, and no more are remembered, than there is room for', () => {
  const pacing = new Pacing({ from: 0, minIntervalMs: 1_000, waitingMax: 2, toldMax: 2 });
  noteAll(pacing, ['a', 1], ['b', 2]);
  expect(pacing.isFull).toBe(true);
  for (const { sid, first } of pacing.due(0, 50)) pacing.settle(sid, first, 0);
  noteAll(pacing, ['c', 3]);
  pacing.settle('c', 3, 0);
  pacing.forget(1);
  // The one told longest ago is forgotten, and comes sooner than it should.
  noteAll(pacing, ['a', 4], ['b', 5]);
  expect(pacing.due(1, 50)).toEqual([{ sid: 'a', first: 4 }]);
});
