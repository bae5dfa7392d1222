// The judges: pure functions over what was recorded and what is there in the end. They share no code with the gateway, so
// that both cannot be wrong in the same way.

export type Hint = { orderSid: string; status: string };
/** One row of the gateway's log of transitions. */
export type LogRow = {
  position: number;
  sid: string;
  fromStatus: string | null;
  toStatus: string | null;
  sources: readonly string[];
  /** Nobody saw it. */
  inferred: boolean;
  /** Whether it has a time of Twilio's. */
  isDated: boolean;
};
export type Entry = { orderSid: string; status: string };

/** *Acknowledged present*: each acknowledged callback has a row of its own in the inbox. Gives those that have none. */
export function findLost(acknowledged: readonly Hint[], stored: readonly Hint[]): Hint[] {
  const left = countKeys(stored.map(hintKey));
  return acknowledged.filter((hint) => {
    const count = left.get(hintKey(hint)) ?? 0;
    left.set(hintKey(hint), count - 1);
    return count <= 0;
  });
}

export type LogFindings = {
  /** Entries that have no row. */
  missing: Entry[];
  /** Entries that have a row too many. */
  doubled: Entry[];
  /** Rows for what never happened. */
  phantom: LogRow[];
  /** Orders whose rows stand in another order than their entries. */
  disordered: string[];
};

/**
 * *One row per entry*, *no phantom*, *per-order order*: the log against the truth, order by order. `entries` are the real
 * entries in the order they happened. Those of `mayBeMissing` were gone before anybody could look: a row for them is right
 * and none is right as well. No order of a run enters a status twice.
 */
export function judgeLog(
  entries: readonly Entry[],
  rows: readonly LogRow[],
  mayBeMissing: ReadonlySet<string> = new Set(),
): LogFindings {
  const findings: LogFindings = { missing: [], doubled: [], phantom: [], disordered: [] };
  const entriesOf = groupBy(entries, (entry) => entry.orderSid);
  const rowsOf = groupBy(rows, (row) => row.sid);
  for (const [sid, own] of entriesOf) judgeOrder(own, rowsOf.get(sid) ?? [], mayBeMissing, findings, sid);
  return findings;
}

function judgeOrder(
  entries: readonly Entry[],
  rows: readonly LogRow[],
  mayBeMissing: ReadonlySet<string>,
  findings: LogFindings,
  sid: string,
): void {
  const inOrder = [...rows].sort((a, b) => a.position - b.position);
  const placeOf = new Map(entries.map((entry, place) => [entry.status, place]));
  const counts = countKeys(inOrder.map((row) => row.toStatus ?? ''));
  findings.phantom.push(...inOrder.filter((row) => !placeOf.has(row.toStatus ?? '')));
  for (const entry of entries) {
    const count = counts.get(entry.status) ?? 0;
    if (count === 0 && !mayBeMissing.has(entryKey(entry))) findings.missing.push(entry);
    if (count > 1) findings.doubled.push(entry);
  }
  const places = inOrder.flatMap((row) => placeOf.get(row.toStatus ?? '') ?? []);
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) findings.disordered.push(sid);
}

export function entryKey({ orderSid, status }: Entry): string {
  return `${orderSid} ${status}`;
}

/** Rows that others than `finders` have seen, and inferred ones that are not told as such or have a time, since none was given. */
export function findUnfounded(rows: readonly LogRow[], finders: readonly string[]): LogRow[] {
  return rows.filter(({ sources, inferred, isDated }) =>
    inferred ? isDated || !sources.includes('inferred') : sources.some((source) => !finders.includes(source)),
  );
}

/** What a subscriber was sent: `cursor` is opaque, `to` the status word of the graph or null. */
export type FeedEntry = { cursor: string; sid: string; to: string | null };
export type SubscriberFindings = { missed: number; repeated: number; disordered: number; foreign: number };

/**
 * *Subscriber complete*: the items are the log after the start, all of it, once, in its order. Of a log that still grows,
 * only the first `due` entries are demanded.
 */
export function judgeSubscriber(
  items: readonly FeedEntry[],
  log: readonly LogRow[],
  due: number = log.length,
): SubscriberFindings {
  const wanted = numberOccurrences(log.map((row) => `${row.sid} ${graphWord(row.toStatus)}`));
  const placeOf = new Map(wanted.map((key, place) => [key, place]));
  const cursors = new Set<string>();
  const distinct = items.filter((item) => !cursors.has(item.cursor) && cursors.add(item.cursor));
  const places = numberOccurrences(distinct.map((item) => `${item.sid} ${item.to ?? ''}`)).map((key) =>
    placeOf.get(key),
  );
  const known = places.filter((place) => place !== undefined);
  return {
    missed: due - known.filter((place) => place < due).length,
    repeated: items.length - distinct.length,
    disordered: known.filter((place, index) => place < (known[index - 1] ?? 0)).length,
    foreign: places.length - known.length,
  };
}

/** Adds up the findings of many subscribers. */
export function sumFindings(all: readonly SubscriberFindings[]): SubscriberFindings {
  const total = { missed: 0, repeated: 0, disordered: 0, foreign: 0 };
  for (const findings of all) {
    for (const name of ['missed', 'repeated', 'disordered', 'foreign'] as const) total[name] += findings[name];
  }
  return total;
}

/** The word of the graph for a status of Twilio's; empty for none. */
export function graphWord(status: string | null): string {
  return (status ?? '').toUpperCase().replaceAll('-', '_');
}

/** Names the first `a` `a #1`, the second `a #2`. */
function numberOccurrences(keys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return `${key} #${occurrence}`;
  });
}

function hintKey({ orderSid, status }: Hint): string {
  return `${orderSid} ${status}`;
}

function countKeys(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
