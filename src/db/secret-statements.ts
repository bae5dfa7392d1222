// Secrets of the gateway itself, made on first use and shared by all instances.
import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Db } from './client.ts';
import { gatewaySecrets } from './gateway-tables.ts';

/** The tenant's secret of that name: 32 random bytes in hexadecimal, the same for every instance. */
export async function readSecret(db: Db, ownerAccountSid: string, name: string): Promise<string> {
  await db
    .insert(gatewaySecrets)
    .values({ ownerAccountSid, name, value: randomBytes(32).toString('hex') })
    .onConflictDoNothing();
  const [secret] = await db
    .select({ value: gatewaySecrets.value })
    .from(gatewaySecrets)
    .where(and(eq(gatewaySecrets.ownerAccountSid, ownerAccountSid), eq(gatewaySecrets.name, name)));
  if (!secret) throw new Error(`the secret ${name} could not be stored`);
  return secret.value;
}
