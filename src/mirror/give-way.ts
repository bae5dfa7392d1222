// Lists are read behind callbacks: who waits for a transition must not wait for a thousand orders in which nothing has
// changed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/client.ts';
import { isAnyDue } from '../db/inbox-statements.ts';

/** So many times as long as a page has taken, the time is left to others; but a slow Twilio is no work of ours. */
const restPerPage = 3;
const restMaxMs = 2_000;

/** While callbacks wait to be judged, rests after a page that took `pageMs`; not longer than until `signal` aborts. */
export async function giveWay(db: Db, ownerAccountSid: string, pageMs: number, signal: AbortSignal): Promise<void> {
  if (!(await isAnyDue(db, ownerAccountSid))) return;
  await sleep(Math.min(restMaxMs, restPerPage * pageMs), undefined, { signal }).catch(() => {});
}
