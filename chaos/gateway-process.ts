// One instance of the gateway, built as for production (`npm run build`): a process that is started, killed and started
// again at the same port, and asked over HTTP.
import type { ManagedProcess, Processes } from './processes.ts';
import { findFreePort } from './processes.ts';
import { waitUntil } from './wait.ts';

export interface GatewayProcess {
  readonly name: string;
  readonly port: number;
  /**
   * Starts it and resolves when it is ready, or only listens and takes callbacks; with `extra` in its environment. Throws
   * after `startMaxMs`.
   */
  start(extra?: Record<string, string>, until?: 'ready' | 'listening'): Promise<void>;
  kill(): Promise<void>;
  /** Kills at once, without waiting: for the moment right after an answer. */
  killNow(): void;
  /** Resolves with the exit code, and how long it took. */
  terminate(): Promise<{ code: number | null; tookMs: number }>;
  isAlive(): boolean;
  rssBytes(): number;
  ask<Data>(query: string, variables?: object): Promise<Data>;
}

/** With the first sync of all orders, which takes minutes on a busy machine. */
const startMaxMs = 180_000;

/** `environment` is the whole of it but for the port. */
export async function createGatewayProcess(
  name: string,
  environment: Record<string, string>,
  processes: Processes,
): Promise<GatewayProcess> {
  const port = await findFreePort();
  let running: ManagedProcess | null = null;
  const isAt = async (stage: 'ready' | 'listening') =>
    (await fetch(`http://127.0.0.1:${port}/readyz`)).ok || stage === 'listening';
  return {
    name,
    port,
    async start(extra = {}, until = 'ready') {
      await running?.end('SIGKILL');
      const env = { ...environment, ...extra, PORT: String(port) };
      const started = processes.start(name, process.execPath, ['dist/main.js'], { env });
      running = started;
      const isUp = await waitUntil(async () => !started.isAlive() || (await isAt(until)), startMaxMs);
      if (!isUp || !started.isAlive()) throw new Error(`${name} did not become ready: see ${name}.log`);
    },
    async kill() {
      await running?.end('SIGKILL');
    },
    killNow: () => running?.signal('SIGKILL'),
    async terminate() {
      const startedAt = performance.now();
      const code = (await running?.end('SIGTERM')) ?? null;
      return { code, tookMs: performance.now() - startedAt };
    },
    isAlive: () => running?.isAlive() ?? false,
    rssBytes: () => running?.rssBytes() ?? 0,
    async ask<Data>(query: string, variables: object = {}) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(20_000),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}
