// Where callbacks go while the database cannot take them: JSON lines in files of this process, each flushed to the disk
// before its callback is answered. It survives a kill; files of processes that are gone are adopted. Knows no database.
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { NewDelivery } from '../db/inbox-statements.ts';
import { createGroupCommit } from './group-commit.ts';

export interface Journal {
  /** Whether nothing waits here but what could not be read the last time. */
  readonly isEmpty: boolean;
  /** Whether there is anything to be drained, readable or not. */
  readonly hasFiles: boolean;
  /** Resolves once the delivery is on the disk; rejects when the journal is full or the disk fails. */
  append(delivery: NewDelivery): Promise<void>;
  /**
   * Hands what was appended until now to `store`, in order, and forgets what it took. Throws what `store` throws: the
   * rest stays, and what it had taken already is handed to it again the next time.
   */
  drain(store: (deliveries: NewDelivery[]) => Promise<void>): Promise<void>;
  /** Resolves when no append is under way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export type JournalOptions = { folder: string; log: Logger; bytesMax?: number };

/** The journal has reached its size: the callback is to be sent again. */
export class JournalFullError extends Error {}

const bytesMaxDefault = 32 * 2 ** 20;
const batchMax = 500;
/** The owner touches all its files each second that they hold something: one this old has none on any machine. */
const abandonedAfterMs = 60_000;

type Current = { path: string; handle: FileHandle; size: number };
/** A file that is not written to any more. */
type Sealed = { path: string; size: number; isUnreadable?: boolean };

/** Opens the journal and adopts what earlier processes left behind. Throws when the folder cannot be made or read. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  await mkdir(options.folder, { recursive: true });
  const journal = new FileJournal(options);
  await journal.adopt();
  return journal;
}

class FileJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #append: (delivery: NewDelivery) => Promise<void>;
  #current: Current | null = null;
  #sealed: Sealed[] = [];
  #pending = 0;
  /** Writing and sealing take turns: a line that is written after its file was read would be lost. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#append = createGroupCommit((deliveries: NewDelivery[]) => this.#inTurn(() => this.#write(deliveries)));
  }

  get isEmpty(): boolean {
    return this.#current === null && this.#sealed.every((file) => file.isUnreadable) && this.#pending === 0;
  }

  get hasFiles(): boolean {
    return this.#current !== null || this.#sealed.length > 0;
  }

  async append(delivery: NewDelivery): Promise<void> {
    this.#pending += 1;
    try {
      await this.#append(delivery);
    } finally {
      this.#pending -= 1;
    }
  }

  /** Nothing is sealed while the database takes nothing: each attempt would leave one more file. */
  async drain(store: (deliveries: NewDelivery[]) => Promise<void>): Promise<void> {
    await this.adopt().catch((error: unknown) => this.#warn(error, 'the folder of the journal could not be read'));
    await this.#empty(store);
    await this.#inTurn(() => this.#seal());
    await this.#empty(store);
  }

  /** A file that cannot be read is tried again by the next drain, and holds up none of the others. */
  async #empty(store: (deliveries: NewDelivery[]) => Promise<void>): Promise<void> {
    for (const sealed of [...this.#sealed]) {
      await this.#touch();
      const deliveries = await this.#read(sealed);
      if (deliveries === null) continue;
      for (let start = 0; start < deliveries.length; start += batchMax) {
        await store(deliveries.slice(start, start + batchMax));
        await this.#touch();
      }
      // What stays for whatever reason is stored again by the next process, and each delivery is one row all the same.
      await rm(sealed.path, { force: true }).catch((error: unknown) =>
        this.#warn(error, 'a file of the journal could not be deleted'),
      );
      this.#forget(sealed);
    }
  }

  /** Null: it cannot be read now, or another process has taken it over, which happens to one that stood still. */
  async #read(sealed: Sealed): Promise<NewDelivery[] | null> {
    try {
      const text = await readFile(sealed.path, 'utf8');
      sealed.isUnreadable = false;
      return readLines(text, (line) =>
        this.#options.log.warn({ source: 'callback', bytes: line.length }, 'a torn line of the journal was left out'),
      );
    } catch (error) {
      if (isMissing(error)) this.#forget(sealed);
      sealed.isUnreadable = true;
      this.#warn(error, 'a file of the journal could not be read');
      return null;
    }
  }

