// Waiting and working side by side, always with an end.
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every `everyMs` until `check` gives true; false when it never did. A check that throws counts as false. */
export async function waitUntil(
  check: () => Promise<boolean> | boolean,
  timeoutMs: number,
  everyMs = 100,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await attempt(check)) return true;
    if (Date.now() >= deadline) return false;
    await sleep(everyMs);
  }
}

async function attempt(check: () => Promise<boolean> | boolean): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}

/** Works on all items, `width` of them at once, in their order. */
export async function forEachSideBySide<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const shared = items.entries();
  const worker = async () => {
    for (const [index, item] of shared) await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

/** The value below which `share` (0 to 1) of the numbers lie; 0 of nothing. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
