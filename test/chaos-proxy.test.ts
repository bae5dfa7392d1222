// The fault proxy of the chaos suite delays bytes and must never change them: what it spoils would count as the gateway's.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openProxy } from '../chaos/proxy.ts';

test('a late link keeps its bytes in order, also when it is whole again', async () => {
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  let watched = () => {};
  const proxy = await openProxy((echo.address() as AddressInfo).port, () => watched());
  const client = connect(proxy.port, '127.0.0.1');
  let received = '';
  client.on('data', (piece) => {
    received += piece.toString();
  });
  proxy.slowDown(200);
  const isLate = new Promise<void>((resolve) => {
    watched = resolve;
  });
  client.write('first ');
  await isLate;
  proxy.restore();
  client.write('second');
  while (received.length < 'first second'.length) await once(client, 'data');
  expect(received).toBe('first second');
  client.destroy();
  proxy.close();
  echo.close();
});