  #forget(sealed: Sealed): void {
    this.#sealed = this.#sealed.filter((each) => each !== sealed);
  }

  #warn(error: unknown, message: string): void {
    this.#options.log.warn({ err: error, source: 'journal' }, message);
  }

  async quiet(): Promise<void> {
    while (this.#pending > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#seal());
  }

  /** Takes over the files of processes that are gone. Of two that try, the rename lets one win. */
  async adopt(): Promise<void> {
    const { folder } = this.#options;
    for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.jsonl')).sort()) {
      const path = join(folder, name);
      if (!(await isAbandoned(path, name))) continue;
      const own = join(folder, ownName());
      try {
        await rename(path, own);
        this.#sealed.push({ path: own, size: (await stat(own)).size });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** What fails here fails where the file is read. */
  async #touch(): Promise<void> {
    const now = new Date();
    const own = [this.#current, ...this.#sealed].flatMap((file) => file?.path ?? []);
    await Promise.all(own.map((path) => utimes(path, now, now).catch(() => {})));
  }

  async #seal(): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    this.#sealed.push({ path: current.path, size: current.size });
    await current.handle.close();
  }

  async #write(deliveries: readonly NewDelivery[]): Promise<void> {
    // A line begins with a line break as well: what a failed write has left of a line before cannot spoil it.
    const text = deliveries.map((delivery) => `\n${JSON.stringify(delivery)}\n`).join('');
    const { bytesMax = bytesMaxDefault } = this.#options;
    const size = Buffer.byteLength(text);
    const sealedBytes = this.#sealed.reduce((sum, file) => sum + file.size, 0);
    if (sealedBytes + (this.#current?.size ?? 0) + size > bytesMax) throw new JournalFullError('journal full');
    this.#current ??= await this.#create();
    const current = this.#current;
    current.size += size;
    await current.handle.appendFile(text);
    await current.handle.datasync();
    if (await isStillOurs(current)) return;
    // A process that stood still for a minute was taken for dead: its file is read by another one and then deleted.
    this.#current = null;
    await current.handle.close();
    await this.#write(deliveries);
  }

  async #create(): Promise<Current> {
    const path = join(this.#options.folder, ownName());
    const handle = await open(path, 'ax', 0o600);
    // Without this a crash of the machine may keep the lines and lose the name of the file.
    const folder = await open(this.#options.folder, 'r');
    await folder.sync().finally(() => folder.close());
    return { path, handle, size: 0 };
  }
}

function readLines(text: string, onTorn: (line: string) => void): NewDelivery[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const delivery = JSON.parse(line) as NewDelivery & { receivedAt: string };
      return [{ ...delivery, receivedAt: new Date(delivery.receivedAt) }];
    } catch {
      onTorn(line);
      return [];
    }
  });
}

let made = 0;

/** Names sort in the order in which they were made. */
function ownName(): string {
  made += 1;
  const order = `${Date.now()}-${String(made).padStart(8, '0')}`;
  return `${order}.${hostname()}.${process.pid}.${processId}.jsonl`;
}

/** Tells this process from one that had its pid before. */
const processId = randomUUID().slice(0, 8);

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const parts = name.split('.');
  const [pid, id] = parts.slice(-3);
  if (id === processId) return false;
  if (parts.slice(1, -3).join('.') === hostname()) return Number(pid) === process.pid || !isAlive(Number(pid));
  try {
    return Date.now() - (await stat(path)).mtimeMs > abandonedAfterMs;
  } catch {
    return false;
  }
}

async function isStillOurs({ path, handle }: Current): Promise<boolean> {
  const ino = await stat(path).then(
    (file) => file.ino,
    () => null,
  );
  return ino === (await handle.stat()).ino;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
