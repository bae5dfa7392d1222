// The address that Twilio calls: what it is told to do when we fail, and what is signed when a proxy stands before us.
import { expect, test } from 'vitest';
import { signRequest } from '../src/twilio/signature.ts';
import { createTestStack } from './stack.ts';

const publicUrl = 'https://numbers.example.com:8443';
const stack = await createTestStack({ gateway: { publicUrl } });
const [parent] = stack.emulator.accounts;
if (!parent) throw new Error('the emulator has no account');

test('an order that the gateway makes is called back at the public address, again when we fail', async () => {
  const { data } = await stack.execute<{ createHostedNumberOrder: { order: { sid: string } | null } }, object>(
    'mutation { createHostedNumberOrder(input: { phoneNumber: "+12125550147" }) { order { sid } } }',
  );
  const sid = data?.createHostedNumberOrder.order?.sid;
  await stack.control(`orders/${sid}/move`, { status: 'received' });
  const { deliveries } = (await stack.control('deliveries?limit=1')) as { deliveries: { url: string }[] };
  const url = deliveries[0]?.url ?? '';
  expect(url).toMatch(/^https:\/\/numbers\.example\.com:8443\/callbacks\/[\w-]+#rc=5&rp=ct,rt,5xx$/);
  expect(url).toBe(stack.gateway.services.callbackUrlOf(parent.sid));
  expect(url).not.toContain(parent.sid);
});

test('the public address is what is signed, whatever host, scheme and port a proxy calls, and whatever it says of them', async () => {
  const address = stack.gateway.services.callbackUrlOf(parent.sid).split('#')[0] ?? '';
  const parameters: [string, string][] = [['CallSid', `CA${'0'.repeat(32)}`]];
  const call = (signedAddress: string, headers: Record<string, string>) =>
    stack.gateway.fetch(
      new Request(address.replace(publicUrl, 'http://10.0.0.7:4000'), {
        method: 'POST',
        headers: { ...headers, 'x-twilio-signature': signRequest(parent.authToken, signedAddress, parameters) },
        body: new URLSearchParams(parameters),
      }),
    );
  const forwarded = { 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'http', host: 'evil.example.com' };
  for (const headers of [{}, forwarded]) {
    expect((await call(address, headers)).status).toBe(204);
    for (const signed of ['http://10.0.0.7:4000', 'http://evil.example.com', 'https://numbers.example.com:9000']) {
      expect((await call(address.replace(publicUrl, signed), headers)).status).toBe(403);
    }
  }
});
