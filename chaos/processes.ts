// Processes that the suite starts, and ends by their own pid. What they print goes to a file each.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ManagedProcess {
  readonly pid: number;
  isAlive(): boolean;
  /** Sends the signal at once, without waiting. */
  signal(signal: NodeJS.Signals): void;
  /** Sends the signal and resolves with the exit code when the process is gone; null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Memory in use, in bytes; 0 once it is gone. */
  rssBytes(): number;
  /** The first line that it prints. Rejects when it ends before. */
  firstLine(): Promise<string>;
}

export interface Processes {
  start(name: string, command: string, args: readonly string[], options?: StartOptions): ManagedProcess;
  /** Kills what is left. */
  killAll(): void;
}

export type StartOptions = { env?: Record<string, string>; cwd?: string; uid?: number; gid?: number };

/** Output is kept in `folder`, one file per name. */
export function createProcesses(folder: string): Processes {
  const running = new Set<ChildProcess>();
  const killAll = () => {
    for (const child of running) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  return {
    killAll,
    start(name, command, args, { env = {}, ...options } = {}) {
      const child = spawn(command, args, {
        ...options,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      running.add(child);
      child.once('exit', () => running.delete(child));
      const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
      child.stdout.pipe(file, { end: false });
      child.stderr.pipe(file, { end: false });
      const line = readFirstLine(child, name);
      return { ...manage(child), firstLine: () => line };
    },
  };
}

function readFirstLine(child: ChildProcess, name: string): Promise<string> {
  const line = new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended (${code}) before it was ready: see its log`)));
  });
  line.catch(() => {});
  return line;
}

function manage(child: ChildProcess): Omit<ManagedProcess, 'firstLine'> {
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    isAlive,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      if (isAlive()) {
        const exited = once(child, 'exit');
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
    rssBytes: () => (isAlive() ? readRss(child.pid ?? 0) : 0),
  };
}

function readRss(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** How many connections from these ports to that one are open at its end, all on loopback, as the system counts them. */
export function countConnections(port: number, fromPorts: ReadonlySet<number>): number {
  const portOf = (address = '') => Number.parseInt(address.split(':')[1] ?? '', 16);
  const isOpen = (line: string) => {
    const [, local, remote, state] = line.trim().split(/\s+/);
    return state === '01' && portOf(local) === port && fromPorts.has(portOf(remote));
  };
  return ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').filter(isOpen))
    .length;
}

/** A port of loopback that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
