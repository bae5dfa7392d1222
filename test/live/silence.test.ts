// The client module takes a line for dead that says nothing, and comes back by itself.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createMemoryStore, followFeed } from '../../src/client/follow-feed.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

/** Takes everything, and says at most that it has begun. Gives its address and how often it was called. */
async function startMute() {
  const calls = { count: 0 };
  const server = createServer((_request, response) => {
    calls.count += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
  });
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
  sockets.on('connection', (socket) => {
    calls.count += 1;
    socket.once('message', () => socket.send(JSON.stringify({ type: 'connection_ack' })));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  return { calls, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql` };
}

test.for(['websocket', 'sse'] as const)('over %s', async (transport) => {
  const { calls, url } = await startMute();
  const stopping = new AbortController();
  const items = followFeed({
    url,
    transport,
    store: createMemoryStore('the place'),
    webSocket: WebSocket,
    signal: stopping.signal,
    silenceMaxMs: 100,
    retryMinMs: 1,
    retryMaxMs: 10,
  });
  const ending = items.next();
  await expect.poll(() => calls.count, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
  stopping.abort();
  expect((await ending).done).toBe(true);
});
