// What happened, as the suite saw it from outside: kept in memory for the checkers and written to a file for people.
import { appendFileSync } from 'node:fs';

/** Upstream truth: the order entered the status. */
export type Moved = { type: 'moved'; orderSid: string; status: string; at: number };
/** A callback was answered with 2xx. */
export type Acknowledged = { type: 'acknowledged'; orderSid: string; status: string; at: number; tookMs: number };
/** A callback was answered otherwise, or not at all (`answer` null). */
export type Unacknowledged = {
  type: 'unacknowledged';
  orderSid: string;
  status: string;
  at: number;
  tookMs: number;
  answer: number | null;
};
/** Something was done to the system. */
export type Fault = { type: 'fault'; what: string; at: number };
export type HistoryEvent = Moved | Acknowledged | Unacknowledged | Fault;

export interface History {
  record(event: HistoryEvent): void;
  readonly events: readonly HistoryEvent[];
  /** The events of one type, from a place in `events` on. */
  select<Type extends HistoryEvent['type']>(type: Type, since?: number): Extract<HistoryEvent, { type: Type }>[];
  /** Writes what is not yet in the file. */
  flush(): void;
}

/** The file gets one JSON line per event. */
export function createHistory(file: string): History {
  const events: HistoryEvent[] = [];
  let written = 0;
  const flush = () => {
    const lines = events.slice(written).map((event) => `${JSON.stringify(event)}\n`);
    written = events.length;
    if (lines.length > 0) appendFileSync(file, lines.join(''));
  };
  return {
    events,
    record(event) {
      events.push(event);
      if (events.length - written >= 1000) flush();
    },
    select: (type, since = 0) =>
      events.slice(since).filter((event): event is Extract<HistoryEvent, { type: typeof type }> => event.type === type),
    flush,
  };
}
