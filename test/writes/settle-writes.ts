// Writes whose answer was lost, settled now instead of in a minute or two.
import { inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import { writeIntents } from '../../src/db/gateway-tables.ts';
import type { TestStack } from '../stack.ts';

/**
 * Looks at every open write until none is open. What is not seen has not happened only once the gateway's clock is
 * 90 s later; the leases follow the database's clock, and are ended here.
 */
export async function settleWrites({ database, gateway }: TestStack): Promise<void> {
  const w = writeIntents;
  const isOpen = inArray(w.state, ['IN_FLIGHT', 'UNKNOWN']);
  await expect
    .poll(async () => {
      await database.db
        .update(w)
        .set({ leaseExpiresAt: new Date(0) })
        .where(isOpen);
      await gateway.services.writes.settle();
      return database.db.$count(w, isOpen);
    })
    .toBe(0);
}
