// The judges of the chaos suite, judged: each of them must find the fault that it is there for, and nothing in a good run.
import { expect, test } from 'vitest';
import { entryKey, findLost, findUnfounded, judgeLog, judgeSubscriber, type LogRow } from '../chaos/checkers.ts';

const hint = (orderSid: string, status: string) => ({ orderSid, status });
const row = (position: number, sid: string, toStatus: string): LogRow => ({
  position,
  sid,
  fromStatus: null,
  toStatus,
  sources: ['callback'],
  inferred: false,
  isDated: true,
});
const entries = [hint('HR1', 'received'), hint('HR2', 'received'), hint('HR1', 'verified')];
const rows = [row(1, 'HR1', 'received'), row(2, 'HR2', 'received'), row(5, 'HR1', 'verified')];
const clean = { missing: [], doubled: [], phantom: [], disordered: [] };

test('acknowledged present: an acknowledgement without a row of its own is lost', () => {
  const acknowledged = [hint('HR1', 'verified'), hint('HR1', 'verified'), hint('HR2', 'failed')];
  expect(findLost(acknowledged, acknowledged)).toEqual([]);
  expect(findLost(acknowledged, acknowledged.slice(1))).toEqual([hint('HR1', 'verified')]);
  expect(findLost([], acknowledged)).toEqual([]);
});

test('a log that is the real history has no findings, in whatever order its rows are handed in', () => {
  expect(judgeLog(entries, rows)).toEqual(clean);
  expect(judgeLog(entries, rows.toReversed())).toEqual(clean);
});

test('one row per entry: none and two are both found', () => {
  expect(judgeLog(entries, rows.slice(1)).missing).toEqual([entries[0]]);
  expect(judgeLog(entries, [...rows, row(6, 'HR1', 'verified')]).doubled).toEqual([entries[2]]);
});

test('an entry that nobody could see may have a row or none, but not two', () => {
  const overtaken = new Set([entryKey(hint('HR1', 'received'))]);
  expect(judgeLog(entries, rows, overtaken)).toEqual(clean);
  expect(judgeLog(entries, rows.slice(1), overtaken)).toEqual(clean);
  expect(judgeLog(entries, [row(0, 'HR1', 'received'), ...rows], overtaken).doubled).toHaveLength(1);
});

test('no phantom: a row for what never happened is found', () => {
  expect(judgeLog(entries, [...rows, row(7, 'HR2', 'completed')]).phantom).toEqual([row(7, 'HR2', 'completed')]);
});

test('per-order order: rows in another order than the entries are found', () => {
  const swapped = [row(1, 'HR1', 'verified'), row(2, 'HR2', 'received'), row(5, 'HR1', 'received')];
  expect(judgeLog(entries, swapped).disordered).toEqual(['HR1']);
});

const item = (cursor: string, sid: string, to: string) => ({ cursor, sid, to });
const items = [item('a', 'HR1', 'RECEIVED'), item('b', 'HR2', 'RECEIVED'), item('c', 'HR1', 'VERIFIED')];
const whole = { missed: 0, repeated: 0, disordered: 0, foreign: 0 };

test('subscriber complete: missed, repeated, disordered and foreign items are each found', () => {
  expect(judgeSubscriber(items, rows)).toEqual(whole);
  expect(judgeSubscriber(items.slice(1), rows)).toEqual({ ...whole, missed: 1 });
  expect(judgeSubscriber([...items, item('c', 'HR1', 'VERIFIED')], rows)).toEqual({ ...whole, repeated: 1 });
  expect(judgeSubscriber(items.toReversed(), rows).disordered).toBeGreaterThan(0);
  expect(judgeSubscriber([...items, item('d', 'HR3', 'FAILED')], rows)).toEqual({ ...whole, foreign: 1 });
});

test('the same status entered twice is two events, with a cursor each', () => {
  const again = [...rows, row(9, 'HR2', 'received')];
  expect(judgeSubscriber([...items, item('d', 'HR2', 'RECEIVED')], again)).toEqual(whole);
  expect(judgeSubscriber(items, again)).toEqual({ ...whole, missed: 1 });
});

test('of a log that still grows, what came after the last demanded entry may be there or not', () => {
  expect(judgeSubscriber(items, rows, 2)).toEqual(whole);
  expect(judgeSubscriber(items.slice(0, 2), rows, 2)).toEqual(whole);
  expect(judgeSubscriber(items.slice(1), rows, 2)).toEqual({ ...whole, missed: 1 });
});

test('rows of another source, and inferred ones with a time, are unfounded', () => {
  const from = (...sources: string[]): LogRow => ({ ...row(1, 'HR1', 'verified'), sources });
  const [seen, other, mixed, inferred] = [
    from('reconcile'),
    from('callback'),
    from('callback', 'reconcile'),
    from('inferred'),
  ];
  const silent = { ...inferred, inferred: true, isDated: false };
  const dated = { ...inferred, inferred: true };
  expect(findUnfounded([seen, silent], ['reconcile'])).toEqual([]);
  expect(findUnfounded([seen, other, mixed, dated, inferred], ['reconcile'])).toEqual([other, mixed, dated, inferred]);
});
