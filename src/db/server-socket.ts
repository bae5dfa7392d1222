// The socket of a pooled connection, with an end to its patience. postgres.js has no time-out for an answer, and a link
// that is half open gives none and says nothing: its statement, and its place in the pool, would be gone for good.
import { connect, type Socket } from 'node:net';

/** The part of the driver's options that says where the server is. */
type Target = { host: readonly string[]; port: readonly number[]; path?: string | false };

const looksPerDeadline = 5;

export interface Sockets {
  /** For the driver's option `socket`. */
  open(target: Target): Socket;
  /** Breaks those that are open. */
  breakAll(): void;
}

/**
 * Makes sockets that break when nothing has come for `deadlineMs`, so that the driver rejects what waits there and
 * connects again. It must be longer than the server lets a statement run, and than the driver keeps an idle connection.
 */
export function createSockets(deadlineMs: number): Sockets {
  let made = 0;
  let opened: Socket[] = [];
  return {
    open({ host, port, path }) {
      const place = made % host.length;
      made += 1;
      // The driver writes at once; until the socket is connected, Node keeps that.
      const socket = path ? connect(path) : connect(port[place] ?? 5432, host[place]);
      // The name that a certificate is checked for.
      Object.assign(socket, { host: host[place] });
      breakWhenSilent(socket, deadlineMs);
      // Looked at here and not told by an event, for the reason below.
      opened = [...opened.filter(({ destroyed }) => !destroyed), socket];
      return socket;
    },
    breakAll() {
      for (const socket of opened) socket.destroy();
    },
  };
}

/** By counting bytes and not by events: under TLS the driver takes all listeners off. */
function breakWhenSilent(socket: Socket, deadlineMs: number): void {
  let bytesRead = 0;
  let silentLooks = 0;
  const look = setInterval(() => {
    silentLooks = socket.bytesRead === bytesRead ? silentLooks + 1 : 0;
    bytesRead = socket.bytesRead;
    if (socket.destroyed) clearInterval(look);
    else if (silentLooks >= looksPerDeadline) socket.destroy();
  }, deadlineMs / looksPerDeadline).unref();
}
