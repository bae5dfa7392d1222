// The tail of a log reads when it is woken, whenever that is.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createLogTail } from '../../src/mirror/log-tail.ts';

test('a wake-up that comes as a read ends has the log read again', async () => {
  const missed: number[] = [];
  // Every place in the turn in which the first read ends, and some beyond it.
  for (let microtasks = 0; microtasks < 30; microtasks += 1) {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return [];
    };
    const tail = createLogTail({ head: 0, read, log: pino({ level: 'silent' }), recentMax: 10 });
    tail.wake();
    for (let passed = 0; passed < microtasks; passed += 1) await Promise.resolve();
    tail.wake();
    await new Promise((resolve) => setImmediate(resolve));
    await tail.close();
    if (reads < 2) missed.push(microtasks);
  }
  expect(missed).toEqual([]);
});

test('one that comes while a read fails has the log read at the next wake-up', async () => {
  const entries: { position: number }[] = [];
  let fail = (_error: Error) => {};
  const outcomes = [
    () =>
      new Promise<never>((_resolve, reject) => {
        fail = reject;
      }),
    async () => entries,
    async () => [],
  ];
  const read = () => (outcomes.shift() ?? (async () => []))();
  const tail = createLogTail({ head: 0, read, log: pino({ level: 'silent' }), recentMax: 10 });
  tail.wake();
  entries.push({ position: 1 });
  tail.wake();
  fail(new Error('away'));
  await new Promise((resolve) => setImmediate(resolve));
  tail.wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(tail.after(0, 10)).toEqual(entries);
  await tail.close();
});
