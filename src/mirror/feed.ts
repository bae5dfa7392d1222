// The feed reads the log: subscribers hold a position, NOTIFY only wakes them. Nothing is ever carried in a notification.
import type { StatusTransitionRow } from '../db/tables.ts';

export interface Feed {
  /** The newest position of the tenant's log that is visible; 0 when it is empty. */
  head(): Promise<number>;
  /**
   * The log after `position`, in order, in batches that are never empty; waits when there is nothing new and yields an
   * empty batch every `heartbeatMs` of silence. Ends when `signal` aborts.
   */
  follow(position: number, signal: AbortSignal): AsyncIterable<readonly StatusTransitionRow[]>;
  close(): Promise<void>;
}
