// The program as a person starts it: a process of its own, its output, its signals. Ports are free ones of loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

const running = new Set<ChildProcess>();
const folders: string[] = [];
afterAll(async () => {
  await Promise.all([...running].map((child) => endProcess(child, 'SIGKILL')));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export type Program = { child: ChildProcess; output: () => string };

/** Starts src/main.ts with nothing in its environment but what is given. */
export function startProgram(
  environment: Record<string, string>,
  script = 'src/main.ts',
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return { child, output: () => output };
}

/** Sends the signal and resolves with how the process ended. */
export async function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; signal: string | null }> {
  running.delete(child);
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return { code: child.exitCode, signal: child.signalCode };
}

/** Resolves with the exit code once the process ends by itself. */
export async function exitOf({ child }: Program): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  running.delete(child);
  return child.exitCode;
}

/** Asks again until `check` gives something; fails after four minutes, with the output of the program. */
export async function until<Value>(program: Program, check: () => Promise<Value | undefined | false>): Promise<Value> {
  const deadline = Date.now() + 240_000;
  for (;;) {
    const value = await check().catch(() => undefined);
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline || program.child.exitCode !== null)
      throw new Error(`it never came; output:\n${program.output().slice(-3000)}`);
    await sleep(50);
  }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'numbergraph-process-'));
  folders.push(folder);
  return folder;
}

const givenPorts = new Set<number>();

/**
 * A port that is free now and is not given again. It lies below those that the system takes for connections, or one of
 * them could have it before the program listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (givenPorts.has(port) || !(await isFree(port))) continue;
    givenPorts.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
