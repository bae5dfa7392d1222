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
  /** The present connections stay open and carry nothing ever again, as when a firewall forgets them; new ones are whole. */
  forget(): void;
  /** Pieces arrive later, by so much on average and now and then by eight times as much, until `restore`. */
  slowDown(delayMs: number): void;
  /** The link is whole again; what waited on silent connections goes on. */
  restore(): void;
  /** The ports from which its connections come to the target. */
  outgoingPorts(): Set<number>;
  close(): void;
}

type Mode = 'pass' | 'cut' | 'all' | 'listening';

/** Listens on loopback. `watch` is told every piece that a client sends. */
export async function openProxy(targetPort: number, watch: (piece: Buffer) => void = () => {}): Promise<FaultProxy> {
  const links = new Set<Link>();
  const forgotten: Link[] = [];
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
    forget() {
      for (const link of links) link.apply('all', 0);
      forgotten.push(...links);
      links.clear();
    },
    slowDown: (byMs) => change('pass', byMs),
    restore: () => change('pass'),
    outgoingPorts: () => new Set([...links].map((link) => link.outgoingPort)),
    close() {
      for (const link of forgotten) link.apply('cut', 0);
      change('cut');
      server.close();
    },
  };
}

/** What a PostgreSQL client sends on the connection on which it waits for notifications. */
const listenText = 'listen "';

class Link {
  readonly #client: Socket;
  readonly #up: Lane;
  readonly #down: Lane;
  #mode: Mode = 'pass';
  #delayMs = 0;
  #isListening = false;
  #held: (() => void)[] = [];

  constructor(client: Socket, server: Socket, watch: (piece: Buffer) => void) {
    this.#client = client;
    this.#up = new Lane(client, server);
    this.#down = new Lane(server, client);
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end).setNoDelay(true);
    client.on('data', (piece: Buffer) => {
      watch(piece);
      this.#isListening ||= piece.includes(listenText);
      this.#pass(piece, this.#up);
    });
    server.on('data', (piece: Buffer) => this.#pass(piece, this.#down));
  }

  get outgoingPort(): number {
    return this.#down.from.localPort ?? 0;
  }

  apply(mode: Mode, delayMs: number): void {
    this.#mode = mode;
    this.#delayMs = delayMs;
    if (mode === 'cut') this.#client.resetAndDestroy();
    if (this.#isSilent()) return;
    for (const pass of this.#held.splice(0)) pass();
    for (const lane of [this.#up, this.#down]) lane.from.resume();
  }

  #isSilent(): boolean {
    return this.#mode === 'all' || (this.#mode === 'listening' && this.#isListening);
  }

  #pass(piece: Buffer, lane: Lane): void {
    if (this.#isSilent()) {
      lane.from.pause();
      this.#held.push(() => lane.push(piece, 0));
      return;
    }
    // Jitter: transactions that began in one order end in another.
    const factor = Math.random() < 0.1 ? 8 : 0.25;
    lane.push(piece, factor * this.#delayMs);
  }
}

/** One direction of a link. However late pieces are, they leave in the order in which they came. */
class Lane {
  readonly from: Socket;
  readonly #to: Socket;
  #waiting: { piece: Buffer; dueAt: number }[] = [];

  constructor(from: Socket, to: Socket) {
    this.from = from;
    this.#to = to;
  }

  push(piece: Buffer, delayMs: number): void {
    this.#waiting.push({ piece, dueAt: performance.now() + delayMs });
    if (this.#waiting.length === 1) this.#write();
  }

  readonly #write = (): void => {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const lateMs = next.dueAt - performance.now();
      if (lateMs > 0) {
        setTimeout(this.#write, lateMs);
        return;
      }
      this.#waiting.shift();
      if (!this.#to.write(next.piece) && !this.from.isPaused()) {
        this.from.pause();
        this.#to.once('drain', () => this.from.resume());
      }
    }
  };
}
