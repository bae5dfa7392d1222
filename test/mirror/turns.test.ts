// What takes long keeps nobody waiting, and no more than a bounded number is under way all the same.
import { expect, test } from 'vitest';
import { createTurns, type Turns } from '../../src/mirror/turns.ts';

const patient = { timeout: 10_000 };

/** Turns, and works that begin and then wait for `end`. */
function createScene(togetherMax: number, underWayMax: number) {
  const turns: Turns = createTurns({ togetherMax, underWayMax, turnMs: 20 });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (...keys: string[]) => {
    for (const key of keys) {
      turns.add(key, () => {
        begun.push(key);
        return new Promise((resolve) => ends.set(key, resolve));
      });
    }
  };
  const end = (...keys: string[]) => {
    for (const key of keys) ends.get(key)?.();
  };
  return { turns, begun, add, end };
}

test('what has used up its turn gives it to the next, and needs none the next time', async () => {
  const { turns, begun, add, end } = createScene(2, 10);
  add('slow', 'slower', 'other');
  expect(begun).toEqual(['slow', 'slower']);
  await expect.poll(() => begun, patient).toEqual(['slow', 'slower', 'other']);
  end('slow', 'slower', 'other');
  await turns.end();
  begun.length = 0;
  add('slow', 'slower', 'one', 'two', 'three');
  expect(begun).toEqual(['slow', 'slower', 'one', 'two']);
  end('slow', 'slower', 'one', 'two');
  await expect.poll(() => begun, patient).toContain('three');
  end('three');
  await turns.end();
  expect(turns.keys()).toEqual([]);
});

test('what ended within its turn has a turn the next time, though it was late before', async () => {
  const { turns, begun, add, end } = createScene(1, 10);
  add('slow', 'other');
  await expect.poll(() => begun, patient).toContain('other');
  end('slow', 'other');
  await turns.end();
  add('slow');
  end('slow');
  await turns.end();
  begun.length = 0;
  add('slow', 'other');
  expect(begun).toEqual(['slow']);
  await expect.poll(() => begun, patient).toContain('other');
  end('slow', 'other');
  await turns.end();
});

test('no more are under way than may be, however many do not end', async () => {
  const { turns, begun, add, end } = createScene(2, 5);
  const keys = Array.from({ length: 9 }, (_, index) => `slow ${index}`);
  add(...keys);
  await expect.poll(() => begun.length, patient).toBe(5);
  for (let ended = 0; ended < keys.length; ended += 1) {
    end(begun[ended] ?? '');
    await expect.poll(() => turns.keys().length, patient).toBe(keys.length - ended - 1);
    expect(begun.length).toBeLessThanOrEqual(Math.min(ended + 6, keys.length));
  }
  expect(begun).toHaveLength(keys.length);
});
