// A TCP proxy that spoils a link as networks do: refuses, cuts, falls silent with the connection left open, answers late.
// It is told nothing of what it carries, but lets others watch, so that calls can be counted from outside.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  /** Refuses new connections and breaks the present ones, until `restore`. */
  cut(): void;
  /** Lets nothing through and closes nothing, until `restore`: on all connections, or on those that PostgreSQL's LISTEN uses. */
  fallSilent(which: 'all' | 'listening'): void;
  /** Each piece arrives later, by so much on average and now and then by eight times as much, until `restore`. */
  slowDown(delayMs: number): void;
  /** The link is whole again; what waited on silent connections goes on. */
  restore(): void;
  close(): void;
}

type Mode = 'pass' | 'cut' | 'all' | 'listening';

/** Listens on loopback. `watch` is told every piece that a client sends. */
export async function openProxy(targetPort: number, watch: (piece: Buffer) => void = () => {}): Promise<FaultProxy> {
  const links = new Set<Link>();
  let mode: Mode = 'pass';
  let delayMs = 0;
  const server = createServer((client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const link = new Link(client, connect(targetPort, '127.0.0.1'), watch);
    links.add(link);
    client.once('close', () => links.delete(link));
    link.apply(mode, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const applyAll = () => {
    for (const link of [...links]) link.apply(mode, delayMs);
  };
  const change = (to: Mode, toDelayMs = 0) => {
    mode = to;
    delayMs = toDelayMs;
    applyAll();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut: () => change('cut'),
    fallSilent: (which) => change(which),
    slowDown: (byMs) => change('pass', byMs),
    restore: () => change('pass'),
    close() {
      change('cut');
      server.close();
    },
  };
}

/** What a PostgreSQL client sends on the connection on which it waits for notifications. */
const listenText = 'listen "';

class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  #mode: Mode = 'pass';
  #delayMs = 0;
  #isListening = false;
  #held: (() => void)[] = [];
  readonly #dueAt = new Map<Socket, number>();

  constructor(client: Socket, server: Socket, watch: (piece: Buffer) => void) {
    this.#client = client;
    this.#server = server;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end).setNoDelay(true);
    client.on('data', (piece: Buffer) => {
      watch(piece);
      this.#isListening ||= piece.includes(listenText);
      this.#pass(piece, client, server);
    });
    server.on('data', (piece: Buffer) => this.#pass(piece, server, client));
  }

  apply(mode: Mode, delayMs: number): void {
    this.#mode = mode;
    this.#delayMs = delayMs;
    if (mode === 'cut') this.#client.destroy();
    if (this.#isSilent()) return;
    for (const pass of this.#held.splice(0)) pass();
    this.#client.resume();
    this.#server.resume();
  }

  #isSilent(): boolean {
    return this.#mode === 'all' || (this.#mode === 'listening' && this.#isListening);
  }

  #pass(piece: Buffer, from: Socket, to: Socket): void {
    if (this.#isSilent()) {
      from.pause();
      this.#held.push(() => to.write(piece));
      return;
    }
    if (this.#delayMs > 0) this.#passLate(piece, to);
    else if (!to.write(piece)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }

  /** A link with jitter: transactions that began in one order end in another. The pieces of a direction keep theirs. */
  #passLate(piece: Buffer, to: Socket): void {
    const factor = Math.random() < 0.1 ? 8 : 0.25;
    const dueAt = Math.max(this.#dueAt.get(to) ?? 0, performance.now() + factor * this.#delayMs);
    this.#dueAt.set(to, dueAt);
    setTimeout(() => to.write(piece), dueAt - performance.now());
  }
}
