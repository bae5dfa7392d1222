// What changed since the seed, one JSON line per put or remove, written before the request is answered: `write` without
// fsync survives the death of the process, not that of the machine. The first line names the seed and its time.
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { EmulatorClock } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Row } from './entities.ts';
import type { Store } from './store.ts';

export interface Journal {
  close(): void;
}

/** The file was made for other seed options, or is no journal. Delete it or choose another. */
export class JournalError extends Error {
  readonly file: string;

  constructor(file: string, message: string) {
    super(`${file}: ${message}`);
    this.name = 'JournalError';
    this.file = file;
  }
}

const headerSchema = z.object({ seedNow: z.number(), lastPosition: z.number(), identity: z.record(z.string(), z.number()) });
const kinds = ['accounts', 'addresses', 'numbers', 'orders', 'documents', 'lines'] as const;
type Kind = (typeof kinds)[number];
const lineSchema = z.union([
  z.object({ put: z.enum(kinds), row: z.looseObject({ sid: z.string(), position: z.number(), dateUpdated: z.number().optional() }) }),
  z.object({ remove: z.enum(kinds), sid: z.string(), lastPosition: z.number() }),
]);

/** A change is repeated in compaction: the present row, or (null) that a seeded row is gone. */
type Changes = Map<string, { kind: Kind; sid: string }>;

const compactionFactor = 4;
const compactionMin = 20_000;

/**
 * Fills the store from the seed as of the journal's own time, replays the journal, rewrites it without what is out of
 * date, and from then on appends every change. A torn last line is dropped. The clock never goes back behind the journal.
 */
export function openJournal(
  file: string,
  deps: { store: Store; clock: EmulatorClock; fill: (now: number) => void; identity: Record<string, number> },
): Journal {
  const { store, clock } = deps;
  const lines = existsSync(file) ? readLines(file) : [];
  const header = readHeader(file, lines[0], deps.identity);
  const seedNow = header?.seedNow ?? clock.now();
  deps.fill(seedNow);
  const seeded = new Set<string>();
  store.reservePosition(header?.lastPosition ?? 0);
  const changes: Changes = new Map();
  let latest = seedNow;

  /** A row that is there before its first change came from the seed. */
  function note(kind: Kind, sid: string, existed: boolean): void {
    const key = `${kind} ${sid}`;
    if (existed && !changes.has(key)) seeded.add(key);
    changes.set(key, { kind, sid });
  }

  for (const line of lines.slice(1)) {
    const entry = lineSchema.parse(line);
    const [kind, sid] = 'put' in entry ? [entry.put, entry.row.sid] : [entry.remove, entry.sid];
    note(kind, sid, collectionOf(store, kind).get(sid) !== undefined);
    if ('remove' in entry) {
      store.reservePosition(entry.lastPosition);
      collectionOf(store, kind).remove(sid);
      continue;
    }
    store.reservePosition(entry.row.position);
    latest = Math.max(latest, entry.row.dateUpdated ?? 0);
    // The row was written by this program; its fields are trusted beyond the ones checked above.
    collectionOf(store, kind).put(entry.row as unknown as Row);
  }
  clock.moveTo(latest);

  let closed = false;
  let lineCount = 0;
  let descriptor = compact();

  function compact(): number {
    const out: string[] = [JSON.stringify({ seedNow, lastPosition: store.lastPosition(), identity: deps.identity })];
    for (const [key, { kind, sid }] of changes) {
      const row = collectionOf(store, kind).get(sid);
      if (row) out.push(JSON.stringify({ put: kind, row }));
      else if (seeded.has(key)) out.push(JSON.stringify({ remove: kind, sid, lastPosition: store.lastPosition() }));
      else changes.delete(key);
    }
    lineCount = out.length;
    writeFileSync(`${file}.new`, `${out.join('\n')}\n`);
    renameSync(`${file}.new`, file);
    return openSync(file, 'a');
  }

  function append(kind: Kind, before: Row | null, after: Row | null): void {
    const sid = (after ?? before)?.sid ?? '';
    note(kind, sid, before !== null);
    const line = after ? { put: kind, row: after } : { remove: kind, sid, lastPosition: store.lastPosition() };
    if (closed) return;
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
    lineCount += 1;
    if (lineCount > compactionMin && lineCount > compactionFactor * changes.size) {
      closeSync(descriptor);
      descriptor = compact();
    }
  }

  for (const kind of kinds) collectionOf(store, kind).onChange((before, after) => append(kind, before, after));
  return {
    close: () => {
      closed = true;
      closeSync(descriptor);
    },
  };
}

/** Every whole line, parsed. Only the last one may be torn: the process died while it was written. */
function readLines(file: string): unknown[] {
  const texts = readFileSync(file, 'utf8').split('\n');
  // After the final newline there is an empty text; anything else there is a torn line.
  texts.pop();
  return texts.map((text, index) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new JournalError(file, `line ${index + 1} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function readHeader(file: string, line: unknown, identity: Record<string, number>): z.output<typeof headerSchema> | undefined {
  if (line === undefined) return undefined;
  const parsed = headerSchema.safeParse(line);
  if (!parsed.success) throw new JournalError(file, 'the first line is not the header of a journal');
  const different = Object.keys(identity).filter((name) => parsed.data.identity[name] !== identity[name]);
  if (different.length > 0) throw new JournalError(file, `made with other values of ${different.join(', ')}; delete it or restore them`);
  return parsed.data;
}

/** The collections differ in their row types only; the journal treats them alike. */
function collectionOf(store: Store, kind: Kind): Pick<Collection<Row>, 'get' | 'put' | 'remove' | 'onChange'> {
  return store[kind] as unknown as Collection<Row>;
}
