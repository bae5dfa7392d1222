import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDirectory } from '../src/db/data-directory.ts';
import { StartError } from '../src/start-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'numbergraph-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const leaveLock = (holder: unknown) => writeFileSync(join(folder, 'lock.json'), JSON.stringify(holder));

test('a directory in use by a living process is refused with a sentence that names it', () => {
  leaveLock({ pid: process.ppid, host: hostname() });
  expect(() => lockDataDirectory(folder)).toThrow(StartError);
  expect(() => lockDataDirectory(folder)).toThrow(String(process.ppid));
});

test('the lock of a process that was killed is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  leaveLock({ pid, host: hostname() });
  lockDataDirectory(folder);
});

test('a lock of another machine is refused: it cannot be asked whether it lives', () => {
  leaveLock({ pid: 1, host: 'elsewhere' });
  expect(() => lockDataDirectory(folder)).toThrow('elsewhere');
});

test('a lock that was not written to its end is taken over', () => {
  writeFileSync(join(folder, 'lock.json'), '{"pid":');
  lockDataDirectory(folder);
});

test('the lock is given back, and makes the directory if it is missing', () => {
  const inner = join(folder, 'a', 'b');
  const unlock = lockDataDirectory(inner);
  expect(existsSync(join(inner, 'lock.json'))).toBe(true);
  unlock();
  expect(existsSync(join(inner, 'lock.json'))).toBe(false);
});
