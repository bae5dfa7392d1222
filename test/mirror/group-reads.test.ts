// Reads in groups: few for many, and never an old answer.
import { expect, test } from 'vitest';
import { groupReads } from '../../src/mirror/group-reads.ts';

/** A read that ends when it is told to, with what there was when it began. */
function createReads(patienceMs = 3_600_000) {
  const endings: ((error?: Error) => void)[] = [];
  const state = { value: 0 };
  const read = groupReads(async () => {
    const { value } = state;
    await new Promise<void>((resolve, reject) => endings.push((error) => (error ? reject(error) : resolve())));
    return value;
  }, patienceMs);
  /** Ends the read number `n`, once it has begun. */
  const end = async (n: number, error?: Error) => {
    await expect.poll(() => endings.length).toBeGreaterThan(n);
    endings[n]?.(error);
  };
  return { read, end, state, begun: () => endings.length };
}

test('all who ask together are given one read', async () => {
  const { read, end, begun } = createReads();
  const answers = Promise.all(Array.from({ length: 1_000 }, () => read()));
  await end(0);
  expect(new Set(await answers)).toEqual(new Set([0]));
  expect(begun()).toBe(1);
});

test('who asks during a read is given the next one, which shows what has happened before', async () => {
  const { read, end, state, begun } = createReads();
  const early = read();
  await expect.poll(begun).toBe(1);
  state.value = 1;
  const late = [read(), read()];
  await end(0);
  expect(await early).toBe(0);
  await end(1);
  expect(await Promise.all(late)).toEqual([1, 1]);
  expect(begun()).toBe(2);
});

test('a read that fails is told to those who wait for it, and to nobody after', async () => {
  const { read, end } = createReads();
  const failing = [read(), read()];
  const told = Promise.allSettled(failing);
  await end(0, new Error('away'));
  expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = read();
  await end(1);
  expect(await next).toBe(0);
});

test('a read that does not end holds up those who ask after it for a moment only', async () => {
  const { read, end, begun } = createReads(10);
  const first = read();
  await expect.poll(begun).toBe(1);
  const second = read();
  await end(1);
  expect(await second).toBe(0);
  await end(0);
  await first;
});
