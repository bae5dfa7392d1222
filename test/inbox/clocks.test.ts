// Machines disagree about the time. What an instance reads must not look old beside what another one has written, so all of them
// go by the database's clock.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabaseUrl } from '../database.ts';
import { createTestStack, type TestStack } from '../stack.ts';
import { logOf, moveSilently, orderThatIs, tell, verdictsOf } from './callbacks.ts';

const minutes = (count: number) => count * 60_000;
const RealDate = Date;
/** By how much the clock of this machine is wrong. */
let skewMs = 0;
class SkewedDate extends RealDate {
  constructor(...parts: [] | [number | string | Date]) {
    super(parts[0] ?? RealDate.now() + skewMs);
  }
  static override now(): number {
    return RealDate.now() + skewMs;
  }
}

let stack: TestStack;
beforeAll(async () => {
  vi.stubGlobal('Date', SkewedDate);
  // Where it starts, the clock is fast: what it writes by it would be from the future.
  skewMs = minutes(10);
  stack = await createTestStack();
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test.runIf(testDatabaseUrl).each([
  ['is set right', 0],
  ['is slow', -10],
  ['is fast', 20],
])('the first callback of a transition is applied on a machine whose clock %s', async (_, byMinutes) => {
  skewMs = minutes(byMinutes);
  const order = await orderThatIs(stack, 'received');
  await moveSilently(stack, order, 'pending-verification');
  expect(await tell(stack, order, 'pending-verification')).toBe(204);
  await stack.settle();
  expect(await verdictsOf(stack, order)).toEqual(['APPLIED']);
  expect((await logOf(stack, order.sid)).at(-1)).toMatchObject({ toStatus: 'pending-verification' });
});
