// The emulator on a port.
import { afterEach, expect, test } from 'vitest';
import { type ListeningEmulator, listenEmulator } from '../../src/emulator/listen.ts';
import { control, createSmallEmulator, parentOf } from './twilio-client.ts';

const listeners: ListeningEmulator[] = [];

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

test('a port serves the API and the control routes', async () => {
  const { emulator, url } = await listen();
  const { sid, authToken } = parentOf(emulator);
  const headers = { Authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` };
  const body = new URLSearchParams({ PhoneNumber: '+15017122661', SmsCapability: 'true' });
  const created = await fetch(`${url}/HostedNumbers/HostedNumberOrders`, { method: 'POST', headers, body });
  expect(created.status).toBe(201);
  expect(await created.json()).toMatchObject({ phone_number: '+15017122661' });
  expect((await fetch(`${url}/_emulator/state`)).status).toBe(200);
});

test('a cut connection reaches the client as one, and the server lives on', async () => {
  const { emulator, url } = await listen();
  const { sid, authToken } = parentOf(emulator);
  const headers = { Authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` };
  await control(emulator, 'POST', '/faults', [{ target: 'answer', kind: 'cut-after', count: 1 }]);
  await expect(fetch(`${url}/Numbers/ActiveNumbers`, { headers })).rejects.toThrow('fetch failed');
  expect((await fetch(`${url}/Numbers/ActiveNumbers`, { headers })).status).toBe(200);
});

test('a taken port is refused with the error of node', async () => {
  const { emulator, url } = await listen();
  await expect(listenEmulator(emulator, { port: Number(new URL(url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

async function listen() {
  const emulator = createSmallEmulator();
  const listener = await listenEmulator(emulator, { port: 0 });
  listeners.push(listener);
  return { emulator, url: listener.url };
}
