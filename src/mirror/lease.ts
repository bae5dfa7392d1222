// One instance at a time does a work, by a lease in the database and by the database's clock. A holder that was killed is
// followed when its lease has run out; one that is only cut off notices, and stops.
import type { Db } from '../db/client.ts';
import { holdLease, releaseLease } from '../db/walk-statements.ts';

export type Lease = { name: string; ownerAccountSid: string; holder: string; lifeMs: number };

/** How long the work of a killed instance may lie. */
export const leaseLifeMs = 30_000;
/** How soon to try again when another instance holds the lease: it may be dead. */
export const leaseRetryMs = 10_000;

/**
 * Does `work` while it holds the lease; null when another instance does. The signal that `work` gets aborts when the lease is
 * lost, because another one has taken it or it could not be renewed while it lived, and when `stop` does: it must then end
 * soon. Throws what the database or the work throws.
 */
export async function withLease<Result>(
  db: Db,
  lease: Lease,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  const lost = new AbortController();
  let expiry: NodeJS.Timeout | undefined;
  const hold = async (): Promise<boolean> => {
    const askedAtMs = performance.now();
    if (!(await holdLease(db, lease))) return false;
    clearTimeout(expiry);
    expiry = setTimeout(() => lost.abort(), lease.lifeMs - (performance.now() - askedAtMs));
    return true;
  };
  if (!(await hold())) return null;
  let renewing: Promise<unknown> = Promise.resolve();
  let isRenewing = false;
  const renewal = setInterval(() => {
    if (isRenewing) return;
    isRenewing = true;
    renewing = hold()
      .then(
        (isHeld) => isHeld || lost.abort(),
        // The next renewal may come through; if none does, the lease runs out.
        () => {},
      )
      .finally(() => {
        isRenewing = false;
      });
  }, lease.lifeMs / 3);
  try {
    return await work(AbortSignal.any([stop, lost.signal]));
  } finally {
    clearInterval(renewal);
    // A renewal that came after the release would keep the others out for a whole life.
    await renewing;
    clearTimeout(expiry);
    await releaseLease(db, lease.name, lease.holder).catch(() => {});
  }
}
