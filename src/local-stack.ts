// The gateway facing the bundled Twilio emulator, in one process: what `npm start` runs without credentials, and what the
// browser tests start. It is the only place where the two meet outside the tests.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './db/client.ts';
import { migrateDatabase } from './db/migrations.ts';
import { readSecret } from './db/secret-statements.ts';
import { createEmulatorClock } from './emulator/clock.ts';
import { createEmulator, type Emulator } from './emulator/emulator.ts';
import { JournalError } from './emulator/journal.ts';
import { listenEmulator } from './emulator/listen.ts';
import { makeAccountCredentials } from './emulator/seed/seed.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { callbackSecretName, callbackUrl } from './server/callback.ts';
import { StartError } from './start-error.ts';

export type LocalStack = {
  gateway: Gateway;
  emulator: Emulator;
  gatewayUrl: string;
  emulatorUrl: string;
  close(): Promise<void>;
};

/**
 * Starts both and listens. The emulator's own callbacks find the gateway's address, so its orders report as if they had
 * been made here. Rejects with Node's EADDRINUSE (its `port` says which) and leaves nothing running.
 */
export async function startLocalStack(config: Config, database: Database, log: Logger): Promise<LocalStack> {
  const gatewayUrl = `http://${config.host}:${config.port}`;
  const parent = makeAccountCredentials(config.emulator.seed, 0);
  await migrateDatabase(database);
  const callbackSecret = await readSecret(database.db, parent.sid, callbackSecretName);
  const emulator = openEmulator(config, log, (accountSid) => callbackUrl(gatewayUrl, callbackSecret, accountSid));
  const closers: (() => Promise<void>)[] = [() => emulator.close()];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };
  try {
    const emulatorListener = await listenEmulator(emulator, { port: config.emulator.port, host: '127.0.0.1' });
    closers.push(() => emulatorListener.close());
    const gateway = await createGateway({
      database,
      accountSid: parent.sid,
      authTokens: [parent.authToken],
      previewUrl: emulatorListener.url,
      apiUrl: emulatorListener.url,
      publicUrl: gatewayUrl,
      syncIntervalMs: config.syncIntervalMs,
      feed: config.feed,
      sweepIntervalMs: config.sweepIntervalMs,
      writeSettleMs: config.writeSettleMs,
      journalFolder: join(config.dataDir, 'callbacks'),
      graphiql: config.graphiql,
      allowedOrigins: config.allowedOrigins,
      allowPrivateUrls: config.allowPrivateUrls,
      log,
    });
    closers.push(() => gateway.close());
    const listener = await gateway.listen(config.host, config.port);
    closers.push(() => listener.close());
    return { gateway, emulator, gatewayUrl, emulatorUrl: emulatorListener.url, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function openEmulator(config: Config, log: Logger, callbackUrlFor: (accountSid: string) => string): Emulator {
  const folder = join(config.dataDir, 'emulator');
  mkdirSync(folder, { recursive: true });
  const { port: _port, ...options } = config.emulator;
  const clock = createEmulatorClock({ now: Date.now(), running: true });
  const storeFile = join(folder, 'journal.jsonl');
  try {
    return createEmulator({ ...options, clock, storeFile, callbackUrlFor, log });
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    throw new StartError(
      `The emulator cannot go on with its data. ${error.message} Delete ${config.dataDir}, set DATA_DIR to another folder, or set the EMULATOR_ variables back.`,
      { cause: error },
    );
  }
}
