// What the ledger of writes is made with, and the two clocks of a write whose answer is missing.
import { createHmac } from 'node:crypto';
import type { WriteIntentRow } from '../db/gateway-tables.ts';
import type { AnyWriteKind, SentWrite, WriteTools } from './write-kind.ts';

export type Ledger = {
  /** Calls to Twilio through these are not counted; see `countCalls`. */
  tools: WriteTools;
  kinds: ReadonlyMap<string, AnyWriteKind>;
  /** Key of the hashes of inputs. */
  inputKey: string;
  /**
   * How long Twilio may take to show what a write has done. What is not seen by then has not happened. At least twice
   * the time that a request may take.
   */
  settleAfterMs: number;
};

/** How long one process has an intent to itself: longer than a write with its checks can take. */
export function leaseMsOf({ settleAfterMs }: Ledger): number {
  return Math.ceil((settleAfterMs * 2) / 3);
}

/** Keys are kept for seven days, and so are settled intents. */
export const intentLifeMs = 7 * 24 * 3_600_000;

/** The intent as its kind sees it. */
export function sentWriteOf(intent: WriteIntentRow): SentWrite<Record<string, unknown>> {
  const { accountSid, request, targetSid, createdAt } = intent;
  return { accountSid, request, targetSid, createdAt };
}

/** Keyed, because an input may hold a code of four digits. The order of fields does not count. */
export function hashInput(key: string, mutation: string, input: unknown): string {
  return createHmac('sha256', key)
    .update(`${mutation}\0${canonicalJson(input)}`)
    .digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Tools whose calls to Twilio are counted: a method of the client is one call. */
export function countCalls(tools: WriteTools): { tools: WriteTools; calls(): number } {
  let calls = 0;
  const twilio = new Proxy(tools.twilio, {
    get(client, name, receiver) {
      const method: unknown = Reflect.get(client, name, receiver);
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]) => {
        calls += 1;
        return method.apply(client, parameters) as unknown;
      };
    },
  });
  return { tools: { ...tools, twilio }, calls: () => calls };
}
