// The lock on the data directory. The embedded database has none of its own: a second process would lose the rows of one
// side without an error. A lock left by a killed process is taken over.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';

type Holder = { pid: number; host: string };

/** Takes the lock and returns what gives it back. Throws StartError while another process has it. */
export function lockDataDirectory(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock.json');
  const own = JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder);
  try {
    writeFileSync(file, own, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    refuseIfHeld(folder, file);
    rmSync(file, { force: true });
    writeFileSync(file, own, { flag: 'wx' });
  }
  return () => rmSync(file, { force: true });
}

function refuseIfHeld(folder: string, file: string): void {
  const holder = readHolder(file);
  if (holder === null) return;
  const place = resolve(folder);
  if (holder.host !== hostname()) {
    throw new StartError(
      `The data directory ${place} was left locked by process ${holder.pid} on ${holder.host}. If it no longer runs there, delete ${file}.`,
    );
  }
  if (holder.pid === process.pid || !isAlive(holder.pid)) return;
  throw new StartError(
    `The data directory ${place} is in use by process ${holder.pid}. Stop it, or set DATA_DIR to another folder.`,
  );
}

/** Null: the file is gone or was not written to its end, so nobody holds it. */
function readHolder(file: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('host' in holder)) return null;
    return typeof holder.pid === 'number' && typeof holder.host === 'string'
      ? { pid: holder.pid, host: holder.host }
      : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
