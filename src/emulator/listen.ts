// Gives an emulator a port.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { ConnectionCutError } from './answer-faults.ts';
import type { Emulator } from './emulator.ts';

export type ListeningEmulator = { url: string; close(): Promise<void> };

/** Listens; port 0 takes any free one. Rejects with the error of node (EADDRINUSE and the like). `close` leaves the emulator alive. */
export async function listenEmulator(
  emulator: Emulator,
  options: { port: number; host?: string },
): Promise<ListeningEmulator> {
  const host = options.host ?? '127.0.0.1';
  const adapter = createServerAdapter<{ req: IncomingMessage; res: ServerResponse }>(async (request, { req }) => {
    try {
      return await emulator.fetch(request);
    } catch (error) {
      if (!(error instanceof ConnectionCutError)) throw error;
      req.socket.destroy();
      return new Response(null, { status: 500 });
    }
  });
  const server = createServer((req, res) => void adapter(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
