// A link to PostgreSQL that is half open says nothing and never ends. What waits there must end all the same.
import { expect, test } from 'vitest';
import { openProxy } from '../../chaos/proxy.ts';
import { openServerDatabase } from '../../src/db/server.ts';
import { createServerDatabase, testDatabaseUrl } from '../database.ts';
import { createTestStack } from '../stack.ts';
import { moveSilently, orderThatIs, tell, verdictsOf } from './callbacks.ts';

test.runIf(testDatabaseUrl)('the inbox goes on when every connection of the pool is half open', async () => {
  const { url, drop } = await createServerDatabase(testDatabaseUrl ?? '');
  const proxied = new URL(url);
  const proxy = await openProxy(Number(proxied.port || 5432));
  proxied.port = String(proxy.port);
  // One connection: a second one, made afterwards, would be whole.
  const database = openServerDatabase(proxied.href, 1, 1_000);
  const stack = await createTestStack({ database });
  const order = await orderThatIs(stack, 'received');
  await moveSilently(stack, order, 'verified');
  proxy.forget();
  while ((await tell(stack, order, 'verified')) !== 204);
  await stack.settle();
  expect(await verdictsOf(stack, order)).toContain('APPLIED');
  await stack.gateway.close();
  await database.close();
  proxy.close();
  await drop();
});
