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

const headerSchema = z.object({
  seedNow: z.number(),
  lastPosition: z.number(),
  identity: z.record(z.string(), z.number()),
});
const kinds = ['accounts', 'addresses', 'numbers', 'orders', 'documents', 'lines'] as const;
type Kind = (typeof kinds)[number];
const lineSchema = z.union([
  z.object({
    put: z.enum(kinds),
    row: z.looseObject({ sid: z.string(), position: z.number(), dateUpdated: z.number().optional() }),
  }),
  z.object({ remove: z.enum(kinds), sid: z.string(), lastPosition: z.number() }),
]);

const compactionFactor = 4;
const compactionMin = 20_000;

/**
 * Fills the store from the seed as of the journal's own time, replays the journal, rewrites it without what is out of
 * date, and from then on appends every change. A torn last line is dropped. The clock never goes back behind the journal.
 */
export function openJournal(file: string, deps: JournalDeps): Journal {
  const lines = existsSync(file) ? readLines(file) : [];
  const header = readHeader(file, lines[0], deps.identity);
  const seedNow = header?.seedNow ?? deps.clock.now();
  deps.fill(seedNow);
  deps.store.reservePosition(header?.lastPosition ?? 0);
  const journal = new JournalFile(file, seedNow, deps);
  journal.replay(lines.slice(1));
  journal.begin();
  return journal;
}

export type JournalDeps = {
  store: Store;
  clock: EmulatorClock;
  /** Puts the seed into the store as of that time. */
  fill: (now: number) => void;
  /** What the seed depends on; a journal is refused when it differs. */
  identity: Record<string, number>;
};

class JournalFile implements Journal {
  readonly #file: string;
  readonly #seedNow: number;
  readonly #deps: JournalDeps;
  /** Every row that differs from the seed; compaction writes these and nothing else. */
  readonly #changes = new Map<string, { kind: Kind; sid: string }>();
  /** Those of them that the seed made: their removal must be repeated after the next seed. */
  readonly #seeded = new Set<string>();
  #descriptor: number | undefined;
  #lineCount = 0;

  constructor(file: string, seedNow: number, deps: JournalDeps) {
    this.#file = file;
    this.#seedNow = seedNow;
    this.#deps = deps;
  }

  replay(lines: readonly unknown[]): void {
    const { store, clock } = this.#deps;
    let latest = this.#seedNow;
    for (const line of lines) {
      const entry = lineSchema.parse(line);
      const [kind, sid] = 'put' in entry ? [entry.put, entry.row.sid] : [entry.remove, entry.sid];
      this.#note(kind, sid, collectionOf(store, kind).get(sid) !== undefined);
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
  }

  /** Rewrites the file, and from now on appends every change. */
  begin(): void {
    this.#compact();
    for (const kind of kinds) {
      collectionOf(this.#deps.store, kind).onChange((before, after) => this.#append(kind, before, after));
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #note(kind: Kind, sid: string, existed: boolean): void {
    const key = `${kind} ${sid}`;
    if (existed && !this.#changes.has(key)) this.#seeded.add(key);
    this.#changes.set(key, { kind, sid });
  }

  #append(kind: Kind, before: Row | null, after: Row | null): void {
    if (this.#descriptor === undefined) return;
    const sid = (after ?? before)?.sid ?? '';
    this.#note(kind, sid, before !== null);
    const lastPosition = this.#deps.store.lastPosition();
    const line = after ? { put: kind, row: after } : { remove: kind, sid, lastPosition };
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    this.#lineCount += 1;
    if (this.#lineCount > compactionMin && this.#lineCount > compactionFactor * this.#changes.size) this.#compact();
  }

  #compact(): void {
    const { store, identity } = this.#deps;
    const lastPosition = store.lastPosition();
    const lines = [JSON.stringify({ seedNow: this.#seedNow, lastPosition, identity })];
    for (const [key, { kind, sid }] of this.#changes) {
      const row = collectionOf(store, kind).get(sid);
      if (row) lines.push(JSON.stringify({ put: kind, row }));
      else if (this.#seeded.has(key)) lines.push(JSON.stringify({ remove: kind, sid, lastPosition }));
      else this.#changes.delete(key);
    }
    this.close();
    writeFileSync(`${this.#file}.new`, `${lines.join('\n')}\n`);
    renameSync(`${this.#file}.new`, this.#file);
    this.#lineCount = lines.length;
    this.#descriptor = openSync(this.#file, 'a');
  }
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
      throw new JournalError(
        file,
        `line ${index + 1} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
}

function readHeader(
  file: string,
  line: unknown,
  identity: Record<string, number>,
): z.output<typeof headerSchema> | undefined {
  if (line === undefined) return undefined;
  const parsed = headerSchema.safeParse(line);
  if (!parsed.success) throw new JournalError(file, 'the first line is not the header of a journal');
  const different = Object.keys(identity).filter((name) => parsed.data.identity[name] !== identity[name]);
  if (different.length > 0)
    throw new JournalError(file, `made with other values of ${different.join(', ')}; delete it or restore them`);
  return parsed.data;
}

/** The collections differ in their row types only; the journal treats them alike. */
function collectionOf(store: Store, kind: Kind): Pick<Collection<Row>, 'get' | 'put' | 'remove' | 'onChange'> {
  return store[kind];
}
