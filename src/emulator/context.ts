// What the resources share. Made once in emulator.ts and handed down.
import type { EmulatorClock } from './clock.ts';
import type { AccountRow, Row } from './entities.ts';
import { notFound } from './errors.ts';
import type { NumberSpace } from './number-space.ts';
import type { OrderLifecycle } from './order-lifecycle.ts';
import type { ApiCall } from './router.ts';
import type { Store } from './store.ts';

export type EmulatorContext = {
  store: Store;
  clock: EmulatorClock;
  lifecycle: OrderLifecycle;
  numberSpace: NumberSpace;
};

/** Whether `account` may act for the account `accountSid`: itself, or as its parent. */
export function mayActFor(store: Store, account: AccountRow, accountSid: string): boolean {
  return account.sid === accountSid || store.accounts.get(accountSid)?.accountSid === account.sid;
}

/**
 * The row a path names, if the credentials reach it; otherwise 404/20404, which does not tell whether it exists. A parent
 * reaches its subaccounts' rows by sid, since it may create and transfer for them; lists show one account only.
 */
export function requireRow<T extends Row>(context: EmulatorContext, call: ApiCall, row: T | undefined): T {
  if (!row || !mayActFor(context.store, call.account, row.accountSid)) throw notFound(call.path);
  return row;
}
