// A client that was away for a moment is told what it has missed from the frames that others were sent meanwhile; where
// those do not do, by a run of its own.
import { setTimeout } from 'node:timers/promises';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createFanOut } from '../../src/server/fan-out.ts';
import { type Frame, toOperation } from '../../src/server/feed-run.ts';
import { until } from './live-gateway.ts';
import { createToldSource, makeFrame, noteTexts, toldLogAt, toldOperation } from './told-source.ts';

/** One reader that was sent the entries 11 to 13, and a log that ends at `head`. */
async function openShared({ head = 13, told = [11, 12, 13].map((position) => makeFrame(position)) } = {}) {
  const { source, runs } = createToldSource();
  const fanOut = createFanOut({ source, rights: '', ...toldLogAt(head), now: () => new Date() });
  const open = async (wholeAfter: string | null) => {
    const reader = await fanOut.open({ ...toldOperation, wholeAfter });
    if (!('take' in reader)) throw new Error('it was refused');
    return noteTexts(reader);
  };
  const first = await open(null);
  runs[0]?.tell(makeFrame(10, 'CAUGHT_UP'));
  await until('the shared run', () => runs.length === 2);
  const tell = (...frames: Frame[]) => runs[1]?.tell(...frames);
  tell(...told);
  await until('what is told', () => first.texts.length === 1 + told.length);
  return { fanOut, runs, open, tell };
}

test('what was missed comes from the frames of others, then having caught up, then what is new', async () => {
  const { fanOut, runs, open, tell } = await openShared();
  const { texts } = await open('11');
  await until('what was missed', () => texts.length === 3);
  tell(makeFrame(14));
  await until('what is new', () => texts.length === 4);
  expect(texts).toEqual(['ENTRY 12', 'ENTRY 13', 'CAUGHT_UP 13', 'ENTRY 14']);
  expect(runs).toHaveLength(2);
  await fanOut.close(1_000);
});

test('who has missed nothing has caught up', async () => {
  const { fanOut, runs, open } = await openShared();
  const { texts } = await open('13');
  await until('having caught up', () => texts.length === 1);
  expect(texts).toEqual(['CAUGHT_UP 13']);
  expect(runs).toHaveLength(2);
  await fanOut.close(1_000);
});

test('heartbeats of others are not repeated', async () => {
  const { fanOut, open } = await openShared({ told: [makeFrame(11), makeFrame(12, 'HEARTBEAT'), makeFrame(13)] });
  const { texts } = await open('10');
  await until('having caught up', () => texts.length === 3);
  expect(texts).toEqual(['ENTRY 11', 'ENTRY 13', 'CAUGHT_UP 13']);
  await fanOut.close(1_000);
});

test('what is committed and not told yet is waited for', async () => {
  const { fanOut, runs, open, tell } = await openShared({ head: 15 });
  const opening = open('12');
  await setTimeout(50);
  tell(makeFrame(14), makeFrame(15));
  const { texts } = await opening;
  await until('having caught up', () => texts.length === 4);
  expect(texts).toEqual(['ENTRY 13', 'ENTRY 14', 'ENTRY 15', 'CAUGHT_UP 15']);
  expect(runs).toHaveLength(2);
  await fanOut.close(1_000);
});

test.for<[string, string, Parameters<typeof openShared>[0]]>([
  ['older than what is kept', '9', {}],
  ['ahead of the log', '14', {}],
  ['not ours', 'garbled', {}],
  ['followed by what was told half a minute ago', '11', { told: agedBy(31_000) }],
  ['followed by a gap', '11', { told: [makeFrame(11), makeFrame(12, 'GAP'), makeFrame(13)] }],
  ['before the end of a log that others are not told of', '11', { head: 14 }],
])('a cursor that is %s is left to a run of its own', async ([, cursor, shared]) => {
  const { fanOut, runs, open } = await openShared(shared);
  const { texts } = await open(cursor);
  await until('a run of its own', () => runs.length === 3);
  expect(texts).toEqual([]);
  await fanOut.close(10);
});

function agedBy(ms: number): Frame[] {
  return [11, 12, 13].map((position) => ({ ...makeFrame(position), madeAtMs: performance.now() - ms }));
}

test.for<[string, string, object, string | null, string | null]>([
  [
    'a variable',
    'subscription ($after: FeedCursor) { transitions(after: $after) { __typename } }',
    { after: 'a' },
    null,
    'a',
  ],
  ['a literal', 'subscription { transitions(after: "a") { __typename } }', {}, null, 'a'],
  ['the transport', 'subscription { transitions(after: "a") { __typename } }', {}, 'b', 'b'],
  ['the transport alone', 'subscription { transitions { __typename } }', {}, 'b', 'b'],
  [
    'a fragment',
    'subscription { ...F } fragment F on Subscription { transitions(after: "a") { __typename } }',
    {},
    null,
    'a',
  ],
  ['nothing', 'subscription { transitions { __typename } }', {}, null, null],
  [
    'a default',
    'subscription ($after: FeedCursor = "a") { transitions(after: $after) { __typename } }',
    {},
    null,
    null,
  ],
  [
    'null',
    'subscription ($after: FeedCursor) { transitions(after: $after) { __typename } }',
    { after: null },
    null,
    null,
  ],
  ['a selection', 'subscription { transitions(after: "a", kinds: [ORDER]) { __typename } }', {}, null, null],
  ['a selection and the transport', 'subscription { transitions(kinds: [ORDER]) { __typename } }', {}, 'b', null],
  ['a directive', 'subscription { transitions(after: "a") @include(if: true) { __typename } }', {}, null, null],
  ['frames of state', 'subscription { hostedNumberOrderChanged(after: "a") { cursor } }', {}, 'b', null],
])('where the whole feed begins is said by %s', ([, text, variableValues, resumeAfter, expected]) => {
  // Only what makes an operation is looked at.
  const args = { document: parse(text), variableValues } as Parameters<typeof toOperation>[0];
  expect(toOperation(args, resumeAfter).wholeAfter).toBe(expected);
});
